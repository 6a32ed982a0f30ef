"""Pictures that visitors take of a claim: kept without traces, when and where they were taken apart."""

from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from judging.models import Claim, FieldVisit, Photo, Visitor
from judging.reads.field_phone import MOST_PHOTOS
from judging.services import observations
from kipp.lib import files, kinds, photographs, preview, scanning
from kipp.lib.errors import Refused
from kipp.lib.inspection import Problem, UnfitFile
from proposals.services import attachments_words

FOLDER = "visits"


def take(*, claim: Claim, by: User, at: datetime, key: str, content: bytes, caption: str = "") -> Photo:
    """Keep one picture; `key` is the device's own, so that sending it again keeps it once.

    Raises Refused: 413, 422, 409 when there is no room or the visit is over, 503 while the scanner is
    silent, so that the device keeps the picture and comes again.
    """
    if kept := Photo.objects.filter(visitor__user=by, visitor__visit=claim.visit, key=key).first():
        return kept
    if len(content) > settings.MAX_UPLOAD_BYTES:
        raise attachments_words.too_large()
    photograph = _inspect(content, claim.visit.entry.stage.competition.zone)
    with transaction.atomic():
        visitor = observations.locked_visitor(claim.visit, by)
        if kept := visitor.photos.filter(key=key).first():
            return kept
        _refuse(visitor, claim)
        photo = _keep(photograph, visitor, claim, at, key=key, caption=caption)
        told = {"claim": claim.code, "photo": photo.code, "sha256": photo.sha256}
        observations.tell(visitor.visit, by, at, "photo.taken", told)
    return photo


@transaction.atomic
def remove(*, photo: Photo, by: User, at: datetime) -> None:
    """Throw away one's own picture before all is said; its bytes go with it. Twice is once."""
    visitor = observations.locked_visitor(photo.claim.visit, by)
    current = visitor.photos.filter(pk=photo.pk).first()
    if current is None:
        return
    observations.refuse_writing(visitor)
    current.delete()
    told = {"claim": photo.claim.code, "photo": photo.code, "sha256": photo.sha256}
    observations.tell(visitor.visit, by, at, "photo.removed", told)
    transaction.on_commit(lambda: _forget(visitor.visit, photo))


def _inspect(content: bytes, zone: str) -> photographs.Photograph:
    try:
        photograph = photographs.examine(content, zone=zone)
        virus = scanning.virus_in(content, settings.CLAMD_URL)
    except UnfitFile as unfit:
        raise _unfit(unfit) from None
    except scanning.Silent:
        raise Refused(_("Foto belum dapat diperiksa. Cobalah lagi sebentar lagi."), status=503) from None
    if virus:
        raise attachments_words.infected(virus)
    return photograph


def _unfit(found: UnfitFile) -> Refused:
    """A camera names its files itself: what is no JPEG or PNG is of the wrong kind, whatever its name."""
    problem = Problem.NAME if found.problem == Problem.KIND else found.problem
    words = {"accepted": kinds.CALLED["image"], "kind": found.kind.label if found.kind else ""}
    return Refused(attachments_words.SENTENCES[problem] % words, status=422)


def _refuse(visitor: Visitor, claim: Claim) -> None:
    observations.refuse_writing(visitor)
    if visitor.photos.filter(claim=claim).count() >= MOST_PHOTOS:
        raise Refused(
            _("Klaim ini sudah berisi %(count)d foto Anda, paling banyak. Hapus salah satunya lebih dahulu.")
            % {"count": MOST_PHOTOS}
        )


def _keep(
    found: photographs.Photograph, visitor: Visitor, claim: Claim, at: datetime, *, key: str, caption: str
) -> Photo:
    """The file is stored under the visit's lock, so that none of its pictures is thrown away meanwhile."""
    folder = f"{FOLDER}/{visitor.visit.code}"
    return Photo.objects.create(
        claim=claim,
        visitor=visitor,
        key=key,
        file=files.store(folder, found.shown, found.kind.extension),
        sha256=files.digest(found.shown),
        size=len(found.shown),
        width=found.width,
        height=found.height,
        caption=caption,
        taken_at=found.taken_at,
        latitude=found.latitude,
        longitude=found.longitude,
        received_at=at,
    )


@transaction.atomic
def _forget(visit: FieldVisit, photo: Photo) -> None:
    """The same picture may have been given twice in one visit: then its bytes stay."""
    FieldVisit.objects.select_for_update(of=("self",), no_key=True).get(pk=visit.pk)
    if not Photo.objects.filter(claim__visit=visit, file=photo.file).exists():
        default_storage.delete(photo.file)
        preview.forget(photo.sha256)
