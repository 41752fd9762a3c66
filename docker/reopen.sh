#!/bin/sh
# Starts the workflow of every document that is not closed, where none runs: after Temporal lost some or all, or was replaced.
# Each goes on from its stored document. One that has its workflow already is left alone, so it may be run at any time, twice too.
# Usage: sh docker/reopen.sh   (in the folder of docker-compose.yml, the office running)
set -eu

# KIND ID of each open document: closed are the states after which a workflow ends (workflows/), unless something is still owed.
OPEN='
const open = (closed) => ({ $or: [{ state: { $nin: closed } }, { "owed.0": { $exists: true } }] });
for (const { id } of db.invoices.find(open(["paid", "void", "discarded"]), { id: 1 })) print(`invoice ${id}`);
for (const { id } of db.estimates.find(open(["declined", "expired", "converted", "discarded"]), { id: 1 })) print(`estimate ${id}`);
for (const { id } of db.creditNotes.find({ "outgoing.key": { $exists: true } }, { id: 1 })) print(`credit-note ${id}`);
'
# shellcheck disable=SC2016 # Filled in inside the containers.
READ='mongosh --norc --quiet -u root -p "$(cat /run/secrets/mongodb_root_password)" --authenticationDatabase admin \
  "mongodb://mongodb-1,mongodb-2,mongodb-3/office?replicaSet=office" --eval "$1"'
# shellcheck disable=SC2016
START='while read -r kind id; do
  case "$kind" in invoice) type=settleInvoice name=invoiceId ;; estimate) type=offerEstimate name=estimateId ;; credit-note) type=issueCreditNote name=creditNoteId ;; *) echo "reopen: $kind $id" >&2; exit 1 ;; esac
  temporal workflow start --type "$type" --task-queue office --workflow-id "$kind/$id" --id-conflict-policy UseExisting \
    --input "{\"$name\":\"$id\"}" >/dev/null && echo "$kind/$id"
done'

docker compose exec -T mongodb-1 bash -c "$READ" read "$OPEN" | docker compose run --rm -T --entrypoint /bin/sh temporal-admin -c "$START"
