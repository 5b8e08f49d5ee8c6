# One command each; every target makes the environment when it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test browser lint format bench clean

run: $(READY)  ## crawl the embedded newsroom, build, show timeline and digest
	$(BIN)/storyline demo

test: $(READY) browser lint  ## everything CI runs
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

# Debian's packages; the tests of the web site say that they are skipped where there is none.
INSTALL := apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium chromium-driver
browser:  ## Chromium for the tests of the web site, where it can be installed
	@if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then :; \
	elif ! command -v apt-get >/dev/null; then echo 'no apt-get: tests in Chromium are skipped'; \
	elif [ "$$(id -u)" = 0 ]; then sh -c '$(INSTALL)' || echo 'tests in Chromium are skipped'; \
	elif sudo -n true 2>/dev/null; then sudo sh -c '$(INSTALL)' || echo 'tests in Chromium are skipped'; \
	else echo 'no root to install chromium and chromium-driver: tests in Chromium are skipped'; fi

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)  ## how long each stage takes on made-up data
	$(BIN)/python bench/stages.py

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) build dist *.egg-info
