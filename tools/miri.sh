# shellcheck shell=bash
# Miri over the form engine: its tests run by an interpreter that sees undefined behaviour.
#
# The engine itself has no `unsafe` (the workspace denies it), so what Miri looks at is what it stands on: the standard library's collections
# as the engine uses them, chrono, roxmltree and regex-lite. It needs a nightly compiler, which is pinned and fetched by rustup; where that can't
# be had the suite fails and says so.

MIRI_TOOLCHAIN=nightly-2026-05-20
# The unit tests, and of the tests from outside the subjects whose forms are small enough: an interpreter is some hundred times slower. The others (generated histories,
# forms of thousands of rows, files of the project) run natively alone, and so do those that meet ring, whose assembler Miri can't read: SHA,
# signatures and seeds that are texts. A test here that is too large carries `cfg(miri)` and the reason.
MIRI_SUBJECTS=(device:: form:: media::)

suite_miri() {
  has_miri || with_progress "installing Miri of $MIRI_TOOLCHAIN" install_miri || die "Miri can't be had here: rustup toolchain install $MIRI_TOOLCHAIN --component miri rust-src"
  miri --lib
  miri --test suite -- "${MIRI_SUBJECTS[@]}"
}

miri() {
  # shellcheck disable=SC2046  # one word or none
  (cd "$ROOT" && CARGO_TARGET_DIR=$TARGET/miri within cargo "+$MIRI_TOOLCHAIN" miri test $(locked) -p motcua-form "$@" </dev/null)
}

has_miri() {
  RUSTUP_AUTO_INSTALL=0 rustup which --toolchain "$MIRI_TOOLCHAIN" miri >/dev/null 2>&1 &&
    [[ -e $(rustc "+$MIRI_TOOLCHAIN" --print sysroot)/lib/rustlib/src ]]
}

install_miri() { rustup toolchain install "$MIRI_TOOLCHAIN" --no-self-update --profile minimal --component miri --component rust-src; }
