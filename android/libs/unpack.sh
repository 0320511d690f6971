#!/usr/bin/env bash
# unpack.sh TARGET: the archives that Maven put into TARGET/archives and TARGET/test-archives become classes and compiled resources.
#
# Takes a while, so it is done once: again only when the archives or this script are others than last time.
set -euo pipefail

target=$1
stamp=$target/unpacked.sum
sum=$(cd "$target" && { ls archives test-archives && sha256sum "${BASH_SOURCE[0]}"; } | sha256sum)
[[ ! -e $stamp || $(<"$stamp") != "$sum" ]] || exit 0

# unpack FOLDER CLASSES: classes of all archives there; what else an AAR holds stays beside them.
unpack() {
  local archive name jar
  rm -rf "$2" && mkdir -p "$2"
  for archive in "$1"/*; do
    name=$(basename "$archive")
    if [[ $archive == *.jar ]]; then
      classes "$archive" "$2"
      continue
    fi
    rm -rf "$target/unpacked/$name" && mkdir -p "$target/unpacked/$name"
    unzip -qo "$archive" -d "$target/unpacked/$name"
    for jar in "$target/unpacked/$name"/classes.jar "$target/unpacked/$name"/libs/*.jar; do
      [[ ! -e $jar ]] || classes "$jar" "$2"
    done
  done
}

# An AAR may come with a jar that has nothing in it, which unzip takes for damage.
classes() { ! unzip -l "$1" '*.class' >/dev/null 2>&1 || unzip -qo "$1" -d "$2" -x META-INF/MANIFEST.MF; }

# Each archive's resources on their own, as the linker wants them, and the packages whose R classes must exist.
compile_resources() {
  local folder
  rm -rf "$target/resources" && mkdir -p "$target/resources"
  for folder in "$target"/unpacked/*/; do
    [[ -z $(find "$folder/res" -type f 2>/dev/null | head -n 1) ]] ||
      aapt2 compile --dir "$folder/res" -o "$target/resources/$(basename "$folder").zip"
    sed -nE 's/.*package="([^"]+)".*/\1/p' "$folder/AndroidManifest.xml" | head -n 1
  done | sort -u >"$target/packages"
}

rm -rf "$target/unpacked"
unpack "$target/archives" "$target/classes"
unpack "$target/test-archives" "$target/test-classes"
compile_resources
printf '%s\n' "$sum" >"$stamp"
