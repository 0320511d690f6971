# shellcheck shell=bash
# What can be said about the code without running it.

DENY_VERSION=0.20.2
KTLINT_VERSION=1.8.0
DETEKT_VERSION=1.23.8

lint() {
  install cc rust java maven swift shellcheck
  LINT_FAILED=()
  check 'format' cargo_in_tree fmt --all --check
  check 'clippy' cargo_in_tree clippy "${EVERYTHING[@]}" --all-targets -- -D warnings
  check 'docs' env -C "$ROOT" RUSTDOCFLAGS='-D warnings' cargo doc "${EVERYTHING[@]}" --no-deps
  check 'licences, bans and sources' deny
  check 'Kotlin format' ktlint
  check 'Kotlin habits' detekt
  check 'Swift format' swift_format
  check 'shell scripts' shell_scripts
  check 'habits of this repository' habits
  ((${#LINT_FAILED[@]} == 0)) || die "not clean: $(printf '%s; ' "${LINT_FAILED[@]}")"
}

check() {
  with_progress "$@" || LINT_FAILED+=("$1")
}

deny() {
  local program=$MOTCUA_CACHE/cargo-deny-$DENY_VERSION/bin/cargo-deny
  [[ -x $program ]] || cargo_in_tree install --locked --root "$MOTCUA_CACHE/cargo-deny-$DENY_VERSION" "cargo-deny@$DENY_VERSION"
  # Advisories need a database that not every network reaches: `cargo deny check advisories` by hand.
  (cd "$ROOT" && "$program" --all-features check licenses bans sources)
}

# Each reads its settings in android/: .editorconfig, detekt.yml.
ktlint() {
  kotlin_tool com.pinterest.ktlint ktlint-cli "$KTLINT_VERSION" --relative '*.kts' '*/*.kts' '*/src/**/*.kt'
}

detekt() {
  kotlin_tool io.gitlab.arturbosch.detekt detekt-cli "$DETEKT_VERSION" --build-upon-default-config --config detekt.yml \
    --input core-bridge/src,ui/src,app/src,preview/src --jvm-target 17
}

# kotlin_tool GROUP NAME VERSION …: runs a tool that comes as one jar, in android/.
kotlin_tool() {
  local jar=$MOTCUA_CACHE/$2-$3-all.jar
  [[ -e $jar ]] || mvn --batch-mode --no-transfer-progress --quiet org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    "-Dartifact=$1:$2:$3:jar:all" "-DoutputDirectory=$MOTCUA_CACHE" </dev/null
  (cd "$ROOT/android" && java -jar "$jar" "${@:4}")
}

# By the toolchain's own formatter, with ios/.swift-format.
swift_format() {
  mkdir -p "$TARGET"
  in_swift swift format lint --strict --recursive Package.swift Sources Tests App Sample Stub
}

shell_scripts() {
  (cd "$ROOT" && shellcheck --external-sources dev .ci/run tools/*.sh tests/swift/toolchain tests/web/chromium tools/cross/zig-cc ios/check-views android/libs/unpack.sh android/app/link.sh)
}

# Each habit is a search that must find nothing.
habits() {
  local status=0
  cd "$ROOT" || return
  finds_nothing 'machine paths (the repository speaks of the product alone)' tracked_grep '(^|[^.[:alnum:]])/(work|farm|home/[a-z]+|root/[.][a-z]+)/' || status=1
  finds_nothing 'reads of a folder outside the repository' tracked_grep '\.\./shared' || status=1
  finds_nothing 'registry hosts' registry_hosts || status=1
  finds_nothing 'resolved addresses in a lock file' grep -nE '"resolved": *"http' tests/web/package-lock.json || status=1
  finds_nothing 'unfinished work, tests that go by' code_grep 'todo!\(|unimplemented!\(|\bTODO\b|\bFIXME\b|#\[ignore|@Disabled|@Ignore\b|\bassume[A-Z]\w*\(|XCTSkip' || status=1
  finds_nothing 'generated Kotlin known outside core-bridge' generated_elsewhere || status=1
  finds_nothing 'sleeps in tests (await the event)' tests_grep 'thread::sleep|time::sleep|Thread\.sleep|Task\.sleep|setTimeout\(' || status=1
  finds_nothing 'source files over 600 lines (split by noun)' long_files || status=1
  return "$status"
}

finds_nothing() {
  local what=$1 found
  shift
  found=$("$@" 2>/dev/null) || true
  [[ -n $found ]] || return 0
  printf '%s:\n%s\n\n' "$what" "$found"
  return 1
}

# Text files under version control; the checks themselves speak of what they look for.
tracked() { git ls-files -- "$@" ':!tools/lint.sh' ':!*.jpg' ':!*.pdf' ':!*.png' ':!*.xlsx'; }
tracked_grep() { tracked . | tr '\n' '\0' | xargs -0 grep -InE -- "$1"; }
code_grep() { tracked '*.rs' '*.kt' '*.swift' '*.py' '*.js' '*.mjs' '*.ts' | tr '\n' '\0' | xargs -0 grep -nE -- "$1"; }
# The figures measure what core-bridge costs above it.
generated_elsewhere() { tracked 'android/*.kt' ':!android/core-bridge' ':!*/ShellFigures.kt' | tr '\n' '\0' | xargs -0 grep -nE 'vn\.motcua\.core\b'; }
tests_grep() { tracked 'tests/*.rs' '*/tests/*.rs' '*tests.rs' 'tests/*.kt' 'android/*/src/test/*.kt' 'ios/Tests/*.swift' 'tests/*.js' 'tests/*.mjs' 'tests/*.py' | tr '\n' '\0' | xargs -0 grep -nE -- "$1"; }
long_files() { tracked '*.rs' '*.kt' '*.swift' | tr '\n' '\0' | xargs -0 wc -l | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 }'; }

# The hosts that this machine's package clients are set up with, whatever they are.
registry_hosts() {
  local hosts
  hosts=$({
    python3 -m pip config get global.index-url
    npm config get registry
    grep -hoE 'https?://[^/"<]+' "${HOME:-/root}/.cargo/config.toml" "${HOME:-/root}/.m2/settings.xml"
  } 2>/dev/null | sed -nE 's#^https?://([^/:"]+).*#\1#p' | sort -u | paste -sd'|' -)
  [[ -z $hosts ]] || tracked_grep "${hosts//./\\.}"
}
