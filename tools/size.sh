# shellcheck shell=bash
# The library as it ships, and what is in it. Why it is built so: docs/adr/0009-shipped-profile.md.

# Stripped, on x86-64, it may not be larger than this: 4.3 MiB.
LIBRARY_LIMIT=4508876

# shipped_cargo …: cargo for the shipped profile, with no name of this machine's folders in what panics would print.
shipped_cargo() {
  local sources flags=()
  cargo_in_tree fetch --quiet
  for sources in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do flags+=("--remap-path-prefix=$sources="); done
  CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && printf '%s' "${flags[*]}") cargo_in_tree "$@"
}

# Alone, so that nobody else's features are in it; a cdylib alone, because beside another kind of library cargo leaves out link-time
# optimisation. Nothing unwinds in it (panic = "abort"), so the tables for that are left out: half a megabyte; and nobody generates bindings from it.
build_library() {
  local arguments=(-C "link-arg=-Wl,-z,pack-relative-relocs") left_out
  for left_out in no-unwinding no-metadata; do arguments+=(-C link-arg=-T -C "link-arg=$ROOT/bindings/$left_out.ld"); done
  # shellcheck disable=SC2046  # one word or none
  shipped_cargo rustc $(locked) --profile shipped -p motcua-ffi --lib --crate-type cdylib -- "${arguments[@]}"
}

# Builds it, says how large it is and of what; fails when that is more than the limit.
library_size() {
  local library=$TARGET/shipped/libmotcua_ffi.so stripped=$TARGET/dev/libmotcua_ffi.so bytes
  with_progress 'building the library as it ships' build_library
  strip -o "$stripped" "$library"
  bytes=$(stat -c %s "$stripped")
  heading 'the library as it ships, bytes'
  printf '%9d  stripped; at most %d (4.3 MiB, x86-64)\n' "$bytes" "$LIBRARY_LIMIT"
  size -A -d "$stripped" | awk '$1 ~ /^\./ && $2 >= 8192 { printf "%9d    %s\n", $2, $1 }' | sort -rn
  heading 'its code by crate, bytes (a generic counts for the crate that wrote it)'
  code_by_crate "$library" | head -n 25
  ((bytes <= LIBRARY_LIMIT))
}

# What stands in no crate is C, or assembly, by SQLite and ring.
code_by_crate() {
  nm --print-size --radix=d --defined-only --demangle "$1" | awk '
    tolower($3) != "t" && tolower($3) != "w" { next }
    {
      bytes = $2
      name = $0
      sub(/^[^ ]+ +[^ ]+ +[^ ]+ +/, "", name)
      gsub(/^([<&(\[]|mut |dyn |\*const |\*mut )+/, "", name)
      crate = match(name, /^[A-Za-z0-9_]+(\[[0-9a-f]+\])?::/) ? substr(name, 1, RLENGTH - 2) : "(C and assembly)"
      sub(/\[.*/, "", crate)
      sum[crate] += bytes
    }
    END { for (crate in sum) printf "%9d  %s\n", sum[crate], crate }' | sort -rn
}
