"""What a visit looks at: claims, each quoting the proposal. Once somebody has looked, they only grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.models import Claim, FieldVisit
from judging.reads import field as reads
from judging.services import field_telling as telling
from judging.services.field_visits import locked, refuse_over
from kipp.lib import canonical
from kipp.lib.errors import Refused

MOST = 40  # more than a day can look at


@dataclass(frozen=True)
class Wanted:
    """A passage, and where in the proposal it stands."""

    source: str
    text: str


@transaction.atomic
def add(*, visit: FieldVisit, by: User, at: datetime, wanted: Sequence[Wanted]) -> list[Claim]:
    """Put claims at the end of the list; what stands there already is left alone.

    When findings have been noted, everybody who goes is told, and who had finished has to look again.
    """
    visit = locked(visit)
    refuse_over(visit)
    if visit.agreed_at:
        raise Refused(_("Instansi sudah menanggapi temuan; klaim tidak dapat ditambah lagi."))
    standing = set(visit.claims.values_list("text", flat=True))
    new = {one.text.strip(): one for one in wanted if one.text.strip() and one.text.strip() not in standing}
    if not new:
        return []
    if len(standing) + len(new) > MOST:
        sentence = _("Paling banyak %(most)d klaim dalam satu kunjungan. Pilih yang terpenting.")
        raise Refused(sentence % {"most": MOST}, status=422)
    last = visit.claims.aggregate(last=Max("position"))["last"] or 0
    rows = [
        Claim(visit=visit, position=last + place, source=one.source, text=text)
        for place, (text, one) in enumerate(new.items(), start=1)
    ]
    Claim.objects.bulk_create(rows)
    _note(visit, "visit.claims_added", by, at, rows)
    if reads.has_begun(visit):
        visit.visitors.update(finished_at=None)
        telling.tell_visitors(visit, telling.CLAIMS, at)
    return rows


@transaction.atomic
def advise(*, claim: Claim, by: User, at: datetime, advice: str) -> Claim:
    """What to look at on the spot; the quoted words themselves never change."""
    visit = locked(claim.visit)
    refuse_over(visit)
    claim.advice = advice.strip()
    claim.save(update_fields=["advice"])
    subject = f"visit:{visit.code}"
    audit.record(by=by, at=at, verb="visit.claim_advised", subject=subject, claim=claim.code)
    return claim


@transaction.atomic
def remove(*, claim: Claim, by: User, at: datetime) -> None:
    visit = _locked_untouched(claim)
    _note(visit, "visit.claims_removed", by, at, [claim])
    claim.delete()


@transaction.atomic
def move(*, claim: Claim, by: User, at: datetime, place: int) -> None:
    """To this place, counted from 1; beyond either end means first or last."""
    visit = _locked_untouched(claim)
    order = list(visit.claims.exclude(pk=claim.pk))
    order.insert(max(place - 1, 0), claim)
    highest = max(one.position for one in order)
    visit.claims.update(position=F("position") + highest)  # out of the way of the new places
    for number, one in enumerate(order, start=1):
        one.position = number
    Claim.objects.bulk_update(order, ["position"])
    audit.record(by=by, at=at, verb="visit.claims_moved", subject=f"visit:{visit.code}", claim=claim.code)


def _locked_untouched(claim: Claim) -> FieldVisit:
    visit = locked(claim.visit)
    refuse_over(visit)
    if reads.has_begun(visit):
        raise Refused(_("Temuan sudah dicatat, jadi klaim hanya dapat ditambah."))
    return visit


def _note(visit: FieldVisit, kind: str, by: User, at: datetime, rows: Sequence[Claim]) -> None:
    visit.revision += 1
    visit.save(update_fields=["revision"])
    subject = f"visit:{visit.code}"
    told = {"claims": [{"code": row.code, "sha256": canonical.sha256(row.text)} for row in rows]}
    competition = visit.entry.stage.competition
    ledger.append(competition=competition, by=by, at=at, happenings=[Happening(kind, subject, told)])
    audit.record(by=by, at=at, verb=kind, subject=subject, count=len(rows))
