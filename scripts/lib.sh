# shellcheck shell=bash disable=SC2034
# Sourced by the other scripts: where things are, which versions are wanted, and how progress is shown.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# trunk 0.22 needs a newer Rust than Debian machines carry; wasm-bindgen must match Cargo.lock to the last digit.
TRUNK_VERSION=0.21.14
WASM_BINDGEN_VERSION=0.2.130

# Tools that are installed for this project alone, and the stamps that let a second run skip its checks.
TOOLS="$ROOT/.tools"
TARGET="${CARGO_TARGET_DIR:-$ROOT/target}"
mkdir -p "$TOOLS"

PATH="$ROOT/node_modules/.bin:$TOOLS/bin:$HOME/.cargo/bin:$PATH"
# Debian keeps initdb and pg_ctl off PATH.
for folder in /usr/lib/postgresql/*/bin; do
  if [ -d "$folder" ]; then PATH="$PATH:$folder"; fi
done
export PATH

has() { command -v "$1" >/dev/null 2>&1; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# STEP and STEPS may come from a calling script, so that its numbering goes on here.
STEP=${STEP:-0}
STEPS=${STEPS:-1}

# step TEXT COMMAND…: announces itself as [3/7], runs the command, says how long it took. A function run this way gets no
# help from `set -e` (bash switches it off inside a tested command), so it must `|| return` by itself.
step() {
  local text=$1 from=$SECONDS status=0
  shift
  STEP=$((STEP + 1))
  printf '[%d/%d] %s …\n' "$STEP" "$STEPS" "$text"
  "$@" || status=$?
  if [ "$status" -eq 0 ]; then
    printf '[%d/%d] %s: %d s\n' "$STEP" "$STEPS" "$text" "$((SECONDS - from))"
  else
    printf '[%d/%d] %s: failed after %d s\n' "$STEP" "$STEPS" "$text" "$((SECONDS - from))"
  fi
  return "$status"
}

digest() { sha256sum | cut -d ' ' -f 1; }
