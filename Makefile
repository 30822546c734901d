# Commands of the project. Each makes what it needs: a virtual environment in .venv with nitinol and
# its tools. Nothing has to be installed before but Python 3.11 or newer.
#
#   make train     train on handwritten digits        make bench   measure beside other frameworks
#   make test      all checks                          make lint    ruff, mypy, import-linter only
#   make test-all  also what is slow                   make format  write the code in its usual form
#   make tables    rewrite generated parts of docs     make clean   remove all that was made

VENV ?= .venv
PYTHON ?=
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

BIN := $(VENV)/bin
CHECKED := src tests benchmarks tools
# Compiled code of the tests: apart from the user's, and kept, so that a second run is quicker.
TEST_CACHE := $(CURDIR)/.cache-test
IN_TEST := NITINOL_CACHE_DIR=$(TEST_CACHE)
PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist worksteal
# This test runs the core's tests on Python's debugging allocator; `core-debug` does it in parallel.
ONCE := --deselect tests/core/test_core_execution.py::test_the_tests_pass_with_the_debugging_allocator

.PHONY: train test test-all bench lint format tables clean core-native core-plain core-debug other-pythons
.NOTPARALLEL:

train: $(BIN)/.base
	$(BIN)/python -m nitinol train digits $(ARGS)

test: $(BIN)/.tools
	@rm -rf $(TEST_CACHE)/counts
	@$(MAKE) --no-print-directory lint core-native core-plain core-debug
	@$(BIN)/python tools/kernel_counts.py $(TEST_CACHE)/counts

test-all: $(BIN)/.tools
	@rm -rf $(TEST_CACHE)/counts
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory core-native core-plain core-debug SELECT= ALIKE=
	@$(MAKE) --no-print-directory core-native HYPOTHESIS=nightly RUN=many-examples SELECT='-m "not slow"'
	@$(MAKE) --no-print-directory other-pythons
	@$(BIN)/python tools/kernel_counts.py $(TEST_CACHE)/counts

lint: $(BIN)/.tools
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(BIN)/.tools
	$(BIN)/ruff check --fix $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

# The parts of `make test`. The plain core runs on the kernels that the native run compiled, and without
# the tests of rooms that know no core, or both: they would do the same again. `make test-all` does.
SELECT ?= -m "not slow"
ALIKE ?= base codegen core golden llvm native schedule templates
HYPOTHESIS ?= ci
RUN ?= native

core-native: $(BIN)/.tools
	$(IN_TEST) HYPOTHESIS_PROFILE=$(HYPOTHESIS) NITINOL_TEST_RUN=$(RUN) NITINOL_NATIVE=1 $(PYTEST) $(SELECT) $(ONCE) tests

core-plain: $(BIN)/.tools
	$(IN_TEST) HYPOTHESIS_PROFILE=$(HYPOTHESIS) NITINOL_TEST_RUN=plain NITINOL_NATIVE=0 $(PYTEST) $(SELECT) $(ONCE) $(ALIKE:%=--ignore=tests/%) tests

core-debug: $(BIN)/.tools
	$(IN_TEST) HYPOTHESIS_PROFILE=$(HYPOTHESIS) NITINOL_TEST_RUN=debug PYTHONMALLOC=debug $(PYTEST) $(SELECT) tests/core

# Every other Python that is present and that nitinol supports, each in an environment of its own.
other-pythons:
	@bash tools/other_pythons.sh $(JOBS)

bench: $(BIN)/.tools
	$(BIN)/python -m benchmarks.run $(ARGS)

tables: $(BIN)/.tools
	$(IN_TEST) $(BIN)/python -m tools.operations_table
	$(IN_TEST) $(BIN)/python -m tools.kinds_table

clean:
	rm -rf .venv .venv-* .cache-test .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist runs
	find src tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps say what is installed; a changed pyproject.toml installs again.
$(BIN)/python:
	@bash tools/make_venv.sh $(VENV) $(PYTHON)

$(BIN)/.base: pyproject.toml | $(BIN)/python
	@echo "installing nitinol into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(BIN)/.tools: pyproject.toml | $(BIN)/python
	@echo "installing nitinol and its tools into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,dev]'
	@touch $@ $(BIN)/.base
