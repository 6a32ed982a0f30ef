"""Texts that resemble one another, for the secretariat."""

import json
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from agencies.models import User
from competitions.models import Competition
from kipp.lib.jobs import JobStatus
from proposals import differences
from proposals.differences import Span
from proposals.models import Fingerprint, Proposal, ProposalVersion, Resemblance

PROSE = frozenset({"text", "short", "table"})


def texts_of(version: ProposalVersion) -> dict[str, str]:
    """What was written, by title of section; choices, numbers and dates are nobody's words."""
    content = json.loads(version.payload)
    return {
        section["title"]: "\n".join(
            answer["text"] for answer in section["answers"] if answer["kind"] in PROSE
        )
        for section in content["sections"]
    }


@dataclass(frozen=True)
class Pair:
    """One passage on both sides; the words that differ are told apart."""

    section: str
    other_section: str
    words: int
    spans: list[Span]


@dataclass(frozen=True)
class Likeness:
    """A proposal that shares passages with this one; None when the reader may not know which.

    `share` is in percent of this one's words or, with `is_of_other`, of the other's. `is_later` says that
    the other was sent after this one.
    """

    proposal: Proposal | None
    share: Decimal
    is_of_other: bool
    is_same_innovation: bool
    is_later: bool
    pairs: list[Pair]


def likenesses(proposal: Proposal, user: User) -> list[Likeness]:
    """What the latest version shares with others, the most alike first.

    A text sent later was compared with this one, though this one never was with it.
    """
    version = _latest(proposal)
    rows = list(
        Resemblance.objects.filter(Q(version=version) | Q(other=version))
        .filter(_stands("version"), _stands("other"))
        .select_related(*(f"{side}__proposal__{row}" for side in SIDES for row in ("agency", "competition")))
        .defer("version__payload", "other__payload")
    )
    proposals = {_far(row, version).proposal_id for row in rows}
    known = set(Proposal.objects.overseen_by(user).filter(pk__in=proposals).values_list("pk", flat=True))
    own = {row.other.proposal_id for row in rows if row.version_id == version.pk}
    told = [row for row in rows if row.version_id == version.pk or row.version.proposal_id not in own]
    found = [_likeness(row, version, known) for row in told]
    return sorted(found, key=lambda likeness: -likeness.share)


def is_compared(proposal: Proposal) -> bool:
    """Has the worker looked at the latest version yet?"""
    return Fingerprint.objects.filter(version=_latest(proposal), status=JobStatus.READY).exists()


def listing(edition: Competition, user: User) -> QuerySet[Resemblance]:
    """Every likeness of the edition's standing versions, the most alike first; each pair once.

    `is_known` tells whether the reader may know the other proposal.
    """
    known = Proposal.objects.overseen_by(user).filter(pk=OuterRef("other__proposal"))
    rows = Resemblance.objects.filter(
        _stands("version"), _stands("other"), version__proposal__competition=edition
    )
    reverse = Resemblance.objects.filter(
        version=OuterRef("other"), other=OuterRef("version"), version__proposal__competition=edition
    )
    louder = Q(share__gt=OuterRef("share")) | Q(share=OuterRef("share"), pk__lt=OuterRef("pk"))
    return (
        rows.exclude(Exists(reverse.filter(louder)))
        .select_related(*(f"{side}__proposal__agency" for side in SIDES), "other__proposal__competition")
        .defer("version__payload", "other__payload", "passages")
        .annotate(is_known=Exists(known))
        .order_by("-share", "pk")
    )


def still_comparing(edition: Competition) -> int:
    waiting = Fingerprint.objects.filter(version__proposal__competition=edition)
    return waiting.filter(status__in=[JobStatus.QUEUED, JobStatus.RUNNING]).count()


SIDES = ("version", "other")


def _latest(proposal: Proposal) -> ProposalVersion:
    return proposal.versions.defer("payload").order_by("-number")[0]


def _stands(side: str) -> Q:
    """Only what was sent last counts: an earlier version may have been mended since."""
    newest = ProposalVersion.objects.filter(proposal=OuterRef(f"{side}__proposal")).order_by("-number")
    return Q(**{side: Subquery(newest.values("pk")[:1])})


def _far(row: Resemblance, version: ProposalVersion) -> ProposalVersion:
    return row.other if row.version_id == version.pk else row.version


def _likeness(row: Resemblance, version: ProposalVersion, known: set[int]) -> Likeness:
    far = _far(row, version)
    is_known = far.proposal_id in known
    return Likeness(
        proposal=far.proposal if is_known else None,
        share=row.share,
        is_of_other=row.other_id == version.pk,
        is_same_innovation=row.version.proposal.innovation_id == row.other.proposal.innovation_id,
        is_later=far.submitted_at > version.submitted_at,
        pairs=[_pair(passage, row.version_id == version.pk, is_known) for passage in row.passages],
    )


def _pair(passage: dict, is_mine_first: bool, shows_other: bool) -> Pair:
    mine, theirs = ("", "other_") if is_mine_first else ("other_", "")
    own, other = passage[f"{mine}text"], passage[f"{theirs}text"]
    return Pair(
        section=passage[f"{mine}section"],
        other_section=passage[f"{theirs}section"] if shows_other else "",
        words=passage["words"],
        spans=differences.compare(own, other if shows_other else own),
    )
