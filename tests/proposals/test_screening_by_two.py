"""Two people: one proposes, another decides. Nobody does both."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.models import Mail
from kipp.lib.errors import Refused, Stale
from proposals.models import Entry, Proposal, Screening
from proposals.reads import screening as reads
from proposals.services import screening, screening_by_two
from proposals.services.screening import Found
from tests import worlds

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MET, UNMET = {"surat": Found(True)}, {"surat": Found(False, "Belum ditandatangani")}


@pytest.fixture
def edition():
    edition = worlds.make_edition(
        opens_at=NOW - timedelta(days=30), closes_at=NOW - timedelta(days=1), screened_by_two=True
    )
    edition.checklist.create(position=1, code="surat", question="Surat ada?", reason="Surat tidak ada")
    return edition


@pytest.fixture
def first(edition):
    return worlds.make_user(agency=edition.organiser, role="bureau", name="Pertama")


@pytest.fixture
def second(edition):
    return worlds.make_user(agency=edition.organiser, role="bureau", name="Kedua")


@pytest.fixture
def version(edition):
    return worlds.make_submitted(edition, title="Besuk Kiamat").versions.get()


def propose(version, by, outcome="passed", findings=MET, revision=0):
    return screening_by_two.propose(
        version=version, by=by, at=NOW, outcome=outcome, revision=revision, findings=findings, note="Catatan."
    )


def confirm(version, by, revision=1):
    return screening_by_two.confirm(version=version, by=by, at=NOW, revision=revision)


def test_decide_alone_is_refused(version, first):
    with pytest.raises(Refused, match="dua orang"):
        screening.decide(version=version, by=first, at=NOW, outcome="passed", revision=0, findings=MET)
    assert Proposal.objects.get().status == "submitted"


def test_propose_tells_nobody_and_waits(edition, version, first, second):
    proposed = propose(version, first)
    assert (proposed.proposed_outcome, proposed.proposed_by, proposed.outcome) == ("passed", first, "")
    assert (Proposal.objects.get().status, Mail.objects.count(), edition.ledger.count()) == (
        "submitted",
        0,
        0,
    )
    assert reads.counts(edition, first, NOW)["kedua"] == 1
    assert reads.first_waiting(edition, first, NOW) is None
    assert reads.first_waiting(edition, second, NOW) == version.proposal.code


def test_propose_twice_is_done_once(version, first):
    assert propose(version, first).revision == propose(version, first).revision == 1


@pytest.mark.parametrize(("outcome", "findings"), [("passed", UNMET), ("rejected", MET)])
def test_propose_what_no_decision_could_stand_on_is_refused(version, first, outcome, findings):
    with pytest.raises(Refused) as refused:
        propose(version, first, outcome, findings)
    assert refused.value.status == 422
    assert Screening.objects.exclude(proposed_outcome="").count() == 0


def test_propose_in_an_edition_of_one_person_is_refused(edition, version, first):
    edition.screened_by_two = False
    edition.save()
    with pytest.raises(Refused, match="Putuskan langsung"):
        propose(version, first)


def test_confirm_by_another_decides_and_names_both(edition, version, first, second):
    propose(version, first, "rejected", UNMET)
    decided = confirm(version, second)
    assert (decided.outcome, decided.proposed_by, decided.decided_by) == ("rejected", first, second)
    assert Proposal.objects.get().status == "rejected"
    payload = edition.ledger.get().payload
    assert f'"proposed_by":"{first.code}"' in payload
    assert "Surat tidak ada: Belum ditandatangani" in Mail.objects.get().body


def test_confirm_by_the_proposer_is_refused(version, first):
    propose(version, first)
    with pytest.raises(Refused, match="Mintalah orang lain"):
        confirm(version, first)
    assert (Entry.objects.count(), Proposal.objects.get().status) == (0, "submitted")


def test_confirm_by_the_proposer_is_refused_to_a_superuser_too(version):
    admin = worlds.make_user(is_superuser=True)
    propose(version, admin)
    with pytest.raises(Refused, match="Mintalah orang lain"):
        confirm(version, admin)


def test_database_holds_two_different_people(version, first):
    propose(version, first)
    with pytest.raises(IntegrityError, match="screening_is_decided_by_another"), transaction.atomic():
        Screening.objects.update(outcome="passed", decided_at=NOW, decided_by=first)


def test_confirm_twice_is_done_once(version, first, second):
    propose(version, first)
    assert confirm(version, second) == confirm(version, second)
    assert Entry.objects.count() == 1


def test_confirm_what_changed_since_it_was_read_is_stale(version, first, second):
    propose(version, first)
    screening_by_two.send_back(version=version, by=first, at=NOW, revision=1, note="")
    propose(version, first, "rejected", UNMET, revision=2)
    with pytest.raises(Stale):
        confirm(version, second, revision=1)
    assert Proposal.objects.get().status == "submitted"


def test_save_while_it_waits_for_the_second_is_refused(version, first, second):
    propose(version, first)
    for person in (first, second):
        with pytest.raises(Refused, match="menunggu orang kedua"):
            screening.save_findings(version=version, by=person, at=NOW, revision=1, findings=UNMET)


def test_send_back_needs_a_note_and_keeps_the_findings(edition, version, first, second):
    propose(version, first, "rejected", UNMET)
    with pytest.raises(Refused, match="Tulis apa yang perlu"):
        screening_by_two.send_back(version=version, by=second, at=NOW, revision=1, note=" ")
    back = screening_by_two.send_back(version=version, by=second, at=NOW, revision=1, note="Lihat hal. 2")
    assert (back.proposed_outcome, back.proposed_by, back.sent_back_note) == ("", None, "Lihat hal. 2")
    assert back.findings.get().note == "Belum ditandatangani"
    assert reads.counts(edition, first, NOW)["belum"] == 1
    again = propose(version, second, revision=back.revision)
    assert (again.sent_back_note, confirm(version, first, again.revision).outcome) == ("", "passed")


def test_send_back_by_the_proposer_needs_no_note(version, first):
    propose(version, first)
    taken = screening_by_two.send_back(version=version, by=first, at=NOW, revision=1, note="")
    assert (taken.proposed_outcome, taken.sent_back_note) == ("", "")


def test_reconsider_asks_for_two_people_again(version, first, second):
    propose(version, first)
    confirm(version, second)
    again = screening.reconsider(version=version, by=second, at=NOW, reason="Keliru")
    assert (again.outcome, again.proposed_outcome, again.proposed_by) == ("", "", None)
    propose(version, second, revision=again.revision)
    with pytest.raises(Refused):
        confirm(version, second, again.revision + 1)


def desk(version):
    return reverse("proposals:screening", args=[version.proposal.competition.slug, version.proposal.code])


def act(name, version):
    return reverse(f"proposals:{name}", args=[version.proposal.competition.slug, version.proposal.code])


def test_pages_from_proposal_to_decision(client, version, first, second):
    client.force_login(first)
    said = {"revision": 0, "met_surat": "ya", "note_surat": "", "note": "", "putusan": "lolos"}
    assert client.post(desk(version), said).status_code == 302
    own = client.get(desk(version))
    assert "Tarik usulan saya" in own.content.decode()
    assert client.post(act("screening_confirm", version), {"revision": 1}).status_code == 409
    client.force_login(second)
    page = client.get(desk(version)).content.decode()
    assert "Sahkan: lolos" in page
    assert client.post(act("screening_send_back", version), {"revision": 1, "note": ""}).status_code == 422
    assert client.post(act("screening_confirm", version), {"revision": "x"}).status_code == 409
    assert client.post(act("screening_confirm", version), {"revision": 1}).status_code == 302
    assert Proposal.objects.get().status == "passed"


def test_pages_auditor_cannot_confirm(client, edition, version, first):
    propose(version, first)
    client.force_login(worlds.make_user(agency=edition.organiser, role="auditor"))
    assert client.post(act("screening_confirm", version), {"revision": 1}).status_code == 403
    assert client.post(act("screening_send_back", version), {"revision": 1, "note": "x"}).status_code == 403
