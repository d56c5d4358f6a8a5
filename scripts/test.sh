#!/usr/bin/env bash
# Every check and test of the project. A failure does not stop the rest; the last line is the count of all of them.
STEPS=19
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

STEPS=$STEPS STEP=$STEP scripts/setup.sh test
STEP=7
passed=0
failed=0
failures=()

count() {
  passed=$((passed + $1))
  failed=$((failed + $2))
}

# check TEXT COMMAND…: one step that counts as one.
check() {
  if step "$@"; then
    count 1 0
  else
    count 0 1
    failures+=("$1")
  fi
}

# suite TEXT FILE COMMAND…: a step with many tests, which leaves its result in FILE.
suite() {
  local text=$1 file=$2 counts status=0
  shift 2
  rm -f "$file"
  step "$text" "$@" || status=$?
  counts=$(node scripts/counts.mjs "$file") || counts="0 0"
  [ -n "$counts" ] || counts="0 0"
  # A suite that could not even be built, or that ended badly without naming a test, is one failure.
  if [ "$status" -ne 0 ] && [ "${counts#* }" -eq 0 ]; then counts="${counts% *} 1"; fi
  # So is one that found no tests.
  if [ "$status" -eq 0 ] && [ "${counts% *}" -eq 0 ]; then counts="0 1"; fi
  if [ "${counts#* }" -ne 0 ]; then
    failures+=("$text (${counts#* })"$'\n'"$(node scripts/counts.mjs "$file" failures)")
  fi
  # shellcheck disable=SC2086
  count $counts
}

scripts_are_sound() {
  bash -n scripts/*.sh .ci/run || return
  shellcheck -x scripts/*.sh .ci/run
}

markup_is_valid() { html-validate index.html; }

types_are_right() {
  tsc --noEmit -p tests || return
  tsc -p scripts/bench --outDir "$TOOLS/bench"
}

check "Cargo.lock is up to date" cargo metadata --locked --format-version 1 --quiet --no-deps
check "Shell scripts" scripts_are_sound
check "Format" cargo fmt --all --check
check "Markup of index.html" markup_is_valid
check "Types of the browser tests and the benchmark" types_are_right
check "The page builds" scripts/page.sh
check "The page keeps its byte budget" node scripts/bytes.mjs
check "Clippy" cargo clippy --workspace --all-targets -- -D warnings
check "Clippy for the page" cargo clippy -p accede-page --target wasm32-unknown-unknown -- -D warnings
# Licences, sources and bans; known vulnerabilities need the network (`cargo deny check advisories`).
check "Dependencies" cargo deny --offline --log-level error check bans licenses sources
# Below the checkout, wherever cargo builds: that is where nextest keeps its reports.
suite "Rust tests" "$ROOT/target/nextest/ci/junit.xml" \
  cargo nextest run --workspace --profile ci
suite "Browser tests" test-results/browser.json scripts/browser.sh

printf '\nafter %d s\n' "$SECONDS"
for failure in "${failures[@]}"; do printf 'failed: %s\n' "$failure"; done
printf '%d passed, %d failed\n' "$passed" "$failed" | tee "$TOOLS/count"
[ "$failed" -eq 0 ]
