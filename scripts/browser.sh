#!/usr/bin/env bash
# The browser tests against the built page and the built server. Arguments go to Playwright:
# scripts/browser.sh home --project sqlite
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

scripts/page.sh
scripts/page.sh gallery
# With the features that the whole workspace agrees on, as the native tests are built: else every dependency is built anew.
cargo build --workspace --bin accede
# The files that the reader of reports is tried on, for trying it in a browser.
cargo run -q -p accede-report --features testing --example samples -- "$TOOLS/samples"
# A copy, so that a build during a long run does not swap the program under the tests.
cp "$TARGET/debug/accede" "$TOOLS/accede"
ACCEDE_BINARY="$TOOLS/accede" ACCEDE_SAMPLES="$TOOLS/samples" playwright test -c tests "$@"
