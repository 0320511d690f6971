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
  case ${1:-} in
    size) library_size; return ;;
    shells) bench_shells "${@:2}"; return ;;
    forms) bench_forms "${@:2}"; return ;;
  esac
  with_progress 'building for speed' shipped_cargo build --profile shipped -p motcua-bench
  "$TARGET/shipped/motcua-bench" "$@"
  library_size
}

# The form engine beside the same form written by hand and beside JavaRosa; writes its section of docs/benchmarks.md. Instructions are counted where
# valgrind is.
bench_forms() {
  local oracle=$ROOT/tests/oracle/java
  install cc rust java maven
  with_progress 'building for speed' shipped_cargo build --profile shipped -p motcua-bench-forms
  with_progress 'building JavaRosa'"'"'s side' maven "$oracle/pom.xml" --quiet process-classes
  "$TARGET/shipped/motcua-bench-forms" --write "$ROOT/docs/benchmarks.md" --javarosa "$oracle/target" "$@"
}

# The Kotlin shell beside generated code alone and beside Rust, and its screens; writes its section of docs/benchmarks.md.
bench_shells() {
  local runs=7
  [[ $# == 0 || ($# == 2 && $1 == --runs && $2 -ge 5) ]] || die 'usage: ./dev bench shells [--runs N], N at least 5'
  [[ $# == 0 ]] || runs=$2
  install cc rust java maven window
  with_progress 'building for speed' shipped_cargo build --profile shipped -p motcua-bench
  with_progress 'building the library as it ships' build_library
  # The shipped library has no metadata to generate from: the same source's other build has.
  with_progress 'building the library and its generator' cargo_build "${EVERYTHING[@]}" --lib --bins
  with_progress 'generating Kotlin' generate kotlin "$TARGET/generated/kotlin"
  # The later of two properties of one name is the one that counts.
  preview_maven "-Dbin.folder=$TARGET/shipped" "-Dfigures.runs=$runs" -Dtest=vn.motcua.preview.ShellFigures -Dsurefire.failIfNoSpecifiedTests=false test
}
