"""An edition as data."""

from .chain import LedgerEvent, LedgerHead
from .edition import Award, Category, Competition, Extension, Group, Track
from .form import AttachmentSlot, ChecklistItem, FormAmendment, Question, ReasonText, Section
from .stages import Aspect, Criterion, Level, Quota, Rubric, Stage, StageRules

__all__ = [
    "Aspect",
    "AttachmentSlot",
    "Award",
    "Category",
    "ChecklistItem",
    "Competition",
    "Criterion",
    "Extension",
    "FormAmendment",
    "Group",
    "LedgerEvent",
    "LedgerHead",
    "Level",
    "Question",
    "Quota",
    "ReasonText",
    "Rubric",
    "Section",
    "Stage",
    "StageRules",
    "Track",
]
