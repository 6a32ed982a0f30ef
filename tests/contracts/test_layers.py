"""The import contract of pyproject.toml holds, and nothing has slipped past its lists."""

import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
APPS = ("agencies", "competitions", "proposals", "judging")
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("kipp", *APPS, cache_dir=None)


def names_in(layer):
    return {name.strip(" ()") for name in layer.replace("|", ":").split(":")}


def test_lint_imports_keeps_every_contract():
    command = Path(sys.executable).parent / "lint-imports"
    answer = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_kipp_modules_all_stand_above_the_apps(graph):
    listed = names_in(CONTRACTS["stack"]["layers"][0])
    assert graph.find_children("kipp") - {"kipp.lib", "kipp.settings"} == listed


def test_words_are_pure_or_enums(graph):
    """Everything in the lowest layer but the enums is pure: maths that needs no database to be tested."""
    lowest = names_in(CONTRACTS["inside"]["layers"][-1]) - {"enums"}
    existing = {f"{app}.{name}" for app in APPS for name in lowest} & graph.modules
    assert existing - set(CONTRACTS["pure"]["source_modules"]) == set()


def test_settings_are_imported_by_nobody(graph):
    assert graph.find_modules_that_directly_import("kipp.settings") == set()
