"""A place for files with all that belongs to it: files, letter, unfinished uploads, earlier versions."""

from dataclasses import dataclass, field

from proposals.enums import UploadStatus
from proposals.models import Attachment, Proposal, Upload

from . import drafts
from .drafts import SlotState
from .statements import Letter, letters

UNDER_WAY = (UploadStatus.RECEIVING, UploadStatus.CHECKING)


@dataclass(frozen=True)
class Place:
    state: SlotState
    letter: Letter | None = None
    uploads: list[Upload] = field(default_factory=list)
    earlier: list[Attachment] = field(default_factory=list)

    @property
    def is_signed_letter_old(self) -> bool:
        """A signed letter was given, and the proposal says something else by now."""
        return bool(self.letter and self.letter.is_outdated and self.state.files)


def places(proposal: Proposal) -> list[Place]:
    draft = drafts.load(proposal)
    states = draft.all_slots
    prepared = letters(proposal, [state.slot for state in states], draft.team)
    uploads: dict[int, list[Upload]] = {}
    under_way = proposal.uploads.filter(status__in=UNDER_WAY).select_related("replaces")
    for upload in under_way.order_by("begun_at", "pk"):
        uploads.setdefault(upload.slot_id, []).append(upload)
    earlier = _earlier(proposal)
    return [
        Place(
            state,
            prepared.get(state.slot.pk),
            uploads.get(state.slot.pk, []),
            earlier.get(state.slot.pk, []),
        )
        for state in states
    ]


def place(proposal: Proposal, slot_code: str) -> Place | None:
    return next((each for each in places(proposal) if each.state.slot.code == slot_code), None)


def _earlier(proposal: Proposal) -> dict[int, list[Attachment]]:
    """What was replaced, the newest first."""
    found: dict[int, list[Attachment]] = {}
    replacing = proposal.attachments.filter(replaces__isnull=False).select_related("replaces")
    for attachment in replacing.order_by("-uploaded_at", "-pk"):
        old = attachment.replaces
        if old not in found.get(old.slot_id, []):
            found.setdefault(old.slot_id, []).append(old)
    return found
