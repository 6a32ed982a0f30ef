"""The word count of the server and the word count of the browser are one."""

import json
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.words import SEPARATORS, count_words

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "static" / "js" / "words.js"
CASES = HERE / "words_cases.json"

# A module read from standard input; the cases come from the file named last.
DRIVER = """
import {readFileSync} from "node:fs";
const cases = JSON.parse(readFileSync(process.argv.at(-1), "utf8"));
console.log(JSON.stringify(cases.map(([text]) => countWords(text))));
"""


def read_cases():
    return [tuple(case) for case in json.loads(CASES.read_text())]


def count_in_javascript(path):
    return count_in_node(path) if shutil.which("node") else count_in_chromium(path)


def count_in_node(path):
    run = subprocess.run(
        ["node", "--input-type=module", "-", str(path)],
        input=SCRIPT.read_text() + DRIVER,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return json.loads(run.stdout)


def count_in_chromium(path):
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.add_script_tag(content=SCRIPT.read_text(), type="module")
        page.wait_for_function("() => globalThis.countWords")
        counts = page.evaluate(
            "text => JSON.parse(text).map(([case_]) => countWords(case_))", path.read_text()
        )
        browser.close()
    return counts


def test_count_words_nasty_strings_gives_the_counts_made_by_hand():
    cases = read_cases()
    assert len(cases) >= 200
    assert [(text, count_words(text)) for text, _ in cases] == cases


def test_count_words_in_javascript_gives_the_same_counts():
    assert count_in_javascript(CASES) == [words for _, words in read_cases()]


def test_count_words_every_assigned_character_counts_alike_in_both(tmp_path):
    # Unassigned here may be assigned there: the two runtimes carry different editions of Unicode.
    assigned = [
        chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
    ]
    texts = [f"{c} x{c}x {c}" for c in assigned]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([[text, 0] for text in texts]))
    assert count_in_javascript(path) == [count_words(text) for text in texts]


def test_separators_are_the_white_space_of_unicode_and_two_dashes():
    # str.isspace adds the four information separators, which Unicode does not call White_Space.
    spaces = {c for c in map(chr, range(0x110000)) if c.isspace()} - set("\x1c\x1d\x1e\x1f")
    matched = {c for c in map(chr, range(0x110000)) if SEPARATORS.fullmatch(c)}
    assert matched == spaces | {"\u2014", "\u2015"}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.from_regex(r"[a-z0-9]{1,8}[.,!?]{0,2}", fullmatch=True)), st.sampled_from(" \n\t\xa0—"))
def test_count_words_plain_words_joined_counts_them(words, separator):
    assert count_words(separator.join(words)) == len(words)


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
def test_count_words_of_two_texts_apart_is_the_sum(left, right):
    assert count_words(f"{left}\n{right}") == count_words(left) + count_words(right)
