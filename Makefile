# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
export PORT DATA_DIR

.PHONY: help run test check format bench train clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Saring needs Python 3.11 or newer; name one with PYTHON=…" >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@echo "Installing Saring into $(VENV) (once, about a minute)"
	@$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV) (once)"
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

run: $(VENV)/.installed ## serve on PORT (8000) with DATA_DIR (var)
	@exec $(BIN)/python -m service serve

test: $(VENV)/.installed-dev ## run the whole suite, with branch coverage
	@$(BIN)/python -m tests.run

check: $(VENV)/.installed-dev ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.installed-dev ## format and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-dev ## measure, beside the limits that must hold
	@$(BIN)/python -m benchmarks

train: $(VENV)/.installed ## train the classifier: make train DATA=directory
	@$(BIN)/python -m models.train --data $(DATA)

clean: ## remove the environment and caches, never DATA_DIR
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
