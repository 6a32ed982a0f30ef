"""Who of those who tie at the cut goes on: the plenary says it, or a draw. Nobody else may choose."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging import scoring
from judging.enums import MinutesKind
from judging.models import Minutes
from judging.reads import minutes as minutes_reads
from judging.reads import plenaries
from judging.reads import shortlist as reads
from judging.scoring import DRAW, PLENARY
from judging.services import minutes
from kipp.lib.errors import Refused


@transaction.atomic
def decide_ties(
    *,
    stage: Stage,
    by: User,
    at: datetime,
    snapshot: str,
    reason: str,
    order: Sequence[str] = (),
    seed: str = "",
) -> Minutes:
    """Break the ties at the cut of a closed stage: by the `order` of a plenary, or by a draw with `seed`.

    `snapshot` is the hash of the ranking that those present saw before the order or the seed was named.
    Minutes are drafted. Once broken, a tie is not broken again: no seed is tried twice. Raises Refused.
    """
    stages = Stage.objects.select_for_update(of=("self",)).select_related("competition__organiser")
    stage = stages.get(pk=stage.pk)
    found = reads.shortlist(stage)
    _guard(stage, found, snapshot, reason)
    named = [facts.key for tie in found.ties for facts in tie.rows]
    if not seed and sorted(order) != sorted(named):
        raise Refused(_("Urutkan semua proposal yang nilainya sama, atau isi angka undian."), status=422)
    way, chosen = (DRAW, scoring.drawn(seed, named)) if seed else (PLENARY, order)
    ties = {
        "by": way,
        "order": [*_earlier(found, named, way, seed), *chosen],
        "seed": seed,
        "reason": reason.strip(),
        "snapshot": snapshot,
    }
    said = {"ties": ties, "groups": _groups(found), "jurors": minutes_reads.jurors(stage)}
    made = minutes.record(stage=stage, kind=MinutesKind.PLENARY, by=by, at=at, said=said)
    subject = f"stage:{stage.code}"
    happening = Happening("tie.decided", subject, ties)
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[happening])
    audit.record(by=by, at=at, verb="judging.decide_ties", subject=subject, reason=ties["reason"])
    return made


def _guard(stage: Stage, found: reads.Shortlist, snapshot: str, reason: str) -> None:
    if not stage.is_closed:
        raise Refused(_("Tutup tahap penilaian lebih dahulu."))
    if stage.published_at is not None:
        raise Refused(_("Hasil tahap ini sudah diterbitkan."))
    _guard_session(stage, found)
    if not found.ties:
        raise Refused(_("Tidak ada nilai sama pada batas yang perlu diputuskan."))
    if snapshot != found.snapshot:
        raise Refused(_("Peringkat berubah sejak halaman ini dibuka. Muat ulang, lalu putuskan lagi."))
    if not reason.strip():
        raise Refused(_("Tulis alasan keputusan."), status=422)


def _guard_session(stage: Stage, found: reads.Shortlist) -> None:
    """The latest minutes speak: those of a tie must not silence what a session has ruled."""
    if plenaries.under_way(stage):
        raise Refused(
            _("Sidang pleno sedang berjalan: putuskan urutannya di sana, atau hentikan sidang itu.")
        )
    held = plenaries.confirmed(stage)
    if held is not None and held.snapshot == found.snapshot:
        sentence = _("Sidang pleno %(n)d sudah menetapkan daftar ini. Putuskan urutannya dalam sidang lagi.")
        raise Refused(sentence % {"n": held.number})


def _earlier(found: reads.Shortlist, named: Sequence[str], way: str, seed: str) -> list[str]:
    """What was decided before the stage was opened again still holds, and is told in the same way."""
    if found.decided is None:
        return []
    if (found.decided["by"], found.decided["seed"]) != (way, seed):
        raise Refused(_("Tahap ini sudah pernah diputuskan. Teruskan dengan cara dan angka yang sama."))
    return [code for code in found.decided["order"] if code not in named]


def _groups(found: reads.Shortlist) -> list[dict[str, object]]:
    return [
        {
            "list": tie.list_name,
            "place": tie.place,
            "total": tie.total,
            "seats": tie.seats,
            "rows": [{"code": row.key, "title": row.title, "agency": row.agency} for row in tie.rows],
        }
        for tie in found.ties
    ]
