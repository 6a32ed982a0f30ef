PORT ?= 8000
PYTHON = .venv/bin/python

.PHONY: help setup demo run test lint format lock messages

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile

setup: ## build .venv to run the portal; install missing system libraries
	@./scripts/setup.sh

demo: setup ## run the portal with the demo edition on http://127.0.0.1:PORT (8000)
	@PORT=$(PORT) VAR_DIR=$(CURDIR)/var/demo exec $(PYTHON) manage.py run --demo

run: setup ## run the portal with its own data in var/
	@PORT=$(PORT) exec $(PYTHON) manage.py run

test: ## run every test; TEST_DATABASE_URL chooses another database than SQLite
	@./scripts/setup.sh tests
	@./scripts/test.sh

lint: ## check style, layers, templates and types
	@./scripts/setup.sh tests
	@./scripts/lint.sh

format: ## format code and templates
	@./scripts/setup.sh tests
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix --quiet . || true
	@git ls-files 'templates/*.html' | xargs .venv/bin/djade --target-version 5.2 || true

lock: ## write both locks anew from pyproject.toml
	@./scripts/lock.sh

messages: ## gather the sentences of code and templates into locale/
	@./scripts/setup.sh tests
	@$(PYTHON) -m scripts.messages
