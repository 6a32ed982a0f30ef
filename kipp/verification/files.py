"""Frozen versions and stored files: each must still give the hash that was written down beside it."""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache

from django.core.files.storage import default_storage
from django.db.models import Model
from django.utils.translation import gettext as _

from judging.models import Document, MinutesPaper, Photo
from kipp.lib import canonical
from kipp.lib.jobs import JobStatus
from kipp.verification.parts import Part, examine
from kipp.verification.releases import is_canonical
from proposals.models import Attachment, ProposalVersion, Receipt, ScreeningLetter

CHUNK = 1024 * 1024


def check() -> Iterator[Part]:
    yield examine(_("Versi proposal terkirim"), _versions())
    digest = cache(_digest)  # the same bytes are one file, whoever attached them
    yield examine(_("Dokumen rilis"), _stored(Document, digest, status=JobStatus.READY))
    yield examine(_("Berita acara"), _stored(MinutesPaper, digest, status=JobStatus.READY))
    yield examine(_("Tanda terima"), _stored(Receipt, digest, status=JobStatus.READY))
    yield examine(_("Isi surat hasil seleksi"), _letters())
    yield examine(_("Surat hasil seleksi"), _stored(ScreeningLetter, digest, status=JobStatus.READY))
    yield examine(_("Lampiran proposal"), _stored(Attachment, digest))
    yield examine(_("Foto temuan lapangan"), _stored(Photo, digest))


def _versions() -> Iterator[str]:
    rows = ProposalVersion.objects.order_by("pk").values_list("proposal__code", "number", "payload", "sha256")
    for code, number, payload, sha256 in rows.iterator(chunk_size=200):
        where = {"code": code, "number": number}
        if canonical.sha256(payload) != sha256:
            yield _("proposal %(code)s versi %(number)s: isinya diubah") % where
        elif not (is_canonical(payload) and _names(payload, code, number)):
            yield _("proposal %(code)s versi %(number)s: isinya bukan milik versi ini") % where
        else:
            yield ""


def _letters() -> Iterator[str]:
    rows = ScreeningLetter.objects.order_by("pk").values_list("code", "payload", "payload_sha256")
    for code, payload, sha256 in rows.iterator(chunk_size=200):
        is_whole = canonical.sha256(payload) == sha256
        yield "" if is_whole else _("surat hasil seleksi %(code)s: isinya diubah") % {"code": code}


def _names(payload: str, code: str, number: int) -> bool:
    body = json.loads(payload)
    return isinstance(body, dict) and (body.get("code"), body.get("number")) == (code, number)


def _stored(model: type[Model], digest: Callable[[str], str | None], **wanted) -> Iterator[str]:
    rows = model.objects.filter(**wanted).order_by("pk").values_list("code", "file", "sha256")
    for code, name, sha256 in rows.iterator():
        found = digest(name)
        where = {"code": code, "file": name or "—"}
        if found is None:
            yield _("%(code)s: berkas %(file)s tidak ada") % where
        elif found != sha256:
            yield _("%(code)s: isi berkas %(file)s diubah") % where
        else:
            yield ""


def _digest(name: str) -> str | None:
    if not name or not default_storage.exists(name):
        return None
    found = hashlib.sha256()
    with default_storage.open(name, "rb") as file:
        while block := file.read(CHUNK):
            found.update(block)
    return found.hexdigest()
