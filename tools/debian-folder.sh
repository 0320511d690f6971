# shellcheck shell=bash
# Programs of a newer Debian in a folder of ours, for a machine whose own release hasn't got them (or only as a snap).
#
# The story: mixing releases on somebody's machine is rude. So the packages are downloaded by an apt of their own (hashes and signatures
# checked, the machine's package state neither read nor changed), unpacked into a cache folder without running any of their scripts, and
# entered by chroot from a private mount namespace. The kernel undoes every mount when the last process in it ends, so nothing stays mounted
# however a run ends. Without root the same happens in a user namespace. On failure the folder being built is left aside and the old one
# stays; the message ends with the log's last lines.
#
# A script that wants such a folder says what is to be in it, reads this file, and calls its functions:
#   FOLDER         its name in the cache, and in messages
#   SIZES          what it costs, for people
#   RECIPE         to be raised after a change which the lists below don't show
#   PACKAGES       asked of apt; the rest follows by dependency, nothing that is only recommended
#   SKIP_PACKAGES  dependencies left out (globs)
#   SKIP_FILES     files left out (globs of tar, from ./)
#   INNER_PATH     the PATH inside
#   CHECK          the command, inside, that works in a good folder and says its version
: "${FOLDER:?}" "${SIZES:?}" "${RECIPE:?}" "${PACKAGES:?}" "${INNER_PATH:?}" "${CHECK:?}"

# chroot and ldconfig stand where only root's shell looks.
PATH=$PATH:/usr/sbin:/sbin
CACHE=${MOTCUA_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/motcua}
ROOT=$CACHE/$FOLDER
NEW=$ROOT.new   # the folder being built
APT=$ROOT.apt   # an apt of its own: lists, status, archives
SUITE=trixie
ARCH=$(dpkg --print-architecture)
# From this size on a package is worth being decompressed on every core.
LARGE=$((64 * 1024 * 1024))

say() { printf '%s: %s\n' "$FOLDER" "$*" >&2; }
die() { say "$*"; exit 1; }
die_with_log() { tail -n 20 "$APT/log" >&2; die "$*"; }

# What the folder was made from: another key means it is stale.
key() { printf '%s\n' "$RECIPE" "$SUITE" "$ARCH" "${PACKAGES[@]}" -- "${SKIP_PACKAGES[@]}" -- "${SKIP_FILES[@]}" | sha256sum | cut -c1-32; }

# namespace CMD...: CMD as root of a private mount namespace; a user namespace makes that possible for everybody.
namespace() {
  local user=()
  ((EUID == 0)) || user=(--user --map-root-user)
  unshare "${user[@]}" --mount --propagation private -- "$@"
}

# enter ROOT DIR [--bind OUTSIDE INSIDE]... [--env NAME=VALUE]... -- CMD...: open files stay open, of the environment nothing stays.
enter() {
  # shellcheck disable=SC2016  # expanded by the inner shell
  namespace bash -euc '
    root=$1 dir=$2 env=("PATH=$3"); shift 3
    for d in proc sys dev; do mount --rbind "/$d" "$root/$d"; done
    mount --bind /tmp "$root/tmp"
    while [[ $1 != -- ]]; do
      case $1 in
        --bind) mkdir -p "$root$3"; mount --bind "$2" "$root$3"; shift 3 ;;
        --env) env+=("$2"); shift 2 ;;
      esac
    done
    shift
    exec chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TMPDIR=/tmp "${env[@]}" bash -c "cd \"\$1\" && shift && exec \"\$@\"" inside "$dir" "$@"
  ' enter "$1" "$2" "$INNER_PATH" "${@:3}"
}

fresh() { [[ -f $ROOT/.key && $(<"$ROOT/.key") == "$(key)" ]]; }
good() { fresh && enter "$ROOT" / -- "${CHECK[@]}" >/dev/null 2>&1; }

# Debian's mirror: the one in this machine's own apt sources; on Ubuntu the default that Debian's debootstrap carries.
mirror() {
  { cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs:[[:space:]]*//p' | tr -s '[:space:]' '\n'
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p'
    sed -nE 's/^DEF_MIRROR="?([^"]+)"?$/\1/p' /usr/sbin/debootstrap 2>/dev/null
  } | grep -E '/debian/?$' | sed -n 1p || true
}

own_apt() {
  apt-get -q -y -o "Dir::State=$APT" -o "Dir::State::lists=$APT/lists" -o "Dir::State::status=$APT/status" -o "Dir::Cache=$APT" \
    -o "Dir::Cache::archives=$APT/archives" -o "Dir::Etc::sourcelist=$APT/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferences=/dev/null -o "Dir::Etc::preferencesparts=$APT/preferences.d" -o "APT::Architecture=$ARCH" \
    -o APT::Install-Recommends=false -o APT::Install-Suggests=false -o Acquire::Languages=none -o APT::Sandbox::User=root \
    -o Acquire::Retries=3 "$@"
}

prepare_apt() {
  local uri
  uri=$(mirror)
  [[ -n $uri ]] || die 'no Debian mirror in the sources of apt; on Ubuntu: apt-get install debootstrap debian-archive-keyring'
  rm -rf --one-file-system "$NEW" "$APT"
  mkdir -p "$NEW" "$APT"/{lists/partial,archives/partial,preferences.d}
  : >"$APT/status"
  printf 'deb [arch=%s signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$ARCH" "$uri" "$SUITE" >"$APT/sources.list"
  own_apt update >"$APT/log" 2>&1 || die_with_log 'apt-get update failed'
}

skipped() {
  local glob
  for glob in "${SKIP_PACKAGES[@]}"; do
    # shellcheck disable=SC2053  # a glob on purpose
    [[ $1 != $glob ]] || return 0
  done
  return 1
}

# apt resolves; what is wanted of the result is then downloaded.
download() {
  local name version want=()
  own_apt --simulate install "${PACKAGES[@]}" >"$APT/plan" 2>>"$APT/log" || die_with_log 'apt cannot resolve the packages'
  while read -r name version; do
    skipped "$name" || want+=("$name=$version")
  done < <(sed -nE 's/^Inst ([^ :]+)[^ ]* .*\(([^ ]+) .*/\1 \2/p' "$APT/plan")
  ((${#want[@]} > 20)) || die "apt resolved only ${#want[@]} packages"
  (cd "$APT/archives" && own_apt download "${want[@]}") >>"$APT/log" 2>&1 || die_with_log 'the download failed'
  say "downloaded ${#want[@]} packages, $(du -sm "$APT/archives" | cut -f1) MB, after $SECONDS s"
}

# Small packages first: a large one is then decompressed by the new release's own xz, if that is among them, on every core.
unpack() {
  local size deb member exclude=() unxz dir
  mkdir -p "$NEW"/{usr/{bin,sbin,lib,lib64},etc,root,proc,sys,dev,run,tmp,var/tmp}
  for dir in bin sbin lib lib64; do ln -s "usr/$dir" "$NEW/$dir"; done
  for dir in "${SKIP_FILES[@]}"; do exclude+=("--exclude=$dir"); done
  while read -r size deb; do
    unxz=(xz -dc -T0)
    if ((size >= LARGE)) && [[ -x $NEW/usr/bin/xz ]]; then
      namespace chroot "$NEW" /usr/sbin/ldconfig
      unxz=(namespace chroot "$NEW" /usr/bin/xz -dc -T0)
    fi
    member=$(ar t "$deb" | grep '^data\.tar')
    if [[ $member == data.tar.xz ]]; then ar p "$deb" "$member" | "${unxz[@]}"; else dpkg-deb --fsys-tarfile "$deb"; fi |
      tar -x -C "$NEW" --keep-directory-symlink --no-same-owner --wildcards "${exclude[@]}" -f -
    rm -f "$deb"
  done < <(find "$APT/archives" -maxdepth 1 -name '*.deb' -printf '%s\t%p\n' | sort -n)
}

# What the packages' scripts would have done and a program needs.
finish() {
  echo 'root:x:0:0:root:/root:/bin/bash' >"$NEW/etc/passwd"
  echo 'root:x:0:' >"$NEW/etc/group"
  printf '%s\n' 'passwd: files' 'group: files' 'hosts: files' >"$NEW/etc/nsswitch.conf"
  echo '127.0.0.1 localhost' >"$NEW/etc/hosts"
  [[ -e $NEW/usr/bin/sh ]] || ln -s dash "$NEW/usr/bin/sh"
  namespace chroot "$NEW" /usr/sbin/ldconfig
  enter "$NEW" / -- "${CHECK[@]}" >"$APT/version" 2>&1 || { cat "$APT/version" >&2; die 'what was unpacked does not run'; }
  key >"$NEW/.key"
}

build() {
  namespace true 2>/dev/null || die 'no mount namespace may be made here: be root, or let users make namespaces
  (in a container: CAP_SYS_ADMIN; on Ubuntu 23.10 and later: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0)'
  say "unpacking Debian's packages into $ROOT ($SIZES, once)"
  prepare_apt
  download
  unpack
  finish
  say "$(head -n 1 "$APT/version"), $(du -sm "$NEW" | cut -f1) MB, after $SECONDS s"
  rm -rf --one-file-system "$ROOT" "$APT"
  mv "$NEW" "$ROOT"
}

ensure() {
  mkdir -p "$CACHE"
  exec 9>"$ROOT.lock"
  flock 9
  good || build
  exec 9>&-
}

clean() { rm -rf --one-file-system "$ROOT" "$NEW" "$APT"; }
