"""Give and take readings. Every assignment of the portal is made here, behind the conflict check."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.models import Assignment, PanelMember, ScoreSheet, Waiver
from judging.reads import conflicts as reads
from kipp.lib.errors import Refused
from proposals.enums import Attendance, ProposalStatus
from proposals.models import Entry

BATCH = 1000


@transaction.atomic
def assign(*, entry: Entry, member: PanelMember, by: User, at: datetime) -> Assignment:
    """One juror reads one entry. Asked twice, done once; a reading that was recused comes back."""
    stage = lock_open_stage(entry.stage_id)
    if member.stage_id != stage.pk:
        raise Refused(_("Orang ini bukan juri tahap ini."))
    if PanelMember.objects.filter(pk=member.pk, left_at__isnull=False).exists():
        raise Refused(_("%(name)s sudah keluar dari panel ini.") % {"name": member.user.name})
    if entry.proposal.status == ProposalStatus.DISQUALIFIED:
        raise Refused(_("Proposal ini didiskualifikasi dan tidak dinilai lagi."))
    if Entry.objects.filter(pk=entry.pk, attendance=Attendance.ABSENT).exists():
        raise Refused(_("Pengusulnya tercatat tidak hadir, jadi proposal ini tidak dinilai."))
    _refuse_conflict(stage, entry, member)
    earlier = Assignment.objects.filter(entry=entry, member=member).first()
    if earlier is None:
        return make(stage=stage, pairs=[(entry, member)], by=by, at=at)[0]
    if earlier.recused_at is not None:
        earlier.recused_at, earlier.ended_as, earlier.ended_reason = None, "", ""
        earlier.save(update_fields=["recused_at", "ended_as", "ended_reason"])
        _tell(stage, "assignment.restored", [earlier], by=by, at=at)
    return earlier


@transaction.atomic
def unassign(*, assignment: Assignment, by: User, at: datetime) -> None:
    """Take a reading back before the juror has opened it; afterwards it is recused or waived."""
    stage = lock_open_stage(assignment.entry.stage_id)
    if ScoreSheet.objects.filter(assignment=assignment).exists():
        raise Refused(
            _(
                "Juri sudah membuka lembar nilai ini. Catat benturan kepentingan, atau kecualikan "
                "penilaiannya di halaman progres dengan alasan."
            )
        )
    if assignment.recused_at or Waiver.objects.filter(assignment=assignment).exists():
        raise Refused(_("Penugasan ini sudah berakhir dan disimpan sebagai riwayat."))
    remove(stage=stage, assignments=[assignment], by=by, at=at)


def lock_open_stage(stage_id: int) -> Stage:
    """The stage's row is the one lock of panel, conflicts and assignments."""
    stage = Stage.objects.select_for_update(of=("self",)).select_related("competition").get(pk=stage_id)
    if stage.is_closed:
        raise Refused(_("Tahap ini sudah ditutup. Buka kembali tahapnya untuk mengubah penugasan."))
    return stage


def make(
    *, stage: Stage, pairs: Iterable[tuple[Entry, PanelMember]], by: User, at: datetime
) -> list[Assignment]:
    """Write assignments in the order given, which is each juror's reading order.

    Called by verbs that hold the stage's lock and have refused conflicts.
    """
    pairs = list(pairs)
    if not pairs:
        return []
    last = dict(
        Assignment.objects.filter(member__stage=stage)
        .values_list("member")
        .annotate(last=Max("position"))
        .order_by()
    )
    positions = Counter(last)
    rows = []
    for entry, member in pairs:
        positions[member.pk] += 1
        rows.append(
            Assignment(
                entry=entry, member=member, position=positions[member.pk], assigned_at=at, assigned_by=by
            )
        )
    Assignment.objects.bulk_create(rows, batch_size=BATCH)
    _tell(stage, "assignment.made", rows, by=by, at=at)
    return rows


def remove(*, stage: Stage, assignments: list[Assignment], by: User, at: datetime) -> None:
    """Delete readings nobody has opened. The database protects those that have a sheet or a waiver."""
    if not assignments:
        return
    _tell(stage, "assignment.removed", assignments, by=by, at=at)
    for start in range(0, len(assignments), BATCH):
        batch = [row.pk for row in assignments[start : start + BATCH]]
        Assignment.objects.filter(pk__in=batch).delete()


def _refuse_conflict(stage: Stage, entry: Entry, member: PanelMember) -> None:
    grounds = reads.conflicting_pairs(stage, entry=entry).get((entry.pk, member.pk))
    if grounds:
        raise Refused(
            _("%(juror)s tidak dapat ditugaskan untuk proposal ini.") % {"juror": member.user.name},
            reasons=reads.sentences(grounds),
        )


def _tell(stage: Stage, kind: str, rows: list[Assignment], *, by: User, at: datetime) -> None:
    happenings = [
        Happening(
            kind,
            f"assignment:{row.code}",
            {
                "proposal": row.entry.proposal.code,
                "juror": row.member.user.code,
                "position": row.position,
            },
        )
        for row in rows
    ]
    ledger.append(competition=stage.competition, by=by, at=at, happenings=happenings)
    audit.record(by=by, at=at, verb=kind, subject=f"stage:{stage.code}", assignments=len(rows))
