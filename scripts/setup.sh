#!/usr/bin/env bash
# Makes a checkout ready: system packages that are missing, then .venv with the versions of a lock
# file. Does only what is not done yet; safe to run again.
#
#   scripts/setup.sh demo                    what every command of the READMEs needs
#   scripts/setup.sh test                    that, what the tests need, and the programs that they
#                                            ask for a second opinion: LibreOffice, Chromium, Poppler,
#                                            and a PostgreSQL server
#   scripts/setup.sh spark                   that, and Spark with its Java
#   scripts/setup.sh bench                   that of test, and the peers of the measurements
#   scripts/setup.sh docs                    that of demo, what builds the site, and Chromium, which
#                                            tries its search
#
#   PYTHON=python3.12 scripts/setup.sh       another interpreter (3.11 or newer)
#   PIP_INDEX_URL=…                          a mirror nearby: the hashes in the lock hold there too
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=${1:-test}

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
if [ "$wanted" != demo ]; then
    command -v chromium >/dev/null || packages+=(chromium)
fi
if [ "$wanted" != demo ] && [ "$wanted" != docs ]; then
    command -v soffice >/dev/null || packages+=(libreoffice-calc-nogui libreoffice-writer-nogui)
    command -v pdftotext >/dev/null || packages+=(poppler-utils)
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
    command -v systemd-analyze >/dev/null || packages+=(systemd)
fi
if [ "$wanted" = spark ]; then
    command -v java >/dev/null || packages+=(openjdk-17-jre-headless)
fi

if [ ${#packages[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        say "this system has no apt-get; PDF needs Pango, harfbuzz-subset and a Chinese font" \
            "(Noto Sans CJK): please install them with its own package manager."
    elif [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        say "not root and no sudo: please have installed  apt-get install ${packages[*]}"
    else
        say "installing ${packages[*]} (once)"
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

# The locks agree in every version, so that one may be installed after the other.
install() { # NAME LOCK SIZE
    local stamp=.venv/setup-$1 inputs
    inputs=$(cat pyproject.toml "$2" "$0" | cksum)
    [ "$(cat "$stamp" 2>/dev/null)" != "$inputs" ] || return 0
    say "installing the versions of $2 (once, some $3 MB)"
    export PIP_DISABLE_PIP_VERSION_CHECK=1
    .venv/bin/python -m pip install -qq --require-hashes -r "$2"
    # The build backend came with the lock, so this downloads nothing.
    .venv/bin/python -m pip install -qq --no-deps --no-build-isolation -e .
    echo "$inputs" >"$stamp"
}

case $wanted in
    demo) [ -e .venv/setup-test ] || install demo requirements-demo.lock 700 ;;
    test) install test requirements.lock 900 ;;
    spark)
        install test requirements.lock 900
        install spark requirements-spark.lock 450
        ;;
    bench)
        install test requirements.lock 900
        install bench requirements-bench.lock 100
        ;;
    docs)
        [ -e .venv/setup-test ] || install demo requirements-demo.lock 700
        install docs requirements-docs.lock 160
        ;;
esac
