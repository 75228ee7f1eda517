# Two commands: `make run` serves and speaks; `make test` checks everything. `make check` is for every save.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; exit; }; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check bench docs lock clean setup setup-dev fresh
.NOTPARALLEL:  # `fresh` comes before what it may remove is looked at

run: setup
	@$(BIN)/tts-service up

test: setup-dev
	@.ci/system-packages
	@$(BIN)/python -m tests.everything

check: setup-dev
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/python -m pytest -q -m pure
	@if command -v npm >/dev/null || [ "$$CI" = true ]; then { test -d node_modules || npm ci --silent; } && npm run --silent check; \
	else echo "The button's checks are skipped: npm is not installed"; fi

bench: setup-dev
	@.ci/system-packages
	@$(BIN)/python -m bench

# The command line's reference, from its own help.
docs: setup-dev
	@$(BIN)/python -m tests.cli.reference > docs/cli.md

setup: fresh $(VENV)/run.stamp
setup-dev: fresh $(VENV)/dev.stamp

# An environment knows its folder and its Python; one that was moved, or whose Python is gone, is made anew.
fresh:
	@test ! -e $(VENV) || { test "$$(cat $(VENV)/made-in 2>/dev/null)" = "$(CURDIR)" && $(BIN)/python -c ''; } 2>/dev/null || rm -rf $(VENV)

$(VENV)/made-in:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=/path/to/python3"; exit 1; }
	@echo "Making the environment in $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
	@echo "$(CURDIR)" > $@

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/made-in
	@echo "Installing the service and what it needs"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	@echo "Installing what its tests need"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# New pins. uv resolves for every platform and Python at once; --no-emit-index-url keeps hosts out of the files.
lock: setup
	@$(PIP) uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 $(UPGRADE) --extra build -o requirements.lock pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 $(UPGRADE) --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) var
