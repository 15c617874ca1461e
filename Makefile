.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9
LIGHT := -p no:schemathesis -p no:playwright -p no:base_url

help:  ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/ready  ## .venv with everything pinned, for work on the shop
.venv/ready: requirements-dev.lock pyproject.toml .venv/run
	@echo "Installing what the tests need …"
	@$(BIN)/uv pip sync --quiet --require-hashes requirements-dev.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch .venv/ready .venv/run

.venv/run: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@echo "Installing what the shop needs …"
	@$(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/zahra assets build
	@touch .venv/run

run: .venv/run  ## the whole shop: database, demo goods, web, jobs, simulator
	@exec $(BIN)/zahra run

seed: .venv/run  ## fill an empty shop with the demo goods (SCALE=10000 for measurements)
	@$(BIN)/zahra seed $(if $(SCALE),--scale $(SCALE),--demo)

check: .venv/ready  ## format, lint, types, contracts, architecture: under 30 s
	@$(MAKE) --no-print-directory --jobs 2 --output-sync check-types check-rules

check-types: .venv/ready
	@$(BIN)/bandit -q -c pyproject.toml -r src
	@$(BIN)/pyright src | tail -n 40
	@$(BIN)/pytest $(LIGHT) tests/base

check-rules: .venv/ready
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo | tail -n 30
	@$(BIN)/pytest $(LIGHT) tests/architecture

audit: .venv/ready  ## known holes in dependencies (needs the feed; fails where it is out of reach)
	@$(BIN)/pip-audit --strict --require-hashes -r requirements.lock

test: check  ## everything: check, all types, all tests, then the browser's
	@$(BIN)/pyright --threads 2 | tail -n 40
	@$(BIN)/pytest -n 2 --ignore tests/browser --ignore tests/architecture --ignore tests/base
	@$(BIN)/pytest tests/browser

bench: .venv/ready  ## speed, as ratios within one run
	@$(BIN)/python -m bench

lock: .venv/run  ## pin what pyproject.toml asks for
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header pyproject.toml --group build -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

.PHONY: help setup run seed check check-types check-rules audit test bench lock
