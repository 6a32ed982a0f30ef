"""An edition's form as somebody finds it who has just begun. Nothing of it is stored."""

from datetime import datetime

from competitions.models import Competition, Track
from proposals.models import Proposal

from . import writing

NOBODY = 0  # the id of no proposal


def page(competition: Competition, track: Track | None, at: datetime) -> writing.WritingPage:
    """The writing page of an empty proposal of the organiser itself, in that track."""
    proposal = Proposal(
        pk=NOBODY, competition=competition, agency=competition.organiser, track=track, title="", created_at=at
    )
    return writing.page(proposal, at)
