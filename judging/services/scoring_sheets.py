"""One juror's sheet: opened past the conflict gate, saved field by field, finalised, reopened.

Every verb locks the stage together with the sheet: closing a stage waits for the save in hand, and
the save that comes after it finds the stage closed. Weights are no argument anywhere: the locked
rubric has them. The ledger is the record of every save; it holds points and the SHA-256 of a comment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit, mailing
from competitions.services import ledger, rubrics
from competitions.services.ledger import Happening
from judging.enums import SheetStatus
from judging.models import Assignment, Score, ScoreSheet
from judging.reads import calibration_round, conflicts, integrity
from judging.reads import sheet as reads
from kipp.lib import canonical
from kipp.lib.errors import Refused, Stale


@dataclass(frozen=True)
class Mark:
    """What a form says about one criterion; `revision` is what the form was read at."""

    criterion_id: int
    points: int | None
    comment: str
    revision: int

    def says_more_than(self, score: Score) -> bool:
        return (self.points, self.comment) != (score.points, score.comment)


@dataclass(frozen=True)
class Note:
    """The general comment of a form; `revision` is the sheet's own."""

    text: str
    revision: int


@transaction.atomic
def open_sheet(*, assignment: Assignment, by: User, at: datetime, no_conflict: bool) -> ScoreSheet:
    """Pass the conflict gate: lock the stage's rubric and lay out an empty sheet under it.

    The second click of a double click gets the sheet of the first.
    """
    rows = _locked(Assignment.objects, "", "entry__stage", "self")
    assignment = rows.select_related("sheet", "entry__proposal__agency").get(pk=assignment.pk)
    if sheet := reads.sheet_of(assignment):
        return sheet
    _refuse_writing(assignment, by, at)
    if integrity.is_missing(by, assignment.entry.stage.competition):
        raise Refused(_("Tanda tangani dahulu pernyataan integritas edisi ini."))
    if sentence := calibration_round.refusal(assignment.entry.stage):
        raise Refused(sentence)
    if not no_conflict:
        raise Refused(_("Nyatakan lebih dahulu bahwa Anda tidak memiliki benturan kepentingan."), status=422)
    if grounds := conflicts.grounds_against(user=by, proposal=assignment.entry.proposal):
        raise Refused(_("Anda tidak dapat menilai proposal ini."), reasons=conflicts.sentences(grounds))
    rubric = rubrics.lock(stage=assignment.entry.stage, by=by, at=at)
    sheet = ScoreSheet.objects.create(assignment=assignment, rubric=rubric, opened_at=at, saved_at=at)
    Score.objects.bulk_create(Score(sheet=sheet, criterion=criterion) for criterion in rubric.criteria.all())
    _tell(sheet, by, at, [("sheet.opened", {"rubric": rubric.version})])
    audit.record(by=by, at=at, verb="sheet.opened", subject=_subject(sheet))
    return sheet


@transaction.atomic
def open_many(*, assignments: Sequence[Assignment], by: User, at: datetime) -> list[ScoreSheet]:
    """Pass the gate of several readings, each with its own statement: all of them, or none."""
    act = {"by": by, "at": at, "no_conflict": True}
    return [open_sheet(assignment=assignment, **act) for assignment in assignments]


@transaction.atomic
def save_score(
    *,
    sheet: ScoreSheet,
    criterion_id: int,
    by: User,
    at: datetime,
    points: int | None,
    comment: str,
    revision: int,
) -> Score:
    """Save one row as soon as it is typed. A save that arrives twice is done once."""
    score = _locked_scores(sheet).get(criterion=criterion_id)
    _write_marks([score], [Mark(criterion_id, points, comment, revision)], by, at)
    return score


@transaction.atomic
def save_comment(*, sheet: ScoreSheet, by: User, at: datetime, comment: str, revision: int) -> ScoreSheet:
    sheet = _locked_sheet(sheet)
    _write_note(sheet, Note(comment, revision), by, at)
    return sheet


@transaction.atomic
def save_form(
    *, sheet: ScoreSheet, by: User, at: datetime, marks: Sequence[Mark], note: Note | None
) -> list[Score]:
    """Save the whole sheet at once: rows that the form did not change are left alone."""
    scores = list(_locked_scores(sheet))
    _write_marks(scores, marks, by, at)
    if note is not None:
        _write_note(scores[0].sheet, note, by, at)
    return scores


@transaction.atomic
def finalise(*, sheet: ScoreSheet, by: User, at: datetime, revision: int) -> ScoreSheet:
    """From here on the sheet counts, and only the organiser can give it back.

    `revision` is the stamp of the whole sheet (`reads.stamp`): what is finalised is what was seen.
    """
    scores = list(_locked_scores(sheet))
    sheet = scores[0].sheet
    if sheet.status == SheetStatus.FINAL:
        return sheet
    _refuse_writing(sheet.assignment, by, at)
    if revision != reads.stamp(scores):
        raise Stale(_("Lembar ini diubah di tempat lain. Periksa dahulu isinya."), current=sheet)
    _refuse_incomplete(sheet, scores)
    _refuse_unexplained(sheet, scores)
    sheet.status, sheet.finalised_at, sheet.saved_at = SheetStatus.FINAL, at, at
    sheet.revision += 1
    sheet.save(update_fields=["status", "finalised_at", "saved_at", "revision"])
    _clear_marks(sheet.assignment)
    points = {score.criterion.code: score.points for score in scores}
    _tell(sheet, by, at, [("sheet.finalised", {"points": points, "revision": sheet.revision})])
    audit.record(by=by, at=at, verb="sheet.finalised", subject=_subject(sheet))
    return sheet


@transaction.atomic
def reopen(*, sheet: ScoreSheet, by: User, at: datetime, reason: str) -> ScoreSheet:
    """The organiser gives a final sheet back to its juror; it stops counting until it is final again."""
    sheet = _locked_sheet(sheet)
    if sheet.assignment.entry.stage.is_closed:
        raise Refused(_("Tahap ini sudah ditutup. Buka kembali tahapnya lebih dahulu."))
    if sheet.status != SheetStatus.FINAL:
        raise Refused(_("Lembar nilai ini belum final."))
    if sheet.assignment.member.left_at is not None:
        raise Refused(_("Jurinya sudah keluar dari panel, jadi tidak ada yang dapat memperbaikinya."))
    if not reason.strip():
        raise Refused(_("Tulis alasan membuka kembali lembar nilai ini."), status=422)
    sheet.status, sheet.finalised_at = SheetStatus.DRAFT, None
    sheet.reopened_at, sheet.reopened_reason = at, reason.strip()
    sheet.revision += 1
    sheet.save(update_fields=["status", "finalised_at", "reopened_at", "reopened_reason", "revision"])
    told = {"reason": sheet.reopened_reason, "revision": sheet.revision}
    _tell(sheet, by, at, [("sheet.reopened", told)])
    audit.record(by=by, at=at, verb="sheet.reopened", subject=_subject(sheet), **told)
    _write_letter(sheet, at)
    return sheet


def _write_letter(sheet: ScoreSheet, at: datetime) -> None:
    juror = sheet.assignment.member.user
    context = {"sheet": sheet, "person": juror, "title": reads.shown_title(sheet.assignment)}
    mailing.queue_letters(letters=[mailing.write(juror.email, "sheet_reopened", context)], at=at)


def _locked_sheet(sheet: ScoreSheet) -> ScoreSheet:
    return _locked(ScoreSheet.objects, "assignment__", "assignment__entry__stage", "self").get(pk=sheet.pk)


def _locked_scores(sheet: ScoreSheet) -> QuerySet[Score]:
    """In the order of the rubric."""
    rows = _locked(Score.objects, "sheet__assignment__", "sheet__assignment__entry__stage", "sheet", "self")
    return rows.filter(sheet=sheet).select_related("criterion").order_by("criterion__position", "criterion")


def _locked(rows, assignment: str, *tables: str) -> QuerySet:
    """Lock and fetch in one statement, in the order named: the stage first, as everywhere in judging.

    All rows that are read to be changed are locked with it, and the entry, which says whether it was
    presented: so that what a wait was for is seen.
    """
    paths = [
        f"{assignment}{path}" for path in ("member", "waiver", "entry__proposal", "entry__stage__competition")
    ]
    return rows.select_for_update(of=(*tables, f"{assignment}entry"), no_key=True).select_related(*paths)


def _refuse_writing(assignment: Assignment, by: User, at: datetime) -> None:
    if assignment.member.user_id != by.pk:
        raise Refused(_("Hanya juri yang ditugaskan yang dapat menilai proposal ini."))
    if sentence := reads.scoring_refusal(assignment, at):
        raise Refused(sentence)


def _refuse_saving(sheet: ScoreSheet, by: User, at: datetime) -> None:
    _refuse_writing(sheet.assignment, by, at)
    if sheet.status == SheetStatus.FINAL:
        raise Refused(
            _("Lembar nilai ini sudah final. Mintalah panitia membukanya bila ada yang perlu diubah.")
        )


def _refuse_incomplete(sheet: ScoreSheet, scores: Sequence[Score]) -> None:
    if missing := reads.unscored(scores):
        reasons = [_("%(criterion)s belum dinilai.") % {"criterion": row.name} for row in missing]
        raise Refused(_("Masih ada kriteria yang belum dinilai."), reasons=reasons, status=422)
    if reads.total_of(sheet.assignment.entry.stage, scores) is None:
        raise Refused(_("Nilailah sedikitnya satu kriteria yang berbobot."), status=422)


def _refuse_unexplained(sheet: ScoreSheet, scores: Sequence[Score]) -> None:
    """As the stage declared: no extreme points, or no points at all, without a word why."""
    rule = sheet.assignment.entry.stage.comments
    if missing := reads.unexplained(rule, scores):
        reasons = [_("Tulis catatan untuk nilai %(criterion)s.") % {"criterion": row.name} for row in missing]
        raise Refused(_("Masih ada nilai yang wajib diberi catatan."), reasons=reasons, status=422)


def _clear_marks(assignment: Assignment) -> None:
    """What is final is nothing to come back to."""
    if assignment.is_flagged or assignment.skipped_at:
        assignment.is_flagged, assignment.skipped_at = False, None
        assignment.save(update_fields=["is_flagged", "skipped_at"])


def _write_marks(scores: Sequence[Score], marks: Iterable[Mark], by: User, at: datetime) -> None:
    row_of = {score.criterion_id: score for score in scores}
    changes = [(row_of[mark.criterion_id], mark) for mark in marks]
    changes = [(score, mark) for score, mark in changes if mark.says_more_than(score)]
    if not changes:
        return
    sheet = scores[0].sheet
    _refuse_saving(sheet, by, at)
    for score, mark in changes:
        _refuse_mark(score, mark)
        score.points, score.comment, score.revision = mark.points, mark.comment, score.revision + 1
        score.save(update_fields=["points", "comment", "revision"])
    sheet.saved_at = at
    sheet.save(update_fields=["saved_at"])
    _tell(sheet, by, at, [("sheet.saved", _told(score)) for score, _mark in changes])


def _refuse_mark(score: Score, mark: Mark) -> None:
    row = score.criterion
    if mark.revision != score.revision:
        sentence = _("Nilai %(criterion)s sudah diubah di tempat lain.") % {"criterion": row.name}
        raise Stale(sentence, current=score)
    if mark.points is not None and not row.points_min <= mark.points <= row.points_max:
        sentence = _("Nilai %(criterion)s harus antara %(low)d dan %(high)d.") % {
            "criterion": row.name,
            "low": row.points_min,
            "high": row.points_max,
        }
        raise Refused(sentence, status=422)


def _write_note(sheet: ScoreSheet, note: Note, by: User, at: datetime) -> None:
    if note.text == sheet.comment:
        return
    _refuse_saving(sheet, by, at)
    if note.revision != sheet.revision:
        raise Stale(_("Catatan umum sudah diubah di tempat lain."), current=sheet)
    sheet.comment, sheet.saved_at = note.text, at
    sheet.revision += 1
    sheet.save(update_fields=["comment", "saved_at", "revision"])
    told = {"comment_sha256": canonical.sha256(note.text), "revision": sheet.revision}
    _tell(sheet, by, at, [("sheet.commented", told)])


def _told(score: Score) -> dict[str, object]:
    return {
        "criterion": score.criterion.code,
        "points": score.points,
        "comment_sha256": canonical.sha256(score.comment),
        "revision": score.revision,
    }


def _subject(sheet: ScoreSheet) -> str:
    return f"assignment:{sheet.assignment.code}"


def _tell(sheet: ScoreSheet, by: User, at: datetime, told: Iterable[tuple[str, dict]]) -> None:
    happenings = [Happening(kind, _subject(sheet), payload) for kind, payload in told]
    edition = sheet.assignment.entry.stage.competition
    ledger.append(competition=edition, by=by, at=at, happenings=happenings)
