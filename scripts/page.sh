#!/usr/bin/env bash
# Builds the page into dist/, unless nothing that goes into it has changed.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# Cargo decides whether the Rust part changed: this costs half a second when it did not, and names every crate the page
# uses by itself. It is also the only step that may download crates, because trunk runs offline.
cargo build --target wasm32-unknown-unknown --profile wasm-release --bin accede-page

inputs() {
  cat "$TARGET/wasm32-unknown-unknown/wasm-release/accede-page.wasm" \
    index.html Trunk.toml package-lock.json scripts/compress.mjs scripts/shrink.mjs
  find public style -type f -print0 | sort -z | xargs -0 cat
}

wanted=$(inputs | digest)
if [ -f dist/index.html ] && [ "$(cat "$TOOLS/page-stamp" 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi
trunk build --release
echo "$wanted" >"$TOOLS/page-stamp"
