VENV := .venv
ifeq ($(OS),Windows_NT)
PYTHON ?= python
BIN := $(VENV)/Scripts
else
PYTHON ?= python3
BIN := $(VENV)/bin
endif
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal -q
QUICK := $(PYTEST) --hypothesis-profile=quick -m 'not (reference or corpus or install or slow or process)'
MINUTES := 10
COUNT := 200
SEED := 1
ifdef PYTHONDONTWRITEBYTECODE  # not beside the sources, then: without any, each process of a test compiles the whole program
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/bytecode
unexport PYTHONDONTWRITEBYTECODE
endif

.PHONY: help check test fast collected fuzz golden mutants lint types docs reference bench clean

help:            ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

check: $(VENV)/.installed ## check the example site, as a user would
	$(BIN)/sitecheck check fixtures/sites/homepage --exit-zero

test: $(VENV)/.installed lint types ## everything that must hold before a commit
	$(PYTEST)

fast: $(VENV)/.installed ## types, and the quick tests that need no network, Ruby, Node or real sites, in a minute and a half
	$(MAKE) --no-print-directory --jobs=2 types collected
	$(QUICK)

collected: $(VENV)/.installed  # else each worker writes the assertions anew; what fails here is told there
	-@$(QUICK) --collect-only -n 0 >/dev/null

fuzz: $(VENV)/.installed ## search for failures with fresh seeds: make fuzz MINUTES=60
	$(BIN)/python tools/fuzz.py --minutes $(MINUTES)

golden: $(VENV)/.installed ## write what engines say anew, where they are installed: make golden ONLY=kramdown
	$(BIN)/python tools/golden.py $(ONLY)

mutants: $(VENV)/.installed ## change COUNT small places of the program, and see which changes no fast test notices
	$(BIN)/python tools/mutants.py --count $(COUNT) --seed $(SEED)

lint: $(VENV)/.installed ## style and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports pyproject.toml

types: $(VENV)/.installed ## strict types
	$(BIN)/mypy -p sitecheck -p sitecheck_rules

docs: $(VENV)/.installed ## write what is made from the rules and their data: pages, index, schema, README, catalogue
	$(BIN)/python tools/docs.py --write

reference: ## install the real engines that the reference tests compare with (Debian, npm)
	tools/install_reference.sh

clean:           ## forget all that was made here
	rm -rf $(VENV) .reference .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
