"""What one visitor has on their phone: the claims, their own findings, and how much is left.

Nothing here looks at another visitor before everybody has finished: each sees for themself.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from agencies.models import User
from judging.models import Claim, FieldVisit, Observation, Photo, Visitor

MOST_PHOTOS = 6  # of one claim, by one visitor


def notebooks_of(user: User) -> QuerySet[Visitor]:
    """Somebody's own part in visits; a visit of others is as good as none."""
    everybody = Prefetch("visit__visitors", Visitor.objects.select_related("user"))
    return (
        Visitor.objects.filter(user=user)
        .select_related("user", "visit__entry__stage__competition", "visit__entry__proposal__agency")
        .prefetch_related(everybody)
    )


def waiting_for(user: User) -> list[Visitor]:
    """Visits that this person has still to make or to finish, the nearest first."""
    rows = notebooks_of(user).prefetch_related(None)
    rows = rows.filter(visit__closed_at=None, visit__cancelled_at=None, finished_at=None)
    return list(rows.order_by("visit__planned_at", "visit"))


def refusal(visitor: Visitor) -> str:
    """Why nothing can be noted now, in a sentence; empty when it can."""
    if sentence := visit_refusal(visitor.visit):
        return sentence
    if visitor.finished_at:
        return _("Anda sudah menyelesaikan temuan kunjungan ini. Buka kembali bila ada yang perlu diubah.")
    return ""


def visit_refusal(visit: FieldVisit) -> str:
    if visit.cancelled_at:
        return _("Kunjungan ini dibatalkan, jadi temuannya tidak dicatat lagi.")
    if visit.closed_at:
        return _("Kunjungan ini sudah ditutup dengan berita acara, jadi temuannya tidak dapat diubah lagi.")
    return ""


def reopening_refusal(visitor: Visitor) -> str:
    """Why one's own findings cannot be taken up again; empty when they can."""
    if sentence := visit_refusal(visitor.visit):
        return sentence
    if visitor.visit.agreed_at:
        return _("Instansi sudah menanggapi temuan kunjungan ini. Mintalah panitia bila ada yang keliru.")
    return ""


def unobserved(visitor: Visitor) -> list[int]:
    """Claims of which this visitor has said nothing yet, by their numbers on the page."""
    seen = set(visitor.observations.values_list("claim", flat=True))
    return [number for number, claim in enumerate(visitor.visit.claims.all(), 1) if claim.pk not in seen]


@dataclass
class Row:
    """One claim: what I say of it, my pictures, and what others said once that may be read."""

    claim: Claim
    own: Observation | None = None
    photos: list[Photo] = field(default_factory=list)
    others: list[Observation] = field(default_factory=list)
    others_photos: list[Photo] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.photos) >= MOST_PHOTOS


@dataclass(frozen=True)
class Notebook:
    """`is_seen`: everybody has finished, so `others` may be read."""

    visitor: Visitor
    rows: list[Row]
    is_seen: bool
    refusal: str
    reopening_refusal: str

    @property
    def visit(self) -> FieldVisit:
        return self.visitor.visit

    @property
    def observed(self) -> int:
        return sum(row.own is not None for row in self.rows)

    @property
    def is_complete(self) -> bool:
        return self.observed == len(self.rows) > 0

    @property
    def companions(self) -> list[Visitor]:
        return [each for each in self.visit.visitors.all() if each != self.visitor]


def notebook(visitor: Visitor) -> Notebook:
    """Everything the page shows. `visitor` comes from `notebooks_of`."""
    visit = visitor.visit
    is_seen = all(each.finished_at for each in visit.visitors.all())
    rows = {claim.pk: Row(claim) for claim in visit.claims.all()}
    said = Observation.objects.filter(claim__visit=visit).select_related("visitor__user")
    shot = Photo.objects.filter(claim__visit=visit).select_related("visitor__user")
    if not is_seen:
        said, shot = said.filter(visitor=visitor), shot.filter(visitor=visitor)
    for observation in said:
        row = rows[observation.claim_id]
        if observation.visitor_id == visitor.pk:
            row.own = observation
        else:
            row.others.append(observation)
    for photo in shot:
        row = rows[photo.claim_id]
        (row.photos if photo.visitor_id == visitor.pk else row.others_photos).append(photo)
    return Notebook(
        visitor=visitor,
        rows=list(rows.values()),
        is_seen=is_seen,
        refusal=refusal(visitor),
        reopening_refusal=reopening_refusal(visitor),
    )


def photos_for(user: User) -> QuerySet[Photo]:
    """Pictures that this person may look at."""
    visit = "claim__visit"
    return (
        Photo.objects.visible_to(user)
        .select_related("visitor", f"{visit}__entry__stage__competition", f"{visit}__entry__proposal")
        .prefetch_related(f"{visit}__visitors")
    )
