# Needs Python 3.11 or newer and nothing else; `make` alone lists what there is.

PORT ?= 8501
ATALAYA_HOME ?= workspace
export ATALAYA_HOME

BIN := .venv/bin
RUN := .venv/.ready-to-run
TEST := .venv/.ready-to-test

# A stamp holds the folder it was made in: an environment does not survive being moved.
stale = $(shell [ "$$(cat $(1) 2>/dev/null)" = "$$(pwd -P)" ] || echo moved)

.DEFAULT_GOAL := help
.PHONY: help setup run test test-thorough prove-numbers check lint format docs fuzz bench bench-full clean moved

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(RUN) ## Create .venv and install Atalaya in it
	@echo "Ready: $(BIN)/atalaya --help"

run: $(RUN) ## Start the app; loads the sample data the first time (PORT=8501, ATALAYA_HOME=workspace)
	@$(BIN)/python tools/load_sample.py
	@exec $(BIN)/atalaya serve --port $(PORT)

test: $(TEST) ## Run every test, slow ones and the browser included
	@$(BIN)/python tools/chromium.py
	@$(BIN)/pytest -n auto

test-thorough: $(TEST) ## Every test, and the costly laws on many times as many examples, an hour or more
	@$(BIN)/python tools/chromium.py
	@$(BIN)/pytest -n auto --hypothesis-profile=thorough

prove-numbers: $(TEST) ## Compare a million phone numbers with phonenumbers itself (some minutes); after each upgrade of it
	@$(BIN)/pytest -m exhaustive tests/core/geo/test_numbers_difference.py

check: lint ## What to run before a commit: lint and the quick tests
	@$(BIN)/pytest -n auto -m "not slow and not browser"

lint: $(TEST) ## Formatting, style, types and import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(TEST) ## Format the code and repair what can be repaired
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(RUN) ## Write the generated pages of docs/
	@$(BIN)/python tools/build_docs.py

fuzz: $(TEST) ## Feed 10,000 broken inputs to every way in, some minutes (COUNT=…, SEED=…)
	@$(BIN)/python -m tests.fuzz $(or $(COUNT),10000) --seed $(or $(SEED),1)

bench: $(TEST) ## Run all benchmarks at a small size, some minutes (ONLY=questions: that one)
	@$(BIN)/python tools/chromium.py
	@$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

bench-full: $(TEST) ## Run all benchmarks at full size, hours; keeps their figures (ONLY=questions: that one's)
	@$(BIN)/python tools/chromium.py
	@$(BIN)/python -m benchmarks --full $(if $(ONLY),--only $(ONLY)); ended=$$?; \
		$(BIN)/python tools/build_docs.py && exit $$ended

clean: ## Remove .venv and caches; your data in workspace/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): pyproject.toml constraints.txt tools/setup.sh $(call stale,$(RUN))
	@sh tools/setup.sh . $@

$(TEST): $(RUN) $(call stale,$(TEST))
	@sh tools/setup.sh '.[test,bench]' $@
