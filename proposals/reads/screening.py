"""What the secretariat sees while it screens: the queue, one proposal, and its neighbours."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Case, Count, IntegerField, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.enums import AutomaticCheck, Phase, StageKind
from competitions.models import ChecklistItem, Competition, Rubric, Stage
from kipp.lib.templatetags.ui import day, moment
from proposals import eligibility
from proposals.lifecycle import Status
from proposals.models import Finding, Proposal, ProposalVersion, Screening

from .checks import automatic_checks
from .rulings import CheckResult

#: What the queue calls the states of a proposal once it was submitted.
WAITING, PASSED, REJECTED = "belum", "lolos", "tidak"
STATUSES: Mapping[str, frozenset[str]] = {
    WAITING: frozenset({Status.SUBMITTED}),
    PASSED: frozenset({Status.PASSED, Status.AWARDED, Status.NOT_AWARDED}),
    REJECTED: frozenset({Status.REJECTED}),
}
ORDER = ("submitted_at", "pk")
IS_DECIDED = Case(When(status__in=STATUSES[WAITING], then=False), default=True, output_field=BooleanField())


def queue(edition: Competition, user: User) -> QuerySet[Proposal]:
    """Everything that was submitted, the longest waiting first."""
    proposals = Proposal.objects.overseen_by(user).filter(competition=edition)
    return proposals.select_related("agency", "category").order_by(*ORDER)


def counts(edition: Competition, user: User) -> dict[str, int]:
    """How many wait, passed and were rejected: one query."""
    filters = {name: Count("pk", filter=Q(status__in=held)) for name, held in STATUSES.items()}
    return queue(edition, user).order_by().aggregate(**filters)


def first_waiting(edition: Competition, user: User) -> str | None:
    waiting = queue(edition, user).filter(status__in=STATUSES[WAITING])
    return waiting.values_list("code", flat=True).first()


def checklist(competition_id: int) -> list[ChecklistItem]:
    return list(ChecklistItem.objects.filter(competition=competition_id))


def next_stage(competition_id: int) -> Stage | None:
    """Where a proposal that passes goes: the first stage that scores."""
    scoring = Stage.objects.filter(competition=competition_id, kind=StageKind.SCORING)
    return scoring.order_by("position", "pk").first()


def has_opened(stage: Stage, at: datetime) -> bool:
    """Its date has come, it was closed, or a juror has opened a sheet (which locks the rubric)."""
    if stage.is_closed or (stage.opens_at is not None and at >= stage.opens_at):
        return True
    return Rubric.objects.filter(stage=stage, locked_at__isnull=False).exists()


@dataclass(frozen=True)
class Line:
    """One line of the checklist: what the portal computed (`detail` is its sum), what the screener said."""

    item: ChecklistItem
    check: CheckResult | None
    finding: Finding | None
    detail: str = ""


@dataclass(frozen=True)
class ScreeningPage:
    version: ProposalVersion
    payload: dict
    screening: Screening
    lines: list[Line]


def page(proposal: Proposal, at: datetime) -> ScreeningPage:
    """The latest submitted version beside the checklist."""
    version = proposal.versions.select_related("screening__decided_by").first()
    screening = getattr(version, "screening", None) or Screening(version=version)
    findings = screening.findings.all() if screening.pk else ()
    said = {finding.item_id: finding for finding in findings}
    checks = automatic_checks(proposal, at)
    return ScreeningPage(
        version=version,
        payload=json.loads(version.payload),
        screening=screening,
        lines=[
            Line(
                item,
                checks.get(item.check_kind),
                said.get(item.pk),
                _age_in_words(proposal) if item.check_kind == AutomaticCheck.AGE else "",
            )
            for item in checklist(proposal.competition_id)
        ],
    )


def _age_in_words(proposal: Proposal) -> str:
    """The sum behind the verdict on age, so that the screener can follow it."""
    closes_at = proposal.competition.closing(proposal.agency)
    if proposal.started_on is None or closes_at is None:
        return ""
    last_day = eligibility.last_day(closes_at, proposal.competition.tz)
    years, months = eligibility.age(proposal.started_on, last_day)
    return _(
        "Mulai diterapkan %(started)s; pada penutupan, %(closing)s, berumur %(years)d tahun %(months)d bulan."
    ) % {"started": day(proposal.started_on), "closing": day(last_day), "years": years, "months": months}


@dataclass(frozen=True)
class Neighbours:
    """Codes of the proposals before and after in the queue, and of the next that waits."""

    previous: str | None
    next: str | None
    next_waiting: str | None


def neighbours(proposal: Proposal, user: User) -> Neighbours:
    rows = queue(proposal.competition, user).select_related(None)
    later = Q(submitted_at__gt=proposal.submitted_at) | Q(
        submitted_at=proposal.submitted_at, pk__gt=proposal.pk
    )
    later_first = Case(When(later, then=0), default=1, output_field=IntegerField())
    after = rows.filter(later)
    before = rows.exclude(later).exclude(pk=proposal.pk)
    waiting = rows.filter(status__in=STATUSES[WAITING]).exclude(pk=proposal.pk)
    return Neighbours(
        previous=before.values_list("code", flat=True).last(),
        next=after.values_list("code", flat=True).first(),
        next_waiting=waiting.order_by(later_first, *ORDER).values_list("code", flat=True).first(),
    )


def obstacle(proposal: Proposal, at: datetime) -> str:
    """Why nothing can be screened now, in a sentence; empty when it can."""
    if proposal.competition.phase_at(at, proposal.agency) == Phase.CLOSED:
        return ""
    closing = proposal.competition.closing(proposal.agency)
    return _(
        "Pendaftaran bagi instansi ini baru ditutup pada %(closing)s. Sampai saat itu proposal masih dapat "
        "ditarik untuk diperbaiki, jadi pemeriksaan belum dapat disimpan."
    ) % {"closing": moment(closing, proposal.competition.zone)}


def page_for_the_agency(proposal: Proposal) -> str:
    return reverse("proposals:detail", args=[proposal.code])
