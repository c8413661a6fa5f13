#!/usr/bin/env bash
# What a newcomer does: a fresh clone, the first command of the README, then every command of every
# page, twice, with only that installed. Takes the committed state of this checkout.
#
#   PYTHON=python3.12 scripts/clone.sh       with another interpreter
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone -q . "$folder/carbon-eia"
cd "$folder/carbon-eia"
begin=$SECONDS
timeout 850 make demo </dev/null
echo "clone: make demo took $((SECONDS - begin)) s (at most 850)"
.venv/bin/python --version
.venv/bin/python scripts/pages.py
