from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from agencies.models import FormerPost
from judging.models import Conflict
from judging.reads import potential_conflicts as reads
from judging.services import conflicts
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 20, 16, 59, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return worlds.make_edition(opens_at=datetime(2026, 1, 5, tzinfo=UTC), closes_at=CLOSES)


@pytest.fixture
def stage(edition):
    return worlds.scoring_stage(edition)


@pytest.fixture
def dinas():
    return worlds.make_agency("DINKES", name="Dinas Kesehatan")


@pytest.fixture
def entry(edition, dinas):
    staff = worlds.make_user("ani@dinkes.kota.go.id", agency=dinas)
    return worlds.make_entry(edition, agency=dinas, by=staff, title="Antar Obat")


def evidence(stage, **only):
    return {pair: reads.sentences(rows) for pair, rows in reads.look(stage, **only).found.items()}


def left(member, agency, until):
    return FormerPost.objects.create(
        user=member.user, agency=agency, until=until, stated_at=AT, stated_by=member.user
    )


def test_pairs_namesake_of_a_team_member(stage, entry):
    member = worlds.make_juror(stage, name="Dr. Siti Aminah, M.Si.")
    assert evidence(stage) == {(entry.pk, member.pk): ["Namanya sama dengan anggota tim: Siti Aminah."]}


def test_pairs_address_of_the_agencys_own_domain(stage, entry):
    member = worlds.make_juror(stage, email="rina@DINKES.kota.go.id")
    worlds.make_juror(stage, email="rina@gmail.com")
    assert evidence(stage) == {
        (entry.pk, member.pk): ["Alamat e-mailnya sama-sama berakhir dengan dinkes.kota.go.id."]
    }


def test_pairs_older_former_post_warns_and_a_fresh_one_is_a_conflict(stage, entry, dinas):
    old, fresh = worlds.make_juror(stage), worlds.make_juror(stage)
    child = worlds.make_agency("PKM-1", kind="puskesmas", parent=dinas, name="Puskesmas Satu")
    left(old, child, date(2024, 3, 20))
    left(fresh, dinas, date(2024, 3, 21))
    assert evidence(stage) == {(entry.pk, old.pk): ["Pernah bekerja di Puskesmas Satu sampai 20 Maret 2024."]}


def test_pairs_without_cooling_years_any_former_post_only_warns(edition, stage, entry, dinas):
    edition.cooling_years = 0
    edition.save()
    member = worlds.make_juror(stage)
    left(member, dinas, date(2026, 3, 1))
    assert evidence(stage) == {
        (entry.pk, member.pk): ["Pernah bekerja di Dinas Kesehatan sampai 1 Maret 2026."]
    }


def test_pairs_earlier_team_of_the_innovation_and_a_teammate_elsewhere(stage, entry):
    member = worlds.make_juror(stage, email="rina@kampus.ac.id")
    earlier = worlds.make_draft(worlds.make_edition(), agency=worlds.make_agency(), title="Pasar Pagi")
    earlier.team.create(position=2, name="Rina", email="Rina@kampus.ac.id")
    earlier.team.create(position=3, name="Joko", nip="19800101")
    entry.proposal.team.create(position=2, name="Joko W.", nip="19800101")
    again = worlds.make_draft(worlds.make_edition(), agency=entry.proposal.agency, title="Antar Obat")
    again.innovation = entry.proposal.innovation
    again.save(update_fields=["innovation"])
    again.team.create(position=2, name="Rina", email="rina@kampus.ac.id")
    sentences = evidence(stage)[entry.pk, member.pk]
    assert "Pernah tercantum dalam tim inovasi ini, “Antar Obat”." in sentences
    assert "Pernah satu tim dengan Joko W. dalam “Pasar Pagi”." in sentences


def test_pairs_institution_of_the_agencys_name(stage, entry):
    member = worlds.make_juror(stage, institution="dinas kesehatan")
    assert evidence(stage) == {
        (entry.pk, member.pk): ["Lembaga asalnya sama dengan nama instansi: Dinas Kesehatan."]
    }


def test_pairs_already_in_conflict_are_left_out(edition, stage, entry):
    member = worlds.make_juror(stage, name="Siti Aminah")
    conflicts.pin(
        proposal=entry.proposal, user=member.user, by=edition.announced_by, at=AT, reason="Orang yang sama"
    )
    assert reads.look(stage).found == {}


def test_pairs_of_one_entry_or_one_juror_are_those_of_the_stage(edition, stage, entry):
    first, second = worlds.make_juror(stage, name="Siti Aminah"), worlds.make_juror(stage, name="Siti Aminah")
    other = worlds.make_entry(edition)
    everything = evidence(stage)
    assert set(everything) == {(e.pk, m.pk) for e in (entry, other) for m in (first, second)}
    assert set(evidence(stage, entry=entry)) == {(entry.pk, first.pk), (entry.pk, second.pk)}
    assert set(evidence(stage, member=second)) == {(entry.pk, second.pk), (other.pk, second.pk)}


def test_page_shows_readings_first_and_leads_to_pinning(client, edition, stage, entry):
    worlds.make_juror(stage, name="Siti Aminah")
    reader = worlds.make_juror(stage, name="Tuti Rahayu", institution="Dinas Kesehatan")
    worlds.make_assignment(entry, reader)
    client.force_login(edition.announced_by)
    answer = client.get(reverse("judging:potential_conflicts", args=[stage.code]))
    assert [row.juror for row in answer.context["page_obj"]] == ["Tuti Rahayu", "Siti Aminah"]
    pin = reverse("judging:conflict_pin", args=[stage.code, entry.code, reader.code])
    assert pin in answer.content.decode()
    client.post(pin, {"reason": "Benar bekerja di sana"})
    assert Conflict.objects.get().user == reader.user
    answer = client.get(reverse("judging:potential_conflicts", args=[stage.code]))
    assert [row.juror for row in answer.context["page_obj"]] == ["Siti Aminah"]


def test_page_pages_at_fifty(client, edition, stage):
    for _number in range(51):
        worlds.make_juror(stage, name="Siti Aminah")
    worlds.make_entry(edition)
    client.force_login(edition.announced_by)
    address = reverse("judging:potential_conflicts", args=[stage.code])
    assert [len(client.get(address, {"page": page}).context["page_obj"]) for page in (1, 2)] == [50, 1]
