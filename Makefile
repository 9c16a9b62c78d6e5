# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest.
# Needs Python 3.11 or newer, make and git; all else is fetched into .venv.

PYTHON ?= python3
PORT ?= 8000
UV = .venv/bin/uv
RUN = .venv/bin/python
MANAGE = PORTAL_URL=http://localhost:$(PORT) $(RUN) manage.py
UV_VERSION = 0.13.9
# As many workers as tests/scheduling.py says, which also says which runs what.
PARALLEL = -n auto
# Compiled once, read by all: a setup starts half a dozen processes, the tests a hundred.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help setup run prepare-tests test test-postgres lint format lock clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(UV):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing (no $(PYTHON) on the PATH)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V). Try: make PYTHON=python3.12"; exit 1; }
	@echo "→ Python environment in .venv"
	@$(PYTHON) -m venv .venv >/dev/null \
		|| { rm -rf .venv; echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) \
		|| { rm -rf .venv; echo "uv could not be installed: is the package index reachable?"; exit 1; }

.venv/.portal-installed: requirements/portal.txt | $(UV)
	@echo "→ Packages of the portal"
	@$(UV) pip install --quiet --python $(RUN) --require-hashes -r $<
	@touch $@

.venv/.development-installed: requirements/development.txt | $(UV)
	@echo "→ Packages of the tests"
	@$(UV) pip install --quiet --compile-bytecode --python $(RUN) --require-hashes -r $<
	@touch $@ .venv/.portal-installed

setup: .venv/.portal-installed ## Do all that `make run` does, but serve
	@$(MANAGE) build_styles
	@echo "→ Database"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_territories --if-changed
	@$(MANAGE) load_demo_content

run: setup ## Install, migrate, load the demonstration and serve it (PORT=8001 for another port)
	@$(MANAGE) run_portal --port $(PORT)

prepare-tests: .venv/.development-installed
	@$(RUN) -m tests.system_packages
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(RUN) manage.py build_styles

test: prepare-tests ## Install what the tests need and run them all
	@$(RUN) -m pytest $(PARALLEL) $(ARGS)

test-postgres: prepare-tests ## Run the same tests on a throw-away PostgreSQL server
	@$(RUN) -m tests.on_postgres $(PARALLEL) -m "not browser" $(ARGS)

lint: .venv/.development-installed ## Check style, types, imports, templates, migrations
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/djlint --quiet --lint templates
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(RUN) manage.py makemigrations --check --dry-run

format: .venv/.development-installed ## Format the Python code
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

lock: $(UV) ## Renew the lock files from pyproject.toml
	@$(UV) pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 pyproject.toml -o requirements/portal.txt
	@$(UV) pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 -c requirements/portal.txt --group dev pyproject.toml -o requirements/development.txt

clean: ## Forget the demonstration: database, media, mails
	@rm -rf var
