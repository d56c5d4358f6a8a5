#!/usr/bin/env bash
# The browser tests against the built page and the built server. Arguments go to Playwright:
# scripts/browser.sh home --project sqlite
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

scripts/page.sh
cargo build -p accede-server
ACCEDE_BINARY="$TARGET/debug/accede" playwright test -c tests "$@"
