"""The juror's queue: order, state, own totals, what comes next, and what it costs."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from competitions.models import Stage
from judging.models import Assignment, Waiver
from judging.reads import queue as reads
from judging.reads import sheet as sheet_reads
from judging.services import scoring_sheets
from tests import worlds

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def edition():
    return worlds.make_edition(weights=(25, 20, 15, 25, 15))


@pytest.fixture
def stage(edition):
    return worlds.scoring_stage(edition)


@pytest.fixture
def member(stage):
    return worlds.make_juror(stage)


def assign(edition, member, position, **fields) -> Assignment:
    return worlds.make_assignment(worlds.make_entry(edition, **fields), member, position=position)


def score(assignment, points, *, is_final=True) -> None:
    act = {"by": assignment.member.user, "at": NOW}
    sheet = scoring_sheets.open_sheet(assignment=assignment, no_conflict=True, **act)
    for criterion, given in zip(sheet.rubric.criteria.all(), points, strict=False):
        scoring_sheets.save_score(
            sheet=sheet, criterion_id=criterion.pk, points=given, comment="", revision=0, **act
        )
    if is_final:
        stamp = sheet_reads.stamp(sheet_reads.scores_of(sheet))
        scoring_sheets.finalise(sheet=sheet, revision=stamp, **act)


def test_desks_list_readings_in_the_jurors_order_with_state_and_own_total(edition, member):
    second, first, third = (assign(edition, member, position) for position in (2, 1, 3))
    score(first, (5, 3, 3, 3, 3))
    score(second, (4, 4), is_final=False)
    (desk,) = reads.desks(member.user, NOW)
    assert [(item.code, item.status, item.scored, item.total) for item in desk.items] == [
        (first.code, "final", 5, Fraction(70)),
        (second.code, "draft", 2, None),
        (third.code, None, 0, None),
    ]
    assert (desk.final, desk.next_code, desk.is_done) == (1, second.code, False)


def test_desks_of_another_juror_are_not_shown(edition, member, stage):
    score(assign(edition, member, 1), (5, 3, 3, 3, 3))
    other = worlds.make_juror(stage)
    assert reads.desks(other.user, NOW) == []


def test_desks_leave_out_what_was_recused_or_waived(edition, member):
    kept, recused, waived = (assign(edition, member, position) for position in (1, 2, 3))
    Assignment.objects.filter(pk=recused.pk).update(recused_at=NOW, ended_as="conflict")
    Waiver.objects.create(assignment=waived, reason="x", waived_at=NOW, waived_by=edition.announced_by)
    (desk,) = reads.desks(member.user, NOW)
    assert [item.code for item in desk.items] == [kept.code]


@pytest.mark.parametrize(("opens", "closes", "is_open"), [(-1, 1, True), (1, 2, False), (-2, -1, False)])
def test_desk_offers_the_next_reading_only_while_scores_are_taken(
    edition, member, stage, opens, closes, is_open
):
    code = assign(edition, member, 1).code
    window = {"opens_at": NOW + timedelta(hours=opens), "closes_at": NOW + timedelta(hours=closes)}
    Stage.objects.filter(pk=stage.pk).update(**window)
    (desk,) = reads.desks(member.user, NOW)
    assert desk.next_code == (code if is_open else None)


def test_way_on_wraps_to_an_earlier_unfinished_reading(edition, member):
    first, second, third = (assign(edition, member, position) for position in (1, 2, 3))
    score(third, (5, 3, 3, 3, 3))
    ways = [sheet_reads.way_on(Assignment.objects.get(pk=row.pk)) for row in (first, second, third)]
    assert [(way.place, way.count, way.final, way.next_code) for way in ways] == [
        (1, 3, 1, second.code),
        (2, 3, 1, first.code),
        (3, 3, 1, first.code),
    ]


def test_distribution_counts_totals_by_tens():
    totals = [Fraction(100), Fraction(90), Fraction(899, 10), Fraction(70)]
    assert reads.distribution(totals) == [
        ("70 sampai di bawah 80", 1),
        ("80 sampai di bawah 90", 1),
        ("90 sampai 100", 2),
    ]
    assert reads.distribution([]) == []


def test_queue_thanks_when_all_is_final(client, edition, member):
    score(assign(edition, member, 1), (5, 3, 3, 3, 3))
    client.force_login(member.user)
    page = client.get(reverse("judging:queue")).content.decode()
    shown = [text in page for text in ("Terima kasih", "70 sampai di bawah 80", "Mulai menilai")]
    assert shown == [True, True, False]


def test_queue_of_somebody_without_readings_says_what_will_come(client):
    client.force_login(worlds.make_user())
    assert "Belum ada proposal untuk Anda" in client.get(reverse("judging:queue")).content.decode()


def test_queue_of_an_anonymous_visitor_asks_to_sign_in(client):
    answer = client.get(reverse("judging:queue"))
    assert (answer.status_code, answer.url) == (302, "/akun/login/?next=/juri/")


@pytest.mark.parametrize("size", [1, 3])
def test_queue_costs_twelve_queries(client, edition, member, django_assert_num_queries, size):
    for position in range(size):
        score(assign(edition, member, position), (5, 3, 3, 3, 3))
    assign(edition, member, 9)
    client.force_login(member.user)
    client.get(reverse("judging:queue"))
    with django_assert_num_queries(12):
        client.get(reverse("judging:queue"))


def listed(client, **query) -> list[str]:
    page = client.get(reverse("judging:queue"), query)
    return [item.code for item in page.context["page_obj"]]


def test_queue_lists_one_part_when_asked(client, edition, member):
    unread, begun, final = (assign(edition, member, position) for position in (1, 2, 3))
    score(begun, (4, 4), is_final=False)
    score(final, (5, 3, 3, 3, 3))
    Assignment.objects.filter(pk=unread.pk).update(is_flagged=True)
    client.force_login(member.user)
    assert listed(client) == [unread.code, begun.code, final.code]
    found = {part: listed(client, hanya=part) for part in ("belum", "sedang", "ditandai", "final", "lain")}
    assert found == {
        "belum": [unread.code],
        "sedang": [begun.code],
        "ditandai": [unread.code],
        "final": [final.code],
        "lain": [unread.code, begun.code, final.code],
    }


def test_queue_pages_fifty_at_a_time(client, edition, member):
    entry_of = [assign(edition, member, position) for position in range(52)]
    client.force_login(member.user)
    assert [len(listed(client)), len(listed(client, page=2))] == [50, 2]
    assert listed(client, page=2) == [row.code for row in entry_of[50:]]


def test_prepare_opens_what_was_ticked_and_nothing_else(client, edition, member):
    first, _second, third = (assign(edition, member, position) for position in (1, 2, 3))
    client.force_login(member.user)
    url = reverse("judging:queue_prepare", args=[member.stage.code])
    answer = client.post(url, {"codes": [first.code, third.code]})
    assert answer.url == reverse("judging:queue")
    opened = Assignment.objects.filter(sheet__isnull=False).order_by("position")
    assert list(opened) == [first, third]
    assert client.post(url, {"codes": [first.code]}).status_code == 422  # it is open already
    assert client.post(url, {}).status_code == 422


def test_prepare_of_a_conflict_opens_nothing(client, edition, member):
    kept = assign(edition, member, 1)
    own = assign(edition, member, 2, agency=worlds.make_agency("OPD-JURI"))
    url = reverse("judging:queue_prepare", args=[member.stage.code])
    client.force_login(member.user)
    member.user.employer = own.entry.proposal.agency
    member.user.save(update_fields=["employer"])
    assert client.post(url, {"codes": [kept.code, own.code]}).status_code in (409, 422)
    assert not Assignment.objects.filter(sheet__isnull=False).exists()
