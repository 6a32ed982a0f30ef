"""What visits in the field ask of a person: to go, to receive, to answer, to close."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies import roles
from agencies.models import User
from competitions.models import Stage
from judging.models import FieldVisit
from judging.reads.field import LEAST


class Task(NamedTuple):
    title: str
    url: str
    due_at: datetime | None
    zone: str
    detail: str


def tasks(user: User) -> Iterator[Task]:
    """Two queries, whatever the number of visits; the second only when there are any."""
    visits = list(
        FieldVisit.objects.visible_to(user)
        .under_way()
        .select_related("entry__stage__competition", "entry__proposal__agency")
        .annotate(
            n_visitors=Count("visitors", distinct=True),
            n_finished=Count("visitors", filter=Q(visitors__finished_at__isnull=False), distinct=True),
            n_claims=Count("claims", distinct=True),
        )
        .order_by("planned_at", "pk")
    )
    if not visits:
        return
    mine = set(user.visits.filter(visit__in=visits, finished_at=None).values_list("visit", flat=True))
    entrant = set(user.agency_ids(roles.ENTRANT_ROLES))
    organiser = set(user.agency_ids(roles.ORGANISER_ROLES))
    for visit in visits:
        if visit.pk in mine:
            yield _to_go(visit)
        elif visit.entry.proposal.agency_id in entrant and (task := _of_the_agency(visit)):
            yield task
    yield from _of_the_bureau(
        [visit for visit in visits if visit.entry.stage.competition.organiser_id in organiser]
    )


def _to_go(visit: FieldVisit) -> Task:
    title = _("Periksa “%(title)s” di %(place)s") % {
        "title": visit.entry.proposal.title,
        "place": visit.place,
    }
    return _task(visit, title, reverse("judging:field_phone", args=[visit.code]))


def _of_the_agency(visit: FieldVisit) -> Task | None:
    named = {"title": visit.entry.proposal.title}
    url = reverse("judging:visit", args=[visit.code])
    if _is_seen(visit):
        if visit.agreed_at:
            return None
        return _task(visit, _("Tanggapi temuan lapangan untuk “%(title)s”") % named, url, has_date=False)
    if visit.host_name:
        return _task(visit, _("Terima petugas verifikasi untuk “%(title)s”") % named, url)
    return _task(visit, _("Sebutkan siapa yang menerima petugas verifikasi “%(title)s”") % named, url)


def _of_the_bureau(visits: list[FieldVisit]) -> Iterator[Task]:
    """Counted a stage: a bureau has many visits at once."""
    stages: dict[int, Stage] = {visit.entry.stage_id: visit.entry.stage for visit in visits}
    empty = Counter(visit.entry.stage_id for visit in visits if not visit.n_claims)
    answered = Counter(visit.entry.stage_id for visit in visits if visit.agreed_at)
    for pk, stage in stages.items():
        named = {"stage": stage.name}
        page = reverse("judging:field_visits", args=[stage.code])
        zone, edition = stage.competition.zone, stage.competition.name
        if n := empty[pk]:
            title = ngettext(
                "Ambil klaim untuk %(n)d kunjungan pada %(stage)s",
                "Ambil klaim untuk %(n)d kunjungan pada %(stage)s",
                n,
            )
            yield Task(title % {**named, "n": n}, page, None, zone, edition)
        if n := answered[pk]:
            title = ngettext(
                "Tutup %(n)d kunjungan pada %(stage)s: instansi sudah menanggapi",
                "Tutup %(n)d kunjungan pada %(stage)s: instansi sudah menanggapi",
                n,
            )
            yield Task(title % {**named, "n": n}, page, None, zone, edition)


def _is_seen(visit: FieldVisit) -> bool:
    return visit.n_visitors == visit.n_finished >= LEAST


def _task(visit: FieldVisit, title: str, url: str, *, has_date: bool = True) -> Task:
    stage = visit.entry.stage
    due_at = visit.planned_at if has_date else None
    return Task(title, url, due_at, stage.competition.zone, stage.name)
