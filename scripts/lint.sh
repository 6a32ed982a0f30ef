#!/usr/bin/env bash
# Everything that reads the code without running it.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/lint-imports --no-cache
git ls-files 'templates/*.html' | xargs --no-run-if-empty .venv/bin/djade --check --target-version 5.2
.venv/bin/mypy
