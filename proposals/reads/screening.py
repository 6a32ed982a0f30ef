"""What the secretariat sees while it screens: the queue, one proposal, and its neighbours."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    Expression,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.enums import AutomaticCheck, Phase, StageKind
from competitions.models import ChecklistItem, Competition, ReasonText, Rubric, Stage
from competitions.reads import paths
from kipp.lib.templatetags.ui import day, moment
from proposals import eligibility
from proposals.enums import CorrectionEnd
from proposals.lifecycle import IN_CORRECTION, SUBMITTED_ONCE, Status
from proposals.models import Correction, Finding, Proposal, ProposalVersion, Screening, TeamMember

from . import carrying, drafts
from .carrying import Carried
from .checks import OF_THE_WORDS, automatic_checks
from .rulings import CheckResult

#: Where a proposal stands in the queue.
WAITING, SECOND, MENDING, PASSED, REJECTED, OUT = "belum", "kedua", "perbaikan", "lolos", "tidak", "keluar"
PLACES: Mapping[str, Collection[str]] = {
    WAITING: (Status.SUBMITTED,),
    MENDING: IN_CORRECTION,
    PASSED: (Status.PASSED, Status.AWARDED, Status.NOT_AWARDED),
    REJECTED: (Status.REJECTED,),
}
UNDECIDED = (WAITING, SECOND, MENDING)
ORDER = ("submitted_at", "pk")
IS_DECIDED = Case(When(place__in=UNDECIDED, then=False), default=True, output_field=BooleanField())


def _latest(field: str) -> Subquery:
    """Of the version that was sent last; its screening is one to one with it, or not begun."""
    versions = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number")
    return Subquery(versions.values(field)[:1])


def _mended(proposal: str) -> Exists:
    """A version was returned, and a better one came."""
    ended = Correction.objects.filter(ended_as=CorrectionEnd.RESUBMITTED)
    return Exists(ended.filter(version__proposal=OuterRef(proposal)))


def placed(proposals: QuerySet[Proposal], at: datetime) -> QuerySet[Proposal]:
    """With `place`, `proposed_by` and `is_mended`. A correction that is past its date waits again."""
    is_lapsed = Q(status__in=PLACES[MENDING], correction_due_at__lte=at)
    is_waiting = Q(status__in=PLACES[WAITING]) | is_lapsed
    mended = Correction.objects.filter(version__proposal=OuterRef("pk"), ended_as=CorrectionEnd.RESUBMITTED)
    return proposals.annotate(
        proposed_by=_latest("screening__proposed_by"),
        is_mended=Exists(mended),
        place=Case(
            When(is_waiting & Q(proposed_by__isnull=False), then=Value(SECOND)),
            When(is_waiting, then=Value(WAITING)),
            When(status__in=PLACES[MENDING], then=Value(MENDING)),
            When(status__in=PLACES[PASSED], then=Value(PASSED)),
            When(status__in=PLACES[REJECTED], then=Value(REJECTED)),
            default=Value(OUT),
            output_field=CharField(),
        ),
    )


def queue(edition: Competition, user: User, at: datetime) -> QuerySet[Proposal]:
    """Everything that was submitted, the longest waiting first."""
    proposals = Proposal.objects.overseen_by(user).filter(competition=edition)
    return placed(proposals, at).select_related("agency", "category").order_by(*ORDER)


def to_do(user: User) -> Q:
    """What this person can work on: nobody decides on what they proposed themselves."""
    return Q(place=WAITING) | (Q(place=SECOND) & ~Q(proposed_by=user.pk))


def counts(edition: Competition, user: User, at: datetime) -> dict[str, int]:
    """How many stand at each place: one query."""
    places = (*UNDECIDED, PASSED, REJECTED)
    filters = {name: Count("pk", filter=Q(place=name)) for name in places}
    return queue(edition, user, at).order_by().aggregate(**filters)


def first_waiting(edition: Competition, user: User, at: datetime) -> str | None:
    waiting = queue(edition, user, at).filter(to_do(user))
    return waiting.values_list("code", flat=True).first()


def checklist(competition_id: int) -> list[ChecklistItem]:
    return list(ChecklistItem.objects.filter(competition=competition_id))


def reason_texts(competition_id: int) -> list[ReasonText]:
    return list(ReasonText.objects.filter(competition=competition_id))


def has_opened(stage: Stage, at: datetime) -> bool:
    """Its date has come, it was closed, or a juror has opened a sheet (which locks the rubric)."""
    return _has_begun(stage, at) or Rubric.objects.filter(stage=stage, locked_at__isnull=False).exists()


def _has_begun(stage: Stage, at: datetime) -> bool:
    return stage.is_closed or (stage.opens_at is not None and at >= stage.opens_at)


def desk(user: User, at: datetime, *, slug: str, code: str) -> ProposalVersion | None:
    """The version that was sent last, with all that its page and its neighbours need, in three queries."""
    seen = Proposal.objects.overseen_by(user).filter(competition__slug=slug, code=code)
    in_use = Stage.objects.annotate(
        is_in_use=Exists(Rubric.objects.filter(stage=OuterRef("pk"), locked_at__isnull=False))
    )
    versions = ProposalVersion.objects.filter(proposal__in=seen).select_related(
        *(f"proposal__{name}" for name in ("agency", "category", "track", "group", "competition__organiser")),
        "screening__decided_by",
        "screening__proposed_by",
        "correction",
    )
    held = versions.annotate(is_mended=_mended("proposal"), **_neighbours(user, at)).prefetch_related(
        "proposal__competition__extensions",
        Prefetch("proposal__competition__stages", queryset=in_use.order_by("position", "pk")),
    )
    return held.order_by("-number").first()


@dataclass(frozen=True)
class Line:
    """One line of the checklist: what the portal computed (`detail` is its sum), what the screener said.

    `earlier` is what was said of the version before; while nobody has looked, it is offered as `finding`
    where what it rests on has not changed.
    """

    item: ChecklistItem
    check: CheckResult | None
    finding: Finding | None
    detail: str = ""
    earlier: Carried | None = None


@dataclass(frozen=True)
class ScreeningPage:
    version: ProposalVersion
    payload: dict
    screening: Screening
    lines: list[Line]

    @property
    def place(self) -> str:
        """As the queue says it."""
        if self.screening.is_proposed and not self.version.proposal.is_in_correction:
            return SECOND
        status = self.version.proposal.status
        return next((place for place, held in PLACES.items() if status in held), OUT)

    @property
    def is_mended(self) -> bool:
        return self.version.is_mended


def page(version: ProposalVersion, at: datetime) -> ScreeningPage:
    """A submitted version beside the checklist."""
    screening = getattr(version, "screening", None) or Screening(version=version)
    content = json.loads(version.payload)
    items = _items(version.proposal, screening)
    checks = _checks(version, content, {item.check_kind for item in items}, at)
    earlier = carrying.findings(version, content)
    return ScreeningPage(
        version=version,
        payload=content,
        screening=screening,
        lines=[
            Line(
                item,
                checks.get(item.check_kind),
                _finding(item, screening, earlier.get(item.pk)),
                _age_in_words(version.proposal) if item.check_kind == AutomaticCheck.AGE else "",
                earlier.get(item.pk),
            )
            for item in items
        ],
    )


def _items(proposal: Proposal, screening: Screening) -> list[ChecklistItem]:
    """The checklist with what was said of each line: one query."""
    said = Finding.objects.filter(item=OuterRef("pk"), screening=screening.pk or 0)
    return list(
        ChecklistItem.objects.filter(competition=proposal.competition_id).annotate(
            found=Subquery(said.values("pk")[:1]),
            found_met=Subquery(said.values("is_met")[:1]),
            found_note=Subquery(said.values("note")[:1]),
        )
    )


def _finding(item: ChecklistItem, screening: Screening, earlier: Carried | None) -> Finding | None:
    if item.found is None:
        return earlier.finding if earlier is not None and earlier.is_offered else None
    return Finding(pk=item.found, screening=screening, item=item, is_met=item.found_met, note=item.found_note)


def _checks(
    version: ProposalVersion, content: Mapping, kinds: set[str], at: datetime
) -> Mapping[str, CheckResult]:
    """Once a version was returned, its agency's words may have gone on: only its header is still as sent."""
    if hasattr(version, "correction"):
        kinds = kinds - OF_THE_WORDS
    draft = None
    if kinds & OF_THE_WORDS:
        team = [TeamMember(name=member["name"]) for member in content["team"]]
        draft = drafts.load(version.proposal, team=team)
    return automatic_checks(version.proposal, at, kinds, draft)


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


def _neighbours(user: User, at: datetime) -> dict[str, Expression]:
    """Codes of the proposals before and after in the queue, and of the next that this person can do.

    Whoever sees one submitted proposal of an edition sees them all.
    """
    rows = Proposal.objects.filter(
        competition=OuterRef("proposal__competition"), status__in=SUBMITTED_ONCE
    ).exclude(pk=OuterRef("proposal"))
    at_once = Q(submitted_at=OuterRef("proposal__submitted_at"))
    later = Q(submitted_at__gt=OuterRef("proposal__submitted_at")) | at_once & Q(pk__gt=OuterRef("proposal"))
    earlier = Q(submitted_at__lt=OuterRef("proposal__submitted_at")) | at_once & Q(
        pk__lt=OuterRef("proposal")
    )
    waiting = placed(rows, at).filter(to_do(user)).order_by(*ORDER)
    backwards = [f"-{name}" for name in ORDER]
    return {
        "previous": Subquery(rows.filter(earlier).order_by(*backwards).values("code")[:1]),
        "next": Subquery(rows.filter(later).order_by(*ORDER).values("code")[:1]),
        "next_waiting": Coalesce(
            Subquery(waiting.filter(later).values("code")[:1]), Subquery(waiting.values("code")[:1])
        ),
    }


def may_be_reconsidered(proposal: Proposal, at: datetime) -> bool:
    """By the stages that came along with the desk."""
    stages = paths.on_the_way(proposal.competition.stages.all(), proposal.track_id)
    scoring = [stage for stage in stages if stage.kind == StageKind.SCORING]
    return not scoring or not (_has_begun(scoring[0], at) or scoring[0].is_in_use)


def obstacle(proposal: Proposal, at: datetime) -> str:
    """Why nothing can be screened now, in a sentence; empty when it can."""
    zone = proposal.competition.zone
    if proposal.as_of(at).is_in_correction:
        return _(
            "Proposal ini sedang diperbaiki instansinya sampai %(due)s. Putuskan setelah dikirim ulang, "
            "atau setelah batas waktu itu lewat."
        ) % {"due": moment(proposal.correction_due_at, zone)}
    if proposal.competition.phase_at(at, proposal.agency) == Phase.CLOSED:
        return ""
    closing = proposal.competition.closing(proposal.agency)
    return _(
        "Pendaftaran bagi instansi ini baru ditutup pada %(closing)s. Sampai saat itu proposal masih dapat "
        "ditarik untuk diperbaiki, jadi pemeriksaan belum dapat disimpan."
    ) % {"closing": moment(closing, zone)}


def page_for_the_agency(proposal: Proposal) -> str:
    return reverse("proposals:detail", args=[proposal.code])
