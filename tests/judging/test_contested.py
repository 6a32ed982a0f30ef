"""Entries whose jurors are far apart, and who reads them once more. Totals are those of golden_stage."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from competitions.models import LedgerEvent, Stage
from judging.auditing import contests
from judging.models import Apart, Assignment, Expertise
from judging.reads import contested as reads
from judging.services import conflicts
from judging.services import contested as verbs
from kipp.lib.errors import Refused
from proposals.models import Entry
from tests import worlds
from tests.judging.golden_stage import fill_sheet, golden_stage
from tests.pure.golden import CODES

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    """Gaps: A 20, B 34, C 19, D 14, E 21, F 15; two standard deviations of all sheets are 35.7."""
    stage = golden_stage()
    stage.contested_gap = 20
    stage.save()
    return stage


def entry_of(stage, title):
    return Entry.objects.select_related("proposal", "stage").get(stage=stage, proposal__title=title)


def found(stage):
    shown = reads.shown(reads.contested(stage))
    return [(one.line.facts.title, one.gap, one.line.contest.more) for one in shown]


def test_contested_lists_the_widest_gap_first(stage):
    assert found(stage) == [("B", "34.00", 2), ("E", "21.00", 1), ("A", "20.00", 1)]


def test_contested_shows_every_juror_with_the_exact_total(stage):
    first = reads.shown(reads.contested(stage))[0]
    assert first.jurors == [("Juri 4", "36.00"), ("Juri 2", "67.00"), ("Juri 1", "70.00")]


def test_contested_below_a_pass_mark_wants_a_sheet_under_it(stage):
    stage.contested_below = Decimal("50.00")
    assert [title for title, *_rest in found(stage)] == ["B"]  # the lowest of A is 50, not under it


def test_contested_without_a_declared_gap_lists_nothing(stage):
    stage.contested_gap = None
    assert reads.contested(stage) == []


def test_contested_counts_neither_drafts_nor_absent_entries(stage):
    Assignment.objects.get(entry__proposal__title="B", member__user__name="Juri 4").sheet.scores.update(
        points=None
    )
    sheet = Assignment.objects.get(entry__proposal__title="B", member__user__name="Juri 4").sheet
    sheet.status, sheet.finalised_at = "draft", None
    sheet.save()
    Entry.objects.filter(proposal__title="E").update(attendance="absent")
    assert [title for title, *_rest in found(stage)] == ["A"]


def test_gap_of_two_standard_deviations_is_worth_two_readers():
    close = {str(n): [Fraction(50), Fraction(51)] for n in range(30)}
    assert contests(close | {"x": [Fraction(50), Fraction(60)]}, 8)["x"].more == 2  # sd is about 1.2
    assert contests({"x": [Fraction(0), Fraction(20)]}, 8)["x"].more == 1  # sd is 14.1
    assert contests({"x": [Fraction(0), Fraction(25)]}, 8)["x"].more == 2
    assert contests({"x": [Fraction(0)], "y": [Fraction(0), Fraction(799, 100)]}, 8) == {}


def named(stage, title):
    return [
        (one.member.user.name, one.level, one.load) for one in reads.candidates(stage, entry_of(stage, title))
    ]


def test_candidates_come_fittest_first_then_by_load(stage):
    category = entry_of(stage, "B").proposal.category
    for name, level in (("Ahli Sibuk", 3), ("Ahli Lega", 3), ("Terkait", 2)):
        juror = worlds.make_juror(stage, name=name)
        Expertise.objects.create(user=juror.user, category=category, level=level)
    worlds.make_assignment(entry_of(stage, "A"), stage.panel.get(user__name="Ahli Sibuk"))
    assert named(stage, "B") == [
        ("Ahli Lega", 3, 0),
        ("Ahli Sibuk", 3, 1),
        ("Terkait", 2, 0),
        ("Juri 3", 1, 5),
    ]


def test_candidates_leave_out_whoever_may_not_or_cannot(stage):
    entry, by, at = entry_of(stage, "B"), stage.competition.announced_by, timezone.now()
    boss, apart, full, gone, odd = (worlds.make_juror(stage, name=f"Lain {n}") for n in range(5))
    conflicts.pin(proposal=entry.proposal, user=boss.user, by=by, at=at, reason="Atasan.")
    pair = sorted([apart, stage.panel.get(user__name="Juri 1")], key=lambda member: member.pk)
    Apart.objects.create(first=pair[0], second=pair[1], reason="Suami istri", stated_at=at, stated_by=by)
    full.load_cap = 0
    full.save()
    gone.left_at, gone.left_by, gone.left_reason = at, by, "Sakit."
    gone.save()
    stepped_back = worlds.make_assignment(entry, odd)
    conflicts.declare(assignment=stepped_back, by=odd.user, at=at, reason="Teman.")
    assert [name for name, *_rest in named(stage, "B")] == ["Juri 3"]


def act(stage, title, *members):
    return verbs.add_readers(
        entry=entry_of(stage, title), members=members, by=stage.competition.announced_by, at=timezone.now()
    )


def test_add_readers_assigns_with_the_reason_and_tells_the_ledger(stage):
    new = worlds.make_juror(stage)
    third = stage.panel.get(user__name="Juri 3")
    made = act(stage, "B", third, new)
    assert set(
        Assignment.objects.filter(pk__in=[row.pk for row in made]).values_list("member", "reason")
    ) == {
        (third.pk, "Selisih nilai antarjuri 34,00 poin"),
        (new.pk, "Selisih nilai antarjuri 34,00 poin"),
    }
    event = LedgerEvent.objects.get(kind="entry.read_again")
    assert event.subject == f"entry:{entry_of(stage, 'B').code}"
    codes = sorted([third.user.code, new.user.code])
    assert event.payload == f'{{"gap":"34.00","readers":["{codes[0]}","{codes[1]}"]}}'


def test_add_readers_pressed_twice_is_done_once(stage):
    third = stage.panel.get(user__name="Juri 3")
    assert act(stage, "B", third) == act(stage, "B", third)
    assert LedgerEvent.objects.filter(kind="entry.read_again").count() == 1


def test_add_readers_changes_no_score_and_settles_the_line(stage):
    before = [line.totals for line in reads.contested(stage)]
    third = stage.panel.get(user__name="Juri 3")
    reading = act(stage, "B", third)[0]
    lines = reads.contested(stage)
    assert sorted(before) == sorted(line.totals for line in lines)
    assert [(line.is_settled, line.awaited) for line in lines] == [(False, 0), (False, 0), (True, 1)]
    fill_sheet(reading, dict.fromkeys(CODES, 4))
    assert [(line.is_read_again, line.awaited) for line in reads.contested(stage)][-1] == (True, 0)


@pytest.mark.parametrize(
    ("title", "how_many", "words"),
    [
        ("B", 0, "Pilih satu atau dua juri"),
        ("B", 3, "Pilih satu atau dua juri"),
        ("D", 1, "tidak lagi berselisih"),
    ],
)
def test_add_readers_is_refused_when_there_is_nothing_to_do(stage, title, how_many, words):
    with pytest.raises(Refused, match=words):
        act(stage, title, *(worlds.make_juror(stage) for _number in range(how_many)))


def test_add_readers_in_conflict_or_while_others_are_awaited_is_refused(stage):
    entry, by, at = entry_of(stage, "B"), stage.competition.announced_by, timezone.now()
    boss = worlds.make_juror(stage)
    conflicts.pin(proposal=entry.proposal, user=boss.user, by=by, at=at, reason="Atasan.")
    with pytest.raises(Refused, match="Juri ini tidak dapat membaca proposal ini lagi"):
        act(stage, "B", boss)
    act(stage, "B", stage.panel.get(user__name="Juri 3"))
    with pytest.raises(Refused, match="Masih ada juri yang ditunggu"):
        act(stage, "B", worlds.make_juror(stage))
    Stage.objects.filter(pk=stage.pk).update(closed_at=at, closed_by=by)
    with pytest.raises(Refused, match="Tahap ini sudah ditutup"):
        act(stage, "E", worlds.make_juror(stage))


def test_page_ticks_as_many_as_are_offered_and_assigns_in_one_click(stage):
    for number in range(2):
        worlds.make_juror(stage, name=f"Tambahan {number}")
    client = Client()
    client.force_login(worlds.make_user(agency=stage.competition.organiser, role="bureau"))
    url = reverse("judging:contested_readers", args=[stage.code, entry_of(stage, "B").code])
    offered = client.get(url).context["candidates"]
    assert [(one.member.user.name, ticked) for one, ticked in offered] == [
        ("Tambahan 0", True),
        ("Tambahan 1", True),
        ("Juri 3", False),
    ]
    nobody = client.post(url)
    assert (nobody.status_code, [ticked for _one, ticked in nobody.context["candidates"]]) == (
        422,
        [False] * 3,
    )
    done = client.post(url, {"juri": [one.member.code for one, ticked in offered if ticked]}, follow=True)
    assert "Tambahan 0, Tambahan 1 ditugaskan membaca “B”." in done.content.decode()
    assert [row.line.awaited for row in done.context["rows"]] == [0, 0, 2]
