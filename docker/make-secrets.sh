#!/bin/sh
# Makes the secrets of docker-compose.yml: random ones are filled, those of Slack and SendGrid are left empty for you. Keeps what is there.
# Usage: sh docker/make-secrets.sh [FOLDER]   (docker/secrets unless told; OFFICE_SECRETS names it to docker compose)
set -eu

FOLDER="${1:-$(dirname "$0")/secrets}"
# The folder is closed to other users of this machine. The files are not: inside a container another user reads them.
mkdir -p "$FOLDER"
chmod 700 "$FOLDER"
umask 022

# name, value: written unless the file is there
keep() { [ -e "$FOLDER/$1" ] || printf '%s\n' "$2" > "$FOLDER/$1"; }
random() { od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'; }

HOSTS=mongodb-1:27017,mongodb-2:27017,mongodb-3:27017
keep mongodb_keyfile "$(head -c 512 /dev/urandom | base64 | tr -d '\n')"
keep mongodb_root_password "$(random)"
# A write counts once two members have it on disk.
keep mongodb_uri "mongodb://office:$(random)@$HOSTS/office?replicaSet=office&w=majority&journal=true"
keep postgresql_password "$(random)"
keep portal_secret "$(random)"

for name in slack_bot_token slack_signing_secret sendgrid_api_key sendgrid_webhook_public_key; do
  [ -e "$FOLDER/$name" ] || : > "$FOLDER/$name"
  [ -s "$FOLDER/$name" ] || echo "Still empty: $FOLDER/$name"
done
