# `make help` lists what can be made. The first call makes .venv by itself.
# The first that there are packages for (fasttext-predict has none yet for 3.14); `make demo PYTHON=...` names another.
NEEDED := (3, 11) <= sys.version_info < (3, 14)
FITS    = $(shell $(1) -c 'import sys; sys.exit(not $(NEEDED))' 2>/dev/null && echo $(1))
PYTHON ?= $(or $(call FITS,python3),$(call FITS,python3.13),$(call FITS,python3.12),$(call FITS,python3.11),python3)
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo check test slow search daily local bench preview example picture reader lint lock format clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The very packages of the daily job: what they need in turn would otherwise be newer here than there.
$(VENV)/runtime: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not $(NEEDED) and \
	  "$(PYTHON) does not fit: Python 3.11, 3.12 or 3.13 is needed. Name one: make $(MAKECMDGOALS) PYTHON=python3.13")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

$(VENV)/development: requirements-dev.txt requirements.txt requirements-messages.txt requirements-library.txt requirements-reader.txt $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

demo: $(VENV)/runtime  ## the main job on the bundled sample: offline, no key, into demo/
	$(BIN)/python scripts/demo.py

# What config.yml wants beside: a local model, the reader of a BibTeX file.
OPTIONAL := $(if $(shell grep -sE '^ +provider: +local' config.yml),$(VENV)/local) \
  $(if $(shell grep -sE '^[^\#]*bibtex:' config.yml),$(VENV)/library)
daily: $(VENV)/runtime $(OPTIONAL)  ## the live job: today's report from arXiv
	$(BIN)/python scripts/run_daily.py

# llama.cpp: only for who runs a model on the own machine (docs/local-model.md).
$(VENV)/local: requirements-local.lock $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-local.lock
	@touch $@

# bibtexparser: only for who has a BibTeX file for a library (docs/library.md).
$(VENV)/library: requirements-library.lock $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-library.lock
	@touch $@

local: $(VENV)/local  ## the configured model's server on this machine, until Ctrl-C
	$(BIN)/python scripts/local_model.py

# As many workers as cores. The tests of a file share what it sets up; those that take longest begin (tests/conftest.py).
# Bytecode is written whatever the environment says: each worker, and each process of a test, would compile all anew.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder

check: $(VENV)/development lint  ## lint, types and the quick tests: no whole runs, no browser
	$(PYTEST) -m 'not whole_run and not browser and not slow'

test: $(VENV)/development lint  ## lint, types and all tests but the slow ones
	$(PYTEST) -m 'not slow'
	@echo 'The slow tests were left out: make slow'

slow: $(VENV)/development  ## the tests that take their time by nature
	$(PYTEST) -m slow

search: $(VENV)/development  ## let hypothesis look for new counterexamples to the laws, at random
	HYPOTHESIS_PROFILE=search $(PYTEST) -m hypothesis

lint: $(VENV)/development  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

COMPILE := CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

lock: $(VENV)/development  ## the *.lock files anew, after a change of a requirements*.txt
	$(COMPILE) --output-file requirements.lock requirements.txt
	$(COMPILE) --output-file requirements-local.lock requirements-local.txt
	$(COMPILE) --output-file requirements-reader.lock requirements-reader.txt
	$(COMPILE) --output-file requirements-library.lock requirements-library.txt
	$(COMPILE) --no-emit-options --constraint requirements.lock --output-file requirements-messages.lock requirements-messages.txt

format: $(VENV)/development  ## let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/development  ## all benchmarks into benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run_all.py

# Only for previews and browser tests; without npm there are no formulas and no screenshots, and the tests are skipped.
node_modules/.package-lock.json: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || echo "npm ci failed: previews will lack formulas and screenshots"

preview: $(VENV)/development node_modules/.package-lock.json $(if $(FILE),,demo)  ## FILE=page.md (or the demo's newest report) as GitHub shows it
	$(BIN)/python scripts/preview.py $(FILE)

example: $(VENV)/runtime  ## docs/example/ anew: the pages that a visitor sees
	$(BIN)/python scripts/make_example.py

PICTURED := 2026-11-20
picture: example $(VENV)/development node_modules/.package-lock.json  ## the pictures in the READMEs anew, of that example
	$(BIN)/python scripts/preview.py docs/example/zh-CN/$(PICTURED).md
	cp preview/$(PICTURED)-1280-first.png docs/report.png
	cp preview/$(PICTURED).dark-1280-first.png docs/report-dark.png
	cp preview/$(PICTURED)-390-first.png docs/report-phone.png
	cp preview/$(PICTURED).dark-390-first.png docs/report-phone-dark.png

reader: demo requirements-reader.lock  ## the demo's reader on the web, served on this machine: http://127.0.0.1:8000
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements-reader.lock
	$(BIN)/python scripts/build_reader.py --root demo --out demo/reader
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory demo/reader 8000

clean:  ## remove what the tools made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis node_modules demo preview
