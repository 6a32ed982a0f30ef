"""Plan, preview, apply, undo. The planning itself is `services.planning`, which the worker calls.

What is applied is what was previewed and stored here, never what a form carries; and only while the
data it was made from have not changed.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.models import Assignment, AssignmentPlan, PanelMember
from judging.reads import assignments as reads
from judging.services import assignments
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
        stage=stage, seed=seed, status__in=[JobStatus.QUEUED, JobStatus.RUNNING]
    ).first()
    if waiting:
        return waiting
    inputs = reads.plan_inputs(stage)
    if not inputs.entries:
        raise Refused(_("Belum ada proposal di tahap ini. Selesaikan seleksi administrasi lebih dahulu."))
    if not inputs.members:
        raise Refused(_("Belum ada juri di tahap ini. Tambahkan juri lebih dahulu."))
    plan = AssignmentPlan.objects.create(stage=stage, seed=seed, requested_by=by, queued_at=at)
    audit.record(by=by, at=at, verb="plan.requested", subject=f"stage:{stage.code}", plan=plan.code)
    ring(plan_assignments, plan_id=plan.pk)
    return plan


@transaction.atomic
def apply(*, plan: AssignmentPlan, by: User, at: datetime) -> AssignmentPlan:
    """Make the assignments of the preview. Pressed twice, done once."""
    stage = assignments.lock_open_stage(plan.stage_id)
    plan = AssignmentPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.applied_at is not None:
        return plan
    if plan.status != JobStatus.READY:
        raise Refused(_("Rencana ini belum selesai disusun."))
    inputs = reads.plan_inputs(stage)
    if inputs.fingerprint != plan.fingerprint:
        raise Refused(
            _(
                "Juri, proposal, benturan kepentingan, atau penugasan berubah sejak rencana ini disusun. "
                "Susun rencana baru."
            )
        )
    pairs = [(entry, member) for entry, member in plan.result["pairs"]]
    if not inputs.barred.isdisjoint(pairs):
        raise Refused(_("Rencana ini memuat benturan kepentingan. Susun rencana baru."))
    assignments.make(stage=stage, pairs=_rows(stage, pairs), by=by, at=at)
    plan.applied_at, plan.applied_by = at, by
    plan.save(update_fields=["applied_at", "applied_by"])
    _tell(plan, stage, "plan.applied", len(pairs), by=by, at=at)
    return plan


@transaction.atomic
def undo(*, plan: AssignmentPlan, by: User, at: datetime) -> AssignmentPlan:
    """Take an applied plan back, as long as no juror has begun with any of its readings."""
    stage = assignments.lock_open_stage(plan.stage_id)
    plan = AssignmentPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.applied_at is None:
        raise Refused(_("Rencana ini belum diterapkan."))
    if plan.undone_at is not None:
        return plan
    made = Assignment.objects.filter(
        entry__stage=stage, assigned_at=plan.applied_at, assigned_by=plan.applied_by_id
    )
    if made.exclude(sheet=None, waiver=None, recused_at=None).exists():
        raise Refused(
            _("Sebagian juri sudah mulai bekerja dengan rencana ini. Ubah penugasan satu per satu.")
        )
    rows = list(made.select_related("entry__proposal", "member__user"))
    assignments.remove(stage=stage, assignments=rows, by=by, at=at)
    plan.undone_at, plan.undone_by = at, by
    plan.save(update_fields=["undone_at", "undone_by"])
    _tell(plan, stage, "plan.undone", len(rows), by=by, at=at)
    return plan


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
    facts = {"plan": plan.code, "seed": plan.seed, "readings": readings, "inputs": plan.fingerprint}
    subject = f"stage:{stage.code}"
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[Happening(kind, subject, facts)])
    audit.record(by=by, at=at, verb=kind, subject=subject, **facts)
