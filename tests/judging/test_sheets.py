"""The verbs of a score sheet: gate, save, finalise, reopen."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from agencies.models import AuditEvent
from competitions import ledger
from competitions.models import LedgerEvent, Stage
from competitions.services.ledger import stored_rows
from judging.models import Assignment, Conflict, Score, ScoreSheet, Waiver
from judging.reads import sheet as reads
from judging.services import scoring_sheets
from judging.services.scoring_sheets import Mark, Note
from kipp.lib import canonical
from kipp.lib.errors import Refused, Stale
from proposals.models import Proposal
from tests import worlds

pytestmark = pytest.mark.django_db

NOW = timezone.now()
WEIGHTS = (25, 20, 15, 25, 15)


@pytest.fixture
def edition():
    return worlds.make_edition(weights=WEIGHTS)


@pytest.fixture
def assignment(edition):
    member = worlds.make_juror(worlds.scoring_stage(edition))
    return worlds.make_assignment(worlds.make_entry(edition), member)


def open_it(assignment, **changes) -> ScoreSheet:
    act = {"by": assignment.member.user, "at": NOW, "no_conflict": True} | changes
    return scoring_sheets.open_sheet(assignment=assignment, **act)


def save(sheet, code, points, *, comment="", revision=0, **changes) -> Score:
    criterion = sheet.rubric.criteria.get(code=code)
    act = {"by": sheet.assignment.member.user, "at": NOW} | changes
    return scoring_sheets.save_score(
        sheet=sheet, criterion_id=criterion.pk, points=points, comment=comment, revision=revision, **act
    )


def fill(sheet, points=(5, 3, 3, 3, 3)) -> None:
    for code, given in zip(worlds.CRITERIA, points, strict=True):
        save(sheet, code, given)


def finalise(sheet, **changes) -> ScoreSheet:
    act = {"by": sheet.assignment.member.user, "at": NOW, "revision": stamp(sheet)} | changes
    return scoring_sheets.finalise(sheet=sheet, **act)


def stamp(sheet) -> int:
    return reads.stamp(reads.scores_of(ScoreSheet.objects.get(pk=sheet.pk)))


def total(sheet) -> Fraction | None:
    return reads.total_of(sheet.assignment.entry.stage, reads.scores_of(sheet))


def happenings(kind=None) -> list[tuple[str, str]]:
    events = LedgerEvent.objects.order_by("seq")
    events = events.filter(kind=kind) if kind else events.exclude(kind="rules.frozen")
    return list(events.values_list("kind", "payload"))


def close_stage(edition) -> None:
    Stage.objects.filter(competition=edition).update(closed_at=NOW, closed_by=edition.announced_by)


def test_open_sheet_lays_out_one_empty_row_a_criterion(assignment):
    sheet = open_it(assignment)
    rows = list(sheet.scores.order_by("pk").values_list("criterion__code", "points", "comment", "revision"))
    assert rows == [(code, None, "", 0) for code in worlds.CRITERIA]
    assert (sheet.status, sheet.revision, sheet.opened_at) == ("draft", 0, NOW)


def test_open_sheet_locks_the_rubric_and_tells_the_ledger(assignment):
    sheet = open_it(assignment)
    sheet.rubric.refresh_from_db()
    assert sheet.rubric.locked_at == NOW
    assert happenings() == [("sheet.opened", '{"rubric":1}')]
    event = LedgerEvent.objects.get(kind="sheet.opened")
    assert (event.subject, event.actor) == (f"assignment:{assignment.code}", assignment.member.user.code)
    assert AuditEvent.objects.filter(verb="sheet.opened").count() == 1


def test_open_sheet_twice_gives_the_first_sheet(assignment):
    assert open_it(assignment).pk == open_it(assignment).pk
    assert len(happenings()) == 1


def test_open_sheet_without_the_statement_is_refused(assignment):
    with pytest.raises(Refused) as refused:
        open_it(assignment, no_conflict=False)
    assert refused.value.status == 422
    assert not ScoreSheet.objects.exists()


def test_open_sheet_of_a_colleagues_agency_is_refused_with_the_reason(assignment):
    juror = assignment.member.user
    juror.employer = assignment.entry.proposal.agency
    juror.save(update_fields=["employer"])
    with pytest.raises(Refused) as refused:
        open_it(assignment)
    assert refused.value.reasons == ("Juri bekerja atau berperan di instansi pengusul atau induknya.",)
    assert not ScoreSheet.objects.exists()


def test_open_sheet_by_another_juror_is_refused(assignment):
    other = worlds.make_juror(assignment.entry.stage).user
    with pytest.raises(Refused, match="Hanya juri yang ditugaskan"):
        open_it(assignment, by=other)


def test_save_score_writes_points_comment_and_revision(assignment):
    score = save(open_it(assignment), "kebaruan", 4, comment="Baru di provinsi.")
    score.refresh_from_db()
    assert (score.points, score.comment, score.revision) == (4, "Baru di provinsi.", 1)


def test_save_score_tells_the_ledger_the_points_and_only_the_hash_of_the_comment(assignment):
    save(open_it(assignment), "kebaruan", 4, comment="Baru di provinsi.")
    digest = canonical.sha256("Baru di provinsi.")
    payload = f'{{"comment_sha256":"{digest}","criterion":"kebaruan","points":4,"revision":1}}'
    assert happenings("sheet.saved") == [("sheet.saved", payload)]


def test_save_score_costs_eight_statements(assignment, django_assert_num_queries):
    """Of which two mark the transaction and three are the ledger's."""
    sheet = open_it(assignment)
    criterion = sheet.rubric.criteria.first()
    juror = assignment.member.user
    with django_assert_num_queries(8):
        scoring_sheets.save_score(
            sheet=sheet, criterion_id=criterion.pk, by=juror, at=NOW, points=4, comment="", revision=0
        )


def test_save_score_that_arrives_twice_is_done_once(assignment):
    sheet = open_it(assignment)
    save(sheet, "kebaruan", 4)
    again = save(sheet, "kebaruan", 4)
    assert (again.points, again.revision) == (4, 1)
    assert len(happenings("sheet.saved")) == 1


def test_save_score_over_a_newer_one_is_stale_and_shows_what_stands(assignment):
    sheet = open_it(assignment)
    save(sheet, "kebaruan", 4, comment="pertama")
    with pytest.raises(Stale) as stale:
        save(sheet, "kebaruan", 2, comment="kedua")
    standing = stale.value.current
    assert (standing.points, standing.comment, standing.revision) == (4, "pertama", 1)
    assert stale.value.status == 409


@pytest.mark.parametrize("points", [0, 6, 100])
def test_save_score_off_the_scale_is_refused(assignment, points):
    sheet = open_it(assignment)
    with pytest.raises(Refused) as refused:
        save(sheet, "kebaruan", points)
    assert (refused.value.message, refused.value.status) == (
        "Nilai Kebaruan harus antara 1 dan 5.",
        422,
    )
    assert not Score.objects.filter(points__isnull=False).exists()


def test_save_score_can_take_points_away_again(assignment):
    sheet = open_it(assignment)
    save(sheet, "kebaruan", 4)
    assert save(sheet, "kebaruan", None, revision=1).points is None


def test_save_score_after_closing_is_refused(assignment, edition):
    sheet = open_it(assignment)
    close_stage(edition)
    with pytest.raises(
        Refused, match=r"^Tahap ini ditutup panitia pada .* WIB\. Waktu server sekarang .* WIB\.$"
    ):
        save(sheet, "kebaruan", 4)


@pytest.mark.parametrize(
    ("opens", "closes", "is_taken"),
    [(None, None, True), (0, 1, True), (1, 2, False), (-2, 0, False), (-1, None, True)],
)
def test_save_score_is_taken_from_opening_until_just_before_the_end(assignment, opens, closes, is_taken):
    sheet = open_it(assignment)
    window = {
        name: None if hours is None else NOW + timedelta(hours=hours)
        for name, hours in (("opens_at", opens), ("closes_at", closes))
    }
    Stage.objects.filter(pk=assignment.entry.stage_id).update(**window)
    if is_taken:
        assert save(sheet, "kebaruan", 4).points == 4
    else:
        with pytest.raises(Refused, match="Waktu server sekarang"):
            save(sheet, "kebaruan", 4)


def test_save_score_after_stepping_back_is_refused(assignment):
    sheet = open_it(assignment)
    Assignment.objects.filter(pk=assignment.pk).update(recused_at=NOW, ended_as="conflict")
    with pytest.raises(Refused, match="mengundurkan diri"):
        save(sheet, "kebaruan", 4)


def test_save_score_of_a_waived_reading_is_refused(assignment, edition):
    sheet = open_it(assignment)
    Waiver.objects.create(
        assignment=assignment, reason="Sakit", waived_at=NOW, waived_by=edition.announced_by
    )
    with pytest.raises(Refused, match="tanpa nilai Anda"):
        save(sheet, "kebaruan", 4)


def test_save_score_of_a_disqualified_proposal_is_refused(assignment):
    sheet = open_it(assignment)
    Proposal.objects.filter(pk=assignment.entry.proposal_id).update(status="disqualified")
    with pytest.raises(Refused, match="didiskualifikasi"):
        save(sheet, "kebaruan", 4)


def test_save_comment_keeps_the_scores_revision(assignment):
    sheet = open_it(assignment)
    save(sheet, "kebaruan", 4)
    juror = assignment.member.user
    saved = scoring_sheets.save_comment(sheet=sheet, by=juror, at=NOW, comment="Bagus.", revision=0)
    assert (saved.comment, saved.revision) == ("Bagus.", 1)
    payload = f'{{"comment_sha256":"{canonical.sha256("Bagus.")}","revision":1}}'
    assert happenings("sheet.commented") == [("sheet.commented", payload)]
    with pytest.raises(Stale):
        scoring_sheets.save_comment(sheet=sheet, by=juror, at=NOW, comment="Lain.", revision=0)


def test_save_form_writes_only_the_rows_that_changed(assignment):
    sheet = open_it(assignment)
    save(sheet, "kebaruan", 4)
    keys = dict(sheet.scores.values_list("criterion__code", "criterion"))
    marks = [Mark(keys["kebaruan"], 4, "", 0), Mark(keys["efektivitas"], 2, "kurang", 0)]
    juror = assignment.member.user
    scoring_sheets.save_form(sheet=sheet, by=juror, at=NOW, marks=marks, note=Note("", 0))
    rows = dict(sheet.scores.values_list("criterion__code", "revision"))
    assert (rows["kebaruan"], rows["efektivitas"], rows["signifikansi"]) == (1, 1, 0)
    assert len(happenings("sheet.saved")) == 2
    assert happenings("sheet.commented") == []


def test_finalise_of_the_worked_example_gives_seventy(assignment):
    """25·5/5 + (20 + 15 + 25 + 15)·3/5 = 25 + 45 = 70."""
    sheet = open_it(assignment)
    fill(sheet)
    sheet = finalise(sheet)
    assert total(sheet) == Fraction(70)
    assert (sheet.status, sheet.finalised_at, sheet.revision) == ("final", NOW, 1)
    points = '{"efektivitas":3,"kebaruan":5,"keberlanjutan":3,"signifikansi":3,"transferabilitas":3}'
    assert happenings("sheet.finalised") == [("sheet.finalised", f'{{"points":{points},"revision":1}}')]


def test_finalise_names_the_criteria_that_are_missing(assignment):
    sheet = open_it(assignment)
    save(sheet, "kebaruan", 5)
    with pytest.raises(Refused) as refused:
        finalise(sheet)
    assert refused.value.reasons == tuple(
        f"{name} belum dinilai."
        for name in ("Signifikansi", "Transferabilitas", "Efektivitas", "Keberlanjutan")
    )
    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("never", []),
        ("extremes", ["Tulis catatan untuk nilai Kebaruan.", "Tulis catatan untuk nilai Keberlanjutan."]),
        (
            "always",
            [
                f"Tulis catatan untuk nilai {code.title()}."
                for code in worlds.CRITERIA[:1] + worlds.CRITERIA[2:]
            ],
        ),
    ],
)
def test_finalise_names_the_rows_that_need_a_word_why(assignment, edition, rule, named):
    """5 and 1 are the ends of the scale; the second row says why it has 3."""
    Stage.objects.filter(competition=edition).update(comments=rule)
    sheet = open_it(assignment)
    fill(sheet, (5, None, 3, 3, 1))
    save(sheet, "signifikansi", 3, comment="Cukup.")
    try:
        finalise(sheet)
        refused = []
    except Refused as refusal:
        refused = list(refusal.reasons)
    assert refused == named


def test_finalise_takes_blanks_for_no_word(assignment, edition):
    Stage.objects.filter(competition=edition).update(comments="extremes")
    sheet = open_it(assignment)
    fill(sheet, (3, 3, 3, 3, None))
    row = save(sheet, "keberlanjutan", 5, comment="  ")
    with pytest.raises(Refused, match="wajib diberi catatan"):
        finalise(sheet)
    save(sheet, "keberlanjutan", 5, comment="Teladan.", revision=row.revision)
    assert finalise(sheet).status == "final"


def test_finalise_leaves_an_optional_row_out_of_the_weights(assignment):
    """Without the last row: (25·5 + 60·3)/5 = 61 of 85 weights, 6100/85 = 1220/17."""
    assignment.entry.stage.rubrics.get().criteria.filter(code="keberlanjutan").update(is_required=False)
    sheet = open_it(assignment)
    for code, given in zip(worlds.CRITERIA[:4], (5, 3, 3, 3), strict=True):
        save(sheet, code, given)
    assert total(finalise(sheet)) == Fraction(1220, 17)


def test_finalise_of_something_not_seen_is_stale(assignment):
    sheet = open_it(assignment)
    fill(sheet)
    seen = stamp(sheet)
    save(sheet, "kebaruan", 1, revision=1)
    with pytest.raises(Stale):
        finalise(sheet, revision=seen)


def test_finalise_twice_is_done_once(assignment):
    sheet = open_it(assignment)
    fill(sheet)
    seen = stamp(sheet)
    finalise(sheet, revision=seen)
    again = finalise(sheet, revision=seen, at=NOW + timedelta(minutes=1))
    assert (again.finalised_at, again.revision) == (NOW, 1)
    assert len(happenings("sheet.finalised")) == 1


def test_save_score_of_a_final_sheet_is_refused(assignment):
    sheet = open_it(assignment)
    fill(sheet)
    finalise(sheet)
    with pytest.raises(Refused, match="sudah final"):
        save(sheet, "kebaruan", 1, revision=1)


def test_reopen_gives_the_sheet_back_with_a_reason(assignment, edition):
    sheet = open_it(assignment)
    fill(sheet)
    finalise(sheet)
    organiser = edition.announced_by
    sheet = scoring_sheets.reopen(sheet=sheet, by=organiser, at=NOW, reason=" Salah baris. ")
    assert (sheet.status, sheet.finalised_at, sheet.revision) == ("draft", None, 2)
    assert happenings("sheet.reopened") == [("sheet.reopened", '{"reason":"Salah baris.","revision":2}')]
    assert save(sheet, "kebaruan", 1, revision=1).points == 1


@pytest.mark.parametrize(("reason", "status"), [("", 422), ("  ", 422)])
def test_reopen_without_a_reason_is_refused(assignment, edition, reason, status):
    sheet = open_it(assignment)
    fill(sheet)
    finalise(sheet)
    with pytest.raises(Refused) as refused:
        scoring_sheets.reopen(sheet=sheet, by=edition.announced_by, at=NOW, reason=reason)
    assert refused.value.status == status


def test_reopen_of_a_draft_or_in_a_closed_stage_is_refused(assignment, edition):
    sheet = open_it(assignment)
    with pytest.raises(Refused, match="belum final"):
        scoring_sheets.reopen(sheet=sheet, by=edition.announced_by, at=NOW, reason="x")
    close_stage(edition)
    with pytest.raises(Refused, match="Tahap ini sudah ditutup"):
        scoring_sheets.reopen(sheet=sheet, by=edition.announced_by, at=NOW, reason="x")


def test_every_verb_leaves_the_chain_whole(assignment, edition):
    sheet = open_it(assignment)
    fill(sheet)
    sheet = finalise(sheet)
    scoring_sheets.reopen(sheet=sheet, by=edition.announced_by, at=NOW, reason="Salah baris.")
    report = ledger.walk(stored_rows(edition))
    assert (report.checked, report.problem) == (9, None)
    assert not Conflict.objects.exists()
