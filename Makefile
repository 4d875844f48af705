# The executable documentation. `make run` serves the product, `make test` proves it; both set up what they need.
# pip suffices; where uv is on the PATH it is used, because it is faster.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
CURATED := $(shell find curated -name '*.toml' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install run test test-postgresql check acceptance extension pictures bench bench-api bench-audit bench-desk bench-extension bench-truth hostile lock clean

help: ## say what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(VENV)/.run ## set up what running needs (from the hashed requirements)

run: $(VENV)/.run extension/starter-catalog.json ## serve http://127.0.0.1:8750 (Ctrl-C stops)
	@exec $(BIN)/followworthy serve

test: $(VENV)/.dev extension/starter-catalog.json ## run the tests
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

test-postgresql: $(VENV)/.dev extension/starter-catalog.json ## run what touches a database on PostgreSQL (TEST_DATABASE_URL, or a throw-away one)
	@$(BIN)/python -m pytest --postgresql -m "not browser" --numprocesses auto $(PYTEST_ARGS)
	@$(BIN)/python -m pytest --postgresql -m browser $(PYTEST_ARGS)

acceptance: $(VENV)/.dev ## run the checks on the shared data: make acceptance SHARED=DIR
	@test -n "$(SHARED)" || { echo "Say where the shared data lies: make acceptance SHARED=DIR" >&2; exit 2; }
	@$(BIN)/python -m pytest -m acceptance tests/acceptance --shared "$(SHARED)"

bench: $(VENV)/.dev ## measure what reading costs against parsing alone: time, memory, growth
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

bench-api: $(VENV)/.dev ## measure the catalog as a service, beside nginx (needs wrk and nginx): make bench-api [SHARED=DIR]
	@$(BIN)/python -m tests.bench.api $(if $(SHARED),--shared "$(SHARED)") $(BENCH_ARGS)

bench-audit: $(VENV)/.dev ## race `check` against other link checkers: make bench-audit SHARED=DIR [PEERS=DIR/bin]
	@test -n "$(SHARED)" || { echo "Say where the shared data lies: make bench-audit SHARED=DIR" >&2; exit 2; }
	@$(BIN)/python -m tests.bench.audit --shared "$(SHARED)" $(if $(PEERS),--peers "$(PEERS)") $(BENCH_ARGS)

bench-desk: $(VENV)/.dev ## measure what each page of the desk costs the server with 1,000 to 100,000 experts
	@$(BIN)/python -m tests.bench.desk $(BENCH_ARGS)

bench-extension: $(VENV)/.dev extension/starter-catalog.json ## measure what the extension costs a page and a browser (needs Chromium)
	@$(BIN)/python -m tests.bench.extension $(BENCH_ARGS)

bench-truth: $(VENV)/.dev ## play ten simulated years of links: does the audit tell the truth, and do others?
	@$(BIN)/python -m tests.bench.truth $(BENCH_ARGS)

hostile: $(VENV)/.dev ## read 5,000 documents made to hurt: nothing may break, nothing may take two seconds
	@$(BIN)/python -m tests.hostile $(HOSTILE_ARGS)

check: $(VENV)/.dev node_modules/.installed ## lint, types, migrations, extension, docs
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy && $(BIN)/mypy .ci/package_extension.py
	@$(BIN)/python -m followworthy.store.migrations.check
	@npx --no-install tsc --noEmit
	@node tests/extension/lint.mjs
	@$(BIN)/python -m pytest -q tests/test_docs.py

lock: $(VENV)/.venv ## compile the hashed requirements from pyproject.toml
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/lock.txt
	@sh requirements/compile.sh $(BIN)/uv

clean: ## remove everything that was made here, but not your data in var/
	@rm -rf $(VENV) node_modules dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

extension: extension/starter-catalog.json ## make the two store packages in dist/ (the folder itself needs no build)
	@$(BIN)/python .ci/package_extension.py dist

pictures: $(VENV)/.dev extension/starter-catalog.json ## draw the pictures in docs/images anew; look at them
	@$(BIN)/python -m tests.extension.pictures

extension/starter-catalog.json: $(CURATED) | $(VENV)/.run
	@$(BIN)/followworthy starter $@

$(VENV)/.venv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed and was not found: install it, or say make PYTHON=..." >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version)." >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: on Debian and Ubuntu, apt-get install python3-venv brings it." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/.run: requirements/run.txt requirements/build.txt pyproject.toml | $(VENV)/.venv
	@sh requirements/install.sh $(VENV) requirements/build.txt requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@sh requirements/install.sh $(VENV) requirements/dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm is needed for the extension's checks: install Node.js 20 or newer." >&2; exit 2; }
	@npm ci --silent --no-audit --no-fund && touch $@
