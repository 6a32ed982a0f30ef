"""Whose own time still runs: they see what waits for them, and no stage closes over them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from competitions.services import calls
from judging.reads import closing, duties
from judging.services import closing as verbs
from kipp.lib.errors import Refused
from proposals.models import Proposal
from proposals.services import corrections
from tests import worlds

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def edition(now):
    """Closed since five days, with one entry in its scoring stage."""
    return worlds.make_edition(opens_at=now - 40 * DAY, closes_at=now - 5 * DAY)


def extend(edition, agency, now):
    calls.extend(
        competition=edition,
        by=edition.announced_by,
        at=now,
        until=now + DAY,
        letter_number="1/B",
        reason="Banjir.",
        agency=agency,
    )


def returned(edition, now):
    sent = worlds.make_submitted(edition, title="Antar Obat")
    corrections.ask(
        version=sent.versions.get(),
        by=edition.announced_by,
        at=now,
        note="Tanda tangani.",
        due_at=now + 3 * DAY,
    )
    return sent


def titles(user, at):
    return [duty.title for duty in duties.duties(user, at)]


def test_stage_does_not_close_over_an_agency_whose_own_deadline_runs(edition, now):
    entry = worlds.make_entry(edition)
    flooded = worlds.make_agency(name="Puskesmas Tegal Timur")
    extend(edition, flooded, now)
    found = [b.text for b in closing.close_blockers(entry.stage, now)]
    assert found[0].startswith("Pendaftaran Puskesmas Tegal Timur masih dibuka sampai ")
    with pytest.raises(Refused) as refused:
        verbs.close(stage=entry.stage, by=edition.announced_by, at=now)
    assert refused.value.reasons[0] == found[0]
    after = closing.close_blockers(entry.stage, now + DAY)
    assert [b.page for b in after] == ["assignments"]


def test_stage_does_not_close_over_a_proposal_being_mended(edition, now):
    entry = worlds.make_entry(edition)
    returned(edition, now)
    assert [b.page for b in closing.close_blockers(entry.stage, now)] == ["screening", "assignments"]
    assert [b.page for b in closing.close_blockers(entry.stage, now + 3 * DAY)] == ["assignments"]


def test_later_stage_waits_for_no_entrant(edition, now):
    worlds.make_entry(edition)
    flooded = worlds.make_agency()
    extend(edition, flooded, now)
    final = edition.stages.create(position=3, name="Presentasi", kind="scoring", readers=1)
    assert [b.page for b in closing.close_blockers(final, now)] == ["screening"]  # nobody has come so far
    assert "Pendaftaran" not in closing.close_blockers(final, now)[0].text


def test_duty_of_a_returned_proposal_has_its_own_date(edition, now):
    sent = returned(edition, now)
    (duty,) = duties.duties(sent.created_by, now)
    assert (duty.title, duty.url, duty.due_at) == (
        "Perbaiki dan kirim ulang proposal “Antar Obat”",
        f"/proposal/{sent.code}/isi/",
        now + 3 * DAY,
    )
    assert titles(sent.created_by, now + 3 * DAY) == []


def test_duty_of_a_mended_proposal_is_the_heads(edition, now):
    sent = returned(edition, now)
    Proposal.objects.filter(pk=sent.pk).update(status="mended")
    head = worlds.make_user(agency=sent.agency, role="head")
    assert titles(head, now) == ["Setujui atau kembalikan proposal “Antar Obat”"]
    assert titles(sent.created_by, now) == []


def test_duty_follows_the_extension_of_the_agency_alone(edition, now):
    draft = worlds.make_draft(edition, title="Antar Obat")
    newcomer = worlds.make_user(agency=worlds.make_agency())
    assert titles(draft.created_by, now) == []
    extend(edition, draft.agency, now)
    (duty,) = duties.duties(draft.created_by, now)
    assert (duty.title, duty.due_at) == ("Lengkapi dan kirim proposal “Antar Obat”", now + DAY)
    assert titles(newcomer, now) == []
