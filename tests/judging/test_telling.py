"""Agencies learn of their result soon after it is published, once for each release."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.models import Mail, MailBatch, Notice
from competitions.models import Competition
from judging.services import publishing, telling
from tests.judging.golden_stage import close_stage, golden_stage, titled

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
LETTER = publishing.Letter("060/123/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")


def publish(stage, at=AT, **changes):
    return publishing.publish(stage=stage, by=stage.competition.announced_by, at=at, letter=LETTER, **changes)


@pytest.fixture
def stage():
    return close_stage(golden_stage(), AT)


def test_sweep_tells_every_agency_its_own_result_once(stage):
    publish(stage)
    assert [telling.sweep(at=LATER) for _ in range(2)] == [6, 0]
    proposal = titled(stage, "E")
    notice = Notice.objects.get(subject=f"proposal:{proposal.code}")
    assert (notice.user, notice.kind, notice.url, notice.title) == (
        proposal.created_by,
        "result",
        f"/proposal/{proposal.code}/hasil/",
        f"Hasil {stage.name}: E",
    )
    assert MailBatch.objects.get().letters.count() == 6


def test_sweep_goes_on_where_a_round_ended(stage, monkeypatch):
    monkeypatch.setattr(telling, "ROUND", 4)
    publish(stage)
    assert [telling.sweep(at=LATER) for _ in range(3)] == [4, 2, 0]


def test_sweep_of_a_correction_tells_why(stage):
    publish(stage)
    telling.sweep(at=LATER)
    publish(stage, at=AT + timedelta(hours=1), reason="Nilai Juri B salah salin.", expected_number=2)
    assert telling.sweep(at=AT + timedelta(hours=2)) == 6
    letter = Mail.objects.order_by("-pk").first()
    assert letter.subject.startswith(f"Hasil {stage.name} dikoreksi: ")
    assert "\nAlasan koreksi:\nNilai Juri B salah salin.\n" in letter.body


def test_sweep_of_old_news_tells_nobody(stage):
    publish(stage)
    assert telling.sweep(at=AT + timedelta(days=8)) == 0


def test_sweep_with_held_mail_waits_to_be_read(stage):
    Competition.objects.filter(pk=stage.competition_id).update(holds_mail=True)
    publish(stage)
    telling.sweep(at=LATER)
    assert set(Mail.objects.values_list("status", flat=True)) == {"held"}
