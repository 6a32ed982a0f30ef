"""The verbs of a visitor's phone: record once, finish when all is said, reopen while nobody relies on it."""

from datetime import UTC, datetime, timedelta

import pytest

from agencies.models import AuditEvent
from competitions.models import LedgerEvent
from judging.models import FieldVisit, Observation, Visitor
from judging.reads import field_phone as reads
from judging.services import observations
from kipp.lib import canonical
from kipp.lib.errors import Refused, Stale
from tests import worlds
from tests.judging.visiting_field import AT, NINE, claim, finish, jurors, make_entry, make_stage, plan

pytestmark = pytest.mark.django_db

TOLD = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
LATER = NINE + timedelta(hours=5)


@pytest.fixture
def entry():
    return make_entry(make_stage())


@pytest.fixture
def pair(entry):
    return jurors(entry.stage, "Juri Satu", "Juri Dua")


@pytest.fixture
def visit(entry, pair):
    visit = plan(entry, pair)
    claim(visit, "Waktu tunggu 15 menit.", "Melayani 40 pasien sehari.")
    return visit


@pytest.fixture
def first(visit):
    return visit.claims.first()


def record(claim, by, verdict="confirmed", note="", revision=0, noted_at=TOLD) -> Observation:
    said = {"verdict": verdict, "note": note, "revision": revision, "noted_at": noted_at}
    return observations.record(claim=claim, by=by, at=NINE, **said)


def record_all(visit, by) -> None:
    for each in visit.claims.all():
        record(each, by)


def kinds() -> list[str]:
    rows = LedgerEvent.objects.filter(kind__startswith="observation.").order_by("seq")
    return list(rows.values_list("kind", flat=True))


def call_off(visit) -> None:
    by = visit.planned_by
    FieldVisit.objects.filter(pk=visit.pk).update(
        cancelled_at=AT, cancelled_by=by, cancelled_reason="Banjir."
    )


def test_record_keeps_the_finding_with_both_clocks(first, pair):
    saved = record(first, pair[0], "partly", "Register menunjukkan 25 menit.")
    row = Observation.objects.get()
    assert (row.claim, row.visitor.user) == (first, pair[0])
    assert (row.verdict, row.note) == ("partly", "Register menunjukkan 25 menit.")
    assert (row.noted_at, row.saved_at, row.revision) == (TOLD, NINE, 1)
    assert saved == row
    event = LedgerEvent.objects.get(kind="observation.saved")
    assert event.subject == f"visit:{first.visit.code}"
    digest = canonical.sha256("Register menunjukkan 25 menit.")
    told = {"claim": first.code, "verdict": "partly", "note_sha256": digest, "revision": 1}
    assert event.payload == canonical.dumps(told)


def test_record_that_arrives_twice_is_noted_once(first, pair):
    record(first, pair[0], "refuted", "Loket tutup.")
    again = record(first, pair[0], "refuted", "Loket tutup.")
    assert (again.revision, Observation.objects.count(), kinds()) == (1, 1, ["observation.saved"])


def test_record_anew_replaces_the_own_finding(first, pair):
    record(first, pair[0])
    record(first, pair[0], "refuted", "Loket tutup.", revision=1)
    row = Observation.objects.get()
    assert (row.verdict, row.note, row.revision) == ("refuted", "Loket tutup.", 2)


@pytest.mark.parametrize("revision", [0, 2])
def test_record_upon_another_revision_shows_what_stands(first, pair, revision):
    record(first, pair[0], "partly", "Dari ponsel.")
    with pytest.raises(Stale) as caught:
        record(first, pair[0], "refuted", "Dari tablet.", revision=revision)
    assert (caught.value.status, caught.value.current.note) == (409, "Dari ponsel.")
    assert Observation.objects.get().note == "Dari ponsel."


@pytest.mark.parametrize("verdict", ["partly", "refuted", "unseen"])
def test_record_against_a_claim_needs_a_note(first, pair, verdict):
    with pytest.raises(Refused, match="Tulis catatan") as caught:
        record(first, pair[0], verdict, "  ")
    assert caught.value.status == 422
    assert not Observation.objects.exists()


def test_two_visitors_see_for_themselves(first, pair):
    record(first, pair[0])
    record(first, pair[1], "refuted", "Loket tutup.")
    said = Observation.objects.order_by("visitor__user__name").values_list("visitor__user__name", "verdict")
    assert list(said) == [("Juri Dua", "refuted"), ("Juri Satu", "confirmed")]


def test_record_by_somebody_else_is_refused(first):
    with pytest.raises(Refused, match="Hanya petugas"):
        record(first, worlds.make_user())


def test_record_on_a_visit_called_off_is_refused(first, pair):
    call_off(first.visit)
    with pytest.raises(Refused, match="dibatalkan"):
        record(first, pair[0])


def test_finish_needs_every_claim(visit, first, pair):
    record(first, pair[0])
    with pytest.raises(Refused) as caught:
        observations.finish(visit=visit, by=pair[0], at=NINE)
    assert (caught.value.status, caught.value.reasons) == (422, ("Klaim 2 belum diperiksa.",))
    assert Visitor.objects.get(user=pair[0]).finished_at is None


def test_finish_is_done_once_and_told(visit, pair):
    record_all(visit, pair[0])
    observations.finish(visit=visit, by=pair[0], at=NINE)
    observations.finish(visit=visit, by=pair[0], at=LATER)
    assert Visitor.objects.get(user=pair[0]).finished_at == NINE
    assert kinds() == ["observation.saved", "observation.saved", "observation.finished"]
    assert AuditEvent.objects.filter(verb="observation.finished", by=pair[0]).count() == 1


def test_after_finishing_nothing_is_changed_but_a_late_repeat_is_no_error(visit, first, pair):
    record_all(visit, pair[0])
    observations.finish(visit=visit, by=pair[0], at=NINE)
    assert record(first, pair[0]).revision == 1
    with pytest.raises(Refused, match="sudah menyelesaikan"):
        record(first, pair[0], "refuted", "Loket tutup.", revision=1)


def test_reopen_says_why_and_lets_findings_change(visit, first, pair):
    record_all(visit, pair[0])
    observations.finish(visit=visit, by=pair[0], at=NINE)
    observations.reopen(visit=visit, by=pair[0], at=LATER, reason=" Salah loket. ")
    assert record(first, pair[0], "refuted", "Loket tutup.", revision=1).revision == 2
    assert Visitor.objects.get(user=pair[0]).finished_at is None
    assert AuditEvent.objects.get(verb="observation.reopened").details["reason"] == "Salah loket."


def test_reopen_without_a_reason_is_refused(visit, pair):
    finish(visit, pair[0])
    with pytest.raises(Refused, match="Tulis alasan"):
        observations.reopen(visit=visit, by=pair[0], at=LATER, reason=" ")


def test_reopen_after_the_agency_answered_is_refused(visit, pair):
    finish(visit, *pair)
    FieldVisit.objects.filter(pk=visit.pk).update(agreed_at=NINE, agreed_by=visit.planned_by)
    with pytest.raises(Refused, match="sudah menanggapi"):
        observations.reopen(visit=visit, by=pair[0], at=LATER, reason="Salah loket.")


def test_a_notebook_shows_others_only_when_all_have_finished(visit, first, pair):
    record_all(visit, pair[1])
    record(first, pair[0], "refuted", "Loket tutup.")
    finish(visit, pair[1])
    assert others(visit, pair[0]) == [[], []]
    finish(visit, pair[0])
    assert others(visit, pair[0]) == [["confirmed"], ["confirmed"]]


def others(visit, user) -> list[list[str]]:
    shown = reads.notebook(reads.notebooks_of(user).get(visit=visit))
    return [[each.verdict for each in row.others] for row in shown.rows]
