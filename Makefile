# One command each. Everything below is set up by the first of them that needs it.
# make build OFFLINE=1 (also serve, plan) opens no connection to a translation service; make build FROZEN=1 fails if
# anything would be translated.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m generator
TITLE ?=
override TITLE := $(value TITLE)
export TITLE
OFFLINE ?=
NETWORK := $(if $(filter-out 0,$(OFFLINE)),--offline)
SIZE ?=
MINUTES ?= 20
FROZEN ?=
FREEZE := $(if $(filter-out 0,$(FROZEN)),--frozen)

.PHONY: setup build serve new plan status review test check bench fuzz screenshots clean golden help
.DEFAULT_GOAL := help

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .cache/apt.done $(VENV)/generator.done ## install what building needs

build: setup ## convert, translate and build site/ (exit code 1, something was withheld, is accepted)
	@$(RUN) build $(NETWORK) $(FREEZE) || [ $$? -eq 1 ]

serve: setup ## build, serve site/ on http://127.0.0.1:8000/, rebuild what changes
	@$(RUN) serve $(NETWORK)

new: setup ## begin an article: make new TITLE="A headline"
	@$(RUN) new "$$TITLE"

plan: setup ## what a build would translate, by engine and locale, and its price
	@$(RUN) plan $(NETWORK)

status: setup ## the state of every article in every locale
	@$(RUN) status

review: setup ## write the pages on which an editor reviews translations
	@$(RUN) review

test: setup .cache/apt-test.done .cache/npm-test.done $(VENV)/test.done ## run every test
	@$(VENV)/bin/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/check.done ## lint and type-check
	@$(VENV)/bin/ruff check generator tests
	@$(VENV)/bin/ruff format --check generator tests
	@$(VENV)/bin/mypy

bench: setup .cache/apt-test.done $(VENV)/bench.done $(VENV)/test.done ## measure translations, checks and builds (SIZE=500: builds of that size)
ifeq ($(SIZE),)
	@$(VENV)/bin/python tests/bench/translations.py
endif
	@PYTHONPATH=tests $(VENV)/bin/python -m bench.building --date $$(date +%F) $(if $(SIZE),--size $(SIZE))

fuzz: setup $(VENV)/test.done $(VENV)/fuzz.done ## feed every reader what nobody wrote: make fuzz MINUTES=60
	@PYTHONPATH=tests $(VENV)/bin/python -m fuzz.campaign --minutes $(MINUTES)

screenshots: setup .cache/apt-test.done $(VENV)/test.done ## take pictures of the site, to be looked at: .cache/screenshots/
	@$(VENV)/bin/python tests/screenshots.py

golden: setup $(VENV)/test.done ## write the expected results of the case files anew; read the diff
	@$(VENV)/bin/python -m pytest tests/test_cases.py --golden

clean: ## remove site/, .cache/ and what else can be made again
	rm -rf site .cache mkdocs.*.yml

# The missing packages of a list are installed once per version of the list, one by one if need be. Where that is not
# possible it is said what will be lacking, and work goes on.
WITHOUT_apt = Without them only the online engines translate, and share pictures lack some scripts.
WITHOUT_apt-test = Without them the tests in a browser are skipped.

.cache/%.done: %.txt
	@mkdir -p .cache
	@missing=$$(for name in $$(sed 's/#.*//' $<); do \
		dpkg-query -W -f '$${Status}' $$name 2>/dev/null | grep -q 'ok installed' || echo $$name; done); \
	sudo=$$([ $$(id -u) -eq 0 ] || echo sudo); \
	if [ -z "$$missing" ]; then :; \
	elif ! command -v apt-get >/dev/null || ! command -v $${sudo:-true} >/dev/null; then \
		echo "apt or the right to use it is missing, so these were not installed:" $$missing >&2; \
		echo "$(WITHOUT_$*)" >&2; \
	else \
		echo "installing" $$missing >&2; export DEBIAN_FRONTEND=noninteractive; \
		install="$$sudo apt-get install -y -qq --no-install-recommends"; \
		$$sudo apt-get update -qq >/dev/null 2>&1; \
		$$install $$missing >/dev/null 2>&1 || for name in $$missing; do \
			$$install $$name >/dev/null 2>&1 || echo "apt cannot install $$name. $(WITHOUT_$*)" >&2; done; \
	fi
	@touch $@

.cache/npm-test.done: npm-test.txt
	@mkdir -p .cache
	@if ! command -v npm >/dev/null; then \
		echo "npm is missing. Without it the HTML checker and Lighthouse are skipped by the tests." >&2; \
	else npm install --prefix .cache/npm --no-fund --no-audit --ignore-scripts --loglevel=error \
		$$(sed 's/#.*//' $<) >/dev/null || echo "npm cannot install what npm-test.txt lists; tests skip it." >&2; \
	fi
	@touch $@

$(VENV)/bin/python: | .cache/apt.done
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; name one with make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/generator.done: pyproject.toml | $(VENV)/bin/python
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/%.done: pyproject.toml | $(VENV)/bin/python
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@
