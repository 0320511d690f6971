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

# Figures are taken from the shipped profile; `bench size` tells the library's size alone.
bench() {
  install cc rust
  [[ ${1:-} != size ]] || { library_size; return; }
  with_progress 'building for speed' shipped_cargo build --profile shipped -p motcua-bench
  "$TARGET/shipped/motcua-bench" "$@"
  library_size
}
