#!/bin/sh
# Creates Temporal's two databases in PostgreSQL and brings their schemas to this image's version. Safe to run again.
set -eu

SQL_PLUGIN=postgres12
SQL_PASSWORD="$(cat "${SQL_PASSWORD_FILE:?names the file with the password of PostgreSQL}")"
export SQL_PLUGIN SQL_PASSWORD
SCHEMAS="${TEMPORAL_SCHEMAS:-/etc/temporal/schema/postgresql/v12}"

# database, folder of its schema
prepare() {
  temporal-sql-tool --db "$1" create-database
  temporal-sql-tool --db "$1" setup-schema --version 0.0
  temporal-sql-tool --db "$1" update-schema --schema-dir "$SCHEMAS/$2/versioned"
}

prepare temporal temporal
prepare temporal_visibility visibility
