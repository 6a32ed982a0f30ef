"""Awards: what a release gives, a correction takes back; what is known of elsewhere; who may write off."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import AuditEvent
from competitions.models import Award
from judging.services import publishing
from kipp.lib.errors import Refused
from proposals.models import Proposal, Recognition
from proposals.services import recognitions
from tests import worlds
from tests.judging.golden_stage import close_stage, golden_stage, titled

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LATER = AT + timedelta(days=3)
LETTER = publishing.Letter("060/123/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")


@pytest.fixture
def stage():
    """The golden competition, closed: E is first, C second, A third."""
    stage = golden_stage()
    for place, name in enumerate(("Juara I", "Juara II"), 1):
        Award.objects.create(
            competition=stage.competition, position=place, name=name, first_place=place, last_place=place
        )
    return close_stage(stage, AT)


def publish(stage, *, at=AT, number=1, reason=""):
    return publishing.publish(
        stage=stage,
        by=stage.competition.announced_by,
        at=at,
        letter=LETTER,
        expected_number=number,
        reason=reason,
    )


def standing():
    rows = Recognition.objects.filter(revoked_at=None).order_by("name")
    return [(row.title, row.name, row.year, row.level) for row in rows]


def test_publish_last_stage_records_the_award_of_each_innovation(stage):
    publish(stage)
    assert standing() == [("E", "Juara I", 2026, "region"), ("C", "Juara II", 2026, "region")]
    first = Recognition.objects.get(name="Juara I")
    assert (first.innovation, first.proposal) == (titled(stage, "E").innovation, titled(stage, "E"))
    assert (first.recorded_at, first.recorded_by) == (AT, stage.competition.announced_by)


def test_publish_correction_that_changes_nothing_keeps_the_same_rows(stage):
    publish(stage)
    before = list(Recognition.objects.order_by("pk").values())
    publish(stage, at=LATER, number=2, reason="Nomor surat keliru")
    assert list(Recognition.objects.order_by("pk").values()) == before


def test_publish_correction_that_changes_awards_writes_off_and_records_anew(stage):
    publish(stage)
    second = stage.competition.awards.get(name="Juara II")
    Award.objects.filter(pk=second.pk).update(name="Harapan I", first_place=3, last_place=3)
    publish(stage, at=LATER, number=2, reason="Lembar nilai C keliru")
    # Third are A and B in the golden order: A before B by the tie rule, so A alone.
    assert standing() == [("A", "Harapan I", 2026, "region"), ("E", "Juara I", 2026, "region")]
    gone = Recognition.objects.get(name="Juara II")
    assert (gone.title, gone.revoked_at, gone.revoked_reason) == ("C", LATER, "Lembar nilai C keliru")
    told = AuditEvent.objects.filter(subject=f"innovation:{gone.innovation.code}").values_list(
        "verb", flat=True
    )
    assert sorted(told) == ["recognition.recorded", "recognition.revoked"]


def test_publish_correction_that_renames_an_award_replaces_it(stage):
    publish(stage)
    stage.competition.awards.filter(name="Juara I").update(name="Terbaik I")
    publish(stage, at=LATER, number=2, reason="Nama penghargaan keliru")
    assert standing() == [("C", "Juara II", 2026, "region"), ("E", "Terbaik I", 2026, "region")]
    assert Recognition.objects.count() == 3


def test_record_for_an_earlier_stage_writes_off_only_what_is_no_longer_awarded(stage):
    publish(stage)
    edition, by = stage.competition, stage.competition.announced_by
    Proposal.objects.filter(pk=titled(stage, "C").pk).update(status="not_awarded")
    recognitions.record(competition=edition, awards={}, by=by, at=LATER, reason="Koreksi tahap pertama")
    assert standing() == [("E", "Juara I", 2026, "region")]


def test_record_passes_over_a_disqualified_proposal(stage):
    Proposal.objects.filter(pk=titled(stage, "E").pk).update(status="disqualified")
    publish(stage)
    assert "E" not in [row[0] for row in standing()]


def test_record_costs_the_same_for_one_award_and_for_many():
    def cost(count: int) -> int:
        edition = worlds.make_edition()
        won = [worlds.make_submitted(edition, status="awarded").pk for _number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            recognitions.record(
                competition=edition,
                awards=dict.fromkeys(won, "Top"),
                by=edition.announced_by,
                at=AT,
                reason="",
            )
        return len([q for q in queries if "SAVEPOINT" not in q["sql"]])

    assert cost(1) == cost(12)


def elsewhere(innovation, **changes):
    fields = {"year": 2023, "level": "nation", "name": "Top 99", "title": "", "at": AT, **changes}
    fields.setdefault("by", worlds.make_user(agency=innovation.agency))
    return recognitions.enter(innovation=innovation, **fields)


@pytest.fixture
def innovation():
    return worlds.make_submitted(worlds.make_edition()).innovation


def test_enter_twice_finds_what_stands(innovation):
    first = elsewhere(innovation)
    assert elsewhere(innovation, name="top 99") == first
    assert elsewhere(innovation, year=2022) != first
    assert Recognition.objects.count() == 2


def test_enter_an_award_of_the_future_is_refused(innovation):
    with pytest.raises(Refused, match="belum tiba") as caught:
        elsewhere(innovation, year=2027)
    assert caught.value.status == 422


def test_revoke_keeps_the_row_with_reason_and_person_and_twice_is_once(innovation):
    row, by = elsewhere(innovation), worlds.make_user()
    recognitions.revoke(recognition=row, by=by, at=LATER, reason=" Datanya tidak benar. ")
    recognitions.revoke(recognition=row, by=worlds.make_user(), at=LATER, reason="Sekali lagi")
    row.refresh_from_db()
    assert (row.revoked_at, row.revoked_by, row.revoked_reason) == (LATER, by, "Datanya tidak benar.")
    assert elsewhere(innovation) != row


def test_revoke_without_a_reason_is_refused(innovation):
    row = elsewhere(innovation)
    with pytest.raises(Refused, match="alasan"):
        recognitions.revoke(recognition=row, by=worlds.make_user(), at=LATER, reason="  ")
    row.refresh_from_db()
    assert row.revoked_at is None
