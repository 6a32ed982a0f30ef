"""Visits in the field: who may go, what was found, and what still keeps one from being closed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies import roles
from agencies.models import Membership, User
from competitions.models import Stage
from judging.models import Assignment, Claim, FieldVisit, Observation, Photo, Visitor
from judging.reads import conflicts
from kipp.lib.ical import Event
from proposals.models import Entry, Proposal

#: So many must have seen a claim with their own eyes, each for themself.
LEAST = 2
LENGTH = timedelta(hours=3)  # what a calendar keeps free for a visit


def visits_for(user: User) -> QuerySet[FieldVisit]:
    """Visits that somebody may know of, with what their pages show; load by `code`."""
    return _whole(FieldVisit.objects.visible_to(user))


def visits_of(stage: Stage) -> QuerySet[FieldVisit]:
    return _whole(FieldVisit.objects.filter(entry__stage=stage))


def _whole(rows: QuerySet[FieldVisit]) -> QuerySet[FieldVisit]:
    visitors = Visitor.objects.select_related("user")
    rows = rows.select_related(
        "entry__stage__competition__organiser", "entry__proposal__agency", "minutes__paper", "agreed_by"
    )
    begun = Observation.objects.filter(claim__visit=OuterRef("pk"))
    return rows.prefetch_related(Prefetch("visitors", visitors)).annotate(has_begun=Exists(begun))


def has_begun(visit: FieldVisit) -> bool:
    """Somebody has noted a finding: from now on claims are only added."""
    return Observation.objects.filter(claim__visit=visit).exists()


@dataclass(frozen=True)
class State:
    """Where a visit stands, in a word; `kind` is that of the badge."""

    word: str
    kind: str


def state(visit: FieldVisit) -> State:
    """Of a visit read by `visits_for` or `visits_of`."""
    if visit.cancelled_at:
        return State(_("dibatalkan"), "neutral")
    if visit.closed_at:
        return State(_("selesai"), "success")
    if visit.agreed_at:
        word = _("instansi berkeberatan") if visit.has_objection else _("disetujui instansi")
        return State(word, "warning" if visit.has_objection else "success")
    if is_seen(visit):
        return State(_("menunggu tanggapan instansi"), "warning")
    if visit.has_begun:
        return State(_("sedang diperiksa"), "info")
    return State(_("direncanakan"), "info")


def is_seen(visit: FieldVisit) -> bool:
    """Everybody who went has finished, and they were enough: the agency may read the findings."""
    visitors = list(visit.visitors.all())
    return len(visitors) >= LEAST and all(visitor.finished_at for visitor in visitors)


def is_hidden_from(user: User, visit: FieldVisit) -> bool:
    """Findings of a visit that `view_visit` shows: its own people read them when everybody has finished.

    Visitors see for themselves, an official among them too, and may take their findings up again until
    then; the agency reads nothing half done. Who only oversees may look at any time.
    """
    if is_seen(visit) or visit.closed_at:
        return False
    goes = any(visitor.user_id == user.pk for visitor in visit.visitors.all())
    return goes or not user.has_perm("judging.watch_stage", visit.entry.stage)


@dataclass(frozen=True)
class Finding:
    """One claim, what each visitor noted of it (None: nothing yet) and the photos taken there."""

    claim: Claim
    seen: list[tuple[Visitor, Observation | None]]
    photos: list[Photo]

    @cached_property
    def verdicts(self) -> list[str]:
        return [observation.verdict for _visitor, observation in self.seen if observation]

    @property
    def is_disputed(self) -> bool:
        return len(set(self.verdicts)) > 1

    @property
    def is_covered(self) -> bool:
        return len(self.verdicts) >= LEAST


def findings(visit: FieldVisit) -> list[Finding]:
    """In the order of the claims: four queries, whatever the number of claims and visitors."""
    visitors = list(visit.visitors.all())
    noted = {(row.claim_id, row.visitor_id): row for row in Observation.objects.filter(claim__visit=visit)}
    photos: dict[int, list[Photo]] = defaultdict(list)
    for photo in Photo.objects.filter(claim__visit=visit).select_related("visitor__user"):
        photos[photo.claim_id].append(photo)
    return [
        Finding(
            claim, [(visitor, noted.get((claim.pk, visitor.pk))) for visitor in visitors], photos[claim.pk]
        )
        for claim in visit.claims.all()
    ]


def close_blockers(visit: FieldVisit, found: Sequence[Finding]) -> list[str]:
    """What keeps a visit from being closed; the agency's silence does not, when a reason is given."""
    finished = sum(visitor.finished_at is not None for visitor in visit.visitors.all())
    sentences = []
    if not found:
        sentences.append(_("Belum ada klaim yang diperiksa."))
    if finished < LEAST:
        sentence = _("Baru %(n)d petugas yang selesai; sedikitnya %(least)d.")
        sentences.append(sentence % {"n": finished, "least": LEAST})
    if thin := sum(not finding.is_covered for finding in found):
        sentence = ngettext(
            "%(n)d klaim belum diperiksa dua orang.", "%(n)d klaim belum diperiksa dua orang.", thin
        )
        sentences.append(sentence % {"n": thin})
    return sentences


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be sent, or why not."""

    user: User
    is_juror: bool
    refusals: list[str]


def candidates(entry: Entry) -> list[Candidate]:
    """Jurors of the stage's panel and officials of the organiser; who may go comes first.

    In a blind stage a visit shows whose the entry is: a juror goes once their own sheet of it is final.
    """
    stage = entry.stage
    seats = set(stage.panel.filter(left_at=None).values_list("user", flat=True))
    posts = Membership.objects.filter(agency=stage.competition.organiser_id, role__in=roles.ORGANISER_ROLES)
    people = User.objects.filter(Q(pk__in=seats) | Q(memberships__in=posts), is_active=True).distinct()
    users = list(people.order_by("name", "pk"))
    barred = conflicts.barred_from(entry, [user.pk for user in users])
    unsigned = _unsigned(stage, seats)
    blinded = _still_blind(entry)
    found = []
    for user in users:
        refusals = conflicts.sentences(barred.get(user.pk, frozenset()))
        if user.pk in unsigned:
            refusals.append(_("Belum menandatangani pernyataan integritas edisi ini."))
        if user.pk in blinded:
            refusals.append(
                _("Lembar nilainya untuk proposal ini belum final, dan nama instansi disembunyikan darinya.")
            )
        found.append(Candidate(user, user.pk in seats, refusals))
    return sorted(found, key=lambda one: (bool(one.refusals), not one.is_juror))


def _unsigned(stage: Stage, seats: Iterable[int]) -> set[int]:
    """Officials sign as officials: the statement is the jurors'."""
    if not stage.competition.integrity_text:
        return set()
    return set(seats) - set(stage.competition.integrity_statements.values_list("user", flat=True))


def _still_blind(entry: Entry) -> set[int]:
    if not entry.stage.is_blind:
        return set()
    open_sheets = Assignment.objects.filter(entry=entry).unfinished()
    return set(open_sheets.values_list("member__user", flat=True))


def entries(stage: Stage, words: str) -> QuerySet[Entry]:
    """Entries that could be visited, by title or agency; `is_visited` while a visit is under way."""
    under_way = FieldVisit.objects.under_way().filter(entry=OuterRef("pk"))
    rows = Entry.objects.filter(stage=stage).select_related("proposal__agency")
    if words:
        rows = rows.filter(Q(proposal__title__icontains=words) | Q(proposal__agency__name__icontains=words))
    return rows.annotate(is_visited=Exists(under_way)).order_by(
        "proposal__agency__name", "proposal__title", "pk"
    )


@dataclass(frozen=True)
class Line:
    """A visit in the list: how many claims, and how many of them two people have seen."""

    visit: FieldVisit
    state: State
    claims: int
    covered: int


def lines(visits: Sequence[FieldVisit]) -> list[Line]:
    """One query for the page."""
    counts = Claim.objects.filter(visit__in=visits).annotate(n=Count("observations")).order_by()
    seen: dict[int, list[int]] = defaultdict(list)
    for visit_id, n in counts.values_list("visit", "n"):
        seen[visit_id].append(n)
    return [
        Line(visit, state(visit), len(seen[visit.pk]), sum(n >= LEAST for n in seen[visit.pk]))
        for visit in visits
    ]


def of_proposal(proposal: Proposal) -> list[FieldVisit]:
    """The visits to one entrant, the latest first."""
    rows = _whole(FieldVisit.objects.filter(entry__proposal=proposal))
    return list(rows.order_by("-planned_at", "-pk"))


def event(visit: FieldVisit, url: str) -> Event:
    """For a calendar; a visit that moves keeps its uid."""
    return Event(
        uid=f"{visit.code.lower()}@{settings.SITE_URL.partition('://')[2]}",
        starts_at=visit.planned_at,
        ends_at=visit.planned_at + LENGTH,
        summary=_("Verifikasi lapangan: %(title)s") % {"title": visit.entry.proposal.title},
        location=visit.place,
        description=", ".join(visitor.user.name for visitor in visit.visitors.all()),
        url=settings.SITE_URL + url,
    )
