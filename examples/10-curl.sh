#!/bin/sh
# The life cycle of a network over HTTP with curl: create, stream progress, show the result, delete.
#
#     sh examples/10-curl.sh [server]
set -eu

name=from-curl
server=${1:-${SLIPWAY_SERVER:-http://localhost:3000}}
response=$(mktemp -d)
trap 'rm -rf "$response"' EXIT

# Sends a request and prints the id of its operation. The key makes a repeated request safe.
submit() { # METHOD PATH [BODY]
  curl --silent --show-error --fail-with-body --retry 5 --retry-connrefused \
    --request "$1" "$server$2" ${3:+--data "$3"} \
    --header 'Content-Type: application/json' --header "Idempotency-Key: $1-$name-$$" \
    --dump-header "$response/head" --output "$response/body" || {
    cat "$response/body" >&2
    exit 1
  }
  sed -n 's#^[Oo]peration-[Ll]ocation: .*/##p' "$response/head" | tr -d '\r'
}

# Prints each change, which is a server-sent event. The stream ends when the operation ends.
follow() { # ID
  curl --silent --show-error --fail --no-buffer --header 'Accept: text/event-stream' \
    "$server/operations/$1/events" |
    sed -n 's/.*"stage":"\([a-z_]*\)","message":"\([^"]*\)".*/  \1: \2/p'
  # The first status in the response is the operation's own; those of its resources come later.
  curl --silent --show-error --fail "$server/operations/$1" --output "$response/operation"
  grep -q '^{[^{]*"status":"succeeded"' "$response/operation" || {
    cat "$response/operation" >&2
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
