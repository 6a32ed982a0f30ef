"""What an agency writes, what it submitted, and what the secretariat found."""

from .files import Attachment, LinkCheck, StatementSheet, Upload
from .innovation import IndicatorClaim, Innovation, InnovationExport, InnovationProfile, Recognition
from .proposal import Answer, AnswerVersion, Collaborator, Presence, Proposal, TeamMember
from .screening import Finding, Screening, ScreeningLetter
from .sent import Correction, Entry, Fingerprint, ProposalVersion, Receipt, Resemblance

__all__ = [
    "Answer",
    "AnswerVersion",
    "Attachment",
    "Collaborator",
    "Correction",
    "Entry",
    "Finding",
    "Fingerprint",
    "IndicatorClaim",
    "Innovation",
    "InnovationExport",
    "InnovationProfile",
    "LinkCheck",
    "Presence",
    "Proposal",
    "ProposalVersion",
    "Receipt",
    "Recognition",
    "Resemblance",
    "Screening",
    "ScreeningLetter",
    "StatementSheet",
    "TeamMember",
    "Upload",
]
