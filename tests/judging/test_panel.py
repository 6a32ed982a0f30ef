from datetime import UTC, datetime

import pytest
from django.utils import timezone

from agencies.models import Invitation, User
from agencies.services import invitations
from judging.models import Assignment, PanelMember, ScoreSheet
from judging.reads import panel as reads
from judging.services import conflicts, panel
from kipp.lib.errors import Refused
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return worlds.make_edition()


@pytest.fixture
def stage(edition):
    return worlds.scoring_stage(edition)


@pytest.fixture
def bureau(edition):
    return edition.announced_by


def invite(stage, bureau, employer=None, at=AT):
    return panel.invite(
        stage=stage,
        email="Rina@Kampus.ac.id",
        name="Rina",
        institution="Undip",
        employer=employer,
        by=bureau,
        at=at,
    )


def test_seat_twice_is_done_once(edition, stage, bureau):
    user = worlds.make_user()
    first = panel.seat(stage=stage, user=user, by=bureau, at=AT, load_cap=5)
    assert panel.seat(stage=stage, user=user, by=bureau, at=AT) == first
    assert list(edition.ledger.values_list("kind", "subject")) == [("panel.seated", f"stage:{stage.code}")]


def test_seat_disabled_account_is_refused(stage, bureau):
    with pytest.raises(Refused, match="dinonaktifkan"):
        panel.seat(stage=stage, user=worlds.make_user(is_active=False), by=bureau, at=AT)


def test_invite_seats_somebody_before_they_come_in(stage, bureau):
    dinas = worlds.make_agency("DINKES")
    member, link = invite(stage, bureau, employer=dinas)
    user = member.user
    assert (user.email, user.employer, user.has_usable_password()) == ("rina@kampus.ac.id", dinas, False)
    assert Invitation.objects.get().email == "rina@kampus.ac.id"
    assert "/undangan/" in link


def test_invite_accepted_gives_the_seated_account_a_password(stage, bureau):
    member, _link = invite(stage, bureau)
    user = invitations.accept_as_new(
        at=AT, invitation=Invitation.objects.get(), name="Rina Wati", password=worlds.PASSWORD
    )
    assert (user, user.name) == (member.user, "Rina Wati")
    assert User.objects.get(pk=user.pk).check_password(worlds.PASSWORD)


def test_invite_link_opens_the_form_that_sets_a_password(client, stage, bureau):
    _member, link = invite(stage, bureau, at=timezone.now())
    path = link[link.index("/undangan/") :]
    answer = client.post(path, {"name": "Rina", "password1": worlds.PASSWORD, "password2": worlds.PASSWORD})
    assert answer.status_code == 302
    assert client.login(email="rina@kampus.ac.id", password=worlds.PASSWORD)


def test_invite_known_address_is_refused(stage, bureau):
    worlds.make_user("rina@kampus.ac.id")
    with pytest.raises(Refused, match="sudah punya akun"):
        invite(stage, bureau)
    assert PanelMember.objects.count() == 0


def test_remove_takes_unopened_readings_along(edition, stage, bureau):
    member = worlds.make_juror(stage)
    worlds.make_assignment(worlds.make_entry(edition), member)
    panel.remove(member=member, by=bureau, at=AT)
    assert (PanelMember.objects.count(), Assignment.objects.count()) == (0, 0)
    assert list(edition.ledger.values_list("kind", flat=True)) == ["assignment.removed", "panel.removed"]


@pytest.mark.parametrize("history", ["sheet", "recusal"])
def test_remove_juror_with_history_is_refused(edition, stage, bureau, history):
    member = worlds.make_juror(stage)
    row = worlds.make_assignment(worlds.make_entry(edition), member)
    if history == "sheet":
        rubric = stage.rubrics.get()
        ScoreSheet.objects.create(assignment=row, rubric=rubric, opened_at=AT, saved_at=AT)
    else:
        conflicts.declare(assignment=row, by=member.user, at=AT, reason="Keluarga")
    with pytest.raises(Refused, match="riwayat itu harus tetap ada"):
        panel.remove(member=member, by=bureau, at=AT)
    assert PanelMember.objects.get() == member


def test_seats_count_load_started_and_conflicts(edition, stage):
    dinas = worlds.make_agency("DINKES")
    insider, outsider = worlds.make_juror(stage, name="A", employer=dinas), worlds.make_juror(stage, name="B")
    worlds.make_entry(edition, agency=dinas)
    rows = [worlds.make_assignment(worlds.make_entry(edition), outsider) for _number in range(2)]
    rubric = stage.rubrics.get()
    ScoreSheet.objects.create(assignment=rows[0], rubric=rubric, opened_at=AT, saved_at=AT)
    seats = [(seat.member, seat.load, seat.started, seat.conflicts) for seat in reads.seats(stage)]
    assert seats == [(insider, 0, 0, 1), (outsider, 2, 1, 0)]
    assert reads.conflicts_of(outsider) == []
    [(_title, agency, reasons)] = reads.conflicts_of(insider)
    assert (agency, reasons) == (
        dinas.name,
        ["Juri bekerja atau berperan di instansi pengusul atau induknya."],
    )


@pytest.mark.parametrize("size", [1, 3])
def test_seats_any_number_costs_seven_queries(edition, stage, django_assert_num_queries, size):
    for _number in range(size):
        worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))
    with django_assert_num_queries(7):
        assert len(reads.seats(stage)) == size


def test_people_found_leaves_out_who_is_seated(stage):
    seated, other = worlds.make_juror(stage, name="Rina Wati"), worlds.make_user(name="Rina Sari")
    worlds.make_user(name="Rina Lama", is_active=False)
    assert reads.people_found(stage, "rina") == [other]
    assert reads.people_found(stage, "ri") == []
    assert seated.user.name == "Rina Wati"
