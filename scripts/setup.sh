#!/usr/bin/env bash
# Makes a checkout ready: system packages that are missing, then .venv with the versions of
# requirements.lock. Does only what is not done yet; safe to run again.
#
#   PYTHON=python3.12 scripts/setup.sh       another interpreter (3.11 or newer)
#   PIP_INDEX_URL=…                          a mirror nearby: the hashes in the lock hold there too
set -euo pipefail
cd "$(dirname "$0")/.."

say() { echo "setup: $*" >&2; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@" # nobody is there to type a password
    fi
}

# ── What the system lacks ──────────────────────────────────────────────────────────────────────
packages=()
find_python >/dev/null || packages+=(python3 python3-venv)
libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true)
[[ $libraries == *libpango-1.0.so* ]] || packages+=(libpango-1.0-0)
[[ $libraries == *libpangoft2-1.0.so* ]] || packages+=(libpangoft2-1.0-0)
[[ $libraries == *libharfbuzz-subset.so* ]] || packages+=(libharfbuzz-subset0)
[ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ] || packages+=(fonts-noto-cjk)

if [ ${#packages[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        say "this system has no apt-get; PDF needs Pango, harfbuzz-subset and a Chinese font" \
            "(Noto Sans CJK): please install them with its own package manager."
    elif [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        say "not root and no sudo: please have installed  apt-get install ${packages[*]}"
    else
        say "installing ${packages[*]} (once; the Chinese font is some 60 MB)"
        mkdir -p build
        apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -qq)
        if ! { as_root "${apt[@]}" update || true
               as_root "${apt[@]}" install --no-install-recommends "${packages[@]}"
             } >build/setup.log 2>&1; then
            tail -n 3 build/setup.log >&2
            say "that did not work (build/setup.log); please install by hand: ${packages[*]}"
        fi
    fi
fi

python=$(find_python) || {
    say "Python 3.11 or newer with venv is needed (PYTHON=… names one that is not called python3)."
    exit 1
}

# ── The virtual environment ────────────────────────────────────────────────────────────────────
# A virtual environment works only at the place where it was made, and only with its Python.
if ! grep -qF "$PWD/.venv" .venv/pyvenv.cfg 2>/dev/null || ! .venv/bin/python -m pip -V >/dev/null 2>&1
then
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

stamp=.venv/setup-done
inputs=$(cat pyproject.toml requirements.lock "$0" | cksum)
if [ "$(cat $stamp 2>/dev/null)" != "$inputs" ]; then
    say "installing the versions of requirements.lock (once, some 100 MB)"
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    .venv/bin/python -m pip install -qq --require-hashes -r requirements.lock
    # The build backend came with the lock, so this downloads nothing.
    .venv/bin/python -m pip install -qq --no-deps --no-build-isolation -e .
    echo "$inputs" >$stamp
fi
