"""What operators and developers are told is what there is: commands, decisions, links between documents."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ("kipp", "agencies", "competitions", "proposals", "judging")
ADR = ROOT / "docs/adr"
DECISIONS = sorted(ADR.glob("[0-9]*.md"))
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_every_command_is_documented():
    commands = {path.stem for app in APPS for path in (ROOT / app).glob("management/commands/[a-z]*.py")}
    table = (ROOT / "docs/operations.md").read_text().split("## Commands")[1]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == commands


def test_every_decision_is_listed_under_its_number_and_title():
    listed = re.findall(
        r"^\| \[(\d+)\]\(([^)]+)\) \| (.+) \|$", (ADR / "README.md").read_text(), re.MULTILINE
    )
    written = [
        (str(number), path.name, path.read_text().splitlines()[0].removeprefix(f"# {number}. "))
        for number, path in enumerate(DECISIONS, 1)
    ]
    assert listed == written


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decision_is_half_a_page_that_says_why_what_and_what_follows(path):
    text = path.read_text()
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Why", "Decision", "Consequences"]
    assert 80 < len(text.split()) < 300


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path):
    targets = LINK.findall(path.read_text())
    assert [target for target in targets if not (path.parent / target).exists()] == []
