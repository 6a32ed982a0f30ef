#!/usr/bin/env bash
# Two locks, with hashes and without any registry's address: what runs, and what runs plus what tests it.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=$(command -v uv || echo .venv/bin/uv)
compile() {
  "$uv" pip compile pyproject.toml --extra s3 --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade "$@"
}

compile --output-file requirements.lock
compile --group dev --constraints requirements.lock --output-file requirements-dev.lock
grep -c '==' requirements.lock requirements-dev.lock
