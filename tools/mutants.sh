# shellcheck shell=bash
# Mutation tests of the form engine: cargo-mutants changes one place of the evaluator or of the dependency graph at a time, and a test must notice.
#
# Two passes, because building is what a mutant costs: first this project's own vectors and scenarios, one program that finds most; then the
# form engine's own tests for what those missed. As many at once as there are cores, each in a copy of the tree. tools/mutants.toml says
# which files, and which changes mean nothing. The suite writes its counts by file into docs/reports/mutants.md, and fails where fewer than
# nine in ten of the mutants that compile were found.
#
# MOTCUA_MUTANTS='xpath/eval.rs xpath/value.rs' takes some files of core/form/src alone, and writes no report.

MUTANTS_VERSION=27.1.0
MUTANTS_PERCENT=90
# Tests that take longer than all others together: the first compares the engine with itself, the others see that long work ends.
MUTANTS_SKIPPED=(compiled:: hostile::reading_a_large_group limits::the_last_rule)

suite_mutants() {
  local out=$TARGET/mutants-found counts=$TARGET/dev/mutants.md begun=$SECONDS
  ensure_mutants
  rm -rf "$out"
  with_progress 'the own vectors and scenarios, nothing changed' cargo_in_tree test -p motcua-conformance --test material
  mutants "$out" --baseline skip --timeout 15 --build-timeout 600 --test-package motcua-conformance --cargo-arg=--test=material
  mutants "$out" --iterate --timeout-multiplier 4 --cargo-arg=--lib --cargo-arg=--test=suite -- -- "${MUTANTS_SKIPPED[@]/#/--skip=}"
  count_mutants "$out" >"$counts"
  cat "$counts"
  [[ -n ${MOTCUA_MUTANTS:-} ]] || write_mutants_report "$counts" "$out/mutants.out/missed.txt" $((SECONDS - begun))
  (($(percent_killed "$counts") >= MUTANTS_PERCENT)) || die "fewer than $MUTANTS_PERCENT % of the mutants were killed"
}

mutants_program() { echo "$MOTCUA_CACHE/cargo-mutants-$MUTANTS_VERSION/bin/cargo-mutants"; }

ensure_mutants() {
  [[ -x $(mutants_program) ]] || with_progress 'installing cargo-mutants' \
    cargo_in_tree install --locked --root "$MOTCUA_CACHE/cargo-mutants-$MUTANTS_VERSION" "cargo-mutants@$MUTANTS_VERSION"
}

# mutants FOLDER …: one pass; a second one with --iterate takes what the first missed. Mutants that are missed (2) or loop (3) are counted
# afterwards, any other status is a fault of the run itself. A mutant that never stops allocating meets a limit of memory.
mutants() {
  local status=0 file chosen=()
  for file in ${MOTCUA_MUTANTS:-}; do chosen+=(--file "core/form/src/$file"); done
  (
    cd "$ROOT"
    ulimit -v 8000000
    # A deep run generates twenty times the cases: a mutant needs a few.
    unset CARGO_TARGET_DIR PROPTEST_CASES MOTCUA_DEEP
    within "$(mutants_program)" mutants --config "$(mutants_config)" "-j$(nproc)" --colors never --no-shuffle --output "$1" "${chosen[@]}" "${@:2}" </dev/null
  ) || status=$?
  ((status == 0 || status == 2 || status == 3))
}

# The files that are named in the settings are added to those on the command line: without the former where there are some of the latter.
mutants_config() {
  local config=$ROOT/tools/mutants.toml
  if [[ -n ${MOTCUA_MUTANTS:-} ]]; then
    sed '/^examine_globs/,/^]/d' "$config" >"$TARGET/dev/mutants.toml"
    config=$TARGET/dev/mutants.toml
  fi
  echo "$config"
}

# count_mutants FOLDER: a table by file. The first pass's findings stand in mutants.out.old, what it missed in the second's.
count_mutants() {
  local kind
  {
    for kind in caught unviable; do sed "s/^/$kind:/" "$1/mutants.out.old/$kind.txt"; done
    for kind in caught unviable missed timeout; do sed "s/^/$kind:/" "$1/mutants.out/$kind.txt"; done
  } | awk -F: '
    { file = $2; sub("core/form/src/", "", file); count[file, $1]++; files[file]; count["all", $1]++ }
    function row(file,   killed, viable) {
      killed = count[file, "caught"] + count[file, "timeout"]
      viable = killed + count[file, "missed"]
      return sprintf("| %s | %d | %d | %d | %d | %d %% |", file, count[file, "caught"], count[file, "timeout"], count[file, "missed"],
        count[file, "unviable"], viable ? int(100 * killed / viable) : 100)
    }
    END {
      print "| file | killed | killed by looping | missed | not compiled | killed of what compiles |"
      print "|---|---|---|---|---|---|"
      for (file in files) print row(file) | "sort"
      close("sort")
      print row("all")
    }'
}

percent_killed() { sed -nE 's/^\| all .* ([0-9]+) % \|$/\1/p' "$1"; }

# write_mutants_report COUNTS MISSED SECONDS
write_mutants_report() {
  local report=$ROOT/docs/reports/mutants.md
  {
    # shellcheck disable=SC2016  # Markdown's ticks
    printf '# Mutation tests of the form engine\n\n`./dev test mutants` on %s, commit %s, cargo-mutants %s, %s cores, %s min.\n\n' \
      "$(date -u +%F)" "$(git -C "$ROOT" rev-parse --short HEAD)" "$MUTANTS_VERSION" "$(nproc)" "$(clock "$3")"
    cat "$1"
    printf '\nMissed:\n\n'
    # shellcheck disable=SC2016  # Markdown's ticks
    sed -E 's/^core\/form\/src\/(.*)$/- `\1`/' "$2"
  } >"$report"
  say "report: $report"
}
