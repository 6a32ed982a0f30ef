"""Who reads what, what they scored, and what was published."""

from .calibration import Anchor, AnchorSheet, Calibration
from .minutes import Minutes, MinutesPaper
from .panel import Apart, Conflict, Expertise, IntegrityStatement, PanelMember, Substitution
from .presentations import Slot, Timetable, Turn
from .readings import Assignment, AssignmentPlan, Waiver
from .releases import Document, ProposalResult, ResultRelease
from .sheets import Score, ScoreSheet

__all__ = [
    "Anchor",
    "AnchorSheet",
    "Apart",
    "Assignment",
    "AssignmentPlan",
    "Calibration",
    "Conflict",
    "Document",
    "Expertise",
    "IntegrityStatement",
    "Minutes",
    "MinutesPaper",
    "PanelMember",
    "ProposalResult",
    "ResultRelease",
    "Score",
    "ScoreSheet",
    "Slot",
    "Substitution",
    "Timetable",
    "Turn",
    "Waiver",
]
