#!/usr/bin/env bash
# One lock with everything: what runs, what S3 needs, what tests. Hashes, and no registry's address.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=$(command -v uv || echo .venv/bin/uv)
"$uv" pip compile pyproject.toml --extra s3 --group dev --universal --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade \
  --python-version 3.11 --output-file requirements.lock "$@"
echo "requirements.lock: $(grep -c '==' requirements.lock) packages"
