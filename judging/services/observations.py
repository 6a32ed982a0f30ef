"""What a visitor notes of a claim on the spot, and when they have said all.

Every verb locks the visit: closing it waits for the finding in hand, and the finding that comes after
finds it closed. A finding that arrives twice over a bad line is noted once.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.enums import Verdict
from judging.models import Claim, FieldVisit, Observation, Visitor
from judging.reads import field_phone as reads
from judging.reads.field import is_seen
from judging.services import field_telling
from kipp.lib import canonical
from kipp.lib.errors import Refused, Stale


@transaction.atomic
def record(
    *,
    claim: Claim,
    by: User,
    at: datetime,
    verdict: str,
    note: str,
    noted_at: datetime,
    revision: int,
) -> Observation:
    """Note what was seen of one claim; `revision` is that of the finding it replaces, 0 for none.

    `noted_at` is the clock of the device, kept as told: nothing is ordered by it. Raises Stale when
    another device of the same person said something else meanwhile.
    """
    visitor = locked_visitor(claim.visit, by)
    current = Observation.objects.filter(claim=claim, visitor=visitor).first()
    if current and (current.verdict, current.note) == (verdict, note):
        return current
    refuse_writing(visitor)
    if revision != (current.revision if current else 0):
        raise Stale(_("Temuan ini sudah diubah di perangkat lain."), current=current)
    if verdict != Verdict.CONFIRMED and not note.strip():
        raise Refused(_("Tulis catatan: apa yang Anda lihat di lapangan."), status=422)
    said = {"verdict": verdict, "note": note, "noted_at": noted_at, "saved_at": at}
    saved, _is_new = Observation.objects.update_or_create(
        claim=claim, visitor=visitor, defaults={**said, "revision": revision + 1}
    )
    told = {"claim": claim.code, "verdict": verdict, "note_sha256": canonical.sha256(note)}
    tell(visitor.visit, by, at, "observation.saved", {**told, "revision": saved.revision})
    return saved


@transaction.atomic
def finish(*, visit: FieldVisit, by: User, at: datetime) -> Visitor:
    """All claims are seen: from here on the others may learn what this visitor found."""
    visitor = locked_visitor(visit, by)
    if visitor.finished_at:
        return visitor
    refuse_writing(visitor)
    if missing := reads.unobserved(visitor):
        reasons = [_("Klaim %(number)d belum diperiksa.") % {"number": number} for number in missing]
        raise Refused(_("Masih ada klaim tanpa temuan Anda."), reasons=reasons, status=422)
    visitor.finished_at = at
    visitor.save(update_fields=["finished_at"])
    tell(visitor.visit, by, at, "observation.finished", {})
    if is_seen(visitor.visit):
        field_telling.tell_agency(visitor.visit, field_telling.FINISHED, at)
    audit.record(by=by, at=at, verb="observation.finished", subject=subject(visit))
    return visitor


@transaction.atomic
def reopen(*, visit: FieldVisit, by: User, at: datetime, reason: str) -> Visitor:
    """Take one's own findings up again, while neither the agency nor the minutes rely on them."""
    visitor = locked_visitor(visit, by)
    if not visitor.finished_at:
        return visitor
    if sentence := reads.reopening_refusal(visitor):
        raise Refused(sentence)
    if not reason.strip():
        raise Refused(_("Tulis alasan membuka kembali temuan Anda."), status=422)
    visitor.finished_at = None
    visitor.save(update_fields=["finished_at"])
    told = {"reason": reason.strip()}
    tell(visitor.visit, by, at, "observation.reopened", told)
    audit.record(by=by, at=at, verb="observation.reopened", subject=subject(visit), **told)
    return visitor


def locked_visitor(visit: FieldVisit, by: User) -> Visitor:
    """The row of who acts, under the lock of the visit, as it stands now."""
    visit = (
        FieldVisit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("entry__stage__competition")
        .get(pk=visit.pk)
    )
    visitor = visit.visitors.filter(user=by).first()
    if visitor is None:
        raise Refused(_("Hanya petugas kunjungan ini yang mencatat temuannya."))
    visitor.visit = visit
    return visitor


def refuse_writing(visitor: Visitor) -> None:
    if sentence := reads.refusal(visitor):
        raise Refused(sentence)


def subject(visit: FieldVisit) -> str:
    return f"visit:{visit.code}"


def tell(visit: FieldVisit, by: User, at: datetime, kind: str, payload: Mapping[str, object]) -> None:
    edition = visit.entry.stage.competition
    ledger.append(competition=edition, by=by, at=at, happenings=[Happening(kind, subject(visit), payload)])
