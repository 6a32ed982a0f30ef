"""What waits for a person, most urgent first: the first screen after signing in.

A constant number of queries, whatever the number of editions, proposals and sheets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agencies import roles
from agencies.models import Agency, MailBatch, User
from competitions.enums import Phase, StageKind
from competitions.models import Competition, Stage
from judging.models import Assignment, Plenary
from judging.reads import carried, plenaries, presentations
from judging.reads.field_duties import tasks
from kipp.lib.moments import format_moment, format_remaining
from proposals.lifecycle import IN_CORRECTION, WITH_HEAD, Status
from proposals.models import Entry, Proposal

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
    visits = [_duty(task.title, task.url, at, task.due_at, task.zone, task.detail) for task in tasks(user)]
    found = [*_as_entrant(user, at), *_as_juror(user, at), *_as_organiser(user, at), *visits]
    found += _to_confirm(user)
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
    yield from _to_present(agencies, at)
    headed = set(user.agency_ids(frozenset({roles.HEAD})))
    editions = {
        edition.pk: edition for edition in Competition.objects.visible_to(user).prefetch_related("extensions")
    }
    open_editions = [one for one in editions.values() if _is_open_for(one, agencies, at)]
    mine = list(
        Proposal.objects.filter(
            Q(competition__in=open_editions) | Q(status__in=IN_CORRECTION), agency__in=agencies
        ).select_related("agency")
    )
    for proposal in mine:
        proposal.competition = edition = editions[proposal.competition_id]
        due, status = proposal.deadline, proposal.as_of(at).status
        if due is None or due <= at:
            continue
        if duty := _written_duty(status, is_head=proposal.agency_id in headed):
            sentence, page = duty
            url = reverse(page, args=[proposal.code])
            yield _duty(sentence % {"title": proposal.title}, url, at, due, edition.zone, edition.name)
    entered = {proposal.competition_id for proposal in mine}
    for edition in open_editions:
        if edition.pk not in entered:
            url = reverse("proposals:start", args=[edition.slug])
            title = _("Ajukan proposal untuk %(edition)s") % {"edition": edition.name}
            closing = max(edition.closing(Agency(pk=pk)) for pk in agencies)
            yield _duty(title, url, at, closing, edition.zone)


def _to_present(agencies: list[int], at: datetime) -> Iterator[Duty]:
    for slot in presentations.upcoming(agencies, at):
        proposal, stage = slot.entry.proposal, slot.timetable.stage
        room = slot.timetable.announced_rooms[slot.announced_room]["name"]
        title = _("Presentasikan “%(title)s” di %(room)s") % {"title": proposal.title, "room": room}
        url = reverse("judging:presentation", args=[proposal.code])
        yield _duty(title, url, at, slot.announced_start, stage.competition.zone, stage.name)


def _is_open_for(edition: Competition, agencies: list[int], at: datetime) -> bool:
    """For one of these agencies, by its own extension or that of everybody."""
    return any(edition.phase_at(at, Agency(pk=pk)) == Phase.OPEN for pk in agencies)


def _written_duty(status: str, *, is_head: bool) -> tuple[str, str] | None:
    """What a proposal in this state asks of its agency, and the page where it is done."""
    if status == Status.DRAFT:
        return _("Lengkapi dan kirim proposal “%(title)s”"), "proposals:edit"
    if status == Status.RETURNED:
        return _("Perbaiki dan kirim ulang proposal “%(title)s”"), "proposals:edit"
    if status in WITH_HEAD and is_head:
        return _("Setujui atau kembalikan proposal “%(title)s”"), "proposals:detail"
    return None


def _as_juror(user: User, at: datetime) -> Iterator[Duty]:
    rows = (
        Assignment.objects.of(user)
        .unfinished()
        .filter(entry__stage__closed_at=None)
        .values_list(
            "entry__stage__code",
            "entry__stage__name",
            "entry__stage__closes_at",
            "entry__stage__competition__name",
            "entry__stage__competition__zone",
        )
        .annotate(n=Count("pk"))
    )
    for code, stage, closes_at, edition, zone, count in rows:
        title = ngettext(
            "Nilai %(n)d proposal pada %(stage)s", "Nilai %(n)d proposal pada %(stage)s", count
        ) % {"n": count, "stage": stage}
        yield _duty(title, reverse("judging:resume", args=[code]), at, closes_at, zone, edition)


def _to_confirm(user: User) -> Iterator[Duty]:
    """Sessions whose minutes wait to be read and confirmed by this person."""
    for plenary in plenaries.awaiting(user):
        told = {"n": plenary.number, "stage": plenary.stage.name}
        title = _("Baca dan sahkan sidang pleno %(n)d atas %(stage)s") % told
        url = reverse("judging:session", args=[plenary.code])
        yield Duty(title, url, plenary.stage.competition.name)


def _as_organiser(user: User, at: datetime) -> Iterator[Duty]:
    editions = list(
        Competition.objects.organised_by(user)
        .prefetch_related("extensions")
        .annotate(
            to_screen=Count("proposals", filter=Q(proposals__status=Status.SUBMITTED)),
            adds_up=Exists(Stage.objects.filter(competition=OuterRef("pk"), **carried.IN_PART)),
        )
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
    yield from _stage_duties(user, editions, at)
    yield from _results_to_correct([edition for edition in editions if edition.adds_up])
    yield from _letters_to_read(user)


def _letters_to_read(user: User) -> Iterator[Duty]:
    """Letters in the office's name that wait to be read; none of its batches, no letters."""
    if not user.organises_something:
        return
    for batch in MailBatch.objects.visible_to(user).with_counts().filter(held_count__gt=0):
        title = ngettext(
            "Baca dan kirim %(n)d surat: %(title)s", "Baca dan kirim %(n)d surat: %(title)s", batch.held_count
        ) % {"n": batch.held_count, "title": batch.title}
        yield Duty(title, reverse("agencies:batch", args=[batch.code]))


def _stage_duties(user: User, editions: list[Competition], at: datetime) -> Iterator[Duty]:
    entries = Entry.objects.filter(stage=OuterRef("pk"))
    stages = (
        Stage.objects.filter(competition__in=editions, kind=StageKind.SCORING, published_at=None)
        .filter(Exists(entries))
        .select_related("competition")
        .annotate(is_assigned=Exists(entries.filter(assignments__isnull=False)))
    )
    rows = (
        Assignment.objects.filter(entry__stage__in=stages)
        .unfinished()
        .values_list("entry__stage")
        .annotate(n=Count("pk"), jurors=Count("member", distinct=True))
    )
    awaited = {stage: (sheets, jurors) for stage, sheets, jurors in rows}
    sessions = plenaries.latest(stage for stage in stages if stage.is_closed)
    publishes = user.agency_ids(frozenset({roles.PUBLISHER}))
    for stage in stages:
        edition = stage.competition
        if not stage.is_closed:
            act = _next_act(stage, *awaited.get(stage.pk, (0, 0)), at)
        else:
            may_publish = user.is_superuser or edition.organiser_id in publishes
            act = _closed_act(stage, sessions.get(stage.pk), may_publish=may_publish)
        if act:
            url = reverse(act[1], args=[stage.code])
            yield _duty(act[0], url, at, stage.closes_at, edition.zone, edition.name)


def _closed_act(stage: Stage, held: Plenary | None, *, may_publish: bool) -> tuple[str, str] | None:
    """A session that is held comes before the result; who may not publish waits for who may."""
    name = {"stage": stage.name}
    if held and not held.confirmed_at:
        return None if held.asked_at else (_("Selesaikan sidang pleno %(stage)s") % name, "judging:plenary")
    return (_("Terbitkan hasil %(stage)s") % name, "judging:publish") if may_publish else None


def _results_to_correct(editions: list[Competition]) -> Iterator[Duty]:
    """Published results that stand on a release of an earlier stage which was corrected since."""
    if not editions:
        return
    stages = Stage.objects.filter(competition__in=editions, kind=StageKind.SCORING)
    rows = {stage.pk: stage for stage in stages.select_related("competition").order_by("position", "pk")}
    for pk, corrected in carried.corrected_since(rows.values()).items():
        said = {"stage": rows[pk].name, "earlier": carried.names(corrected)}
        title = _("Terbitkan koreksi %(stage)s: nilai %(earlier)s sudah dikoreksi") % said
        yield Duty(title, reverse("judging:publish", args=[rows[pk].code]), rows[pk].competition.name)


def _next_act(stage: Stage, pending: int, jurors: int, at: datetime) -> tuple[str, str]:
    name = {"stage": stage.name, "n": pending, "jurors": jurors}
    if not stage.is_assigned:
        return _("Tugaskan juri untuk %(stage)s") % name, "judging:assignments"
    if pending:
        return _awaited(jurors, is_late=stage.window.is_after(at)) % name, "judging:progress"
    return _("Tutup tahap %(stage)s: semua lembar sudah final") % name, "judging:progress"


def _awaited(jurors: int, *, is_late: bool) -> str:
    if is_late:
        return ngettext(
            "%(jurors)d juri terlambat pada %(stage)s: %(n)d lembar belum final",
            "%(jurors)d juri terlambat pada %(stage)s: %(n)d lembar belum final",
            jurors,
        )
    return ngettext(
        "%(jurors)d juri belum selesai pada %(stage)s: %(n)d lembar belum final",
        "%(jurors)d juri belum selesai pada %(stage)s: %(n)d lembar belum final",
        jurors,
    )
