# shellcheck shell=bash
# The core as an Apple framework, really assembled here: static libraries for the device and for both kinds of simulator, header, module map, Info.plist.
#
# A Mac is needed to link it into an app, not to make it. What can be checked here is: its layout, the platform and the oldest system that each object says
# it is for, and that every library has the functions of the generated header, all of them and no others. It goes where ios/Package.swift looks for it.

# Slice, then the targets whose libraries are in it.
XCFRAMEWORK_SLICES=('ios-arm64 aarch64-apple-ios' 'ios-arm64_x86_64-simulator aarch64-apple-ios-sim x86_64-apple-ios')

xcframework() {
  local framework=$ROOT/ios/MotCuaCoreFFI.xcframework slice
  install cc rust python
  prepare_cross aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios
  with_progress 'library and generator for this machine' cargo_build -p motcua-ffi --features motcua-ffi/bindgen --lib --bin uniffi-bindgen
  with_progress 'generating Swift' generate_swift "$ROOT/ios/generated"
  rm -rf "$framework.new"
  for slice in "${XCFRAMEWORK_SLICES[@]}"; do
    # shellcheck disable=SC2086  # a list of words
    add_slice "$framework.new" $slice
  done
  python3 "$ROOT/tools/cross/xcframework.py" plist "$framework.new"
  python3 "$ROOT/tools/cross/xcframework.py" check "$framework.new" "$IPHONEOS_DEPLOYMENT_TARGET"
  rm -rf "$framework" && mv "$framework.new" "$framework"
  say "$framework, $(du -sm "$framework" | cut -f1) MB"
}

# add_slice FRAMEWORK SLICE TARGET…: builds the libraries and joins them.
add_slice() {
  local slice=$1/$2 target libraries=()
  shift 2
  for target in "$@"; do
    with_progress "building for $target" build_static "$target"
    libraries+=("$TARGET/$target/shipped/libmotcua_ffi.a")
  done
  mkdir -p "$slice/Headers"
  cp "$ROOT/ios/generated/ffi/MotCuaCoreFFI.h" "$ROOT/ios/generated/ffi/module.modulemap" "$slice/Headers/"
  python3 "$ROOT/tools/cross/xcframework.py" join "$slice/libMotCuaCoreFFI.a" "${libraries[@]}"
}

build_static() {
  # shellcheck disable=SC2046  # one word or none
  SUITE_SECONDS=3600 cross_cargo "$1" rustc $(locked) --profile shipped -p motcua-ffi --lib --crate-type staticlib --target "$1"
}
