"""What a proposal says, as plain values: the content of its frozen version."""

import json

from competitions.enums import QuestionKind
from proposals.models import Attachment, Proposal, ProposalVersion

from . import drafts
from .rulings import fitting_group

SCHEMA = "kipp-proposal/1"


def build(draft: drafts.Draft, number: int) -> dict[str, object]:
    """Everything jurors and auditors will read; hidden answers stay with the draft.

    No instant stands in it: the same content has the same hash, whenever it is sent.
    """
    proposal = draft.proposal
    group = fitting_group(proposal.competition, proposal.agency)
    return {
        "schema": SCHEMA,
        "edition": proposal.competition.slug,
        "code": proposal.code,
        "number": number,
        "title": proposal.title,
        "agency": {"code": proposal.agency.code, "name": proposal.agency.name},
        "category": _name(proposal.category),
        "group": _name(group),
        "track": _name(proposal.track),
        "started_on": proposal.started_on.isoformat() if proposal.started_on else "",
        "team_kind": proposal.team_kind,
        "team": [{"name": m.name, "nip": m.nip, "duty": m.duty} for m in draft.team],
        "video_url": proposal.video_url,
        "sections": [_section(part) for part in draft.parts],
        "attachments": [
            _file(state.slot, attachment)
            for state in draft.all_slots
            if state.is_shown
            for attachment in state.files
        ],
    }


def is_unchanged(content: dict, version: ProposalVersion) -> bool:
    """Would a version with this content say the same as one that was sent?"""
    return {**content, "number": version.number} == json.loads(version.payload)


def next_number(proposal: Proposal) -> int:
    latest = proposal.versions.order_by("-number").values_list("number", flat=True).first()
    return (latest or 0) + 1


def _name(row) -> str:
    return row.name if row is not None else ""


def _section(part: drafts.Part) -> dict[str, object]:
    section = part.section
    return {
        "code": section.code,
        "title": section.title,
        "weight": section.weight,
        "answers": [_answer(field) for field in part.fields if field.is_shown],
    }


def _answer(field: drafts.Field) -> dict[str, object]:
    question = field.question
    answer: dict[str, object] = {
        "code": question.code,
        "label": question.label,
        "kind": question.kind,
        "text": field.text,
        "words": field.words,
    }
    if question.kind == QuestionKind.TABLE:
        answer["columns"] = question.options
    if question.unit:
        answer["unit"] = question.unit
    return answer


def _file(slot, attachment: Attachment) -> dict[str, object]:
    return {
        "slot": slot.code,
        "title": slot.title,
        "code": attachment.code,
        "name": attachment.name,
        "size": attachment.size,
        "pages": attachment.pages,
        "sha256": attachment.sha256,
    }
