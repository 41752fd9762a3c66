#!/bin/sh
# Makes the office's namespace ready: it exists, keeps closed workflows 90 days, and knows the search attributes. Safe to run again.
# TEMPORAL_ADDRESS is read by the temporal command itself.
set -eu

NAMESPACE="${TEMPORAL_NAMESPACE:?names the namespace}"
RETENTION=90d
TRIES="${TEMPORAL_TRIES:-90}" # About a second apart: a server that has just started needs a while until its caches know a namespace.
ATTRIBUTES='InvoiceStatus=Keyword ClientId=Keyword InvoiceNumber=Keyword DueDate=Datetime NextActionAt=Datetime AmountDueMinor=Int'

operator() { temporal operator "$@" --namespace "$NAMESPACE" 2>&1; }

# Runs a command until it succeeds, silently; the words of the last try are shown.
patiently() {
  tries=1
  until words="$("$@")"; do
    if [ "$tries" -ge "$TRIES" ]; then
      echo "temporal-namespace: gave up on '$*': $words" >&2
      exit 1
    fi
    tries=$((tries + 1))
    sleep 1
  done
}

healthy() { temporal operator cluster health 2>&1; }
exists() { operator namespace describe >/dev/null || operator namespace create --retention "$RETENTION"; }
# The type of an attribute; nothing when there is none.
type_of() { operator search-attribute list | awk -v name="$1" '$1 == name { print $2 }'; }
# Fails until the attribute is listed under its type; one of another type can never become right.
known() {
  held="$(type_of "$1")"
  [ -n "$held" ] || operator search-attribute create --name "$1" --type "$2"
  [ "$(type_of "$1")" = "$2" ]
}

patiently healthy
patiently exists
patiently operator namespace update --retention "$RETENTION"
patiently operator search-attribute list
for attribute in $ATTRIBUTES; do
  name="${attribute%=*}" type="${attribute#*=}"
  held="$(type_of "$name")"
  if [ -n "$held" ] && [ "$held" != "$type" ]; then
    echo "temporal-namespace: $name is a $held in $NAMESPACE, the office needs $type. Name another namespace." >&2
    exit 1
  fi
  patiently known "$name" "$type"
done
echo "temporal-namespace: $NAMESPACE keeps closed workflows $RETENTION and knows: $ATTRIBUTES"
