"""Releases and their documents, for the pages that list them."""

from collections import Counter
from dataclasses import dataclass

from competitions.models import Competition
from judging.enums import DocumentKind
from judging.models import Document, ProposalResult, ResultRelease
from kipp.lib.jobs import JobStatus


def visible_to(user):
    """Releases are public as soon as they exist; their page names the one in force."""
    return ResultRelease.objects.select_related(
        "stage__competition__organiser", "supersedes", "superseded_by"
    )


def in_force(competition: Competition) -> list[ResultRelease]:
    """The current release of each stage, the last stage first."""
    found = visible_to(None).current().filter(stage__competition=competition)
    return list(found.order_by("-stage__position"))


def latest_of(proposal) -> ResultRelease | None:
    """The release in force of the furthest stage in which a proposal has a result."""
    results = ProposalResult.objects.filter(proposal=proposal, release__superseded_by=None)
    last = results.order_by("-release__stage__position").values_list("release", flat=True).first()
    return visible_to(None).filter(pk=last).first()


@dataclass(frozen=True)
class DocumentProgress:
    """Counts of a release's documents by state."""

    total: int
    ready: int
    waiting: int
    failed: int

    @property
    def is_finished(self) -> bool:
        return self.waiting == 0


def document_progress(release: ResultRelease) -> DocumentProgress:
    states = Document.objects.filter(release=release).values_list("status", flat=True)
    counts = Counter(states)
    return DocumentProgress(
        total=sum(counts.values()),
        ready=counts[JobStatus.READY],
        waiting=counts[JobStatus.QUEUED] + counts[JobStatus.RUNNING],
        failed=counts[JobStatus.FAILED],
    )


def documents(release: ResultRelease):
    """The ranking first, then the reports in order of place."""
    return (
        Document.objects.filter(release=release)
        .select_related("proposal__agency")
        .order_by("kind", "proposal__title", "pk")
    )


def file_name(document: Document) -> str:
    """What a saved PDF is called: edition, what it is, whose."""
    edition = document.release.stage.competition.slug
    number = document.release.number
    if document.kind == DocumentKind.RANKING:
        return f"{edition}-berita-acara-rilis-{number}.pdf"
    return f"{edition}-laporan-nilai-{document.proposal.code}-rilis-{number}.pdf"
