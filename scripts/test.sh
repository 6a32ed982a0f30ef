#!/usr/bin/env bash
# All tests, fast ones first. Two processes for two cores; TEST_DATABASE_URL chooses another database.
# TEST_OPTIONS are handed to pytest, such as `--deselect FILE`.
set -euo pipefail
cd "$(dirname "$0")/.."

options=()
[ -z "${TEST_OPTIONS:-}" ] || read -ra options <<<"$TEST_OPTIONS"

pytest() { .venv/bin/python -m pytest -q -n "${TEST_PROCESSES:-2}" "${options[@]}" "$@"; }

folders=()
for folder in tests/*/; do
  case "$folder" in
    tests/contracts/ | tests/journeys/ | tests/browser/) ;;
    *) compgen -G "${folder}test_*.py" >/dev/null && folders+=("$folder") ;;
  esac
done

pytest "${folders[@]}"
for folder in tests/contracts tests/journeys tests/browser; do
  if compgen -G "$folder/test_*.py" >/dev/null; then
    pytest "$folder"
  fi
done
