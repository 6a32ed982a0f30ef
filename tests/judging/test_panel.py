from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import AuditEvent, Invitation, User
from agencies.services import invitations
from judging.models import Assignment, PanelMember, ScoreSheet
from judging.reads import panel as reads
from judging.services import conflicts, panel
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.golden_stage import fill_sheet

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


def begin(edition, stage):
    """A juror has opened a sheet."""
    row = worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))
    ScoreSheet.objects.create(assignment=row, rubric=stage.rubrics.get(), opened_at=AT, saved_at=AT)


def test_remove_once_scoring_has_begun_points_to_a_substitution(edition, stage, bureau):
    begin(edition, stage)
    member = worlds.make_juror(stage)
    with pytest.raises(Refused, match="agar bacaannya diteruskan"):
        panel.remove(member=member, by=bureau, at=AT)
    assert PanelMember.objects.filter(pk=member.pk).exists()


def test_seat_once_scoring_has_begun_needs_a_reason(edition, stage, bureau):
    begin(edition, stage)
    user = worlds.make_user()
    with pytest.raises(Refused, match="Tulis mengapa panel bertambah"):
        panel.seat(stage=stage, user=user, by=bureau, at=AT, reason=" ")
    panel.seat(stage=stage, user=user, by=bureau, at=AT, reason="Menggantikan yang sakit")
    payload = edition.ledger.get(kind="panel.seated").payload
    assert "reason_sha256" in payload
    assert "sakit" not in payload
    assert AuditEvent.objects.get(verb="panel.seated").details["reason"] == "Menggantikan yang sakit"


def test_seat_somebody_who_left_is_refused(stage, bureau):
    member = worlds.make_juror(stage)
    PanelMember.objects.update(left_at=AT, left_by=bureau, left_reason="Pindah tugas")
    with pytest.raises(Refused, match="sudah keluar"):
        panel.seat(stage=stage, user=member.user, by=bureau, at=AT)


def test_remove_juror_who_recused_themself_is_refused(edition, stage, bureau):
    member = worlds.make_juror(stage)
    row = worlds.make_assignment(worlds.make_entry(edition), member)
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
    assert reads.conflicts_and_doubts_of(outsider)[0] == []
    [(_title, agency, reasons)] = reads.conflicts_and_doubts_of(insider)[0]
    assert (agency, reasons) == (
        dinas.name,
        ["Juri bekerja atau berperan di instansi pengusul atau induknya."],
    )


@pytest.mark.parametrize("size", [1, 3])
def test_seats_any_number_costs_eight_queries(edition, stage, django_assert_num_queries, size):
    for _number in range(size):
        worlds.make_assignment(worlds.make_entry(edition), worlds.make_juror(stage))
    with django_assert_num_queries(8):
        assert len(reads.seats(stage)) == size


def test_directory_leaves_out_who_is_seated(stage):
    worlds.make_juror(stage, name="Rina Wati")
    other = worlds.make_user(name="Rina Sari")
    worlds.make_user(name="Rina Lama", is_active=False)
    assert list(reads.directory(stage, "rina")) == [other]
    assert list(reads.directory(stage, "ri")) == []


def test_directory_puts_who_judged_before_first_with_their_sheets_and_fields(stage):
    earlier = worlds.make_edition()
    veteran = worlds.make_juror(worlds.scoring_stage(earlier), name="Rina Wati")
    for _number in range(2):
        reading = worlds.make_assignment(worlds.make_entry(earlier), veteran)
        fill_sheet(reading, dict.fromkeys(worlds.CRITERIA, 4))
    health, school = earlier.categories.order_by("position")
    veteran.user.expertise.create(category=school, level=3)
    veteran.user.expertise.create(category=health, level=1)
    newcomer = worlds.make_user(name="Rina Ayu")
    found = list(reads.directory(stage, "rina"))
    assert [(person, person.sheets) for person in found] == [(veteran.user, 2), (newcomer, 0)]
    assert [reads.known_fields(person) for person in found] == [["Pendidikan (ahli)"], []]
    assert list(reads.directory(stage, "")) == [veteran.user]


def test_copy_seats_the_other_panel_with_its_caps_once(edition, stage):
    final = edition.stages.create(position=3, name="Presentasi", kind="scoring")
    stays, coming = worlds.make_juror(stage), worlds.make_juror(stage)
    PanelMember.objects.filter(pk=coming.pk).update(load_cap=7)
    worlds.make_juror(stage, is_active=False)
    final.panel.create(user=stays.user, load_cap=3, added_at=AT, added_by=edition.announced_by)
    act = {"by": edition.announced_by, "at": AT}
    assert [panel.copy(stage=final, source=stage, **act) for _click in range(2)] == [1, 0]
    seats = set(final.panel.values_list("user", "load_cap"))
    assert seats == {(stays.user_id, 3), (coming.user_id, 7)}
    assert [row.kind for row in edition.ledger.all()] == ["panel.seated"]


def test_copy_page_offers_panels_of_the_same_organiser(client, edition, stage):
    final = edition.stages.create(position=3, name="Presentasi", kind="scoring")
    worlds.make_juror(stage, name="Rina Wati")
    foreign = worlds.make_juror(worlds.scoring_stage(worlds.make_edition()), name="Orang Asing")
    client.force_login(edition.announced_by)
    address = reverse("judging:panel_copy", args=[final.code])
    page = client.get(address).content.decode()
    assert "Rina Wati" in page
    assert "Orang Asing" not in page
    assert client.post(address, {"source": foreign.stage.code}).status_code == 404
    assert client.post(address, {"source": stage.code}).status_code == 302
    assert final.panel.get().user.name == "Rina Wati"
