# Development tasks; .ci/run runs the same targets. PYTHON is the interpreter of an environment with the extra "dev".
PYTHON ?= python

.PHONY: test stress lint types docs bench check build

# Every promise, with the first rows of costly tables and a third of the generated examples.
test:
	$(PYTHON) -m pytest -q -n auto --dist worksteal -m "not stress"

# The other rows, crowds and browsers; and all generated examples again.
stress:
	HYPOTHESIS_PROFILE=$${HYPOTHESIS_PROFILE:-full} $(PYTHON) -m pytest -q -n auto --dist worksteal -m "stress or hypothesis"

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
	$(PYTHON) benchmarks/page.py

build:
	$(PYTHON) -m build

check: lint types test stress
