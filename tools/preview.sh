# shellcheck shell=bash
# The app's screens in a window of the desktop, over the real library, against a portal that comes and goes with the window.
#
# What phone and portal keep lies in target/preview: keys too, in plain files, for nobody's real data belongs there.

# preview [--fresh]
preview() {
  local folder=$TARGET/preview
  (($# == 0)) || [[ $# == 1 && $1 == --fresh ]] || die 'usage: ./dev preview [--fresh]'
  [[ -n ${DISPLAY:-} ]] || die 'there is no display to open a window on (DISPLAY is not set); without a screen: xvfb-run ./dev preview'
  install cc rust java maven window
  with_progress 'building library and portal' cargo_build "${EVERYTHING[@]}" --lib --bins
  with_progress 'generating Kotlin' generate kotlin "$TARGET/generated/kotlin"
  with_progress 'compiling the screens' preview_maven compile
  [[ ${1:-} != --fresh ]] || rm -rf "$folder"
  mkdir -p "$folder"
  exec java -Dfile.encoding=UTF-8 "-Djna.library.path=$TARGET/debug" \
    -cp "$ROOT/android/preview/target/classes:$(<"$ROOT/android/preview/target/class-path")" vn.motcua.preview.MainKt "$TARGET/debug" "$folder"
}

# Not among the app's modules: only who asks for it compiles the screens twice.
preview_maven() { maven "$ROOT/android/pom.xml" "-Dbindings.folder=$TARGET/generated/kotlin" -Ppreview -pl preview -am "$@"; }

# Without a display.
suite_preview() {
  with_progress 'generating Kotlin' generate kotlin "$TARGET/generated/kotlin"
  preview_maven -Dtest='vn.motcua.preview.*Test' -Dsurefire.failIfNoSpecifiedTests=false test
}
