#!/usr/bin/env bash
# link.sh TARGET LIBS ANDROID_JAR: the app's resources with those of AndroidX, its R classes, and what tells Robolectric where they are.
#
# What Gradle's merger would do to the manifest is done here as far as tests need it: the package, the versions, and the bare activity that
# Compose's tests put single screens into. AndroidX's own providers and services stay out: WorkManager has its test initialiser. So does
# <queries>, which Debian's aapt2 is too old for: under Robolectric everybody sees everybody.
set -euo pipefail

target=$1 libs=$2 android=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
work=$target/linked
rm -rf "$work" && mkdir -p "$work/java" "$target/classes/com/android/tools"

# shellcheck disable=SC2016  # Gradle's own placeholder
id='${applicationId}'
bare='<activity android:name="androidx.activity.ComponentActivity" android:exported="true" />'
sed -e '/<queries>/,/<\/queries>/d' -e 's|<manifest |<manifest package="vn.motcua.app" |' \
  -e "s|$id|vn.motcua.app|" \
  -e "s|</application>|$bare</application><uses-sdk android:minSdkVersion=\"26\" android:targetSdkVersion=\"34\" />|" \
  "$here/src/main/AndroidManifest.xml" >"$work/AndroidManifest.xml"

aapt2 compile --dir "$here/src/main/res" -o "$work/app.zip"
overlays=()
for archive in "$libs"/resources/*.zip; do overlays+=(-R "$archive"); done
# Debian's aapt2 says that it doesn't know some chunks of a newer Android; it links all the same.
aapt2 link -o "$work/app.ap_" -I "$android" --manifest "$work/AndroidManifest.xml" --java "$work/java" --auto-add-overlay \
  --extra-packages "$(paste -sd: "$libs/packages")" "${overlays[@]}" -R "$work/app.zip" 2>"$work/aapt2.log" || { cat "$work/aapt2.log" >&2; exit 1; }

mapfile -d '' sources < <(find "$work/java" -name '*.java' -print0)
javac -nowarn -d "$target/classes" "${sources[@]}"
# Relative to this folder, where the tests run: the file is read as Latin-1, and a path may have other letters in it.
printf '%s=%s\n' android_merged_manifest "${work#"$here/"}/AndroidManifest.xml" android_resource_apk "${work#"$here/"}/app.ap_" \
  android_merged_assets src/main/assets android_custom_package vn.motcua.app >"$target/classes/com/android/tools/test_config.properties"
