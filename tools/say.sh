# shellcheck shell=bash
# What the script tells people: on stderr, so that a program's stdout stays its own.

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# A heading above what a runner prints.
heading() { printf '\n── %s ──\n' "$*"; }

# clock SECONDS: 83 as 1:23.
clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# with_progress TITLE CMD…: CMD with its output in a log; meanwhile a short line says how long it has taken and where it is. If CMD fails,
# the log is shown and its status is the function's.
with_progress() {
  local title=$1 log begun=$SECONDS status=0 ticker
  shift
  mkdir -p "$TARGET/dev"
  log=$TARGET/dev/$(tr -cs '[:alnum:]' - <<<"$title" | sed 's/-*$//').log
  : >"$log"
  tick "$title" "$log" "$$" &
  ticker=$!
  "$@" >>"$log" 2>&1 || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [[ ! -t 2 ]] || printf '\r\033[K' >&2
  if ((status == 0)); then
    say "  $title: done in $(clock $((SECONDS - begun)))"
  else
    # What cargo says of each crate that went well helps nobody.
    grep -vE '^ *(Compiling|Checking|Downloaded|Downloading|Locking|Adding) ' "$log" >&2 || true
    say "  $title: failed after $(clock $((SECONDS - begun))), status $status; everything it said: $log"
  fi
  return "$status"
}

# tick TITLE LOG PARENT: each second on a terminal, else every 20, until it is ended or PARENT is gone.
tick() {
  local title=$1 log=$2 parent=$3 begun=$SECONDS every=20
  [[ ! -t 2 ]] || every=1
  while sleep "$every" && kill -0 "$parent" 2>/dev/null; do
    if [[ -t 2 ]]; then
      printf '\r\033[K  %s %s  %s' "$title" "$(clock $((SECONDS - begun)))" "$(now_at "$log")" >&2
    else
      say "  $title: $(clock $((SECONDS - begun)))  $(now_at "$log")"
    fi
  done
}

# The last thing that a log speaks of, in at most 60 letters.
now_at() { tail -n 1 "$1" | tr '\r' '\n' | tail -n 1 | sed -E 's/^ +//; s/ \(.*//' | cut -c 1-60; }
