# shellcheck shell=bash
# The core compiled for phones, on a machine without their tools: Rust's own targets, and PyPI's zig as the C compiler for SQLite and ring.
#
# For iOS everything is real up to the static library; only linking it into an app needs a Mac. For Android zig's musl stands in for bionic: the Rust code
# is checked as it will be built, the C with it, but nothing made here runs on a phone. tools/aar.sh is what an Android developer's machine runs.

ZIG=ziglang==0.17.1
# The oldest iOS that the apps run on.
export IPHONEOS_DEPLOYMENT_TARGET=17.0
# Rust's name, then zig's.
declare -A ZIG_TARGET=(
  [aarch64-linux-android]=aarch64-linux-musl [aarch64-apple-ios]=aarch64-ios.$IPHONEOS_DEPLOYMENT_TARGET
  [aarch64-apple-ios-sim]=aarch64-ios.$IPHONEOS_DEPLOYMENT_TARGET-simulator
  [x86_64-apple-ios]=x86_64-ios.$IPHONEOS_DEPLOYMENT_TARGET-simulator
)
CHECKED_TARGETS=(aarch64-linux-android aarch64-apple-ios)

# Check and clippy for both systems: about four minutes the first time on two cores, so it runs when asked for, not in every `./dev test`.
suite_targets() {
  local target status=0
  prepare_cross "${CHECKED_TARGETS[@]}" || return
  for target in "${CHECKED_TARGETS[@]}"; do
    printf '\n%s\n' "$target"
    # Android has thread_local! expand in a way that this lint takes for the form it asks to replace.
    # shellcheck disable=SC2046  # one word or none
    cross_cargo "$target" clippy $(locked) -p motcua-ffi --lib --target "$target" -- -D warnings -A clippy::missing_const_for_thread_local </dev/null || status=$?
  done
  return "$status"
}

# prepare_cross TARGET…: what compiling for these needs.
prepare_cross() {
  ensure_zig && ensure_std "$@" && write_wrappers "$@"
}

ensure_zig() {
  ZIG_PYTHON=$MOTCUA_CACHE/venv-$ZIG/bin/python
  [[ -e $MOTCUA_CACHE/venv-$ZIG/ready ]] || with_progress 'fetching a C compiler for phones (zig)' make_zig
}

make_zig() {
  local venv=$MOTCUA_CACHE/venv-$ZIG
  rm -rf "$venv" && python3 -m venv "$venv" && "$venv/bin/python" -m pip install --quiet "$ZIG" && touch "$venv/ready"
}

has_target() { rustup target list --toolchain "$(toolchain)" --installed | grep -x "$1" >/dev/null; }

# Rust's library for each target: as it is served, else built from its source.
ensure_std() {
  local target
  for target in "$@"; do
    has_target "$target" || rustup --quiet target add --toolchain "$(toolchain)" "$target" >/dev/null 2>&1 || needs_source "$target" || return
  done
}

needs_source() {
  say "  Rust's library for $1 isn't served ready made: it is built from its source"
  rustup --quiet component add --toolchain "$(toolchain)" rust-src
}

# One small program per target and tool, because cargo wants a single path for each. It is called after what it compiles for: a change of that is seen by
# what was built with it.
write_wrappers() {
  # shellcheck disable=SC2153  # the folder of everything built, not a target
  local name folder=$TARGET/cross
  mkdir -p "$folder/sdk"
  for name in "$@"; do
    printf '#!/bin/sh\nexec "%s" "%s" %s "$@"\n' "$ROOT/tools/cross/zig-cc" "$ZIG_PYTHON" "${ZIG_TARGET[$name]}" >"$folder/cc-${ZIG_TARGET[$name]}"
    printf '#!/bin/sh\nexec "%s" -m ziglang ar "$@"\n' "$ZIG_PYTHON" >"$folder/ar-$name"
    chmod +x "$folder/cc-${ZIG_TARGET[$name]}" "$folder/ar-$name"
  done
}

# cross_cargo TARGET COMMAND ARG…: cargo with that target's C compiler. SDKROOT keeps it from asking Xcode.
cross_cargo() {
  local target=$1 command=$2 name=${1//-/_} settings=() extra=()
  shift 2
  settings=("CC_$name=$TARGET/cross/cc-${ZIG_TARGET[$target]}" "AR_$name=$TARGET/cross/ar-$target" "SDKROOT=$TARGET/cross/sdk")
  if ! has_target "$target"; then
    settings+=(RUSTC_BOOTSTRAP=1)
    extra=(-Z 'build-std=std,panic_abort')
  fi
  within env -C "$ROOT" "${settings[@]}" cargo "$command" "${extra[@]}" "$@"
}
