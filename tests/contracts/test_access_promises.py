"""What must be true of the recorded matrix whoever records it anew: the promises, not the rows."""

import json
import re
from pathlib import Path

import pytest

MATRIX = json.loads(Path(__file__).with_name("access_matrix.json").read_text())
OPENED = {200, 409, 422}  # the page, or a verb's own answer: the door was passed
ACTED = OPENED | {302}
OVERSEERS = {"bureau", "publisher", "auditor", "bureau-elsewhere", "superuser"}
JURORS = {"juror", "juror-other", "juror-idle", "juror-recused"}


def rows(*prefixes, method="", label=""):
    for pattern, row in MATRIX.items():
        for told, words in row.items():
            if pattern.startswith(prefixes) and told.startswith(method) and re.search(label, told):
                yield pattern, told, {int(part[:3]): set(part[4:].split()) for part in words.split(" | ")}


def through(answers, statuses=OPENED):
    return set().union(*(people for status, people in answers.items() if status in statuses))


def broken(wanted, found):
    return [(pattern, told, sorted(found(answers))) for pattern, told, answers in wanted if found(answers)]


def test_bureaus_pages_open_to_overseers_only():
    assert broken(rows("panitia/"), lambda answers: through(answers) - OVERSEERS) == []


def test_disabled_account_is_anonymous_everywhere():
    def differs(answers):
        return {str(s) for s, people in answers.items() if ("disabled" in people) != ("anonymous" in people)}

    elsewhere = [row for row in rows("") if not row[0].startswith("admin/")]  # where nobody tries it
    assert broken(elsewhere, differs) == []


def test_auditor_never_acts():
    """What a POST answers an auditor is the page that a GET shows, or a refusal."""
    pages = {
        (pattern, told.removeprefix("GET")): answers
        for pattern, told, answers in rows("panitia/", method="GET")
    }
    for pattern, told, answers in rows("panitia/", method="POST"):
        if "auditor" in through(answers, ACTED):
            shown = pages[pattern, told.removeprefix("POST")]
            same = [status for status in answers if "auditor" in answers[status] & shown.get(status, set())]
            assert same, (pattern, told)


EDITIONS = ("panitia/edisi/<", "panitia/tahap", "panitia/rilis")
#: What an office keeps for itself outside its editions.
DESKS = ("panitia/impor/<", "panitia/surat/kiriman/<")


def test_organiser_of_another_edition_sees_nothing_of_ours():
    ours = rows(*EDITIONS, *DESKS, label=r"\bours?\b")
    assert broken(ours, lambda answers: through(answers, ACTED) & {"bureau-elsewhere"}) == []


def test_our_people_see_nothing_of_theirs():
    theirs = rows(*EDITIONS, *DESKS, label="theirs")
    own = {"bureau", "publisher", "auditor"}
    assert broken(theirs, lambda answers: through(answers, ACTED) & own) == []


@pytest.mark.parametrize(
    ("label", "owner"),
    [
        ("juror's", {"juror"}),
        ("juror-other's", {"juror-other"}),
        ("juror-recused's", set()),
        ("unopened of a stranger", set()),
        ("theirs", set()),
        ("none", set()),
    ],
)
def test_sheet_opens_to_its_juror_only(label, owner):
    sheets = rows("juri/<", label=rf"(GET|POST) {label}")
    assert broken(sheets, lambda answers: (through(answers, ACTED) - {"anonymous", "disabled"}) - owner) == []


def test_drafts_open_to_their_agency_only():
    for office, people in (("A", {"staff-a", "head-a"}), ("B", {"staff-b"})):
        drafts = rows("proposal/<", label=f"draft of {office}")
        known = people | {"anonymous", "disabled"}
        assert broken(drafts, lambda answers, known=known: through(answers, ACTED) - known) == []


def test_drafts_are_nothing_that_a_bureau_screens():
    drafts = rows("panitia/edisi", label="draft$")
    assert broken(drafts, lambda answers: through(answers)) == []


def test_jurors_never_open_a_proposal_or_its_files():
    assert broken(rows("proposal/<", "dokumen/"), lambda answers: through(answers) & JURORS) == []


def test_only_the_publisher_publishes_and_reopens():
    publishing = ("panitia/tahap/<str:code>/terbitkan/", "panitia/tahap/<str:code>/buka-kembali/")
    ours = rows(*publishing, label=" ours")
    assert broken(ours, lambda answers: through(answers, ACTED) & {"bureau", "auditor"}) == []
    assert any("publisher" in through(answers) for _pattern, _told, answers in rows(*publishing))


def test_letters_are_read_by_the_office_that_answers_for_them():
    ours = rows("panitia/surat/kiriman/<", label=" ours")
    known = {"bureau", "publisher", "superuser", "anonymous", "disabled"}
    assert broken(ours, lambda answers: through(answers, ACTED) - known) == []


def test_notices_open_to_their_person_only():
    theirs = rows("pemberitahuan/<", label="staff of A")
    known = {"staff-a", "anonymous", "disabled"}
    assert broken(theirs, lambda answers: through(answers, ACTED) - known) == []
