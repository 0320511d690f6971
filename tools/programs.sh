# shellcheck shell=bash
# The programs that people start by hand. Options go to the program as they are, and relative paths mean the user's folder.

demo() {
  install cc rust
  build_programs 'portal, phone and story'
  MOTCUA_BIN_DIR=$TARGET/debug exec "$TARGET/debug/motcua-demo" "$@"
}

portal() {
  install cc rust
  build_programs 'the portal'
  exec "$TARGET/debug/motcua-portal" "$@"
}

phone() {
  install cc rust
  build_programs 'the phone'
  exec "$TARGET/debug/motcua" "$@"
}

# Figures are taken from the shipped profile. The library is built alone, so that nobody else's features are in it, and as a cdylib alone: beside
# another kind of library cargo leaves out link-time optimisation, and it gets a third larger.
bench() {
  install cc rust
  with_progress 'building for speed' cargo_build --release -p motcua-bench
  with_progress 'building the library as it ships' cargo_in_tree rustc --release -p motcua-ffi --lib --crate-type cdylib
  "$TARGET/release/motcua-bench" "$@"
  library_size
}

# The stripped library may not be larger than this on x86-64, in KiB (4.3 MiB).
LIBRARY_LIMIT=4403

library_size() {
  local stripped=$TARGET/dev/libmotcua_ffi.so size
  strip -o "$stripped" "$TARGET/release/libmotcua_ffi.so"
  size=$(($(stat -c %s "$stripped") / 1024))
  printf '\nThe library as it ships, stripped: %d KiB (at most %d on x86-64)\n' "$size" "$LIBRARY_LIMIT"
  ((size <= LIBRARY_LIMIT))
}
