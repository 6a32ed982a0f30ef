"""An edition as data."""

from .chain import LedgerEvent, LedgerHead
from .edition import Award, Category, Competition, Extension, Group, Track
from .form import AttachmentSlot, ChecklistItem, Question, Section
from .stages import Criterion, Level, Rubric, Stage

__all__ = [
    "AttachmentSlot",
    "Award",
    "Category",
    "ChecklistItem",
    "Competition",
    "Criterion",
    "Extension",
    "Group",
    "LedgerEvent",
    "LedgerHead",
    "Level",
    "Question",
    "Rubric",
    "Section",
    "Stage",
    "Track",
]
