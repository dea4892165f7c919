# Everything a developer does here; .ci/run calls the same targets. PYTHON names the interpreter of an environment
# with the extra "dev" in it.
PYTHON ?= python

.PHONY: test lint types docs bench check build

test:
	$(PYTHON) -m pytest -q -n auto

lint:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

docs:
	$(PYTHON) docs/build.py

bench:
	$(PYTHON) benchmarks/startup.py
	$(PYTHON) benchmarks/collection.py
	$(PYTHON) benchmarks/export.py

build:
	$(PYTHON) -m build

check: lint types test
