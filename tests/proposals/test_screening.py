import json
from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.models import Mail
from competitions.models import ChecklistItem
from kipp.lib.errors import Refused, Stale
from proposals.models import Entry, Proposal, ProposalVersion, Screening
from proposals.reads import screening as reads
from proposals.services import corrections, screening
from proposals.services.screening import Found
from tests import worlds

CLOSES = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
AFTER = CLOSES + timedelta(hours=1)
MET = {"umur": Found(True), "judul": Found(True)}
UNMET = {"umur": Found(False, "Baru 11 bulan"), "judul": Found(True)}
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    edition = worlds.make_edition(opens_at=CLOSES - timedelta(days=30), closes_at=CLOSES)
    edition.announced_at = CLOSES - timedelta(days=40)
    edition.save()
    ChecklistItem.objects.create(
        competition=edition,
        position=1,
        code="umur",
        question="Umur inovasi cukup",
        reason="Umur inovasi kurang",
        check_kind="age",
    )
    ChecklistItem.objects.create(
        competition=edition, position=2, code="judul", question="Judul layak", reason="Judul ganda"
    )
    return edition


@pytest.fixture
def bureau(edition):
    return edition.announced_by


@pytest.fixture
def version(edition):
    return worlds.make_submitted(edition, title="Besuk Kiamat").versions.get()


def decide(version, by, outcome, findings, revision=0, at=AFTER):
    return screening.decide(
        version=version, by=by, at=at, outcome=outcome, revision=revision, findings=findings, note="Catatan."
    )


def test_save_findings_keeps_every_line(version, bureau):
    saved = screening.save_findings(
        version=version, by=bureau, at=AFTER, revision=0, findings=UNMET, note=" Lihat butir 1 "
    )
    assert (saved.revision, saved.note, saved.outcome) == (1, "Lihat butir 1", "")
    found = saved.findings.order_by("item__position").values_list("item__code", "is_met", "note")
    assert list(found) == [("umur", False, "Baru 11 bulan"), ("judul", True, "")]


def test_save_findings_stale_revision_is_refused(version, bureau):
    screening.save_findings(version=version, by=bureau, at=AFTER, revision=0, findings=MET)
    with pytest.raises(Stale) as stale:
        screening.save_findings(version=version, by=bureau, at=AFTER, revision=0, findings=UNMET)
    assert (stale.value.status, stale.value.current.revision) == (409, 1)
    assert Screening.objects.get().findings.filter(is_met=False).count() == 0


@pytest.mark.parametrize(("second", "is_refused"), [(-1, True), (0, False)])
def test_save_findings_begins_the_second_the_call_closes(version, bureau, second, is_refused):
    at = CLOSES + timedelta(seconds=second)
    if is_refused:
        with pytest.raises(Refused, match="masih dapat ditarik"):
            screening.save_findings(version=version, by=bureau, at=at, revision=0, findings=MET)
    else:
        screening.save_findings(version=version, by=bureau, at=at, revision=0, findings=MET)
    assert Screening.objects.count() == (0 if is_refused else 1)


def test_save_findings_waits_for_the_extension_of_one_agency(edition, version, bureau):
    edition.extensions.create(
        agency=version.proposal.agency,
        until=CLOSES + timedelta(days=2),
        letter_number="1/2026",
        reason="Banjir",
        granted_at=CLOSES,
        granted_by=bureau,
    )
    with pytest.raises(Refused, match="masih dapat ditarik"):
        screening.save_findings(version=version, by=bureau, at=AFTER, revision=0, findings=MET)


def test_decide_pass_enters_the_first_scoring_stage_and_tells(edition, version, bureau):
    decided = decide(version, bureau, "passed", MET)
    assert (decided.outcome, decided.decided_at, decided.decided_by) == ("passed", AFTER, bureau)
    entry = Entry.objects.get()
    assert (entry.stage, entry.version, entry.admitted_at) == (worlds.scoring_stage(edition), version, AFTER)
    assert Proposal.objects.get().status == "passed"
    event = edition.ledger.get()
    assert (event.kind, event.subject) == ("screening.decided", f"proposal:{version.proposal.code}")
    assert json.loads(event.payload) == {
        "number": 1,
        "outcome": "passed",
        "sha256": version.sha256,
        "unmet": [],
    }
    assert [(mail.to, mail.subject) for mail in Mail.objects.all()] == [
        (version.submitted_by.email, "Lolos seleksi administrasi: Besuk Kiamat")
    ]


def test_decide_pass_with_an_open_line_is_refused_with_its_question(version, bureau):
    with pytest.raises(Refused) as refused:
        decide(version, bureau, "passed", {"umur": Found(True), "judul": Found(None)})
    assert refused.value.reasons == ("Judul layak",)
    assert (Entry.objects.count(), Proposal.objects.get().status) == (0, "submitted")


def test_decide_reject_records_the_reasons_and_mails_them(edition, version, bureau):
    decide(version, bureau, "rejected", UNMET)
    assert Proposal.objects.get().status == "rejected"
    assert json.loads(edition.ledger.get().payload)["unmet"] == ["umur"]
    body = Mail.objects.get().body
    assert "- Umur inovasi kurang: Baru 11 bulan\n" in body
    assert "Catatan panitia:\nCatatan.\n" in body
    assert Entry.objects.count() == 0


def test_decide_reject_without_an_unmet_line_is_refused(version, bureau):
    with pytest.raises(Refused, match="Tandai butir"):
        decide(version, bureau, "rejected", MET)


def test_decide_twice_is_done_once(edition, version, bureau):
    first = decide(version, bureau, "passed", MET)
    assert decide(version, bureau, "passed", MET) == first
    assert (Entry.objects.count(), edition.ledger.count(), Mail.objects.count()) == (1, 1, 1)


def test_decide_against_a_decision_is_stale(edition, version, bureau):
    decide(version, bureau, "passed", MET)
    with pytest.raises(Stale, match="sudah diputuskan"):
        decide(version, bureau, "rejected", UNMET)
    assert Proposal.objects.get().status == "passed"


def test_decide_stale_revision_is_refused(version, bureau):
    screening.save_findings(version=version, by=bureau, at=AFTER, revision=0, findings=UNMET)
    with pytest.raises(Stale):
        decide(version, bureau, "passed", MET, revision=0)
    assert Proposal.objects.get().status == "submitted"


def test_decide_older_version_is_refused(version, bureau):
    ProposalVersion.objects.create(
        proposal=version.proposal,
        number=2,
        payload=version.payload,
        sha256=version.sha256,
        submitted_at=AFTER,
        submitted_by=version.submitted_by,
    )
    with pytest.raises(Refused, match="versi yang lebih baru"):
        decide(version, bureau, "passed", MET)


def test_reconsider_brings_the_proposal_back_and_keeps_findings(edition, version, bureau):
    decide(version, bureau, "passed", MET)
    again = screening.reconsider(version=version, by=bureau, at=AFTER, reason="Keliru berkas")
    assert (again.outcome, again.decided_at, again.findings.count()) == ("", None, 2)
    assert (Entry.objects.count(), Proposal.objects.get().status) == (0, "submitted")
    decide(version, bureau, "rejected", UNMET, revision=again.revision)
    kinds = list(edition.ledger.values_list("kind", flat=True))
    assert kinds == ["screening.decided", "screening.reconsidered", "screening.decided"]


@pytest.mark.parametrize("opening", ["date", "sheet"])
def test_reconsider_after_the_next_stage_opened_is_refused(edition, version, bureau, opening):
    decide(version, bureau, "rejected", UNMET)
    stage = worlds.scoring_stage(edition)
    if opening == "date":
        stage.opens_at = AFTER
        stage.save()
    else:
        stage.rubrics.update(locked_at=AFTER)
    with pytest.raises(Refused, match="sudah dimulai"):
        screening.reconsider(version=version, by=bureau, at=AFTER, reason="Keliru")


def test_reconsider_assigned_entry_is_refused(edition, version, bureau):
    decide(version, bureau, "passed", MET)
    worlds.make_assignment(Entry.objects.get(), worlds.make_juror(worlds.scoring_stage(edition)))
    with pytest.raises(Refused, match="sudah ditugaskan"):
        screening.reconsider(version=version, by=bureau, at=AFTER, reason="Keliru")
    assert Proposal.objects.get().status == "passed"


def test_reconsider_without_reason_is_refused(version, bureau):
    decide(version, bureau, "rejected", UNMET)
    with pytest.raises(Refused, match="Tulis alasan"):
        screening.reconsider(version=version, by=bureau, at=AFTER, reason=" ")


def test_page_computes_the_age_for_the_screener(edition, bureau):
    young = worlds.make_submitted(edition, started_on=date(2025, 6, 1)).versions.get()
    line = reads.page(young, AFTER).lines[0]
    assert (line.check.is_met, line.finding) == (False, None)
    assert line.detail == (
        "Mulai diterapkan 1 Juni 2025; pada penutupan, 1 Maret 2026, berumur 0 tahun 9 bulan."
    )
    assert reads.page(young, AFTER).lines[1].check is None


def desk(proposal, user):
    return reads.desk(user, AFTER, slug=proposal.competition.slug, code=proposal.code)


def test_counts_and_neighbours_follow_the_queue(edition, bureau):
    first, second, third = (worlds.make_submitted(edition) for _number in range(3))
    decide(second.versions.get(), bureau, "passed", MET)
    assert reads.counts(edition, bureau, AFTER) == {
        "belum": 2,
        "kedua": 0,
        "perbaikan": 0,
        "lolos": 1,
        "tidak": 0,
    }
    way = desk(second, bureau)
    assert (way.previous, way.next, way.next_waiting) == (first.code, third.code, third.code)
    last = desk(third, bureau)
    assert (last.previous, last.next, last.next_waiting) == (second.code, None, first.code)


@pytest.mark.parametrize("size", [1, 3])
def test_counts_any_number_costs_one_query(edition, bureau, django_assert_num_queries, size):
    for _number in range(size):
        worlds.make_submitted(edition)
    assert bureau.roles_by_agency
    with django_assert_num_queries(1):
        assert reads.counts(edition, bureau, AFTER)["belum"] == size


def returned(version, bureau, due_at=AFTER + timedelta(days=3)):
    return corrections.ask(version=version, by=bureau, at=AFTER, note="Lengkapi.", due_at=due_at)


def place(version, bureau, at):
    row = reads.queue(version.proposal.competition, bureau, at).get(pk=version.proposal_id)
    return row.place, row.is_mended


def test_queue_returned_proposal_waits_for_its_agency_and_is_not_decided(version, bureau):
    returned(version, bureau)
    assert place(version, bureau, AFTER) == ("perbaikan", False)
    with pytest.raises(Refused, match="sedang diperbaiki instansinya sampai Kamis, 5 Maret 2026"):
        decide(version, bureau, "passed", MET)


def test_queue_correction_past_its_date_waits_again_and_is_decided(version, bureau):
    due_at = AFTER + timedelta(days=3)
    returned(version, bureau, due_at)
    assert place(version, bureau, due_at - timedelta(seconds=1)) == ("perbaikan", False)
    assert place(version, bureau, due_at) == ("belum", False)
    decide(version, bureau, "passed", MET, at=due_at)
    assert Proposal.objects.get().status == "passed"


def test_queue_mended_version_says_so(version, bureau):
    correction = returned(version, bureau)
    correction.ended_at, correction.ended_as = AFTER, "resubmitted"
    correction.save()
    Proposal.objects.update(status="submitted", correction_due_at=None)
    assert place(version, bureau, AFTER) == ("belum", True)


def test_page_of_a_returned_version_computes_nothing_from_words_that_went_on(edition, version, bureau):
    edition.checklist.create(
        position=3, code="lengkap", question="Lengkap", reason="Tidak lengkap", check_kind="complete"
    )
    assert [line.check is None for line in reads.page(version, AFTER).lines] == [False, True, False]
    returned(version, bureau)
    again = desk(version.proposal, bureau)
    assert [line.check is None for line in reads.page(again, AFTER).lines] == [False, True, True]
