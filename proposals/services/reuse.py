"""Copy what an earlier proposal gives into a new draft."""

from collections.abc import Collection
from datetime import datetime

from agencies.models import User
from agencies.services import audit
from proposals.models import Answer, Attachment, Proposal, TeamMember
from proposals.reads.reuse import Preview


def copy(*, proposal: Proposal, preview: Preview, files: Collection[str], by: User, at: datetime) -> Proposal:
    """Fill an empty draft with what its writers were shown; called inside the transaction that made it.

    Answers are copied whole: what is over a new limit is marked on the writing page, not cut. Of the
    files only those named in `files` come along. The statement of truth is ticked anew.
    """
    header = preview.header
    for name in ("category", "track", "started_on", "video_url", "team_kind"):
        setattr(proposal, name, getattr(header, name))
    proposal.save(update_fields=["category", "track", "started_on", "video_url", "team_kind"])
    Answer.objects.bulk_create(
        [
            Answer(
                proposal=proposal,
                question=row.question,
                text=row.text,
                words=row.words,
                saved_at=at,
                saved_by=by,
            )
            for row in preview.carried
        ]
    )
    TeamMember.objects.bulk_create(
        [
            TeamMember(proposal=proposal, position=place, name=m["name"], nip=m["nip"], duty=m["duty"])
            for place, m in enumerate(header.team, 1)
        ]
    )
    taken = _take_files(proposal, preview, files, by, at)
    audit.record(
        by=by,
        at=at,
        verb="proposal.reused",
        subject=f"proposal:{proposal.code}",
        source=preview.source.code,
        answers=len(preview.carried),
        files=[attachment.sha256 for attachment in taken],
    )
    return proposal


def _take_files(
    proposal: Proposal, preview: Preview, wanted: Collection[str], by: User, at: datetime
) -> list[Attachment]:
    """As many of the chosen files as each place takes; the stored bytes are shared, not copied."""
    places = {slot.code: slot for slot in proposal.competition.slots.all()}
    offered = [file["code"] for file in preview.files if file["code"] in wanted]
    held: dict[str, int] = {}
    rows = []
    for file in Attachment.objects.filter(code__in=offered).select_related("slot").order_by("pk"):
        slot = places[file.slot.code]
        if held.get(slot.code, 0) < slot.max_files:
            held[slot.code] = held.get(slot.code, 0) + 1
            rows.append(_copied(file, proposal, slot, by, at))
    return Attachment.objects.bulk_create(rows)


def _copied(file: Attachment, proposal: Proposal, slot, by: User, at: datetime) -> Attachment:
    return Attachment(
        proposal=proposal,
        slot=slot,
        file=file.file.name,
        shown_file=file.shown_file.name,
        name=file.name,
        size=file.size,
        sha256=file.sha256,
        content_type=file.content_type,
        pages=file.pages,
        uploaded_at=at,
        uploaded_by=by,
    )
