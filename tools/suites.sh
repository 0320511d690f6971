# shellcheck shell=bash
# The test suites: which there are, what each needs on this machine, and how it runs.
#
# A suite is a function suite_NAME that prints its runner's own lines and has its status. They run in an order that tells of mistakes
# early; one that fails doesn't stop the next, and the table at the end shows them all.

# In this order: quick ones first.
ALL_SUITES=(architecture forms conformance oracle fuzz rust portal kotlin android swift web preview album targets miri mutants)
# Run by name and in a deep run: minutes that find something new only where a dependency or the C in it changes (targets), or where Compose for
# desktop differs from Android's (preview); and every screen at every look, where a line of the golden changes on purpose as often as not (album).
# The last two take a compiler or a tool of their own: an interpreter that is some hundred times slower, and a thousand builds.
ON_DEMAND=(preview album targets miri mutants)
# Crates with a suite of their own; every other one belongs to `rust`, so that none is forgotten.
OWN_SUITE=(tests/architecture tests/conformance tests/oracle tests/fuzz mock-server)

declare -A LIVES_IN=(
  [architecture]=tests/architecture [forms]=tests/forms [conformance]=tests/conformance [oracle]=tests/oracle [fuzz]=tests/fuzz [rust]=core
  [portal]=mock-server [miri]=tools/miri.sh [mutants]=tools/mutants.sh
  [kotlin]=tests/kotlin/pom.xml [android]=android/pom.xml [swift]=ios/Package.swift [web]=tests/web/package.json
  [preview]=android/preview/pom.xml [album]=tools/album.sh [targets]=tools/targets.sh
)
declare -A NEEDS=(
  [architecture]='cc rust' [forms]='cc rust python java' [conformance]='cc rust' [oracle]='cc rust java maven' [fuzz]='cc rust' [rust]='cc rust'
  [portal]='cc rust' [miri]='cc rust' [mutants]='cc rust'
  [kotlin]='cc rust java maven' [android]='cc rust java maven android' [swift]='cc rust swift python' [web]='cc rust node browser'
  [preview]='cc rust java maven window' [album]='cc rust java maven android' [targets]='cc rust python'
)
# A suite that hangs is ended; generous, for two slow cores.
SUITE_SECONDS=1200

# The suites of this tree, one a line.
suites() {
  local suite
  for suite in "${ALL_SUITES[@]}"; do
    [[ ! -e $ROOT/${LIVES_IN[$suite]} ]] || echo "$suite"
  done
}

usual_suites() { suites | grep -vxF -- "$(printf '%s\n' "${ON_DEMAND[@]}")"; }

# run_tests [deep | vectors --from FOLDER | SUITE…]
run_tests() {
  local chosen=() suite deep=''
  if [[ ${1:-} == vectors ]]; then
    run_vectors "${@:2}"
    return
  fi
  if [[ ${1:-} == deep ]]; then
    deep=1
    shift
    export PROPTEST_CASES=${PROPTEST_CASES:-5000} MOTCUA_DEEP=1
    SUITE_SECONDS=7200
  fi
  for suite in "$@"; do
    # Not `grep -q`, which leaves early and so fails the pipe now and then.
    suites | grep -x -- "$suite" >/dev/null || die "there is no suite called $suite; there are: $(suites | tr '\n' ' ')"
    chosen+=("$suite")
  done
  ((${#chosen[@]} > 0)) || mapfile -t chosen < <(if [[ -n $deep ]]; then suites; else usual_suites; fi)
  prepare "${chosen[@]}"
  run_suites "${chosen[@]}"
  [[ -z $deep ]] || write_report
  ((${#FAILED[@]} == 0))
}

# Installs and builds once for all chosen suites.
prepare() {
  local suite tools=()
  for suite in "$@"; do
    # shellcheck disable=SC2206  # a list of words
    tools+=(${NEEDS[$suite]})
  done
  # shellcheck disable=SC2046  # a list of words
  install $(printf '%s\n' "${tools[@]}" | sort -u)
  case " $* " in
    ' architecture ') build_architecture ;;
    ' conformance ') build_conformance ;;
    ' oracle ') build_oracle ;;
    ' fuzz ') build_fuzz ;;
    ' targets ' | ' miri ' | ' mutants ') ;;
    ' forms ') build_phone ;;
    *) build_everything ;;
  esac
}

# run_suites SUITE…: sets FAILED, the suites that did, and prints the table.
run_suites() {
  local suite begun status
  FAILED=()
  TABLE=()
  for suite in "$@"; do
    heading "$suite"
    begun=$SECONDS
    # In a shell of its own, where a failing step ends the suite and not the script. (After `||` bash would forget `set -e`.)
    set +e
    (set -e; "suite_$suite") | tee "$(suite_log "$suite")"
    status=${PIPESTATUS[0]}
    set -e
    ((status == 0)) || FAILED+=("$suite")
    TABLE+=("$(printf '%-14s%-14s%7d' "$suite" "$(result "$status")" $((SECONDS - begun)))")
  done
  for suite in "${FAILED[@]}"; do why_failed "$suite"; done
  heading 'all suites'
  printf '%-14s%-14s%7s\n' suite result seconds
  printf '%s\n' "${TABLE[@]}"
}

# What the suite's runner printed.
suite_log() { printf '%s/dev/suite-%s.log' "$TARGET" "$1"; }

# The lines of a failed suite that name what failed: once more, for who sees only the end.
why_failed() {
  heading "$1 failed; everything it said: $(suite_log "$1")"
  grep -nE '<<< (FAILURE|ERROR)!|^\[ERROR\]|\.\.\. FAILED|panicked at|: error: |^error|^✖|^FAILED|Assertion' "$(suite_log "$1")" | head -40 | cut -c 1-400 || true
}

result() {
  case $1 in
    0) echo passed ;;
    124 | 137) echo 'timed out' ;;
    *) echo FAILED ;;
  esac
}

# within CMD…: CMD, ended when it takes too long. On a terminal it stays in front, so that Ctrl-C reaches it.
within() {
  local front=()
  [[ ! -t 2 ]] || front=(--foreground)
  timeout "${front[@]}" --kill-after=10 "$SUITE_SECONDS" "$@"
}

# run_vectors --from FOLDER: the engine held to recorded material, in place.
run_vectors() {
  local folder
  [[ ${1:-} == --from && -d ${2:-} && $# == 2 ]] || die './dev test vectors --from FOLDER, with xpath_vectors.json or form_scenarios.json in it'
  folder=$(cd "$2" && pwd -P)
  install cc rust
  build_conformance
  test_programs tests/conformance | grep '/material-[0-9a-f]*$' | MOTCUA_VECTORS=$folder run_rust --nocapture --exact recorded_material
}

# run_rust [ARG…]: runs the built test programs listed on stdin, each as `cargo test` would; the last failure counts, all are run.
run_rust() {
  local folder program status=0
  while IFS=$'\t' read -r folder program; do
    # A library whose tests all stand elsewhere, or a program without any.
    [[ -n $("$program" --list --format terse </dev/null) ]] || continue
    printf '\n%s · %s\n' "${folder#"$ROOT"/}" "$(basename "$program" | sed 's/-[0-9a-f]*$//')"
    (cd "$folder" && CARGO_MANIFEST_DIR=$folder MOTCUA_BIN_DIR=$TARGET/debug within "$program" --quiet "$@" </dev/null) || status=$?
  done
  return "$status"
}

suite_architecture() { test_programs tests/architecture | run_rust; }

# With its counts by group.
suite_conformance() { test_programs tests/conformance | run_rust --nocapture; }

# The form engine beside JavaRosa. First it must find the differences that are planted in it. A deep run plays other pairs each time: its first
# seed is the time of the commit, or MOTCUA_SEED.
suite_oracle() {
  local folder=$ROOT/tests/oracle pairs=1000 seed=${MOTCUA_SEED:-0}
  if [[ -n ${MOTCUA_DEEP:-} ]]; then
    pairs=20000 seed=${MOTCUA_SEED:-$(git -C "$ROOT" log -1 --format=%ct)}
  fi
  test_programs tests/oracle | run_rust
  with_progress 'building JavaRosa'"'"'s side' maven "$folder/java/pom.xml" --quiet process-classes
  within "$TARGET/debug/motcua-oracle" --java "$folder/java/target" --forms "$ROOT/mock-server/forms" --pairs "$pairs" --seed "$seed" </dev/null
}

# Hostile input; with its counts, and first the faults that are planted for it. A deep run's hundred times as much is built to be quick.
suite_fuzz() {
  if [[ -n ${MOTCUA_DEEP:-} ]]; then
    # shellcheck disable=SC2046  # one word or none
    within env -C "$ROOT" cargo test $(locked) --quiet --profile deep -p motcua-fuzz -- --show-output </dev/null
  else
    test_programs tests/fuzz | run_rust --show-output
  fi
}

suite_portal() { test_programs mock-server | run_rust; }

suite_rust() {
  local status=0
  test_programs_except "${OWN_SUITE[@]}" | run_rust || status=$?
  printf '\nexamples in the documentation\n'
  # shellcheck disable=SC2046  # one word or none
  within env -C "$ROOT" cargo test $(locked) --quiet "${EVERYTHING[@]}" --doc </dev/null || status=$?
  return "$status"
}

# The real pyxform is asked through `motcua form check` too.
suite_forms() { (cd "$ROOT" && MOTCUA_BIN_DIR=$TARGET/debug within "$(forms_python)" -B -m pytest -q -p no:cacheprovider tests/forms </dev/null); }

# generate LANGUAGE FOLDER: the bindings, from the library that was built.
generate() {
  rm -rf "$2" && mkdir -p "$2" && (cd "$ROOT" && "$TARGET/debug/uniffi-bindgen" generate "$TARGET/debug/libmotcua_ffi.so" --language "$1" --no-format --out-dir "$2")
}

# maven POM …: quiet about downloads, and without Kotlin's compiler daemon, which would stay behind with a gigabyte.
maven() {
  within mvn --batch-mode --no-transfer-progress -Dstyle.color=never -Dkotlin.compiler.daemon=false -f "$1" \
    "-Dbin.folder=$TARGET/debug" "-Dfixtures.folder=$ROOT/tests/fixtures" "${@:2}" </dev/null
}

suite_kotlin() {
  local folder=$ROOT/tests/kotlin
  with_progress 'generating Kotlin' generate kotlin "$folder/target/generated-sources/uniffi"
  maven "$folder/pom.xml" test
}

# The real app on a JVM. Only Maven fetches anything; Robolectric, which would too, finds its Android in a folder.
suite_android() {
  with_progress 'generating Kotlin' generate kotlin "$TARGET/generated/kotlin"
  maven "$ROOT/android/pom.xml" "-Dbindings.folder=$TARGET/generated/kotlin" test
}

# Bridge, models and the bare surface by their tests; then the app's views, which Linux can't build, as far as a stub of SwiftUI tells; and whether the check of
# the framework for Xcode (./dev xcframework) finds planted faults.
suite_swift() {
  # The toolchain's own libswiftObservation asks for a function that no library of it has; nothing ever calls it.
  local link=(-Xlinker --allow-shlib-undefined -Xlinker -L/target/debug -Xlinker -rpath -Xlinker /target/debug)
  with_progress 'Swift toolchain' "$ROOT/tests/swift/toolchain" ensure
  with_progress 'generating Swift' generate_swift "$ROOT/ios/generated"
  mkdir -p "$TARGET/swift"
  in_swift swift test --scratch-path /target/swift --disable-swift-testing "${link[@]}"
  in_swift ./check-views /target/swift/debug/Modules /target/swift/stub
  (cd "$ROOT" && within python3 -B -m unittest -q tests/cross/test_xcframework.py </dev/null)
}

# in_swift CMD…: CMD in ios/, inside the toolchain; there the tree is /motcua and what was built is /target, whatever they are called outside.
in_swift() {
  within "$ROOT/tests/swift/toolchain" run --bind "$ROOT" /motcua --bind "$TARGET" /target --env MOTCUA_BIN=/target/debug \
    --env MOTCUA_FIXTURES=/motcua/tests/fixtures /motcua/ios "$@" </dev/null
}

# SwiftPM wants the header and its module map in one folder and the Swift in another.
generate_swift() {
  generate swift "$1" && mkdir -p "$1/ffi" "$1/core" &&
    mv "$1"/*.h "$1/ffi/" && mv "$1"/*.modulemap "$1/ffi/module.modulemap" && mv "$1"/*.swift "$1/core/"
}

suite_web() {
  local folder=$ROOT/tests/web program
  program=$(browser)
  [[ $program != "$folder/chromium" ]] || with_progress "Debian's Chromium" "$program" ensure
  if [[ ! $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]]; then
    # The browser is the system's own: packages that bring one are told not to.
    with_progress "installing Node's packages" env -C "$folder" PUPPETEER_SKIP_DOWNLOAD=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
  fi
  MOTCUA_PORTAL=$TARGET/debug/motcua-portal CHROMIUM=$program within env -C "$folder" npm --silent test -- --test-reporter=spec </dev/null
}

# What deep runs found, for the record: a run of chosen suites replaces their lines.
write_report() {
  local report=$ROOT/docs/reports/deep.md earlier='' suite
  mkdir -p "$(dirname "$report")"
  [[ ! -e $report ]] || earlier=$(<"$report")
  {
    # shellcheck disable=SC2016  # Markdown's ticks
    printf '# Deep test runs\n\n`./dev test deep`: each suite when it last ran so, %s cores, %s generated cases a property.\n\n' "$(nproc)" "$PROPTEST_CASES"
    printf '```\n%-14s%-14s%7s  %-10s  %s\n' suite result seconds date commit
    for suite in $(suites); do
      printf '%s\n' "${TABLE[@]/%/  $(date -u +%F)  $(git -C "$ROOT" rev-parse --short HEAD)}" "$earlier" | grep -m 1 "^$suite " || true
    done
    printf '```\n'
  } >"$report"
  say "report: $report"
}
