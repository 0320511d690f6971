#!/usr/bin/env bash
# aar.sh [OUT]: the Android library (AAR) with the core for each ABI. NOT RUN HERE: it wants an Android NDK (r27 or later) in ANDROID_NDK_HOME.
#
# What it makes: jni/ABI/libmotcua_ffi.so as it ships, the generated Kotlin's classes are android/core-bridge's business. 16 KiB pages, as Android 15 asks.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
OUT=${1:-$ROOT/out/motcua-core.aar}
NDK=${ANDROID_NDK_HOME:?the folder of an Android NDK}
TOOLS=$NDK/toolchains/llvm/prebuilt/linux-x86_64/bin
# The least Android that the apps run on.
API=26
declare -A ABI=([aarch64-linux-android]=arm64-v8a [armv7-linux-androideabi]=armeabi-v7a [x86_64-linux-android]=x86_64)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$ROOT"
for target in "${!ABI[@]}"; do
  clang=$TOOLS/${target/armv7-linux/armv7a-linux}$API-clang
  name=${target//-/_}
  rustup target add "$target"
  env "CC_$name=$clang" "AR_$name=$TOOLS/llvm-ar" "CARGO_TARGET_${name^^}_LINKER=$clang" \
    cargo rustc --locked --profile shipped -p motcua-ffi --lib --crate-type cdylib --target "$target" -- \
    -C link-arg=-Wl,-z,max-page-size=16384 -C link-arg=-Wl,-z,pack-relative-relocs
  mkdir -p "$work/jni/${ABI[$target]}"
  "$TOOLS/llvm-strip" -o "$work/jni/${ABI[$target]}/libmotcua_ffi.so" "${CARGO_TARGET_DIR:-target}/$target/shipped/libmotcua_ffi.so"
done
printf '<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="vn.motcua.core"><uses-sdk android:minSdkVersion="%s"/></manifest>\n' "$API" >"$work/AndroidManifest.xml"
# JNA reads fields by name; the generated code is called from native code.
printf -- '-keep class com.sun.jna.** { *; }\n-keep class vn.motcua.core.** { *; }\n-dontwarn java.awt.**\n' >"$work/proguard.txt"
mkdir -p "$work/empty" && jar --create --file "$work/classes.jar" -C "$work/empty" .
mkdir -p "$(dirname "$OUT")" && rm -f "$OUT"
(cd "$work" && jar --create --no-manifest --file "$OUT" AndroidManifest.xml classes.jar proguard.txt jni)
echo "$OUT"
