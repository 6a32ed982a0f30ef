"""Who reads what, what they scored, and what was published."""

from .calibration import Anchor, AnchorSheet, Calibration
from .field import Claim, FieldVisit, Observation, Photo, Visitor
from .minutes import Minutes, MinutesPaper
from .panel import Apart, Conflict, Expertise, IntegrityStatement, PanelMember, Substitution
from .plenary import Attendee, Plenary, PlenaryDecision
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
    "Attendee",
    "Calibration",
    "Claim",
    "Conflict",
    "Document",
    "Expertise",
    "FieldVisit",
    "IntegrityStatement",
    "Minutes",
    "MinutesPaper",
    "Observation",
    "PanelMember",
    "Photo",
    "Plenary",
    "PlenaryDecision",
    "ProposalResult",
    "ResultRelease",
    "Score",
    "ScoreSheet",
    "Slot",
    "Substitution",
    "Timetable",
    "Turn",
    "Visitor",
    "Waiver",
]
