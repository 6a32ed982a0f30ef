#!/usr/bin/env bash
# Builds .venv from a lock and installs the system libraries that are missing (Debian, Ubuntu).
# `setup.sh` prepares to run the portal; `setup.sh tests` adds what tests, linters and translators need.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*" >&2; }

missing_for_running() {
  ldconfig -p | grep -q 'libpango-1\.0\.so' || echo libpango-1.0-0
  ldconfig -p | grep -q 'libpangoft2-1\.0\.so' || echo libpangoft2-1.0-0
  ldconfig -p | grep -q 'libharfbuzz-subset\.so' || echo libharfbuzz-subset0
  [ -d /usr/share/fonts/truetype/dejavu ] || echo fonts-dejavu-core
  command -v python3 >/dev/null || echo python3
  has_uv || python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

missing_for_tests() {
  command -v chromium >/dev/null || echo chromium
  command -v pdftotext >/dev/null || echo poppler-utils
}

has_uv() { command -v uv >/dev/null; }

install_packages() {
  local as_root=()
  if ! command -v apt-get >/dev/null; then
    say "Missing system packages: $*"
    say "This is no Debian or Ubuntu: install their equivalents, then run this again."
    exit 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "Missing system packages: $*"
      say "Neither root nor sudo is at hand. Ask an administrator to run:  apt-get install $*"
      exit 1
    fi
    as_root=(sudo)
  fi
  say "Installing system packages with apt-get (as root): $*"
  "${as_root[@]}" apt-get update -q >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >&2
}

require_python() {
  if ! python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
    say "Python 3.11, 3.12 or 3.13 is needed; found: $(python3 --version 2>&1)"
    exit 1
  fi
}

mode=${1:-runtime}
lock=requirements.lock
[ "$mode" = runtime ] || lock=requirements-dev.lock

is_built() { [ ".venv/.$1" -nt "$2" ]; }

is_current() {
  is_built tests requirements-dev.lock || { [ "$mode" = runtime ] && is_built runtime requirements.lock; }
}

build_venv() {
  say "Building .venv from $lock ..."
  if has_uv; then
    uv venv --quiet --allow-existing --python "$(command -v python3)" .venv
    uv pip sync --quiet --python .venv/bin/python --require-hashes "$lock"
  else
    python3 -m venv .venv
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r "$lock"
  fi
  touch ".venv/.$mode"
}

mapfile -t missing < <(missing_for_running; [ "$mode" = runtime ] || missing_for_tests)
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
require_python
is_current || build_venv
