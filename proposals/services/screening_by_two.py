"""Where an edition asks for two people: one proposes an outcome, another confirms it or sends it back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from kipp.lib.errors import Refused
from proposals.models import ProposalVersion, Screening

from . import screening_steps as steps
from .screening_steps import PROPOSAL, Found


@transaction.atomic
def propose(
    *,
    version: ProposalVersion,
    by: User,
    at: datetime,
    outcome: str,
    revision: int,
    findings: Mapping[str, Found] | None = None,
    note: str | None = None,
) -> Screening:
    """Hand findings and an outcome to a second person. Nothing is told to the agency yet.

    It must stand as a decision would: all lines met to pass, one line not met to reject.
    """
    screening = steps.lock(version, at)
    if screening.is_proposed and _is_same(screening, outcome, by, revision):
        return screening
    steps.require_unanswered(screening)
    if not version.proposal.competition.screened_by_two:
        raise Refused(_("Edisi ini diputuskan satu orang. Putuskan langsung."))
    steps.refuse_stale(screening, revision)
    if findings is not None:
        steps.write(screening, findings, screening.note if note is None else note)
    unmet = steps.unmet_lines(screening, outcome)
    screening.proposed_outcome, screening.proposed_at, screening.proposed_by = outcome, at, by
    screening.sent_back_note, screening.revision = "", revision + 1
    screening.save(update_fields=[*PROPOSAL, "sent_back_note", "revision"])
    steps.record(version, "screening.proposed", by=by, at=at, outcome=outcome, unmet=unmet)
    return screening


def _is_same(screening: Screening, outcome: str, by: User, revision: int) -> bool:
    """The second of two clicks."""
    stands = (screening.proposed_outcome, screening.proposed_by, screening.revision)
    return stands == (outcome, by, revision + 1)


@transaction.atomic
def confirm(*, version: ProposalVersion, by: User, at: datetime, revision: int) -> Screening:
    """The second person decides as the first proposed. Refused to the person who proposed."""
    screening = steps.lock(version, at)
    if steps.was_answered(screening, screening.proposed_outcome, by, revision):
        return screening
    _require_proposed(screening)
    if screening.proposed_by_id == by.pk:
        raise Refused(_("Anda yang mengusulkan putusan ini. Mintalah orang lain mengesahkannya."))
    steps.refuse_stale(screening, revision)
    screening.revision = revision + 1
    return steps.conclude(screening, screening.proposed_outcome, by=by, at=at)


@transaction.atomic
def send_back(*, version: ProposalVersion, by: User, at: datetime, revision: int, note: str) -> Screening:
    """The second person asks for another look, with a note; who proposed takes it back without one."""
    screening = steps.lock(version, at)
    _require_proposed(screening)
    is_own = screening.proposed_by_id == by.pk
    if not is_own and not note.strip():
        raise Refused(_("Tulis apa yang perlu diperiksa lagi."), status=422)
    steps.refuse_stale(screening, revision)
    screening.proposed_outcome, screening.proposed_at, screening.proposed_by = "", None, None
    screening.sent_back_note, screening.revision = note.strip(), revision + 1
    screening.save(update_fields=[*PROPOSAL, "sent_back_note", "revision"])
    verb = "screening.proposal_withdrawn" if is_own else "screening.sent_back"
    steps.record(version, verb, by=by, at=at, note=note.strip())
    return screening


def _require_proposed(screening: Screening) -> None:
    if not screening.is_proposed:
        raise Refused(_("Tidak ada usulan yang menunggu orang kedua. Muat ulang halaman ini."))
