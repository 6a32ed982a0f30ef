#!/usr/bin/env bash
# All tests, fast ones first; or those at the paths that are named, at once. Two processes for two cores.
# TEST_DATABASE_URL chooses another database; TEST_OPTIONS are handed to pytest, such as `--deselect FILE`.
set -euo pipefail
cd "$(dirname "$0")/.."

# Each part starts processes that import everything: compiling it each time would double that.
unset PYTHONDONTWRITEBYTECODE

options=()
[ -z "${TEST_OPTIONS:-}" ] || read -ra options <<<"$TEST_OPTIONS"

# Each process begins with half of the files, one after another, and takes from the other's end when it is
# done: a world that a file builds for its tests is built once, not in both.
pytest() {
  .venv/bin/python -m pytest -q -n "${TEST_PROCESSES:-2}" --dist worksteal "${options[@]}" "$@"
}

if [ $# -gt 0 ]; then
  pytest "$@"
  exit
fi

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
