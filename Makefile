# Short names for what CONTRIBUTING.md says at length. PYTHON is the interpreter of the project's environment.
PYTHON ?= .venv/bin/python

.PHONY: test laws faults lint docs reference bench

test:
	$(PYTHON) -m pytest -q

laws:
	HYPOTHESIS_PROFILE=ci $(PYTHON) -m pytest -q tests/laws tests/contract

faults:
	$(PYTHON) -m tests.faults
	FAULTS=long $(PYTHON) -m pytest -q tests/faults/test_forged_proofs.py

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -c "from importlinter.cli import lint_imports_command as lint; lint()"

docs:
	DOCS_UPDATE=1 $(PYTHON) -m pytest -q tests/test_docs.py
	git --no-pager diff --stat -- README.md docs

reference:
	$(PYTHON) -m tracker.cli.reference > docs/reference/cli.md

bench:
	$(PYTHON) -m benchmarks --size 100k
