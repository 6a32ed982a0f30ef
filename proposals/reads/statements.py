"""What a statement to be signed says about a proposal, and whether the prepared one still says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from competitions.enums import StatementKind
from competitions.models import AttachmentSlot
from kipp.lib import canonical
from kipp.lib.jobs import JobStatus
from proposals.models import Proposal, StatementSheet, TeamMember

SCHEMA = "kipp-statement/1"
UNDER_WAY = (JobStatus.QUEUED, JobStatus.RUNNING)


@dataclass(frozen=True)
class Letter:
    """The statement of one place: what it lacks, what was prepared, and whether that is out of date."""

    slot: AttachmentSlot
    lacks: str = ""
    sheet: StatementSheet | None = None
    is_outdated: bool = False

    @property
    def is_under_way(self) -> bool:
        return self.sheet is not None and self.sheet.status in UNDER_WAY

    @property
    def is_ready(self) -> bool:
        return self.sheet is not None and self.sheet.status == JobStatus.READY

    @property
    def has_failed(self) -> bool:
        return self.sheet is not None and self.sheet.status == JobStatus.FAILED


def facts(proposal: Proposal, kind: str, team: Sequence[TeamMember]) -> dict[str, object]:
    """Plain values, those that the letter prints and no others: nothing else makes it out of date."""
    edition = proposal.competition
    printed: dict[str, object] = {
        "schema": SCHEMA,
        "kind": kind,
        "code": proposal.code,
        "title": proposal.title,
        "agency": proposal.agency.name,
        "edition": edition.name,
        "region": edition.region,
        "letterhead": edition.letterhead,
        "is_demo": edition.is_demo,
        "team": [{"name": m.name, "nip": m.nip, "duty": m.duty} for m in team],
    }
    if kind == StatementKind.IMPLEMENTATION:
        printed["started_on"] = proposal.started_on.isoformat() if proposal.started_on else ""
    return printed


def lacking(proposal: Proposal, kind: str, team: Sequence[TeamMember]) -> str:
    """What has to be filled in before a letter makes sense: "team", "started_on" or nothing."""
    if not team:
        return "team"
    return "started_on" if kind == StatementKind.IMPLEMENTATION and proposal.started_on is None else ""


def letters(
    proposal: Proposal, slots: Sequence[AttachmentSlot], team: Sequence[TeamMember]
) -> dict[int, Letter]:
    """By the place's id, for the places that the portal prepares a letter for; one query."""
    asked = [slot for slot in slots if slot.statement]
    if not asked:
        return {}
    prepared: dict[int, list[StatementSheet]] = {}
    for sheet in proposal.statement_sheets.order_by("-queued_at", "-pk"):
        prepared.setdefault(sheet.slot_id, []).append(sheet)
    return {slot.pk: _letter(proposal, slot, team, prepared.get(slot.pk, [])) for slot in asked}


def _letter(proposal: Proposal, slot: AttachmentSlot, team, sheets: list[StatementSheet]) -> Letter:
    lacks = lacking(proposal, slot.statement, team)
    now = canonical.sha256(canonical.dumps(facts(proposal, slot.statement, team)))
    current = next((sheet for sheet in sheets if sheet.payload_sha256 == now), None)
    if current is not None or not sheets:
        return Letter(slot, lacks, current)
    return Letter(slot, lacks, sheets[0], is_outdated=True)
