# shellcheck shell=bash
# What the work needs on this machine: how to see that it is there, and how it gets there.
#
# Debian and Ubuntu packages are installed as root; everybody else is given the exact command. rustup is the one thing that must be there
# already where no package carries it; the toolchain itself is then rustup's business.

declare -A WHAT_FOR=(
  [cc]='C compiler and linker: SQLite, ring and every Rust program'
  [rust]='Rust as rust-toolchain.toml names it'
  [python]='Python with venv: forms, the forms, swift and targets suites, xcframework'
  [java]='JDK 17 or later: the forms, oracle, kotlin and android suites, lint'
  [maven]='Maven: the oracle, kotlin and android suites, lint'
  [android]='aapt2 and unzip: the android suite'
  [window]='what Java opens windows with: preview'
  [node]='Node 18 or later with npm: the web suite'
  [browser]='Chromium, or on Ubuntu what unpacks and enters one: the web suite'
  [swift]='what unpacks and enters the Swift toolchain: the swift suite, lint'
  [shellcheck]='shellcheck: lint'
)
TOOLS=(cc rust python java maven android window node browser swift shellcheck)

[[ ! -d ${HOME:-/root}/.cargo/bin ]] || PATH=${HOME:-/root}/.cargo/bin:$PATH

has() { command -v "$1" >/dev/null 2>&1; }

# The first number of a version, 0 where there is none.
major() { sed -nE '1s/[^0-9]*([0-9]+).*/\1/p' <<<"$1"; }

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

toolchain() { sed -nE 's/^channel *= *"(.*)"/\1/p' "$ROOT/rust-toolchain.toml"; }

has_toolchain() {
  local program
  for program in cargo rustfmt cargo-clippy; do
    # Asking must not install: rustup would, without a word.
    RUSTUP_AUTO_INSTALL=0 rustup which --toolchain "$(toolchain)" "$program" >/dev/null 2>&1 || return 1
  done
}

# What tools/debian-folder.sh works with.
has_folder_tools() {
  has ar && has xz && has unshare && has flock && [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || return 1
  # It knows where Debian's packages are when this machine's own apt doesn't.
  ! is_ubuntu || [[ -e /usr/sbin/debootstrap ]]
}

# present TOOL: is it there?
present() {
  case $1 in
    cc) has cc && [[ -e /usr/include/stdio.h && -e /etc/ssl/certs/ca-certificates.crt ]] ;;
    rust) has rustup && has_toolchain ;;
    python) has python3 && python3 -c 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1 ;;
    java) has java && has javac && (($(major "$(java -version 2>&1)") >= 17)) ;;
    maven) has mvn ;;
    android) has aapt2 && has unzip ;;
    window) has_windows ;;
    node) has npm && has node && (($(major "$(node --version)") >= 18)) ;;
    browser) [[ -n $(browser) ]] ;;
    swift) has_folder_tools ;;
    shellcheck) has shellcheck ;;
  esac
}

# The half of Java that "headless" packages leave out, OpenGL for what draws, and a typeface with all of Vietnamese's marks.
has_windows() {
  has java && [[ -e $(java_home)/lib/libawt_xawt.so ]] && [[ $(PATH=$PATH:/sbin ldconfig -p) == *libGL.so.1* ]] && has fc-list && [[ -n $(fc-list :lang=vi) ]]
}

java_home() { java -XshowSettings:properties -version 2>&1 | sed -nE 's/^ *java\.home = //p'; }

# The browser's program, if there is one: the machine's own, or on Ubuntu the one that the web suite unpacks.
browser() {
  local name program
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    program=$(command -v "$name") || continue
    if is_browser "$program"; then
      echo "$program"
      return
    fi
  done
  ! is_ubuntu || ! has_folder_tools || echo "$ROOT/tests/web/chromium"
}

# Not a snap, nor the script that asks for one: a snap sees neither the profile nor the files of a test.
is_browser() {
  [[ $(realpath "$1") != */snap ]] && ! grep -qIs /snap/bin/ "$1" && "$1" --version >/dev/null 2>&1
}

# packages TOOL: the packages that carry it, on this release.
packages() {
  case $1 in
    cc) echo gcc libc6-dev ca-certificates ;;
    rust) ! has_package rustup || echo rustup ;;
    python) echo python3 python3-venv ;;
    java) jdk ;;
    maven) echo maven ;;
    android) echo aapt unzip ;;
    window) echo "$(jdk | sed 's/jdk-headless/jre/') libgl1 fontconfig fonts-dejavu-core" ;;
    node) echo nodejs npm ;;
    browser) if is_ubuntu; then folder_packages; else echo chromium fonts-dejavu-core; fi ;;
    swift) folder_packages ;;
    shellcheck) echo shellcheck ;;
  esac
}

folder_packages() {
  echo binutils xz-utils util-linux debian-archive-keyring
  ! is_ubuntu || echo debootstrap
}

has_package() { [[ $(apt-cache policy "$1" 2>/dev/null) == *'Candidate: '[0-9]* ]]; }

# The oldest JDK that will do: releases carry different ones.
jdk() {
  local version
  for version in 17 21 25; do
    if has_package "openjdk-$version-jdk-headless"; then
      echo "openjdk-$version-jdk-headless"
      return
    fi
  done
  echo default-jdk-headless
}

# install TOOL…: whatever of these is missing.
install() {
  local tool missing=() wanted=() package
  for tool in "$@"; do
    present "$tool" || missing+=("$tool")
  done
  ((${#missing[@]} > 0)) || return 0
  for tool in "${missing[@]}"; do
    # A toolchain that rustup is to fetch needs no package.
    [[ $tool != rust ]] || ! has rustup || continue
    # An empty list of apt knows no package at all.
    has apt-get || die "missing: ${WHAT_FOR[$tool]}; this is no Debian or Ubuntu, install it by hand"
    ((EUID != 0)) || apt-cache show gcc >/dev/null 2>&1 || with_progress 'reading the package lists' apt-get update
    for package in $(packages "$tool"); do wanted+=("$package"); done
  done
  install_packages "${wanted[@]}"
  for tool in "${missing[@]}"; do
    [[ $tool != rust ]] || install_toolchain
    present "$tool" || die "still missing: ${WHAT_FOR[$tool]}"
  done
}

install_packages() {
  (($# > 0)) || return 0
  ((EUID == 0)) || die "Some packages are missing. Install them, then run this again:
  sudo apt-get install --no-install-recommends $*"
  say "  packages: $*"
  with_progress 'installing packages' apt_install "$@"
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update && apt-get install -y --no-install-recommends "$@"
}

install_toolchain() {
  has rustup || die 'rustup is missing, the one thing that this script cannot install here: see https://rustup.rs, then run this again'
  with_progress "installing Rust $(toolchain)" rustup toolchain install "$(toolchain)" --no-self-update --profile minimal --component rustfmt --component clippy
}

# how_to TOOL: the command that installs it.
how_to() {
  local names
  if [[ $1 == rust ]] && has rustup; then
    echo "rustup toolchain install $(toolchain) --no-self-update --profile minimal --component rustfmt --component clippy"
    return
  fi
  names=$(packages "$1" | tr '\n' ' ')
  if [[ -n $names ]]; then
    ((EUID == 0)) || printf 'sudo '
    echo "apt-get install --no-install-recommends ${names% }"
  else
    echo 'install rustup: see https://rustup.rs'
  fi
}

# What is there and what isn't; status 1 when something is missing.
doctor() {
  local tool complete=1
  for tool in "${TOOLS[@]}"; do
    if present "$tool"; then
      printf 'ok       %s\n' "${WHAT_FOR[$tool]}"
    else
      complete=0
      printf 'missing  %s\n         %s\n' "${WHAT_FOR[$tool]}" "$(how_to "$tool")"
    fi
  done
  printf '\nbuilt things: %s\ndownloads:    %s\n' "$TARGET" "$MOTCUA_CACHE"
  ((complete)) && printf 'Nothing is missing.\n'
}
