"""Write minutes down, and make the paper that is printed and signed."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging import documents
from judging.enums import MinutesKind
from judging.models import Minutes, MinutesPaper
from judging.reads import minutes as reads
from judging.reads.release_draft import edition_block
from judging.tasks import render_minutes
from kipp.lib import canonical, rendering
from kipp.lib.doorbell import ring


def record(
    *,
    stage: Stage,
    kind: MinutesKind,
    by: User,
    at: datetime,
    said: Mapping[str, object],
    replaces_former: bool = True,
) -> Minutes:
    """The next number of this kind, frozen, and its paper queued.

    Called by the verb that decides, inside its transaction, with the stage locked. Minutes that each tell
    of another happening stand beside one another: they replace nothing.
    """
    former = Minutes.objects.filter(stage=stage, kind=kind).order_by("-number").first()
    number = former.number + 1 if former else 1
    payload = canonical.dumps(
        {
            "schema": reads.SCHEMA,
            "kind": kind.value,
            "number": number,
            "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "edition": edition_block(stage.competition),
            "stage": {"code": stage.code, "name": stage.name},
            "replaces": former.sha256 if former and replaces_former else None,
            **said,
        }
    )
    sha256 = canonical.sha256(payload)
    minutes = Minutes.objects.create(
        stage=stage, kind=kind, number=number, payload=payload, sha256=sha256, made_at=at, made_by=by
    )
    paper = MinutesPaper.objects.create(minutes=minutes, queued_at=at)
    subject = f"minutes:{stage.code}:{kind.value}:{number}"
    happening = Happening("minutes.made", subject, {"sha256": sha256})
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[happening])
    audit.record(by=by, at=at, verb="judging.make_minutes", subject=subject)
    ring(render_minutes, paper_id=paper.pk)
    return minutes


def render(*, paper_id: int, at: datetime) -> bool:
    return rendering.perform(MinutesPaper, paper_id, at=at, make=documents.minutes_pdf)


def retry(*, paper: MinutesPaper, by: User, at: datetime) -> None:
    """Put a failed paper back in the queue. Raises Refused when it is not failed."""
    refusal = _("Berita acara ini tidak gagal, jadi tidak perlu dibuat ulang.")
    rendering.ask_again(MinutesPaper, paper.pk, at=at, refusal=refusal)
    audit.record(by=by, at=at, verb="judging.retry_minutes", subject=f"paper:{paper.code}")
    ring(render_minutes, paper_id=paper.pk)
