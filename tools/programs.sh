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

# Figures are taken from the shipped profile.
bench() {
  install cc rust
  with_progress 'building for speed' cargo_build --release -p motcua-bench -p motcua-portal -p motcua-virtual-phone -p motcua-ffi
  exec "$TARGET/release/motcua-bench" "$@"
}
