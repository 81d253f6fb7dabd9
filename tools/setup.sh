#!/bin/sh
# Install WHAT (such as '.[test]') into .venv and leave STAMP: sh tools/setup.sh WHAT STAMP
set -eu
what=$1
stamp=$2

fail() {
    printf '%s\n' "" "$@" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$name"; then
            echo "$name"
            return
        fi
    done
}

create_environment() {
    python=$(find_python)
    [ -n "$python" ] || fail \
        "Atalaya needs Python 3.11 or newer; python3 here is: $(python3 --version 2>/dev/null || echo none)" \
        "Install one (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python)," \
        "or name yours: make PYTHON=/path/to/python3.12 …"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || fail \
        "$("$python" --version) cannot make environments: its venv module is missing." \
        "Install it: apt-get install $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    echo "Creating .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv
}

complete() {
    new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1
}

moved() {
    for made in .venv/.ready-*; do
        [ -e "$made" ] && [ "$(cat "$made")" != "$(pwd -P)" ] && return 0
    done
    return 1
}

{ complete && ! moved; } || create_environment
echo "Installing Atalaya ($what) and what it needs into .venv; the first time this takes a minute …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable "$what" || fail \
    "The installation did not finish; what pip says is above. It can be run again at any time."
pwd -P >"$stamp"
