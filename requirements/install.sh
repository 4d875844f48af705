#!/bin/sh
# Install hashed requirements into a virtual environment, then the project itself, editable and without dependencies.
# usage: install.sh VENV REQUIREMENTS...     uses uv when it is on the PATH, else the environment's own pip
set -eu
venv=$1; shift
if command -v uv >/dev/null 2>&1; then
  install() { uv pip install --quiet --compile-bytecode --python "$venv/bin/python" "$@"; }
else
  install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
fi
for file in "$@"; do
  echo "Installing $file ..."
  install --require-hashes -r "$file"
done
install --no-deps --no-build-isolation -e .
