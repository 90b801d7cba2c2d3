# The two commands that matter: make run, make test. `make help` tells the rest.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := app.py assistant corpus evals indexer prompts tests

.PHONY: help run test check fix evals benchmark browser clean

help:  ## show this help
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed; set PYTHON=python3.11, say."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: .venv/.installed  ## set up, index the starter library, serve the page
	$(BIN)/python -m indexer add corpus/library
	$(BIN)/python app.py

# Two processes, as each loads the model.
test: .venv/.installed-dev browser  ## set up and run the tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

browser:
	@bash .ci/browser.sh

check: .venv/.installed-dev  ## lint, format and type checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(SOURCES)

fix: .venv/.installed-dev  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evals: .venv/.installed-dev  ## score answers and retrieval on the committed cases
	$(BIN)/python -m evals run

benchmark: .venv/.installed-dev  ## time and memory beside the least that could do
	$(BIN)/python -m evals benchmark

clean:  ## remove the environment and the library index (documents stay)
	rm -rf .venv .data
