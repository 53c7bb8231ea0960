# One word a chore. `make demo` and `make test` set everything up by themselves: Python 3.11 or newer and make are enough.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: demo test lint quality bench clean

demo: $(READY)
	$(BIN)/cchc demo -o out --force

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

quality: $(READY)
	$(BIN)/python benchmarks/quality.py

bench: $(READY)
	$(BIN)/python benchmarks/parse.py

clean:
	rm -rf .venv out build dist .mypy_cache .ruff_cache .hypothesis

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'cchc_nlp needs Python 3.11 or newer: make PYTHON=python3.12 ...')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $(READY)
