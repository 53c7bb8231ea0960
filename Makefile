# One word a chore. `make demo` and `make test` set everything up by themselves: Python 3.11 or newer and make are enough.

PYTHON ?= $(firstword $(foreach python,python3 python3.13 python3.12 python3.11 python,$(shell $(python) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $(python))))
REPORTS ?= 600
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
	$(BIN)/python benchmarks/parse.py --reports 60
	$(BIN)/python benchmarks/batch.py --reports $(REPORTS)
	$(BIN)/python benchmarks/reading.py

clean:
	rm -rf .venv out build dist .mypy_cache .ruff_cache .hypothesis

$(READY): pyproject.toml constraints.txt
	$(if $(PYTHON),,$(error cchc_nlp needs Python 3.11 or newer; name it with `make PYTHON=...`))
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $(READY)
