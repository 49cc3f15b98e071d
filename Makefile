# Stridegate: `make demo` sets up and opens the dashboard, `make test` sets up and runs every test.
SHELL := /bin/bash
.DEFAULT_GOAL := help

BIN := .venv/bin
PYTEST := $(BIN)/pytest
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
WORKERS ?= 3
BENCHMARKS := bouts "cadence_unit 6" million ingest_fit ingest_gpx bulk pages lives

.PHONY: help setup browser demo test check fix docs bench screens prove soak fresh clean

help: ## What can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.ready ## The virtual environment with the locked packages

.venv/.ready: requirements.lock pyproject.toml scripts/python.sh
	@python="$$(bash scripts/python.sh)" || exit 1; \
		echo "Making a virtual environment with $$("$$python" --version) ..." >&2; \
		"$$python" -m venv .venv
	@echo "Installing $$(grep -c == requirements.lock) locked packages (one to three minutes) ..." >&2
	@{ $(PIP) -r requirements.lock && $(PIP) --no-deps -e .; } || { \
		echo "The locked packages were not installed; pip says why above. They come from a package index." >&2; \
		exit 1; }
	@echo "Ready." >&2
	@touch $@

browser: ## A Chromium and an nginx for the tests, where there are none and we may
	@bash scripts/chromium.sh
	@bash scripts/nginx.sh

demo: setup ## The dashboard on loopback, with a sample runner's weeks in it
	$(BIN)/stridegate demo

test: setup browser ## Every test: units, spec tables, pages, PostgreSQL, a real browser
	TMPDIR="$$(bash scripts/tests_folder.sh)" $(PYTEST) -n $(WORKERS) --dist loadscope --no-loadscope-reorder

check: setup ## Format, lint, types, layers, plans, fresh documents, known vulnerabilities
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/stridegate plan check program/plans/*-v*.toml
	$(BIN)/python -m program.spec tests/spec/tables docs/generated --check
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python scripts/audit_dependencies.py requirements.lock

docs: setup ## The manual of gates, plans and sources, written from the tables that the tests run
	$(BIN)/python -m program.spec tests/spec/tables docs/generated

bench: setup ## Speed and accuracy beside peers, on the files STRIDEGATE_CORPUS names or on made ones
	@status=0; for part in $(BENCHMARKS); do \
		echo "python -m benchmarks.$$part"; $(BIN)/python -m benchmarks.$$part || status=1; \
	done; exit $$status

screens: setup browser ## Pictures of the demo's pages, for the README, into docs/screens
	$(BIN)/python -m tests.browser.screens docs/screens

prove: setup ## The laws of the gate, over every combination of gate results and any two events of a life
	$(BIN)/python tests/prove/prove.py

soak: setup prove ## The long campaigns, hours on two cores: fuzzing, kills, mutants; results go into docs/
	$(BIN)/python -m benchmarks.fuzz_fit --inputs 200000 --page docs/fuzz-fit.md
	$(BIN)/python -m benchmarks.fuzz_xml --xml 50000 --archives 10000
	@$(PIP) --only-binary :all: --require-hashes -r benchmarks/fuzz-requirements.txt 2>/dev/null || \
		echo "skipped: installing atheris: no package index answers, or none has a wheel for this Python." >&2
	$(BIN)/python -m benchmarks.fuzz_guided --page docs/fuzz-guided.md
	STRIDEGATE_DEMO_GRID=1 $(PYTEST) tests/services/test_demo.py
	STRIDEGATE_EVERY_LOOK=1 $(PYTEST) tests/ui/test_looking_at_pages.py
	STRIDEGATE_IMPORT_FILES=2000 $(PYTEST) tests/cli/test_import.py
	$(BIN)/python -m benchmarks.soak_lives docs/evidence/lives.md --lives 10000
	$(BIN)/python -m tests.services.crash 200 docs/crash.md
	$(BIN)/python tests/prove/mutate.py

fresh: ## Both commands of the README in new minimal Debian systems; needs root and debootstrap
	python3 scripts/fresh.py docs/evidence/fresh.md

fix: setup ## Format and mend what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## The virtual environment and caches
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache
