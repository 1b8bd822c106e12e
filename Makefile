# Two commands matter: `make demo` shows the main job, `make test` proves it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast check gate bench bench-assess bench-resolve format lock dictionary wheel clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.runtime: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what keerpunt needs (locked, with hashes) …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the tests need (locked, with hashes) …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.runtime

demo: $(VENV)/.runtime ## set up, run a synthetic operation from files to leads, serve it on localhost:8000
	@$(BIN)/keerpunt demo $(DEMO_FLAGS)

test: $(VENV)/.dev ## set up and run the whole suite
	@.ci/system-packages
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-fast: $(VENV)/.dev ## the tests for every edit (under a minute)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow and not browser" -q

check: $(VENV)/.dev ## format, lint, types, import contracts, dependencies, dictionary, locks
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry src
	@$(BIN)/python -m docs.dictionary --check
	@.ci/house-rules

gate: check test ## the heavy release gates: a million spoilt files a format, benchmarks, the wheel on a fresh environment
	@$(BIN)/python -m tests.fuzz --mutations 1000000 --jobs $(WORKERS)
	@$(BIN)/python -m benchmarks.spine --out build/spine.json
	@.ci/wheel-runs

$(VENV)-bench/.peers: requirements-bench.lock pyproject.toml
	@test -x $(VENV)-bench/bin/python || $(PYTHON) -m venv $(VENV)-bench
	@echo "Installing the peers that intake is measured against (locked, with hashes) …"
	@$(VENV)-bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-bench.lock
	@$(VENV)-bench/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

bench: $(VENV)-bench/.peers ## measure intake against its peers (about five minutes)
	@$(VENV)-bench/bin/python benchmarks/intake.py --out docs/benchmarks/intake.json; status=$$?; \
		$(VENV)-bench/bin/python benchmarks/chart.py docs/benchmarks/intake.json docs/benchmarks/intake.svg; exit $$status

bench-assess: $(VENV)/.dev ## count who gets to the gate on generated operations, beside two naive rules (about half an hour)
	@$(BIN)/python -m benchmarks.assess --seeds 20 --out docs/benchmarks/assess.json

bench-resolve: $(VENV)-bench/.peers ## measure resolution against Splink on people whose truth is known (about fifteen minutes)
	@$(VENV)-bench/bin/python benchmarks/resolve.py --people "$${PEOPLE:-people}" --out docs/benchmarks/resolve.json
	@$(VENV)-bench/bin/python benchmarks/resolve_chart.py docs/benchmarks/resolve.json docs/benchmarks/resolve.svg

format: $(VENV)/.dev ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV)/.dev ## renew the hashed locks (no host names)
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --python-version 3.11 --extra build --extra dev pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --python-version 3.11 --extra build --extra bench pyproject.toml -o requirements-bench.lock

dictionary: $(VENV)/.dev ## write docs/data-dictionary.md from model.tables
	@$(BIN)/python -m docs.dictionary

wheel: $(VENV)/.dev ## build the wheel
	@$(BIN)/python -m hatchling build -t wheel

clean: ## remove what was made, the demo included
	@rm -rf $(VENV) $(VENV)-bench demo build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
