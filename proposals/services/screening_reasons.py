"""The sentences that the secretariat uses again and again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Competition, ReasonText
from kipp.lib import canonical
from kipp.lib.errors import Stale


def fingerprint(texts: Sequence[str]) -> str:
    """What a form was read at."""
    return canonical.sha256("\n".join(texts))


@transaction.atomic
def save(*, edition: Competition, by: User, at: datetime, texts: Sequence[str], standing: str) -> None:
    """Write the list as the form shows it. What was inserted into findings before stays as it is.

    `standing` is the fingerprint of the list that the form was read at; another one is Stale.
    """
    edition = Competition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    stored = list(edition.reason_texts.values_list("text", flat=True))
    if stored == list(texts):
        return
    if fingerprint(stored) != standing:
        raise Stale(
            _("Daftar ini sudah diubah orang lain. Bandingkan, lalu simpan lagi."), current="\n".join(stored)
        )
    edition.reason_texts.all().delete()
    ReasonText.objects.bulk_create(
        ReasonText(competition=edition, position=place, text=text) for place, text in enumerate(texts, 1)
    )
    audit.record(
        by=by, at=at, verb="screening.reasons_saved", subject=f"edition:{edition.slug}", count=len(texts)
    )
