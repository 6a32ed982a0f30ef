"""State and lift conflicts of interest. Derived ones are computed and cannot be lifted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.enums import ConflictSource, EndedAs
from judging.models import Assignment, Conflict
from kipp.lib import canonical
from kipp.lib.errors import Refused
from proposals.models import Proposal


@transaction.atomic
def declare(*, assignment: Assignment, by: User, at: datetime, reason: str) -> Conflict:
    """The juror steps back from a proposal: their sheets of it no longer count. Said twice, done once."""
    proposal = assignment.entry.proposal
    stages = _lock_stages(proposal)
    if stages[assignment.entry.stage_id].is_closed:
        raise Refused(_("Tahap ini sudah ditutup. Sampaikan benturan kepentingan Anda kepada panitia."))
    standing = Conflict.objects.filter(user=by, proposal=proposal, lifted_at=None).first()
    if standing and not _open_readings(by, proposal).exists():
        return standing
    return _state(
        standing, proposal=proposal, user=by, source=ConflictSource.DECLARED, by=by, at=at, reason=reason
    )


@transaction.atomic
def pin(*, proposal: Proposal, user: User, by: User, at: datetime, reason: str) -> Conflict:
    """The organiser states that this juror must not judge this proposal."""
    _lock_stages(proposal)
    standing = Conflict.objects.filter(user=user, proposal=proposal, lifted_at=None).first()
    if standing:
        raise Refused(_("Benturan kepentingan ini sudah tercatat."))
    return _state(
        None, proposal=proposal, user=user, source=ConflictSource.ORGANISER, by=by, at=at, reason=reason
    )


@transaction.atomic
def lift(*, conflict: Conflict, by: User, at: datetime, reason: str) -> Conflict:
    """The conflict no longer stands. Readings it ended stay ended until somebody assigns them again."""
    proposal = conflict.proposal
    _lock_stages(proposal)
    conflict = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
    if conflict.lifted_at is not None:
        raise Refused(_("Benturan kepentingan ini sudah dicabut."))
    conflict.lifted_at, conflict.lifted_by, conflict.lifted_reason = at, by, _given(reason)
    conflict.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    _tell(conflict, "conflict.lifted", by=by, at=at)
    return conflict


def _state(
    standing: Conflict | None,
    *,
    proposal: Proposal,
    user: User,
    source: ConflictSource,
    by: User,
    at: datetime,
    reason: str,
) -> Conflict:
    conflict = standing or Conflict.objects.create(
        proposal=proposal, user=user, source=source, reason=_given(reason), stated_at=at, stated_by=by
    )
    recused = list(_open_readings(user, proposal).values_list("code", flat=True))
    Assignment.objects.filter(code__in=recused).update(recused_at=at, ended_as=EndedAs.CONFLICT)
    kind = "conflict.declared" if source == ConflictSource.DECLARED else "conflict.pinned"
    _tell(conflict, kind, by=by, at=at, recused=recused)
    return conflict


def _lock_stages(proposal: Proposal) -> dict[int, Stage]:
    """Assigning locks the stage too, so nobody is assigned while a conflict is being stated."""
    stages = Stage.objects.filter(entries__proposal=proposal).values_list("pk", flat=True)
    locked = Stage.objects.select_for_update().filter(pk__in=list(stages)).order_by("pk")
    return {stage.pk: stage for stage in locked}


def _open_readings(user: User, proposal: Proposal):
    return Assignment.objects.filter(
        member__user=user, entry__proposal=proposal, entry__stage__closed_at=None, recused_at=None
    )


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Tulis alasannya."), status=422)
    return reason.strip()


def _tell(conflict: Conflict, kind: str, *, by: User, at: datetime, **facts) -> None:
    """Reasons stay in the conflict's row: they may tell of a family, which no ledger should carry.

    The ledger seals them: SHA-256 of the conflict's code and the reason, so that a guess needs the row.
    """
    reason = conflict.lifted_reason or conflict.reason
    facts["reason_sha256"] = canonical.sha256(f"{conflict.code}\n{reason}")
    subject = f"proposal:{conflict.proposal.code}"
    payload = {"conflict": conflict.code, "juror": conflict.user.code, "source": conflict.source, **facts}
    ledger.append(
        competition=conflict.proposal.competition,
        by=by,
        at=at,
        happenings=[Happening(kind, subject, payload)],
    )
    audit.record(by=by, at=at, verb=kind, subject=subject, **payload)
