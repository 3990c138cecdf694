# make demo · make test · make up · make bench — each does all the set-up it needs.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
MEMBERS := shared $(wildcard services/*) deploy/local
export UV_CACHE_DIR := $(CURDIR)/$(VENV)/.uv-cache
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo up down test lint types lock events bench clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.ready ## Create .venv and install everything, pinned and hashed

$(VENV)/.ready: requirements.lock pyproject.toml $(wildcard */pyproject.toml */*/pyproject.toml)
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Suara needs Python 3.11 or newer; 'python3' is $$(python3 -V 2>&1)."; exit 1; }
	@echo "Setting up .venv (about a minute the first time) ..."
	@test -x $(BIN)/python || python3 -m venv $(VENV) || \
	  { echo "Could not create a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }
	@awk '/^[a-z]/{wanted=/^uv==/} wanted' requirements.lock > $(VENV)/uv.txt
	@$(BIN)/python -m pip install -q --no-cache-dir --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation $(addprefix -e ,$(MEMBERS))
	@touch $@
	@echo "Ready: $$($(BIN)/python -V), $$($(BIN)/uv pip list -q --python $(BIN)/python | wc -l) packages."

lock: ## Resolve dependencies anew into requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --upgrade \
	  --no-emit-index-url --no-header --no-annotate --no-emit-package suara \
	  pyproject.toml --group dev --group embedded \
	  $(addsuffix /pyproject.toml,$(MEMBERS)) -o requirements.lock
