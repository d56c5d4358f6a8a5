#!/usr/bin/env bash
# Rebuilds on change: trunk rebuilds and reloads the page on http://127.0.0.1:8600 and passes /api and the like on to a
# debug build of the server, which is rebuilt and restarted here when one of its sources changes.
STEPS=6
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

STEPS=$STEPS STEP=$STEP scripts/setup.sh run
STEP=5
step "The server" cargo build -p accede-server

server=
page=
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$page" ] || kill "$page" 2>/dev/null || true
}
trap stop EXIT

start_server() {
  ACCEDE_LISTEN=127.0.0.1:8601 ACCEDE_PUBLIC_ORIGIN=http://127.0.0.1:8600 \
    "$TARGET/debug/accede" demo --data-dir demo-data &
  server=$!
}

touch "$TOOLS/dev-built"
start_server
trunk serve --address 127.0.0.1 --port 8600 --features gallery &
page=$!

while kill -0 "$page" 2>/dev/null; do
  sleep 1
  [ -n "$(find crates Cargo.lock -newer "$TOOLS/dev-built" -type f -print -quit)" ] || continue
  touch "$TOOLS/dev-built"
  if cargo build -p accede-server; then
    kill "$server" 2>/dev/null || true
    wait "$server" || true
    start_server
  fi
done
