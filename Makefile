# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest.
# Needs Python 3.11 or newer, make and git; all else is fetched into .venv.

PYTHON ?= python3
PORT ?= 8000
HTTPS ?= 8443
HTTP ?= 8080
MINUTES ?= 30
UV = .venv/bin/uv
RUN = .venv/bin/python
MANAGE = PORTAL_URL=http://localhost:$(PORT) $(RUN) manage.py
UV_VERSION = 0.13.9
# As many workers as tests/harness/scheduling.py says, which also says which runs what.
PARALLEL = -n auto
# Compiled once, read by all: a setup starts half a dozen processes, the tests a hundred.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help setup run prepare-tests sens s3 sentry production-demo test test-full test-postgres accessibility guide-pictures screens lint audit load format lock clean

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
	@$(MANAGE) load_establishments
	@$(MANAGE) load_demo_content

run: setup ## Install, migrate, load the demonstration and serve it (PORT=8001 for another port)
	@$(MANAGE) run_portal --port $(PORT)

sens: .venv/.portal-installed ## Add the search by meaning (91 MB) to what `make run` installs
s3: .venv/.portal-installed ## Add what keeps media in a bucket (S3)
sentry: .venv/.portal-installed ## Add what tells errors to a Sentry
sens s3 sentry:
	@echo "→ Packages of the extra $@"
	@$(UV) pip install --quiet --python $(RUN) --require-hashes -r requirements/$@.txt

production-demo: .venv/.development-installed ## Run what production runs, with the demonstration (HTTPS=9443 HTTP=9080)
	@$(RUN) -m tests.harness.system_packages nginx libnginx-mod-http-brotli-filter openssl postgresql redis-server
	@exec $(RUN) -m tests.harness.production --https $(HTTPS) --http $(HTTP)

prepare-tests: .venv/.development-installed
	@$(RUN) -m tests.harness.system_packages
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(RUN) manage.py build_styles

test: prepare-tests ## Install what the tests need and run them all
	@$(RUN) -m pytest $(PARALLEL) $(ARGS)
	@echo "Not among them: all combinations (make test-full), the same tests on PostgreSQL (make test-postgres)."

test-full: prepare-tests ## Run what `make test` leaves out: every combination where it runs samples
	@$(RUN) -m pytest $(PARALLEL) -m full $(ARGS)

test-postgres: prepare-tests ## Run the tests that ask a database on a throw-away PostgreSQL server
	@$(RUN) -m tests.harness.on_postgres $(PARALLEL) -m "not browser" $(ARGS)

accessibility: prepare-tests ## Run the tests of accessibility and write docs/accessibility.md from their results
	@$(RUN) -m pytest $(PARALLEL) -p tests.rgaa.report -m rgaa $(ARGS)

guide-pictures: .venv/.development-installed ## Photograph the admin again for docs/editing.md, while `make run` serves
	@$(RUN) -m tests.harness.guide_pictures http://localhost:$(PORT)

screens: .venv/.development-installed ## Photograph every kind of page and state for docs/screens, while `make run` serves
	@$(RUN) -m tests.harness.screens http://localhost:$(PORT)

lint: .venv/.development-installed ## Check style, types, imports, templates, migrations
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/djlint --quiet --lint templates
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(RUN) manage.py makemigrations --check --dry-run
	@$(RUN) -m tests.harness.migration_lint

# Two environments of their own: what looks, and what runs in production, which alone is listed.
.venv/audit/.installed: requirements/audit.txt requirements/portal.txt | $(UV)
	@echo "→ Packages of the audit"
	@rm -rf .venv/audit && $(UV) venv --quiet .venv/audit/tools && $(UV) venv --quiet .venv/audit/portal
	@$(UV) pip install --quiet --python .venv/audit/tools/bin/python --require-hashes -r requirements/audit.txt
	@$(UV) pip install --quiet --compile-bytecode --python .venv/audit/portal/bin/python --require-hashes -r requirements/portal.txt
	@touch $@

audit: .venv/audit/.installed ## List what production is made of (SBOM, licences), look for known weaknesses
	@mkdir -p var/audit
	@.venv/audit/tools/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
		--output-file var/audit/sbom.cdx.json .venv/audit/portal/bin/python
	@echo "→ var/audit/sbom.cdx.json (CycloneDX), licences:"
	@.venv/audit/tools/bin/pip-licenses --python .venv/audit/portal/bin/python --order license
	@echo "→ Code"
	@.venv/audit/tools/bin/bandit --quiet -c pyproject.toml -r portal home news directory search ops manage.py \
		2>var/audit/bandit.log || { cat var/audit/bandit.log; exit 1; }
	@echo "→ Advisories"
	@.venv/audit/tools/bin/python ops/advisories.py requirements/*.txt

.venv/load/.installed: requirements/load.txt | $(UV)
	@echo "→ Packages of the load"
	@rm -rf .venv/load && $(UV) venv --quiet .venv/load
	@$(UV) pip install --quiet --python .venv/load/bin/python --require-hashes -r requirements/load.txt
	@touch $@

load: .venv/.development-installed .venv/load/.installed ## Visit a whole production for half an hour, then twenty-fold (MINUTES=2 for less)
	@$(RUN) -m bench.load --minutes $(MINUTES) $(ARGS)

format: .venv/.development-installed ## Format the Python code
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

lock: $(UV) ## Renew the lock files from pyproject.toml
	@$(UV) pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 pyproject.toml -o requirements/portal.txt
	@$(UV) pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 -c requirements/portal.txt --group dev pyproject.toml -o requirements/development.txt
	@for extra in sens s3 sentry; do \
		$(UV) pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 -c requirements/portal.txt --extra $$extra pyproject.toml -o requirements/$$extra.txt || exit 1; done
	@$(UV) pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 --group audit -o requirements/audit.txt
	@$(UV) pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 --group load -o requirements/load.txt

clean: ## Forget the demonstration: database, media, mails
	@rm -rf var
