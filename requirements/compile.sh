#!/bin/sh
# Compile the hashed requirements from pyproject.toml; no registry's address is written down.
# usage: compile.sh UV
set -eu
uv=$1
compile() { "$uv" pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 "$@"; }
compile pyproject.toml -o requirements/run.txt
compile pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
compile --group build -o requirements/build.txt
compile --group lock -o requirements/lock.txt
