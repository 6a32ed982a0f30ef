"""A juror signs the edition's statement of integrity, once, before anything is shown."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit, mailing
from competitions.models import Competition
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.models import IntegrityStatement
from judging.reads import integrity as reads
from kipp.lib import canonical
from kipp.lib.errors import Refused, Stale


@transaction.atomic
def sign(*, competition: Competition, by: User, at: datetime, name: str, seen: str) -> IntegrityStatement:
    """The words are kept as they were signed. Asked twice, done once.

    `seen` is the SHA-256 of the words that the juror read: words that changed meanwhile are read again.
    """
    competition = Competition.objects.select_for_update(of=("self",)).get(pk=competition.pk)
    if signed := reads.statement_of(by, competition):
        return signed
    _guard(competition, by, name, seen)
    statement = IntegrityStatement.objects.create(
        competition=competition,
        user=by,
        text=competition.integrity_text,
        sha256=seen,
        signed_as=name.strip(),
        signed_at=at,
    )
    _tell(statement, by=by, at=at)
    context = {"statement": statement, "person": by}
    mailing.queue_letters(letters=[mailing.write(by.email, "integrity_signed", context)], at=at)
    return statement


def _guard(competition: Competition, by: User, name: str, seen: str) -> None:
    if not reads.editions_judged_by(by).filter(pk=competition.pk).exists():
        raise Refused(_("Anda bukan juri edisi ini. Hubungi panitia bila ini keliru."))
    if not competition.integrity_text:
        raise Refused(_("Edisi ini tidak meminta pernyataan integritas. Anda dapat langsung menilai."))
    if seen != canonical.sha256(competition.integrity_text):
        sentence = _("Panitia mengubah bunyi pernyataan ini. Baca lagi, lalu tanda tangani.")
        raise Stale(sentence, current=competition)
    if not name.strip():
        raise Refused(_("Ketik nama Anda sebagai tanda tangan."), status=422)


def _tell(statement: IntegrityStatement, *, by: User, at: datetime) -> None:
    edition = statement.competition
    subject, kind = f"edition:{edition.slug}", "integrity.signed"
    payload = {"statement": statement.code, "juror": by.code, "text_sha256": statement.sha256}
    ledger.append(competition=edition, by=by, at=at, happenings=[Happening(kind, subject, payload)])
    audit.record(by=by, at=at, verb=kind, subject=subject, **payload)
