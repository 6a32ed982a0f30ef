"""One juror's sheet of one anchor: saved field by field, handed in once. It counts in no total.

Every verb locks the round: revealing it waits for the save in hand, and the save that comes after it
finds the round over. Handing in is an event of the ledger; the saves on the way there are not.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Criterion
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.models import Anchor, AnchorSheet, Calibration, PanelMember
from judging.reads import calibration_anchors as reads
from judging.reads import integrity
from judging.reads import sheet as sheet_reads
from judging.services.calibration_anchors import refuse_off_scale
from judging.services.scoring_sheets import Mark, Note
from kipp.lib import canonical
from kipp.lib.errors import Refused, Stale


@transaction.atomic
def save_points(
    *,
    anchor: Anchor,
    member: PanelMember,
    criterion: Criterion,
    by: User,
    at: datetime,
    points: int | None,
    revision: int,
) -> reads.AnchorScore:
    """Save one row as soon as it is typed. A save that arrives twice is done once."""
    sheet = _locked_sheet(anchor, member)
    _write_marks(sheet, [Mark(criterion.pk, points, "", revision)], by, at)
    return reads.AnchorScore(criterion, sheet.points.get(criterion.code))


@transaction.atomic
def save_note(
    *, anchor: Anchor, member: PanelMember, by: User, at: datetime, comment: str, revision: int
) -> AnchorSheet:
    sheet = _locked_sheet(anchor, member)
    _write_note(sheet, Note(comment, revision), by, at)
    return sheet


@transaction.atomic
def save_form(
    *, anchor: Anchor, member: PanelMember, by: User, at: datetime, marks: Sequence[Mark], note: Note | None
) -> AnchorSheet:
    """Save the whole sheet at once: rows that the form did not change are left alone."""
    sheet = _locked_sheet(anchor, member)
    _write_marks(sheet, marks, by, at)
    if note is not None:
        _write_note(sheet, note, by, at)
    return sheet


@transaction.atomic
def finalise(
    *, anchor: Anchor, member: PanelMember, by: User, at: datetime, seen: Mapping[str, int | None]
) -> AnchorSheet:
    """Handed in for good. `seen` are the points that the form showed: what is final is what was seen."""
    sheet = _locked_sheet(anchor, member)
    if sheet.finalised_at:
        return sheet
    _refuse_writing(sheet, by)
    scores = reads.scores_of(sheet.anchor, sheet)
    if {row.criterion.code: row.points for row in scores} != dict(seen):
        raise Stale(_("Lembar ini diubah di tempat lain. Periksa dahulu isinya."), current=sheet)
    if lacking := sheet_reads.unscored(scores):
        reasons = [_("%(criterion)s belum dinilai.") % {"criterion": row.name} for row in lacking]
        raise Refused(_("Masih ada kriteria yang belum dinilai."), reasons=reasons, status=422)
    sheet.finalised_at, sheet.saved_at = at, at
    sheet.revision += 1
    sheet.save()
    told = {"points": dict(seen), "comment_sha256": canonical.sha256(sheet.comment)}
    happening = Happening("calibration.scored", f"anchor:{anchor.code}", told)
    edition = sheet.anchor.calibration.stage.competition
    ledger.append(competition=edition, by=by, at=at, happenings=[happening])
    audit.record(by=by, at=at, verb="calibration.scored", subject=f"anchor:{anchor.code}")
    return sheet


def _locked_sheet(anchor: Anchor, member: PanelMember) -> AnchorSheet:
    """As it stands behind the lock of its round; a sheet that nobody has saved yet is empty."""
    rounds = Calibration.objects.select_for_update(of=("self",), no_key=True)
    calibration = rounds.select_related("stage__competition").get(pk=anchor.calibration_id)
    anchor.calibration = calibration
    sheet = reads.sheet_of(anchor, member)
    sheet.anchor, sheet.member = anchor, member
    return sheet


def _refuse_writing(sheet: AnchorSheet, by: User) -> None:
    if sheet.member.user_id != by.pk or sheet.member.left_at:
        raise Refused(_("Hanya juri tahap ini yang menilai proposal kalibrasinya."))
    if sentence := reads.scoring_refusal(sheet):
        raise Refused(sentence)
    if integrity.is_missing(by, sheet.anchor.calibration.stage.competition):
        raise Refused(_("Tanda tangani dahulu pernyataan integritas edisi ini."))


def _write_marks(sheet: AnchorSheet, marks: Sequence[Mark], by: User, at: datetime) -> None:
    rows = {row.criterion_id: row for row in reads.scores_of(sheet.anchor, sheet)}
    changes = [(rows[mark.criterion_id], mark) for mark in marks]
    changes = [(row, mark) for row, mark in changes if mark.points != row.points]
    if not changes:
        return
    _refuse_writing(sheet, by)
    for row, mark in changes:
        if mark.revision != row.revision:
            about = {"criterion": row.criterion.name}
            raise Stale(_("Nilai %(criterion)s sudah diubah di tempat lain.") % about, current=row)
        refuse_off_scale(row.criterion, mark.points)
    sheet.points = sheet.points | {row.criterion.code: mark.points for row, mark in changes}
    sheet.saved_at = at
    sheet.save()


def _write_note(sheet: AnchorSheet, note: Note, by: User, at: datetime) -> None:
    if note.text == sheet.comment:
        return
    _refuse_writing(sheet, by)
    if note.revision != sheet.revision:
        raise Stale(_("Catatan umum sudah diubah di tempat lain."), current=sheet)
    sheet.comment, sheet.saved_at = note.text, at
    sheet.revision += 1
    sheet.save()
