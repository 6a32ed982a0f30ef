"""Plan, preview, apply, undo. The planning itself is `services.planning`, which the worker calls.

What is applied is what was previewed and stored here, never what a form carries; and only while the
data it was made from have not changed.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.enums import PlanSource
from judging.models import Assignment, AssignmentPlan, PanelMember
from judging.reads.plan_inputs import PlanInputs, plan_inputs
from judging.reads.substitutions import successors
from judging.services import assignment_upload, assignments, substitutions
from judging.tasks import plan_assignments
from kipp.lib.doorbell import ring
from kipp.lib.errors import Refused
from kipp.lib.jobs import JobStatus
from proposals.models import Entry

PATIENCE = timedelta(seconds=60)


@transaction.atomic
def request(*, stage: Stage, by: User, at: datetime, seed: int) -> AssignmentPlan:
    """Ask the worker for a plan. A second click finds the plan that is already waiting."""
    stage = assignments.lock_open_stage(stage.pk)
    waiting = AssignmentPlan.objects.filter(
        stage=stage,
        seed=seed,
        source=PlanSource.DEALT,
        status__in=[JobStatus.QUEUED, JobStatus.RUNNING],
    ).first()
    if waiting:
        return waiting
    inputs = plan_inputs(stage)
    if not inputs.entries:
        raise Refused(_("Belum ada proposal di tahap ini. Selesaikan seleksi administrasi lebih dahulu."))
    if not inputs.members:
        raise Refused(_("Belum ada juri di tahap ini. Tambahkan juri lebih dahulu."))
    return _ask(stage, by=by, at=at, seed=seed, source=PlanSource.DEALT)


@transaction.atomic
def request_sheet(*, stage: Stage, by: User, at: datetime, file_name: str, data: bytes) -> AssignmentPlan:
    """A plan that follows a spreadsheet. Raises Refused when the file cannot be understood."""
    stage = assignments.lock_open_stage(stage.pk)
    asked = {"file": file_name[-200:], "lines": assignment_upload.lines(data)}
    return _ask(stage, by=by, at=at, source=PlanSource.SHEET, asked=asked)


@transaction.atomic
def request_substitution(
    *,
    member: PanelMember,
    coming: PanelMember | None,
    by: User,
    at: datetime,
    reason: str,
    letter_number: str = "",
) -> AssignmentPlan:
    """A plan of who takes over what a juror who leaves has not finished; nothing else of it moves."""
    stage = assignments.lock_open_stage(member.stage_id)
    substitutions.refuse_left(PanelMember.objects.select_related("user").get(pk=member.pk))
    if not reason.strip():
        raise Refused(_("Tulis mengapa juri ini berhenti."), status=422)
    if coming and not successors(member).filter(pk=coming.pk).exists():
        raise Refused(_("Pengganti harus juri lain di panel ini yang belum keluar."), status=422)
    asked = {
        "reason": reason.strip(),
        "letter_number": letter_number.strip(),
        "coming": coming.pk if coming else None,
    }
    return _ask(stage, by=by, at=at, source=PlanSource.ORPHANS, leaving=member, asked=asked)


def _ask(
    stage: Stage, *, by: User, at: datetime, source: PlanSource, seed: int = 0, **fields
) -> AssignmentPlan:
    plan = AssignmentPlan.objects.create(
        stage=stage, seed=seed, source=source, requested_by=by, queued_at=at, **fields
    )
    subject = f"stage:{stage.code}"
    audit.record(by=by, at=at, verb="plan.requested", subject=subject, plan=plan.code, source=source)
    ring(plan_assignments, plan_id=plan.pk)
    return plan


@transaction.atomic
def apply(*, plan: AssignmentPlan, by: User, at: datetime) -> AssignmentPlan:
    """Carry out what the preview showed. Pressed twice, done once."""
    stage = assignments.lock_open_stage(plan.stage_id)
    plan = AssignmentPlan.objects.select_for_update(of=("self",)).select_related("leaving").get(pk=plan.pk)
    if plan.applied_at is not None:
        return plan
    if plan.status != JobStatus.READY:
        raise Refused(_("Rencana ini belum selesai disusun."))
    inputs = plan_inputs(stage, plan.leaving)
    _refuse_outdated(plan, inputs)
    pairs = [(entry, member) for entry, member in plan.result["pairs"]]
    if plan.source == PlanSource.ORPHANS:
        left = substitutions.carry_out(plan=plan, stage=stage, by=by, at=at)
        substitutions.tell(row=left, taken=Counter(member for _entry, member in pairs), at=at)
    removed = _rows_of(stage, plan.result.get("removed", []))
    assignments.remove(stage=stage, assignments=removed, by=by, at=at)
    assignments.make(stage=stage, pairs=_rows(stage, pairs), by=by, at=at)
    plan.applied_at, plan.applied_by = at, by
    plan.save(update_fields=["applied_at", "applied_by"])
    _tell(plan, stage, "plan.applied", len(pairs), by=by, at=at)
    return plan


@transaction.atomic
def undo(*, plan: AssignmentPlan, by: User, at: datetime) -> AssignmentPlan:
    """Take an applied plan back, as long as no juror has begun with any of its readings.

    What a spreadsheet took away is given back. A juror who left does not come back by this.
    """
    stage = assignments.lock_open_stage(plan.stage_id)
    plan = AssignmentPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.applied_at is None:
        raise Refused(_("Rencana ini belum diterapkan."))
    if plan.undone_at is not None:
        return plan
    if plan.source == PlanSource.ORPHANS:
        raise Refused(_("Pergantian juri tidak dapat dibatalkan. Ubah penugasan satu per satu."))
    rows = _made_by(plan, stage)
    assignments.remove(stage=stage, assignments=rows, by=by, at=at)
    back = [(entry, member) for entry, member in plan.result.get("removed", [])]
    if not plan_inputs(stage).barred.isdisjoint(back):
        raise Refused(_("Penugasan yang dulu dilepas kini berbenturan. Ubah penugasan satu per satu."))
    assignments.make(stage=stage, pairs=_rows(stage, back), by=by, at=at)
    plan.undone_at, plan.undone_by = at, by
    plan.save(update_fields=["undone_at", "undone_by"])
    _tell(plan, stage, "plan.undone", len(rows), by=by, at=at)
    return plan


def _refuse_outdated(plan: AssignmentPlan, inputs: PlanInputs) -> None:
    if inputs.fingerprint != plan.fingerprint:
        raise Refused(
            _(
                "Juri, proposal, benturan kepentingan, atau penugasan berubah sejak rencana ini disusun. "
                "Susun rencana baru."
            )
        )
    if plan.result.get("faults"):
        raise Refused(_("Lembar kerja ini masih memuat baris yang salah. Perbaiki, lalu unggah lagi."))
    if not inputs.barred.isdisjoint((entry, member) for entry, member in plan.result["pairs"]):
        raise Refused(_("Rencana ini memuat benturan kepentingan. Susun rencana baru."))


def _made_by(plan: AssignmentPlan, stage: Stage) -> list[Assignment]:
    """The readings of an applied plan, none of them begun."""
    made = Assignment.objects.filter(
        entry__stage=stage, assigned_at=plan.applied_at, assigned_by=plan.applied_by_id
    )
    if made.exclude(sheet=None, waiver=None, recused_at=None).exists():
        raise Refused(
            _("Sebagian juri sudah mulai bekerja dengan rencana ini. Ubah penugasan satu per satu.")
        )
    return list(made.select_related("entry__proposal", "member__user"))


def _rows_of(stage: Stage, pairs: Collection[Collection[int]]) -> list[Assignment]:
    """The readings that a spreadsheet takes away, refused when one was opened since."""
    wanted = {(entry, member) for entry, member in pairs}
    if not wanted:
        return []
    rows = Assignment.objects.filter(entry__stage=stage, member__in={member for _entry, member in wanted})
    found = [
        row
        for row in rows.select_related("entry__proposal", "member__user", "sheet", "waiver")
        if (row.entry_id, row.member_id) in wanted
    ]
    if any(hasattr(row, "sheet") or hasattr(row, "waiver") or row.recused_at for row in found):
        raise Refused(
            _("Juri sudah membuka lembar yang akan dilepas. Unduh dan unggah lagi lembar kerjanya.")
        )
    return found


def sweep(*, at: datetime) -> int:
    """Wake the worker for plans whose bell was lost; give up those that failed three times."""
    AssignmentPlan.objects.bury(at)
    stuck = AssignmentPlan.objects.stuck(at).filter(queued_at__lt=at - PATIENCE).values_list("pk", flat=True)
    for plan_id in stuck:
        ring(plan_assignments, plan_id=plan_id)
    return len(stuck)


def _rows(stage: Stage, pairs: list[tuple[int, int]]) -> list[tuple[Entry, PanelMember]]:
    """Only the codes are read: the ledger names people and proposals by code, and there may be thousands."""
    entries = Entry.objects.filter(stage=stage).select_related("proposal").only("proposal__code").in_bulk()
    members = PanelMember.objects.filter(stage=stage).select_related("user").only("user__code").in_bulk()
    return [(entries[entry], members[member]) for entry, member in pairs]


def _tell(plan: AssignmentPlan, stage: Stage, kind: str, readings: int, *, by: User, at: datetime) -> None:
    facts = {
        "plan": plan.code,
        "source": plan.source,
        "seed": plan.seed,
        "readings": readings,
        "inputs": plan.fingerprint,
    }
    subject = f"stage:{stage.code}"
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[Happening(kind, subject, facts)])
    audit.record(by=by, at=at, verb=kind, subject=subject, **facts)
