#!/usr/bin/env bash
# Builds the page into dist/, unless nothing that goes into it has changed. `page.sh gallery` builds it with the component
# gallery, for looking at and for the tests, into a folder that is never shipped.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in
  '') dist=dist stamp="$TOOLS/page-stamp" features=() ;;
  gallery) dist="$TOOLS/gallery" stamp="$TOOLS/gallery-stamp" features=(--features gallery) ;;
  *) fail "usage: $0 [gallery]" ;;
esac

# Cargo decides whether the Rust part changed: this costs half a second when it did not, and names every crate the page
# uses by itself. It is also the only step that may download crates, because trunk runs offline.
cargo build --target wasm32-unknown-unknown --profile wasm-release --bin accede-page "${features[@]}"

inputs() {
  cat "$TARGET/wasm32-unknown-unknown/wasm-release/accede-page.wasm" \
    index.html Trunk.toml package-lock.json scripts/compress.mjs
  find public style -type f -print0 | sort -z | xargs -0 cat
}

wanted=$(inputs | digest)
if [ -f "$dist/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi
mkdir -p "$dist"
trunk build --release --dist "$dist" "${features[@]}"
echo "$wanted" >"$stamp"
