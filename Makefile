HOST ?= 127.0.0.1
PORT ?= 8000
# The first of these that is new enough; `make run PYTHON=…` takes another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
NODE := tests/node
SCRIPTS := "static/**/*.js" "tests/node/*.js" "tests/js/**/*.js"
# Node says of each module that no package.json tells what it is; browsers need none.
NODE_TESTS := --disable-warning=MODULE_TYPELESS_PACKAGE_JSON \
	--test --test-reporter=./$(NODE)/reporter.js "tests/js/**/*.test.js"
NODE_COVERAGE := --experimental-test-coverage "--test-coverage-include=static/js/**"
# What needs neither a browser nor a server.
UNIT := $(addprefix tests/,data engine lessons pictures protocol pytorch sessions shared texts test_locks.py)
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
# One resolution for every system and every Python that the project runs on.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.PHONY: help run test test-torch unit coverage check types bench docs shared screenshots lock clean

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):.* ## /\1  /p' Makefile | awk -F '  ' '{ printf "make %-12s %s\n", $$1, $$2 }'

run: .venv/.run ## serve on http://127.0.0.1:8000, or on another HOST= and PORT=
	PYTHONPATH=app $(BIN)/python -m backstep serve --host $(HOST) --port $(PORT)

test: .venv/.dev $(NODE)/node_modules/.installed ## the whole suite, browser tests included; ARGS= goes to pytest
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.redis_server
	@$(BIN)/node $(NODE_TESTS)
	$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

test-torch: .venv/.torch ## the tests beside PyTorch, which this installs; ARGS= goes to pytest
	$(BIN)/pytest -n 2 --dist loadfile tests/pytorch tests/protocol/scripts/test_scripts.py \
		tests/sessions/test_kinds.py tests/engine/training/test_vectors.py $(ARGS)

unit: .venv/.dev ## what needs neither a browser nor a server, on fewer examples; ARGS= goes to pytest
	@$(BIN)/node $(NODE_TESTS)
	$(BIN)/pytest -n 2 --dist loadfile --hypothesis-profile quick -k "not redis" $(UNIT) $(ARGS)

coverage: .venv/.dev $(NODE)/node_modules/.installed ## the suite, and what of both halves it runs; ARGS= goes to pytest
	@$(BIN)/node $(NODE_COVERAGE) $(NODE_TESTS)
	$(BIN)/pytest -n 2 --dist loadfile --cov $(ARGS)

check: .venv/.dev $(NODE)/node_modules/.installed ## linters, formatters, types, import rules
	$(BIN)/python -m tests.shared --check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy app tests $(wildcard benchmarks)
	$(BIN)/lint-imports
	$(BIN)/python -m tests.wire_types --check
	$(BIN)/node $(NODE)/node_modules/typescript/bin/tsc --project $(NODE)
	$(BIN)/node $(NODE)/node_modules/eslint/bin/eslint.js --config $(NODE)/eslint.config.js $(SCRIPTS)
	$(BIN)/node $(NODE)/node_modules/prettier/bin/prettier.cjs --check --log-level warn $(SCRIPTS)

types: .venv/.dev ## write static/js/wire/types.js again, from the models
	$(BIN)/python -m tests.wire_types

bench: .venv/.dev ## how fast it is
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.frames
	$(BIN)/python -m benchmarks.surface
	$(BIN)/python -m benchmarks.page
	$(BIN)/python -m benchmarks.server
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.audience

docs: .venv/.dev ## write the generated documents again
	$(BIN)/python -m tests.documents

shared: .venv/.dev ## write again what is made from static/shared
	$(BIN)/python -m tests.shared

screenshots: .venv/.dev ## pictures of the pages, into shots/
	$(BIN)/python -m tests.browser.screenshots

lock: .venv/.dev ## pin what pyproject.toml and package.json ask for; UPGRADE=--upgrade takes the newest
	$(COMPILE) $(UPGRADE) -o requirements.lock pyproject.toml
	$(COMPILE) $(UPGRADE) --extra redis -c requirements.lock -o .ci/image.lock pyproject.toml
	$(COMPILE) $(UPGRADE) --extra dev -c requirements.lock -o tests/requirements.lock pyproject.toml
	echo hatchling | $(COMPILE) $(UPGRADE) --no-annotate -c tests/requirements.lock -o .ci/build.lock -
	cd $(NODE) && PATH="$(CURDIR)/$(BIN):$$PATH" npm install --package-lock-only
	$(BIN)/node $(NODE)/without_funding.js $(NODE)/package-lock.json

clean: ## remove all that was installed or made
	rm -rf .venv .tools $(NODE)/node_modules build dist shots *.egg-info
	rm -rf .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# What is installed, each with a stamp that is older than its lock when it has to be done again.

$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: requirements.lock | $(BIN)/pip
	$(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: tests/requirements.lock pyproject.toml | .venv/.run
	$(PIP) --require-hashes -r tests/requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.torch: tests/pytorch/requirements.txt .venv/.dev
	$(PIP) -r tests/pytorch/requirements.txt
	@touch $@

$(NODE)/node_modules/.installed: $(NODE)/package-lock.json | .venv/.dev
	cd $(NODE) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --loglevel=error
	@touch $@
