"""What waits for a person, most urgent first: the first screen after signing in.

A constant number of queries, whatever the number of editions, proposals and sheets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agencies import roles
from agencies.models import User
from competitions.enums import Phase, StageKind
from competitions.models import Competition, Stage
from judging.models import Assignment
from kipp.lib.moments import format_moment, format_remaining
from proposals.lifecycle import Status
from proposals.models import Proposal

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Duty:
    """One thing to do. `due_at` is an instant in `zone`, None when there is no deadline."""

    title: str
    url: str
    detail: str = ""
    due_at: datetime | None = None
    due: str = ""
    urgency: str = "calm"


def duties(user: User, at: datetime) -> list[Duty]:
    found = [*_as_entrant(user, at), *_as_juror(user, at), *_as_organiser(user, at)]
    return sorted(found, key=lambda duty: (duty.due_at is None, duty.due_at or at))


def _duty(title: str, url: str, at: datetime, due_at: datetime | None, zone: str, detail: str = "") -> Duty:
    if due_at is None:
        return Duty(title, url, detail)
    language = get_language() or "id"
    urgency = "late" if due_at <= at else "soon" if due_at - at <= SOON else "calm"
    due = f"{format_moment(due_at, zone, language)} ({format_remaining(due_at, at, language)})"
    return Duty(title, url, detail, due_at, due, urgency)


def _as_entrant(user: User, at: datetime) -> Iterator[Duty]:
    agencies = user.agency_ids(roles.ENTRANT_ROLES)
    if not agencies:
        return
    headed = set(user.agency_ids(frozenset({roles.HEAD})))
    open_editions = [
        edition
        for edition in Competition.objects.visible_to(user).prefetch_related("extensions")
        if edition.phase_at(at) == Phase.OPEN
    ]
    mine = list(
        Proposal.objects.filter(agency__in=agencies, competition__in=open_editions).select_related("agency")
    )
    by_id = {edition.pk: edition for edition in open_editions}
    for proposal in mine:
        edition = by_id[proposal.competition_id]
        due = edition.closing(proposal.agency)
        if proposal.status == Status.DRAFT:
            title = _("Lengkapi dan kirim proposal “%(title)s”") % {"title": proposal.title}
            url = reverse("proposals:edit", args=[proposal.code])
            yield _duty(title, url, at, due, edition.zone, edition.name)
        elif proposal.status == Status.AWAITING and proposal.agency_id in headed:
            title = _("Setujui atau kembalikan proposal “%(title)s”") % {"title": proposal.title}
            url = reverse("proposals:detail", args=[proposal.code])
            yield _duty(title, url, at, due, edition.zone, edition.name)
    entered = {proposal.competition_id for proposal in mine}
    for edition in open_editions:
        if edition.pk not in entered:
            url = reverse("proposals:start", args=[edition.slug])
            title = _("Ajukan proposal untuk %(edition)s") % {"edition": edition.name}
            yield _duty(title, url, at, edition.closing(), edition.zone)


def _as_juror(user: User, at: datetime) -> Iterator[Duty]:
    rows = (
        Assignment.objects.of(user)
        .unfinished()
        .filter(entry__stage__closed_at=None)
        .values_list(
            "entry__stage__name",
            "entry__stage__closes_at",
            "entry__stage__competition__name",
            "entry__stage__competition__zone",
        )
        .annotate(n=Count("pk"))
    )
    for stage, closes_at, edition, zone, count in rows:
        title = ngettext(
            "Nilai %(n)d proposal pada %(stage)s", "Nilai %(n)d proposal pada %(stage)s", count
        ) % {"n": count, "stage": stage}
        yield _duty(title, reverse("judging:queue"), at, closes_at, zone, edition)


def _as_organiser(user: User, at: datetime) -> Iterator[Duty]:
    editions = list(
        Competition.objects.organised_by(user)
        .prefetch_related("extensions")
        .annotate(to_screen=Count("proposals", filter=Q(proposals__status=Status.SUBMITTED)))
    )
    if not editions and user.organises_something:
        yield Duty(_("Impor daftar instansi dari berkas CSV atau XLSX"), reverse("agencies:import"))
        yield Duty(_("Buat edisi pertama"), reverse("competitions:create"))
    for edition in editions:
        if edition.announced_at is None:
            title = _("Siapkan dan umumkan %(edition)s") % {"edition": edition.name}
            url = reverse("judging:edition", args=[edition.slug])
            yield _duty(title, url, at, edition.opens_at, edition.zone)
        elif edition.to_screen and edition.phase_at(at) == Phase.CLOSED:
            title = ngettext(
                "Periksa %(n)d proposal pada seleksi administrasi",
                "Periksa %(n)d proposal pada seleksi administrasi",
                edition.to_screen,
            ) % {"n": edition.to_screen}
            url = reverse("proposals:screening_list", args=[edition.slug])
            yield _duty(title, url, at, None, edition.zone, edition.name)
    yield from _stage_duties(editions, at)


def _stage_duties(editions: list[Competition], at: datetime) -> Iterator[Duty]:
    stages = (
        Stage.objects.filter(competition__in=editions, kind=StageKind.SCORING, published_at=None)
        .select_related("competition")
        .annotate(n_entries=Count("entries", distinct=True), n_assigned=Count("entries__assignments"))
        .filter(n_entries__gt=0)
    )
    awaited = dict(
        Assignment.objects.filter(entry__stage__in=stages)
        .unfinished()
        .values_list("entry__stage")
        .annotate(n=Count("pk"))
    )
    for stage in stages:
        edition, pending = stage.competition, awaited.get(stage.pk, 0)
        title, page = _next_act(stage, pending)
        yield _duty(title, reverse(page, args=[stage.code]), at, stage.closes_at, edition.zone, edition.name)


def _next_act(stage: Stage, pending: int) -> tuple[str, str]:
    name = {"stage": stage.name, "n": pending}
    if stage.is_closed:
        return _("Terbitkan hasil %(stage)s") % name, "judging:publish"
    if not stage.n_assigned:
        return _("Tugaskan juri untuk %(stage)s") % name, "judging:assignments"
    if pending:
        return (
            ngettext(
                "%(n)d lembar nilai belum final pada %(stage)s",
                "%(n)d lembar nilai belum final pada %(stage)s",
                pending,
            )
            % name,
            "judging:progress",
        )
    return _("Tutup tahap %(stage)s: semua lembar sudah final") % name, "judging:progress"
