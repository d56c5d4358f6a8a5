#!/usr/bin/env bash
# The checks that need no build of the page: what to run before a commit.
STEPS=3
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

step "Format" cargo fmt --all --check
step "Clippy" cargo clippy --workspace --all-targets -- -D warnings
step "Clippy for the page" cargo clippy -p accede-page --target wasm32-unknown-unknown -- -D warnings
