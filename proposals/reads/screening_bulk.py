"""Many proposals of the queue at once: what would become of each, and why some are left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import ChecklistItem, Competition
from proposals.models import Proposal, ProposalVersion, Screening

from . import drafts
from .checks import OF_THE_WORDS, automatic_checks
from .rulings import CheckResult
from .screening import PASSED, REJECTED, SECOND, UNDECIDED, checklist, obstacle

CONFIRM = "sahkan"
ACTS = (PASSED, REJECTED, CONFIRM)
#: Each takes a transaction of its own with some forty statements: a request stays within a few seconds.
AT_ONCE = 50


@dataclass
class Candidate:
    """One chosen proposal. `answers` are its lines, with remarks; `problem` says why it is left out."""

    proposal: Proposal
    version: ProposalVersion
    screening: Screening
    answers: dict[str, tuple[bool | None, str]] = field(default_factory=dict)
    computed: list[str] = field(default_factory=list)
    unmet: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def chosen(self) -> str:
        """What the form carries: the proposal, and the state in which it was shown."""
        return f"{self.proposal.code}:{self.screening.revision}"


def candidates(
    edition: Competition, rows: QuerySet[Proposal], user: User, act: str, at: datetime
) -> list[Candidate]:
    """The first fifty of the rows. Their number costs one query each where rules ask about siblings."""
    chosen = list(rows.select_related("agency", "category", "track", "group")[:AT_ONCE])
    for proposal in chosen:
        proposal.competition = edition
    versions = _latest(chosen)
    items = checklist(edition.pk)
    texts = drafts.load_all(chosen) if {item.check_kind for item in items} & OF_THE_WORDS else {}
    found = []
    for proposal in chosen:
        version = versions[proposal.pk]
        version.proposal = proposal
        screening = getattr(version, "screening", None) or Screening(version=version)
        candidate = Candidate(proposal, version, screening, problem=_problem(proposal, user, act, at))
        if not candidate.problem:
            _fill(candidate, items, _checks(version, items, texts.get(proposal.pk), at))
            candidate.problem = _lacking(candidate) if act == PASSED else ""
        found.append(candidate)
    return found


def _latest(proposals: Sequence[Proposal]) -> dict[int, ProposalVersion]:
    versions = ProposalVersion.objects.filter(proposal__in=proposals).defer("payload").order_by("number")
    held = versions.select_related("screening__proposed_by", "correction")
    return {version.proposal_id: version for version in held.prefetch_related("screening__findings")}


def _problem(proposal: Proposal, user: User, act: str, at: datetime) -> str:
    if proposal.place not in UNDECIDED:
        return _("Sudah diputuskan.")
    if sentence := obstacle(proposal, at):
        return sentence
    if act == CONFIRM and proposal.place != SECOND:
        return _("Belum ada usulan putusan.")
    if act == CONFIRM and proposal.proposed_by == user.pk:
        return _("Anda yang mengusulkan; orang lain yang mengesahkan.")
    if act != CONFIRM and proposal.place == SECOND:
        return _("Putusannya sudah diusulkan dan menunggu orang kedua.")
    return ""


def _checks(
    version: ProposalVersion, items: Sequence[ChecklistItem], draft: drafts.Draft | None, at: datetime
) -> dict[str, CheckResult]:
    kinds = {item.check_kind for item in items}
    if hasattr(version, "correction"):
        kinds -= OF_THE_WORDS
    return automatic_checks(version.proposal, at, kinds, draft)


def _fill(candidate: Candidate, items: Sequence[ChecklistItem], checks: dict[str, CheckResult]) -> None:
    """A line is as the screener said; what nobody said yet is as the portal computes it."""
    stored = candidate.screening.findings.all() if candidate.screening.pk else ()
    said = {finding.item_id: finding for finding in stored}
    for item in items:
        finding, check = said.get(item.pk), checks.get(item.check_kind)
        is_met = finding.is_met if finding else check.is_met if check else None
        candidate.answers[item.code] = (is_met, finding.note if finding else "")
        if finding is None and check is not None:
            candidate.computed.append(item.question)
        if is_met is False:
            told = finding.note if finding else check.sentence
            candidate.unmet.append(f"{item.question}: {told}" if told else item.question)
        elif is_met is None:
            candidate.open.append(item.question)


def _lacking(candidate: Candidate) -> str:
    parts = []
    if candidate.unmet:
        parts.append(_("Tidak terpenuhi: %(lines)s.") % {"lines": _joined(candidate.unmet)})
    if candidate.open:
        parts.append(_("Belum diperiksa: %(lines)s.") % {"lines": _joined(candidate.open)})
    return " ".join(parts)


def _joined(lines: Sequence[str]) -> str:
    return "; ".join(line.rstrip(".") for line in lines)
