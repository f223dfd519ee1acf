# make run   serve on http://127.0.0.1:8000 · make test   the whole suite · make check   linters, types
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test check bench lock clean

help:
	@echo "make run [PORT=8000] | test | check | bench | lock | clean"

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

run: .venv/installed
	$(BIN)/backstep serve --port $(PORT)

test: .venv/installed
	$(BIN)/pytest

check: .venv/installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy app tests
	$(BIN)/lint-imports

bench: .venv/installed
	$(BIN)/python benchmarks/engine.py

lock:
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --strip-extras --allow-unsafe \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header \
		-o requirements.lock pyproject.toml

clean:
	rm -rf .venv build dist *.egg-info
