"""Texts of an answer that gave way to another: set aside by their writer, or brought back."""

from datetime import datetime

from django.db import transaction

from agencies.models import User
from proposals.models import Answer, AnswerVersion, Proposal
from proposals.words import count_words

from . import gate, writing


def set_aside(*, proposal: Proposal, answer: Answer, by: User, at: datetime, text: str) -> None:
    """Keep what somebody wrote and gave up for a colleague's text. Asked twice, it is kept once."""
    gate.require_editable(proposal, at)
    answer.versions.get_or_create(
        text=text,
        saved_by=by,
        is_aside=True,
        defaults={"words": count_words(text), "saved_at": at, "kept_at": at},
    )


def restore(*, proposal: Proposal, version: AnswerVersion, by: User, at: datetime) -> writing.Saved:
    """Let an earlier text stand again; what stood until now is kept. Raises Refused."""
    with transaction.atomic():
        gate.locked_for_writing(proposal, at)
        current = Answer.objects.select_for_update().get(pk=version.answer_id)
        if current.text == version.text:
            return writing.Saved(current.revision, current.words)
        current.versions.create(
            text=current.text,
            words=current.words,
            saved_at=current.saved_at,
            saved_by_id=current.saved_by_id,
            kept_at=at,
        )
        return writing.save_answer(
            proposal=proposal,
            question_id=current.question_id,
            by=by,
            at=at,
            revision=current.revision,
            text=version.text,
        )
