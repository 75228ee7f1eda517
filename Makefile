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

# What it needs comes from three places, at the same time. The programs of the system take longest: code is looked
# at while they come, and $(PROGRAMS) will tell how that ended.
PROGRAMS := $(VENV)/programs
test: fresh $(VENV)/made-in
	@rm -f $(PROGRAMS); { .ci/system-packages; echo $$? >$(PROGRAMS).new; mv $(PROGRAMS).new $(PROGRAMS); } & \
	$(MAKE) --no-print-directory $(TOOLS)/uv.stamp; \
	$(MAKE) --no-print-directory setup-tools & tools=$$!; \
	$(MAKE) --no-print-directory setup-dev && wait $$tools || { wait; exit 1; }; \
	PROGRAMS=$(PROGRAMS) $(BIN)/python -m tests.everything

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

# Its lock has all of the other one's pins, too.
$(VENV)/dev.stamp: requirements-dev.lock requirements.lock pyproject.toml | $(VENV)/made-in $(TOOLS)/uv.stamp
	@echo "Installing the service, and what it and its tests need"
	@.ci/install $(BIN)/python requirements-dev.lock $(TOOLS)/bin/uv
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $(VENV)/run.stamp $@

# Tools that look at the project from outside have an environment of their own.
setup-tools: $(TOOLS)/stamp

$(TOOLS)/stamp: requirements-tools.lock $(TOOLS)/uv.stamp
	@echo "Installing the tools for locks, audits and the bill of materials in $(TOOLS)"
	@.ci/install $(TOOLS)/bin/python requirements-tools.lock $(TOOLS)/bin/uv
	@touch $@

# First of all uv, which installs everything else; where it cannot be had, pip does.
$(TOOLS)/uv.stamp: requirements-tools.lock | $(VENV)/made-in
	@rm -rf $(TOOLS) && $(PYTHON) -m venv $(TOOLS)
	@awk '/^uv==/ { on = 1 } on; on && !/\\$$/ { exit }' requirements-tools.lock >$(TOOLS)/uv.lock
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(TOOLS)/uv.lock || true
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
	@$(PIN) $(UPGRADE) --extra postgres --extra s3 --extra traces --extra oidc -c requirements.lock -o requirements-image.lock pyproject.toml
	@$(PIN) $(UPGRADE) --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	@$(PIN) $(UPGRADE) -o requirements-tools.lock requirements-tools.in

# The image of deploy/Containerfile, without a container engine or a registry; and an article that it speaks.
image:
	@.ci/image

clean:
	rm -rf $(VENV) $(TOOLS) var sbom.json
