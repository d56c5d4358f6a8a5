#!/usr/bin/env bash
# Installs what is missing on a fresh Debian machine with rustup, Node and Python. `setup.sh run` is what `make run`
# needs, `setup.sh test` adds what only the tests and the benchmark need. What is already there is left alone.
STEPS=${STEPS:-0}
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

purpose=${1:-test}
case "$purpose" in
  run) own_steps=5 ;;
  test) own_steps=7 ;;
  *) fail "usage: $0 [run|test]" ;;
esac
[ "$STEPS" -gt 0 ] || STEPS=$own_steps

has cargo || fail "Rust is missing: install it from https://rustup.rs, then run this again."
has node || fail "Node is missing: install Node 20.19 or later, then run this again."
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
  || fail "Node $(node --version) is too old: 20.19 or later is needed."

# A cargo install for a tool that runs a few seconds at a time: built for a short build, not for a fast tool.
quick_install() {
  env -u CARGO_TARGET_DIR \
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    cargo install --root "$TOOLS" --force "$@"
}

# need COMMAND PACKAGE…: remembers the packages when the command is missing.
packages=()
need() {
  local command=$1
  shift
  has "$command" || packages+=("$@")
}

system_packages() {
  need cc gcc libc6-dev
  need pkg-config pkg-config
  need pdftoppm poppler-utils
  if [ "$purpose" = test ]; then
    need initdb postgresql
    need chromium chromium
    need wget wget
    need unzip unzip
    need shellcheck shellcheck
  fi
  [ "${#packages[@]}" -gt 0 ] || return 0
  has apt-get || fail "Please install what Debian calls: ${packages[*]}"
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    has sudo || fail "Please install as root: ${packages[*]}"
    root=(sudo)
  fi
  echo "installing ${packages[*]}"
  "${root[@]}" apt-get update -qq || return
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
}

wasm_target() {
  [ -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ] || rustup target add wasm32-unknown-unknown
}

trunk_program() {
  [ "$(trunk --version 2>/dev/null)" = "trunk $TRUNK_VERSION" ] \
    || quick_install trunk --version "$TRUNK_VERSION" --locked --no-default-features --features rustls
}

wasm_bindgen_program() {
  # Without --locked: its lock file names versions that can no longer be had.
  [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $WASM_BINDGEN_VERSION" ] \
    || quick_install wasm-bindgen-cli --version "$WASM_BINDGEN_VERSION"
}

npm_packages() {
  local wanted
  wanted=$(digest <package-lock.json)
  if [ ! -d node_modules ] || [ "$(cat "$TOOLS/npm-stamp" 2>/dev/null)" != "$wanted" ]; then
    npm ci --no-audit --no-fund || return
    echo "$wanted" >"$TOOLS/npm-stamp"
  fi
}

nextest_program() {
  has cargo-nextest || quick_install cargo-nextest --locked
}

deny_program() {
  has cargo-deny || quick_install cargo-deny --locked
}

stamp="$TOOLS/setup-$purpose-stamp"
wanted=$(cat package-lock.json rust-toolchain.toml scripts/setup.sh scripts/lib.sh | digest)
if [ -d node_modules ] && has trunk && has wasm-bindgen && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  printf '[%d/%d] Tools are in place\n' "$((STEP + own_steps))" "$STEPS"
  exit 0
fi

step "System packages" system_packages
step "Rust's WebAssembly target" wasm_target
step "trunk $TRUNK_VERSION (about 4 minutes when it is missing)" trunk_program
step "wasm-bindgen $WASM_BINDGEN_VERSION (about 2 minutes when it is missing)" wasm_bindgen_program
step "Packages from npm" npm_packages
if [ "$purpose" = test ]; then
  step "cargo-nextest (about 4 minutes when it is missing)" nextest_program
  step "cargo-deny (about 3 minutes when it is missing)" deny_program
fi
echo "$wanted" >"$stamp"
