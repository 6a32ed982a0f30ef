"""Open the call of an edition, and move its deadline by an official act."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import Agency, User
from agencies.services import audit, notices
from competitions.models import Competition, Extension
from competitions.reads import announce_blockers
from kipp.lib.errors import Refused

from . import ledger, letters


@transaction.atomic
def announce(*, competition: Competition, by: User, at: datetime) -> Competition:
    """Make the call public. From here on the structure of the edition stands still."""
    competition = Competition.objects.select_for_update().get(pk=competition.pk)
    if competition.announced_at is not None:
        raise Refused(_("Edisi ini sudah diumumkan."))
    if blockers := announce_blockers(competition, at):
        raise Refused(
            _("Pendaftaran belum dapat dibuka. Lengkapi dahulu yang berikut."),
            reasons=[blocker.text for blocker in blockers],
        )
    competition.announced_at = at
    competition.announced_by = by
    competition.save(update_fields=["announced_at", "announced_by"])
    audit.record(by=by, at=at, verb="edition.announced", subject=f"edition:{competition.slug}")
    return competition


@transaction.atomic
def extend(
    *,
    competition: Competition,
    by: User,
    at: datetime,
    until: datetime,
    letter_number: str,
    reason: str,
    agency: Agency | None = None,
) -> Extension:
    """Move the deadline for everybody, or for one agency; it can only move later.

    The act needs its letter and reason, is shown in public, and stands in the ledger.
    """
    competition = Competition.objects.select_for_update().get(pk=competition.pk)
    _require_extensible(competition, at, until, agency)
    if not letter_number.strip() or not reason.strip():
        raise Refused(_("Perpanjangan memerlukan nomor surat dan alasan."), status=422)
    extension = Extension.objects.create(
        competition=competition,
        agency=agency,
        until=until,
        letter_number=letter_number.strip(),
        reason=reason.strip(),
        granted_at=at,
        granted_by=by,
    )
    details = {
        "until": until.isoformat(),
        "letter_number": extension.letter_number,
        "agency": agency.code if agency else "",
    }
    audit.record(by=by, at=at, verb="call.extended", subject=f"edition:{competition.slug}", **details)
    happening = ledger.Happening("call.extended", f"edition:{competition.slug}", details)
    ledger.append(competition=competition, by=by, at=at, happenings=[happening])
    _tell(extension)
    return extension


def _tell(extension: Extension) -> None:
    """Everybody who may still enter, or the people of the one agency."""
    competition = extension.competition
    kinds = [kind for group in competition.groups.all() for kind in group.kinds]
    entitled = Agency.objects.filter(kind__in=kinds, is_active=True)
    notices.tell(
        to=User.objects.writing_for(*([extension.agency] if extension.agency else entitled)),
        kind=NoticeKind.EXTENSION,
        subject=f"edition:{competition.slug}",
        url=reverse("competitions:detail", args=[competition.slug]),
        template="extension",
        context={"extension": extension, "competition": competition},
        at=extension.granted_at,
        key=f"edition:{competition.slug}:extension:{extension.pk}",
        batch=letters.gather(competition, NoticeKind.EXTENSION, at=extension.granted_at),
    )


def _require_extensible(
    competition: Competition, at: datetime, until: datetime, agency: Agency | None
) -> None:
    if competition.announced_at is None:
        raise Refused(_("Edisi ini belum diumumkan. Ubah tanggal penutupan di halaman Jadwal."))
    if competition.stages.filter(closed_at__isnull=False).exists():
        raise Refused(_("Tahap seleksi sudah ditutup, sehingga pendaftaran tidak dapat diperpanjang lagi."))
    if until <= at:
        raise Refused(_("Batas waktu yang baru harus di masa depan."), status=422)
    if until <= competition.closing(agency):
        raise Refused(_("Perpanjangan tidak boleh memajukan batas waktu yang berlaku."), status=422)
