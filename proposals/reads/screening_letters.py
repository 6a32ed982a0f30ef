"""Letters of result: what each agency is told, what stands in the way, how far their making is."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies import roles
from agencies.models import Agency, User
from competitions.enums import StageKind
from competitions.models import Competition, Stage
from kipp.lib import canonical
from kipp.lib.jobs import JobStatus
from proposals.enums import Outcome
from proposals.models import Finding, Proposal, ProposalVersion, Screening, ScreeningLetter

from .screening import MENDING, SECOND, WAITING, counts

SCHEMA = 1


@dataclass(frozen=True)
class Wording:
    """What the bureau chooses for all letters; `pattern` holds `{nomor}` where each letter's number goes."""

    pattern: str
    first_number: int
    dated_on: str
    signer: str
    signer_post: str
    signer_nip: str
    objection: str

    def number(self, place: int) -> str:
        return self.pattern.replace("{nomor}", str(self.first_number + place))


@dataclass(frozen=True)
class Told:
    """What is to be said to one agency, and the letter that stands, if any."""

    agency: Agency
    proposals: list[dict]
    standing: ScreeningLetter | None

    @property
    def is_due(self) -> bool:
        """No letter yet, or a decision was changed since."""
        return self.standing is None or json.loads(self.standing.payload)["proposals"] != self.proposals

    @property
    def rejected(self) -> int:
        return sum(row["outcome"] == Outcome.REJECTED for row in self.proposals)


def screening_stage(edition: Competition) -> Stage | None:
    stages = [stage for stage in edition.stages.all() if stage.kind == StageKind.SCREENING]
    return stages[0] if stages else None


def blockers(edition: Competition, user: User, at: datetime) -> list[str]:
    """Why the result cannot be announced yet."""
    found = []
    if screening_stage(edition) is None:
        found.append(_("Edisi ini tidak mempunyai tahap seleksi administrasi."))
    last = max((e.until for e in edition.extensions.all()), default=edition.closes_at)
    last = max(last, edition.closes_at) if last and edition.closes_at else None
    if last is None or at < last:
        found.append(_("Pendaftaran belum ditutup bagi semua instansi."))
    standing = counts(edition, user, at)
    for place, sentence in _open_sentences(standing).items():
        if standing[place]:
            found.append(sentence % {"n": standing[place]})
    if not any(standing.values()):
        found.append(_("Belum ada proposal yang diputuskan."))
    return found


def _open_sentences(n: dict[str, int]) -> dict[str, str]:
    return {
        WAITING: ngettext("%(n)d proposal belum diputuskan.", "%(n)d proposal belum diputuskan.", n[WAITING]),
        SECOND: ngettext(
            "%(n)d usulan menunggu orang kedua.", "%(n)d usulan menunggu orang kedua.", n[SECOND]
        ),
        MENDING: ngettext(
            "%(n)d proposal menunggu perbaikan.", "%(n)d proposal menunggu perbaikan.", n[MENDING]
        ),
    }


def told(edition: Competition) -> list[Told]:
    """Every agency with a decision, by name: three queries."""
    newest = ProposalVersion.objects.filter(proposal=OuterRef("version__proposal")).order_by("-number")
    unmet = Finding.objects.filter(is_met=False).select_related("item").order_by("item__position", "item")
    decided = (
        Screening.objects.exclude(outcome="")
        .filter(version__proposal__competition=edition, version=Subquery(newest.values("pk")[:1]))
        .select_related("version__proposal__agency", "version__proposal__category")
        .prefetch_related(Prefetch("findings", queryset=unmet))
        .order_by("version__proposal__agency__name", "version__proposal__agency", "version__proposal__title")
    )
    agencies: dict[Agency, list[dict]] = {}
    for screening in decided:
        agencies.setdefault(screening.version.proposal.agency, []).append(_row(screening))
    standing = {letter.agency_id: letter for letter in letters(edition).order_by("pk")}
    return [Told(agency, rows, standing.get(agency.pk)) for agency, rows in agencies.items()]


def _row(screening: Screening) -> dict:
    version, proposal = screening.version, screening.version.proposal
    return {
        "code": proposal.code,
        "title": proposal.title,
        "category": proposal.category.name if proposal.category else "",
        "version": version.number,
        "version_sha256": version.sha256,
        "outcome": screening.outcome,
        "reasons": [
            {"reason": finding.item.reason, "note": finding.note} for finding in screening.findings.all()
        ],
        "note": screening.note,
    }


def content(edition: Competition, wording: Wording, told: Told, number: str) -> dict:
    """What one letter says, and all that its PDF is made from."""
    return {
        "schema": SCHEMA,
        "edition": {
            "slug": edition.slug,
            "name": edition.name,
            "region": edition.region,
            "organiser": edition.organiser.name,
            "letterhead": edition.letterhead,
            "is_demo": edition.is_demo,
        },
        "letter": {
            "number": number,
            "dated_on": wording.dated_on,
            "signer": wording.signer,
            "signer_post": wording.signer_post,
            "signer_nip": wording.signer_nip,
            "objection": wording.objection,
            "replaces": told.standing.letter_number if told.standing else "",
        },
        "agency": {"code": told.agency.code, "name": told.agency.name},
        "proposals": told.proposals,
    }


def letters(edition: Competition) -> QuerySet[ScreeningLetter]:
    return ScreeningLetter.objects.filter(competition=edition).select_related("agency")


def listed(edition: Competition) -> QuerySet[ScreeningLetter]:
    """For the page: by agency, the newest first; `newest` tells a letter that was replaced."""
    newer = letters(edition).filter(agency=OuterRef("agency")).order_by("-pk")
    rows = letters(edition).annotate(newest=Subquery(newer.values("pk")[:1]))
    return rows.defer("payload").order_by("agency__name", "-pk")


def newest(proposal: Proposal) -> ScreeningLetter | None:
    """The letter that tells an agency what became of a proposal."""
    mine = ScreeningLetter.objects.filter(competition=proposal.competition_id, agency=proposal.agency_id)
    return mine.defer("payload").order_by("-pk").first()


def in_force(edition: Competition) -> QuerySet[ScreeningLetter]:
    return listed(edition).filter(newest=F("pk"))


def visible_to(user: User) -> QuerySet[ScreeningLetter]:
    """An agency's own letters, and those of the editions this person oversees."""
    own = ScreeningLetter.objects.filter(agency__in=user.agency_ids(roles.ENTRANT_ROLES))
    overseen = ScreeningLetter.objects.filter(competition__in=Competition.objects.overseen_by(user))
    return (own | overseen).select_related("competition", "agency")


@dataclass(frozen=True)
class Progress:
    """Counts of letters by state."""

    total: int
    ready: int
    waiting: int
    failed: int

    @property
    def is_finished(self) -> bool:
        return self.waiting == 0


def progress(rows: Iterable[ScreeningLetter]) -> Progress:
    found = Counter(letter.status for letter in rows)
    return Progress(
        total=sum(found.values()),
        ready=found[JobStatus.READY],
        waiting=found[JobStatus.QUEUED] + found[JobStatus.RUNNING],
        failed=found[JobStatus.FAILED],
    )


def by_hash(sha256: str) -> ScreeningLetter | None:
    """By the hash of what a letter says, which is printed on it, or of its PDF."""
    either = Q(payload_sha256=sha256) | Q(sha256=sha256)
    return ScreeningLetter.objects.filter(either).select_related("competition", "agency").first()


def newer(letter: ScreeningLetter) -> ScreeningLetter | None:
    """The letter that replaced it."""
    mine = ScreeningLetter.objects.filter(competition=letter.competition_id, agency=letter.agency_id)
    return mine.filter(pk__gt=letter.pk).order_by("-pk").first()


def is_intact(letter: ScreeningLetter) -> bool:
    return canonical.sha256(letter.payload) == letter.payload_sha256


def file_name(letter: ScreeningLetter, edition: Competition) -> str:
    return f"{edition.slug}-hasil-seleksi-{letter.agency.code.lower()}-{letter.pk}.pdf"


def default_objection(edition: Competition) -> str:
    return _(
        "Keberatan atas hasil ini disampaikan tertulis kepada %(organiser)s paling lambat lima hari kalender "
        "sejak tanggal surat, dengan menyebut nomor surat dan judul proposal."
    ) % {"organiser": edition.organiser.name}
