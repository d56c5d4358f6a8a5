#!/usr/bin/env bash
# From a fresh machine to the running demonstration.
STEPS=8
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

STEPS=$STEPS STEP=$STEP scripts/setup.sh run
STEP=5
step "The page" scripts/page.sh
step "The server" cargo build --release -p accede-server
STEP=$((STEP + 1))
printf '[%d/%d] Starting after %d s; stop it with Ctrl-C\n' "$STEP" "$STEPS" "$SECONDS"
exec "$TARGET/release/accede" demo --data-dir demo-data
