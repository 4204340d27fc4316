#!/bin/sh
# A network's whole life over HTTP, with curl alone: create, stream, result, delete.
#
#     sh examples/10-curl.sh [server]
set -eu

name=from-curl
server=${1:-${SLIPWAY_SERVER:-http://localhost:3000}}
answer=$(mktemp -d)
trap 'rm -rf "$answer"' EXIT

# Prints the id of the operation. The key has a repeated request carried out once.
submit() { # METHOD PATH [BODY]
  curl --silent --show-error --fail-with-body --retry 5 --retry-connrefused \
    --request "$1" "$server$2" ${3:+--data "$3"} \
    --header 'Content-Type: application/json' --header "Idempotency-Key: $1-$name-$$" \
    --dump-header "$answer/head" --output "$answer/body" || {
    cat "$answer/body" >&2
    exit 1
  }
  sed -n 's#^[Oo]peration-[Ll]ocation: .*/##p' "$answer/head" | tr -d '\r'
}

# Every change is a server-sent event; the stream ends when the operation has.
follow() { # ID
  curl --silent --show-error --fail --no-buffer --header 'Accept: text/event-stream' \
    "$server/operations/$1/events" |
    sed -n 's/.*"stage":"\([a-z_]*\)","message":"\([^"]*\)".*/  \1: \2/p'
  # The first status of the answer is the operation's own; those of its resources come later.
  curl --silent --show-error --fail "$server/operations/$1" --output "$answer/operation"
  grep -q '^{[^{]*"status":"succeeded"' "$answer/operation" || {
    cat "$answer/operation" >&2
    exit 1
  }
}

operation=$(submit POST /networks "{\"name\":\"$name\",\"cidr\":\"10.30.0.0/16\"}")
echo "create: operation $operation"
follow "$operation"
curl --silent --show-error --fail "$server/networks/$name"
echo

operation=$(submit DELETE "/networks/$name")
echo "delete: operation $operation"
follow "$operation"
