#!/usr/bin/env bash
# Gathers in wheelhouse/ all that a machine without network needs, for this system and this Python:
#
#   make wheelhouse                          here, with network; then carry the folder over and there:
#   python3 -m venv .venv
#   .venv/bin/pip install --no-index --find-links wheelhouse carbon-eia
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup.sh demo
pip=(.venv/bin/python -m pip --disable-pip-version-check)
mkdir -p wheelhouse
"${pip[@]}" download -q --require-hashes --only-binary :all: -r requirements-demo.lock -d wheelhouse
"${pip[@]}" wheel -q --no-deps --no-build-isolation -w wheelhouse .
echo "wheelhouse: $(ls wheelhouse | wc -l) files, $(du -sm wheelhouse | cut -f1) MB"
