#!/usr/bin/env bash
# Builds the page into dist/, unless nothing that goes into it has changed: once with the pages for whoever reads and
# applies, and once, into dist/desk/, with those of staff and of the account's settings. `page.sh gallery` builds all of
# them in one, with the component gallery, for looking at and for the tests, into a folder that is never shipped.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

site=(--no-default-features --features site)
desk=(--no-default-features --features desk)
case "${1:-}" in
  '') dist=dist stamp="$TOOLS/page-stamp" first=("${site[@]}") ;;
  gallery) dist="$TOOLS/gallery" stamp="$TOOLS/gallery-stamp" first=(--features gallery) ;;
  *) fail "usage: $0 [gallery]" ;;
esac
module="$TARGET/wasm32-unknown-unknown/wasm-release/accede-page.wasm"

# Cargo decides whether the Rust part changed: this costs half a second when it did not, and names every crate the page
# uses by itself. It is also the only step that may download crates, because trunk runs offline.
compile() {
  cargo build --target wasm32-unknown-unknown --profile wasm-release --bin accede-page "$@"
}

inputs() {
  if [ "$dist" = dist ]; then
    compile "${desk[@]}"
    cat "$module"
  fi
  compile "${first[@]}"
  cat "$module" index.html Trunk.toml package-lock.json scripts/compress.mjs scripts/shrink.mjs
  find public style -type f -print0 | sort -z | xargs -0 cat
}

wanted=$(inputs | digest)
if [ -f "$dist/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi
mkdir -p "$dist"
if [ "$dist" = dist ]; then
  mkdir -p "$TOOLS/desk"
  trunk build --release --dist "$TOOLS/desk" --public-url /desk/ "${desk[@]}"
fi
trunk build --release --dist "$dist" "${first[@]}"
if [ "$dist" = dist ]; then
  cp -R "$TOOLS/desk" "$dist/desk"
fi
echo "$wanted" >"$stamp"
