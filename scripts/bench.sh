#!/usr/bin/env bash
# Measures against the budgets and prints one table. A benchmark, never a test: what it finds depends on the machine.
# `scripts/bench.sh lists` measures the lists alone; docs/performance.md says what can be set.
STEPS=11
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

STEPS=$STEPS STEP=$STEP scripts/setup.sh test
STEP=7
step "The page" scripts/page.sh
step "The server" cargo build --release -p accede-server
step "The benchmark" tsc -p scripts/bench --outDir "$TOOLS/bench"
step "Measuring" env ACCEDE_BINARY="$TARGET/release/accede" node "$TOOLS/bench/scripts/bench/main.js" "$@"
