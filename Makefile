# Two commands: `make run` serves and speaks; `make test` checks everything. `make check` is for every save.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; exit; }; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .venv-tools
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check bench coverage docs lock sbom audit image clean setup setup-dev setup-tools fresh
.NOTPARALLEL:  # `fresh` comes before what it may remove is looked at

run: setup
	@$(BIN)/tts-service up

# What it needs comes from three places, at the same time.
test: fresh $(VENV)/made-in
	@.ci/system-packages & packages=$$!; $(MAKE) --no-print-directory setup-tools & tools=$$!; \
	$(MAKE) --no-print-directory setup-dev; made=$$?; wait $$tools && wait $$packages && exit $$made
	@$(BIN)/python -m tests.everything

check: setup-dev
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/python -m pytest -q -m pure
	@if command -v npm >/dev/null || [ "$$CI" = true ]; then { test -d node_modules || npm ci --silent; } && npm run --silent check; \
	else echo "The button's checks are skipped: npm is not installed"; fi

# Which lines the tests run, in every process. It takes half as long again as the tests alone, so it is not part of
# `make test`; tests that bound memory or time may fail under it, and the lines count all the same.
coverage: setup-dev
	@.ci/system-packages
	@rm -rf .coverage && mkdir .coverage
	-@$(BIN)/coverage run -m pytest -n 2 --dist loadfile --no-loadscope-reorder --hypothesis-seed 0 $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

bench: setup-dev
	@.ci/system-packages
	@$(BIN)/python -m bench

# The reference of the command line, from its own help; the drawing of the rooms, from the imports.
docs: setup-dev
	@$(BIN)/python -m tests.cli.reference > docs/cli.md
	@$(BIN)/python -m tests.rooms.drawing

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

# Tools that look at the project from outside have an environment of their own.
setup-tools: $(TOOLS)/stamp

$(TOOLS)/stamp: requirements-tools.lock | $(VENV)/made-in
	@echo "Installing the tools for locks, audits and the bill of materials in $(TOOLS)"
	@rm -rf $(TOOLS) && $(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-tools.lock
	@touch $@

# What the running service is made of (CycloneDX); known faults of its pinned libraries.
sbom: setup setup-tools
	@$(TOOLS)/bin/python .ci/sbom.py $(BIN)/python requirements.lock pyproject.toml sbom.json

audit: setup-tools
	@$(TOOLS)/bin/python .ci/audit.py requirements.lock

# New pins. uv resolves for every platform and Python at once; --no-emit-index-url keeps hosts out of the files.
PIN := $(TOOLS)/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11
lock: setup-tools
	@$(PIN) $(UPGRADE) --extra build -o requirements.lock pyproject.toml
	@$(PIN) $(UPGRADE) --extra postgres -c requirements.lock -o requirements-image.lock pyproject.toml
	@$(PIN) $(UPGRADE) --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	@$(PIN) $(UPGRADE) -o requirements-tools.lock requirements-tools.in

# The image of deploy/Containerfile, without a container engine or a registry; and an article that it speaks.
image:
	@.ci/image

clean:
	rm -rf $(VENV) $(TOOLS) var sbom.json
