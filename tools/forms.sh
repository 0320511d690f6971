# shellcheck shell=bash
# Forms as their authors write them: spreadsheets, made into what portal and phone run. It needs Python alone.

# forms assemble [FOLDER…] | lists
forms() {
  local job=${1:-}
  case $job in
    assemble) shift ;;
    lists) (($# == 1)) || die 'usage: ./dev forms lists' ;;
    *) die 'usage: ./dev forms assemble [FOLDER or procedure code …], ./dev forms lists' ;;
  esac
  install python
  local python
  python=$(forms_python)
  case $job in
    assemble) "$python" -B "$ROOT/tests/forms/assemble.py" "$@" ;;
    lists) "$python" -B "$ROOT/tests/forms/records.py" ;;
  esac
}

# The Python that has pyxform: an environment of its own, named after what is asked for, made when it is missing.
forms_python() {
  local wanted=$ROOT/tests/forms/requirements.txt venv
  venv=$MOTCUA_CACHE/venv-forms-$(cat "$wanted" <(python3 --version) | sha256sum | cut -c 1-16)
  if [[ ! -e $venv/ready ]]; then
    with_progress "installing Python's packages" make_venv "$venv" "$wanted" || return
  fi
  echo "$venv/bin/python"
}

make_venv() { rm -rf "$1" && python3 -m venv "$1" && "$1/bin/python" -m pip install --quiet -r "$2" && touch "$1/ready"; }
