"""Plan a visit in the field, change it, call it off, hear the agency, and close it with minutes.

Nothing here writes a score: what a finding changes goes through the sheet, which the organiser gives back
to its juror with a reason (`scoring_sheets.reopen`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.enums import MinutesKind
from judging.models import FieldVisit, Visitor
from judging.reads import field as reads
from judging.reads import field_minutes
from judging.services import field_telling as telling
from judging.services import minutes
from kipp.lib import canonical
from kipp.lib.errors import Refused
from proposals.models import Entry


@dataclass(frozen=True)
class Plan:
    """When and where, and who goes."""

    planned_at: datetime
    place: str
    visitors: Sequence[User]


@transaction.atomic
def plan(*, entry: Entry, by: User, at: datetime, wanted: Plan) -> FieldVisit:
    """Lay a visit to an entry of an open scoring stage; who goes and the agency are told.

    One visit of an entry is under way at a time; a further one may follow when it is closed.
    """
    stages = Stage.objects.select_for_update(of=("self",), no_key=True)
    stage = stages.select_related("competition__organiser").get(pk=entry.stage_id)
    entry = Entry.objects.select_related("proposal__agency").get(pk=entry.pk)
    entry.stage = stage
    if stage.is_closed:
        raise Refused(_("Tahap ini sudah ditutup. Buka kembali tahapnya untuk merencanakan kunjungan."))
    if entry.visits.under_way().exists():
        raise Refused(_("Kunjungan ke proposal ini sudah direncanakan. Ubah atau batalkan yang itu."))
    if wanted.planned_at <= at:
        raise Refused(_("Waktu kunjungan sudah lewat. Pilih waktu sesudah sekarang."), status=422)
    _guard_visitors(entry, wanted.visitors)
    visit = FieldVisit.objects.create(
        entry=entry, planned_at=wanted.planned_at, place=wanted.place.strip(), planned_by=by
    )
    Visitor.objects.bulk_create(Visitor(visit=visit, user=user) for user in wanted.visitors)
    _note(visit, "visit.planned", by, at, _told(wanted))
    telling.tell_visitors(visit, telling.PLANNED, at)
    telling.tell_agency(visit, telling.PLANNED, at)
    return visit


@transaction.atomic
def change(*, visit: FieldVisit, by: User, at: datetime, revision: int, wanted: Plan) -> FieldVisit:
    """Another time, another place, other people; everybody is told. Said twice, done once.

    Who has noted a finding stays among the visitors: what they saw is part of the minutes.
    """
    visit = locked(visit, revision)
    refuse_over(visit)
    going = {visitor.user_id: visitor for visitor in visit.visitors.select_related("user")}
    coming = {user.pk: user for user in wanted.visitors}
    new = (wanted.planned_at, wanted.place.strip())
    if new == (visit.planned_at, visit.place) and coming.keys() == going.keys():
        return visit
    if wanted.planned_at != visit.planned_at and wanted.planned_at <= at:
        raise Refused(_("Waktu kunjungan sudah lewat. Pilih waktu sesudah sekarang."), status=422)
    _guard_visitors(visit.entry, wanted.visitors, known=going.keys())
    left = [visitor for user, visitor in going.items() if user not in coming]
    _refuse_losing(left)
    has_moved = new != (visit.planned_at, visit.place)
    visit.planned_at, visit.place = new
    _save(visit, "planned_at", "place")
    visit.visitors.filter(pk__in=[visitor.pk for visitor in left]).delete()
    added = [user for user in wanted.visitors if user.pk not in going]
    Visitor.objects.bulk_create(Visitor(visit=visit, user=user) for user in added)
    _note(visit, "visit.changed", by, at, _told(wanted))
    telling.tell_visitors(visit, telling.CHANGED, at, also=[visitor.user for visitor in left])
    if has_moved:
        telling.tell_agency(visit, telling.CHANGED, at)
    return visit


@transaction.atomic
def cancel(*, visit: FieldVisit, by: User, at: datetime, reason: str) -> FieldVisit:
    """Call a visit off, with a reason that everybody reads; what was noted stays on record."""
    visit = locked(visit)
    refuse_over(visit)
    if not reason.strip():
        raise Refused(_("Tulis alasan pembatalan."), status=422)
    visit.cancelled_at, visit.cancelled_by, visit.cancelled_reason = at, by, reason.strip()
    _save(visit, "cancelled_at", "cancelled_by", "cancelled_reason")
    _note(visit, "visit.cancelled", by, at, {"reason": visit.cancelled_reason})
    telling.tell_visitors(visit, telling.CANCELLED, at)
    telling.tell_agency(visit, telling.CANCELLED, at)
    return visit


@transaction.atomic
def name_host(*, visit: FieldVisit, by: User, at: datetime, name: str, post: str) -> FieldVisit:
    """Who receives the visitors for the agency and signs the minutes with them."""
    visit = locked(visit)
    refuse_over(visit)
    name, post = name.strip(), post.strip()
    if not name or not post:
        raise Refused(_("Isi nama dan jabatan yang menerima kunjungan."), status=422)
    if (visit.host_name, visit.host_post) == (name, post):
        return visit
    visit.host_name, visit.host_post = name, post
    _save(visit, "host_name", "host_post")
    _note(visit, "visit.host_named", by, at, {"host_sha256": canonical.sha256(f"{name}\n{post}")})
    return visit


@transaction.atomic
def answer(
    *, visit: FieldVisit, by: User, at: datetime, revision: int, has_objection: bool, remark: str
) -> FieldVisit:
    """The agency agrees with the findings, or objects in words. Until the minutes it may answer anew."""
    visit = locked(visit, revision)
    refuse_over(visit)
    if not reads.is_seen(visit):
        raise Refused(_("Petugas belum selesai. Temuannya dapat ditanggapi sesudah semua petugas selesai."))
    if has_objection and not remark.strip():
        raise Refused(_("Tulis temuan mana yang tidak disetujui, dan mengapa."), status=422)
    visit.agreed_at, visit.agreed_by = at, by
    visit.has_objection, visit.remark = has_objection, remark.strip()
    _save(visit, "agreed_at", "agreed_by", "has_objection", "remark")
    told = {"objects": has_objection, "remark_sha256": canonical.sha256(visit.remark)}
    _note(visit, "visit.answered", by, at, told)
    return visit


@transaction.atomic
def close(
    *, visit: FieldVisit, by: User, at: datetime, revision: int, unsigned_reason: str = ""
) -> FieldVisit:
    """Write the minutes, frozen, for both sides to sign. No score changes by it."""
    visit = locked(visit, revision)
    refuse_over(visit)
    found = reads.findings(visit)
    if blockers := reads.close_blockers(visit, found):
        raise Refused(_("Kunjungan ini belum dapat ditutup."), reasons=blockers)
    unsigned_reason = "" if visit.agreed_at else unsigned_reason.strip()
    if not visit.agreed_at and not unsigned_reason:
        raise Refused(
            _("Instansi belum menanggapi temuan. Tunggu, atau tulis mengapa ditutup tanpa tanggapan."),
            status=422,
        )
    visit.unsigned_reason = unsigned_reason
    visit.minutes = minutes.record(
        stage=visit.entry.stage,
        kind=MinutesKind.FIELD,
        by=by,
        at=at,
        said=field_minutes.said(visit, found),
        replaces_former=False,
    )
    visit.closed_at, visit.closed_by = at, by
    _save(visit, "unsigned_reason", "minutes", "closed_at", "closed_by")
    _note(visit, "visit.closed", by, at, {"minutes": visit.minutes.sha256, "claims": len(found)})
    telling.tell_visitors(visit, telling.CLOSED, at)
    telling.tell_agency(visit, telling.CLOSED, at)
    return visit


def locked(visit: FieldVisit, revision: int | None = None) -> FieldVisit:
    """The stage first, as everywhere in judging; with `revision`, refused when somebody was quicker."""
    rows = FieldVisit.objects.select_for_update(of=("entry__stage", "self"), no_key=True)
    rows = rows.select_related("entry__stage__competition__organiser", "entry__proposal__agency", "agreed_by")
    visit = rows.prefetch_related("visitors__user").get(pk=visit.pk)
    if revision is not None and revision != visit.revision:
        raise Refused(_("Kunjungan ini baru saja diubah orang lain. Lihat keadaan terakhir, lalu ulangi."))
    return visit


def refuse_over(visit: FieldVisit) -> None:
    if visit.cancelled_at:
        raise Refused(_("Kunjungan ini sudah dibatalkan."))
    if visit.closed_at:
        raise Refused(_("Kunjungan ini sudah ditutup dengan berita acara dan tidak dapat diubah."))


def _guard_visitors(entry: Entry, users: Sequence[User], known: Sequence[int] = ()) -> None:
    """At least two, each of them allowed to go; those who are `known` to go were asked before."""
    if len({user.pk for user in users}) < reads.LEAST:
        raise Refused(_("Pilih sedikitnya dua petugas: setiap klaim dilihat dua orang."), status=422)
    may_go = {one.user.pk: one.refusals for one in reads.candidates(entry)}
    reasons = []
    for user in users:
        if user.pk not in may_go and user.pk not in known:
            reasons.append(_("%(name)s bukan juri tahap ini dan bukan panitia.") % {"name": user.name})
        reasons += [f"{user.name}: {refusal}" for refusal in may_go.get(user.pk, ())]
    if reasons:
        raise Refused(_("Pilih petugas lain."), reasons=reasons, status=422)


def _refuse_losing(left: Sequence[Visitor]) -> None:
    for visitor in left:
        if visitor.finished_at or visitor.observations.exists() or visitor.photos.exists():
            raise Refused(
                _("%(name)s sudah mencatat temuan, jadi tetap menjadi petugas kunjungan ini.")
                % {"name": visitor.user.name},
                status=422,
            )


def _save(visit: FieldVisit, *fields: str) -> None:
    visit.revision += 1
    visit.save(update_fields=[*fields, "revision"])


def _told(wanted: Plan) -> dict[str, object]:
    return {
        "planned_at": wanted.planned_at.astimezone(UTC).isoformat(timespec="minutes"),
        "place": wanted.place.strip(),
        "visitors": sorted(user.code for user in wanted.visitors),
    }


def _note(visit: FieldVisit, kind: str, by: User, at: datetime, told: Mapping[str, object]) -> None:
    """Into the edition's ledger and the trail of acts."""
    subject = f"visit:{visit.code}"
    payload = {"entry": visit.entry.code, **told}
    competition = visit.entry.stage.competition
    ledger.append(competition=competition, by=by, at=at, happenings=[Happening(kind, subject, payload)])
    audit.record(by=by, at=at, verb=kind, subject=subject, **payload)
