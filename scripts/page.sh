#!/usr/bin/env bash
# Builds the page into dist/, unless nothing that goes into it has changed: once with the pages for whoever reads and
# registers, once more, into dist/apply/, with those for whoever applies, into dist/account/ with those of what a person
# keeps, into dist/desk/ with those of staff at work on applications, and into dist/office/ with those of staff beside that.
# `page.sh gallery` builds all of them in one, with the component gallery, for looking at and for the tests, into a folder
# that is never shipped.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

case "${1:-}" in
  '') dist=dist stamp="$TOOLS/page-stamp" apart=(apply account desk office) first=(--no-default-features --features site) ;;
  gallery) dist="$TOOLS/gallery" stamp="$TOOLS/gallery-stamp" apart=() first=(--features gallery) ;;
  *) fail "usage: $0 [gallery]" ;;
esac
# Which builds have pages of staff, and with them their styles (scripts/compress.mjs).
pages() {
  case "$1" in
    desk | office | gallery) echo with-staff ;;
    *) echo without-staff ;;
  esac
}
# Where the crates lie on this machine stands in what a panic says: the page is the same wherever it is built.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src="
module="$TARGET/wasm32-unknown-unknown/wasm-release/accede-page.wasm"

# Cargo decides whether the Rust part changed: this costs half a second when it did not, and names every crate the page
# uses by itself. It is also the only step that may download crates, because trunk runs offline.
compile() {
  cargo build --target wasm32-unknown-unknown --profile wasm-release --bin accede-page "$@"
}

# The worker that reads reports is the same in every build.
worker="$TARGET/wasm32-unknown-unknown/wasm-release/worker-report.wasm"
compile_worker() {
  cargo build --target wasm32-unknown-unknown --profile wasm-release -p accede-worker --bin worker-report
}

inputs() {
  local part
  for part in "${apart[@]}"; do
    compile --no-default-features --features "$part"
    cat "$module"
  done
  compile "${first[@]}"
  compile_worker
  cat "$module" "$worker" index.html Trunk.toml package-lock.json scripts/page.sh scripts/compress.mjs scripts/shrink.mjs
  find public style -type f -print0 | sort -z | xargs -0 cat
}

wanted=$(inputs | digest)
if [ -f "$dist/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi
mkdir -p "$dist"
for part in "${apart[@]}"; do
  mkdir -p "$TOOLS/$part"
  PAGES=$(pages "$part") trunk build --release --dist "$TOOLS/$part" --public-url "/$part/" --no-default-features --features "$part"
done
PAGES=$(pages "${1:-site}") trunk build --release --dist "$dist" "${first[@]}"
# Trunk empties the folder that it publishes, so the parts come after the whole.
for part in "${apart[@]}"; do
  cp -R "$TOOLS/$part" "$dist/$part"
  # The page asks for the worker and the languages at the root, whichever build it is of.
  rm -f "$dist/$part"/worker-* "$dist/$part"/lang-*
done
echo "$wanted" >"$stamp"
