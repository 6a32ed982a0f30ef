"""What the pages of an edition show, one module a subject."""

from .readiness import Blocker, announce_blockers, announce_check
from .rubrics import current_rubric

__all__ = ["Blocker", "announce_blockers", "announce_check", "current_rubric"]
