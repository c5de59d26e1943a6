PYTHON ?= python

.PHONY: fmt lint type test bench
fmt:
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
lint:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
type:
	$(PYTHON) -m mypy
test:
	$(PYTHON) -m pytest
bench:
	$(PYTHON) benchmarks/parse.py
