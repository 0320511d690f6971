# shellcheck shell=bash
# Building with cargo: one selection of crates and features, so that nothing is compiled twice.
#
# Cargo unites features over the crates it is asked for; asking for them one by one would build tokio anew for each answer. So every suite
# builds the whole workspace, bindgen included, and then runs the test programs that belong to it.

EVERYTHING=(--workspace --features motcua-ffi/bindgen)

# Where cargo wrote down what it built, one JSON object a line.
artifacts() { printf '%s/dev/artifacts.json' "$TARGET"; }

# CI builds what Cargo.lock says; a developer who adds a crate lets cargo write it down.
locked() { [[ -z ${CI:-} ]] || echo --locked; }

# cargo_in_tree …: cargo as the tree's toolchain file wants it, wherever the user stands.
cargo_in_tree() { (cd "$ROOT" && cargo "$@"); }

cargo_build() {
  # shellcheck disable=SC2046  # one word or none
  cargo_in_tree build $(locked) "$@"
}

# Libraries, programs and tests of all crates.
build_everything() {
  with_progress 'building' build_and_list "${EVERYTHING[@]}" --lib --bins --tests
}

# The architecture's tests need none of ours, so they alone are built alone.
build_architecture() {
  with_progress 'building the architecture tests' build_and_list -p motcua-architecture --lib --tests
}

# Form engine and players, without the client.
build_conformance() {
  with_progress 'building the conformance tests' build_and_list -p motcua-conformance --lib --tests
}

# Form engine, generator and comparer, without the client.
build_oracle() {
  with_progress 'building the oracle tests' build_and_list -p motcua-oracle --lib --bins --tests
}

# Form engine and what changes its input, without the client.
build_fuzz() {
  with_progress 'building the fuzzer' build_and_list -p motcua-fuzz --lib --tests
}

# The phone's commands alone.
build_phone() {
  with_progress 'building motcua' cargo_build -p motcua-virtual-phone --bin motcua
}

build_and_list() { cargo_build "$@" --message-format=json-render-diagnostics >"$(artifacts)"; }

# Portal and phone and the story between them.
build_programs() {
  with_progress "building $*" cargo_build -p motcua-portal -p motcua-virtual-phone -p motcua-journeys --bins
}

# All built test programs, as lines of the crate's folder, tab, program.
all_test_programs() {
  sed -nE 's/.*"manifest_path":"([^"]+)\/Cargo\.toml".*"profile":\{[^}]*"test":true\}.*"executable":"([^"]+)".*/\1\t\2/p' "$(artifacts)" | sort
}

# test_programs FOLDER: those of the crate in this folder.
test_programs() { all_test_programs | grep -F "$ROOT/$1"$'\t'; }

# test_programs_except FOLDER…: those of all other crates.
test_programs_except() { all_test_programs | grep -vF "$(printf "$ROOT/%s\t\n" "$@")"; }
