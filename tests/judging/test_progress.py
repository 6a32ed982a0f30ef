"""How far a stage is: every figure against a world that is counted on paper."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from judging.reads import closing, progress
from judging.services import closing as acts
from judging.services import conflicts
from proposals.models import Entry
from tests import worlds
from tests.judging.golden_stage import fill_sheet
from tests.pure.golden import CODES

pytestmark = pytest.mark.django_db
POINTS = dict.fromkeys(CODES, 3)

#: F is final, d a draft, u unread, w waived, c a conflict; the readers are Ani, Budi, Citra in this order.
READINGS = {"A": "FFd", "B": "FFF", "C": "ucw", "D": "", "E": "Fu"}


@pytest.fixture
def stage():
    """Five entries for three readers each; Dewi reads nothing, and E is not presented."""
    edition = worlds.make_edition()
    stage = worlds.scoring_stage(edition)
    jurors = [worlds.make_juror(stage, name=name) for name in ("Ani", "Budi", "Citra", "Dewi")]
    for title, states in READINGS.items():
        entry = worlds.make_entry(edition, title=title)
        for juror, state in zip(jurors, states, strict=False):
            bring(worlds.make_assignment(entry, juror), state)
    Entry.objects.filter(proposal__title="E").update(attendance="absent")
    return stage


def bring(reading, state):
    by, at = reading.assigned_by, timezone.now()
    if state in "Fd":
        fill_sheet(reading, POINTS, is_final=state == "F")
    if state == "w":
        acts.waive(assignment=reading, by=by, at=at, reason="Sakit.")
    if state == "c":
        conflicts.declare(assignment=reading, by=reading.member.user, at=at, reason="Saudara.")


def test_table_counts_each_juror_from_the_furthest_behind(stage):
    lines = progress.table(stage).jurors
    assert [(one.member.user.name, one.final, one.started, one.awaited, one.total) for one in lines] == [
        ("Ani", 2, 0, 1, 3),
        ("Citra", 1, 1, 1, 2),
        ("Budi", 2, 0, 0, 2),
        ("Dewi", 0, 0, 0, 0),
    ]
    assert progress.table(stage).behind == 2


def test_table_agrees_with_the_counts_that_closing_works_with(stage):
    found = progress.table(stage).coverage
    assert found == closing.coverage(stage)
    assert (found.entries, found.standing, found.final, found.waived, found.recused) == (5, 7, 5, 1, 1)
    assert (found.thin_entries, found.bare_entries, found.absent) == (2, 1, 1)


def test_table_spreads_the_presented_entries_by_final_sheets(stage):
    table = progress.table(stage)
    assert table.spread == [
        ("0 lembar final", 2),
        ("1 lembar final", 0),
        ("2 lembar final", 1),
        ("3 lembar final atau lebih", 1),
    ]
    assert (table.complete, len(table.present)) == (1, 4)


def test_chips_keep_the_entries_that_want_something(stage):
    kept = {chip: [row.title for row in rows] for chip, rows in progress.table(stage).chips.items()}
    assert kept == {"belum": ["A", "C", "D"], "tanpa": ["D"], "terbuka": ["A"]}


def test_shown_names_every_reading_and_how_it_ended(stage):
    table = progress.table(stage)
    rows = {one.row.title: one for one in table.shown(table.entries)}
    assert [(name, reading.state) for reading, name in rows["C"].readings] == [
        ("Ani", "unread"),
        ("Budi", "conflict"),
        ("Citra", "waived"),
    ]
    assert {reading.state for reading, _name in rows["E"].readings} == {"absent"}
    assert {title: one.is_thin for title, one in rows.items()} == {
        "A": False,
        "B": False,
        "C": True,
        "D": True,
        "E": False,
    }


def page_of(stage, query=""):
    client = Client()
    client.force_login(worlds.make_user(agency=stage.competition.organiser, role="bureau"))
    return client.get(reverse("judging:progress", args=[stage.code]) + query)


def test_page_with_a_chip_shows_its_entries_only(stage):
    answer = page_of(stage, "?saring=tanpa")
    assert [one.row.title for one in answer.context["entries"]] == ["D"]
    assert answer.context["chips"] == [
        ("", "Semua", 5),
        ("belum", "Belum lengkap", 3),
        ("tanpa", "Tanpa juri", 1),
        ("terbuka", "Sedang dinilai", 1),
    ]


def test_page_marks_every_figure_that_keeps_itself_up_to_date(stage):
    words = page_of(stage).content.decode()
    for key in ("angka", "bilah", "jam", "sebaran", "juri", "penghalang", "chip-belum"):
        assert words.count(f'data-live="{key}"') == 1, key
    assert words.count('data-live="lembar-') == sum(map(len, READINGS.values()))


def test_page_of_a_closed_stage_does_not_ask_again(stage):
    stage.closed_at, stage.closed_by = timezone.now(), stage.competition.announced_by
    stage.save()
    assert "counting.js" not in page_of(stage).content.decode()
