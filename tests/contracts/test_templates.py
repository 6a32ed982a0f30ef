"""What every template keeps to: the content policy, drawings that exist, comments that stay invisible."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((ROOT / "templates").rglob("*.html"))
MAILS = ROOT / "templates" / "emails"
SYMBOLS = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text()))

#: The content policy refuses these in a browser; a mail program knows nothing else than style attributes.
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=|javascript:", re.I
)
ELSEWHERE = re.compile(r"<(?:script|link|img|iframe|source)[^>]+(?:src|href)=[\"\'](?:https?:)?//", re.I)
OPEN_COMMENT = re.compile(r"\{#(?:(?!#\}).)*$", re.M)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", [p for p in PAGES if MAILS not in p.parents], ids=name)
def test_template_keeps_the_content_policy(path):
    text = path.read_text()
    assert INLINE.findall(text) == []
    assert ELSEWHERE.findall(text) == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_template_names_only_drawings_of_the_sprite(path):
    named = set(re.findall(r"{% icon [\"\']([\w-]+)[\"\']", path.read_text()))
    assert named - SYMBOLS == set()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_template_shows_no_comment_to_people(path):
    assert OPEN_COMMENT.findall(path.read_text()) == []


def test_inline_pattern_finds_what_the_policy_refuses():
    refused = ["<style>", "<script>x", '<p style="a">', '<a onclick="b">', 'href="javascript:c"']
    assert [sample for sample in refused if not INLINE.search(sample)] == []
    allowed = ['<script src="{% static %}">', '<script type="application/json">', '<a data-style="x">']
    assert [sample for sample in allowed if INLINE.search(sample)] == []
