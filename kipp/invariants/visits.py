"""Visits in the field, and the minutes that both sides sign."""

import json
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from judging.enums import MinutesKind
from judging.models import FieldVisit, Minutes, Observation, Photo
from judging.reads.field import LEAST
from kipp.invariants.registry import Register

invariant = Register()
CHECKS = invariant.checks

FINISHED = Q(visitors__finished_at__isnull=False)


@invariant(_("Kunjungan yang ditutup diselesaikan sedikitnya dua petugas."))
def closed_visits_were_finished_by_two():
    closed = FieldVisit.objects.filter(closed_at__isnull=False).annotate(n=Count("visitors", filter=FINISHED))
    return closed.filter(n__lt=LEAST).values_list("code", flat=True)


@invariant(_("Berita acara verifikasi lapangan dimiliki tepat satu kunjungan, yang disebutnya."))
def field_minutes_name_their_visit() -> Iterator[str]:
    rows = Minutes.objects.filter(kind=MinutesKind.FIELD)
    for sha256, payload, code in rows.values_list("sha256", "payload", "visit__code").iterator():
        if json.loads(payload).get("visit", {}).get("code") != code:
            yield sha256


@invariant(_("Temuan pada berita acara sama dengan temuan yang tercatat."))
def field_minutes_hold_every_finding() -> Iterator[str]:
    closed = FieldVisit.objects.filter(minutes__isnull=False).select_related("minutes")
    for visit in closed.iterator():
        if _written(visit) != _noted(visit):
            yield visit.code


@invariant(_("Temuan dan foto menyangkut klaim dari kunjungan petugasnya sendiri."))
def findings_belong_to_the_visit_of_their_visitor() -> Iterator[str]:
    for model in (Observation, Photo):
        foreign = model.objects.exclude(visitor__visit=F("claim__visit"))
        yield from foreign.order_by("claim").values_list("claim__code", flat=True)


def _written(visit: FieldVisit) -> Counter[tuple[str, str, str]]:
    """Without names: the minutes keep the one that somebody signed with."""
    said = json.loads(visit.minutes.payload).get("claims", ())
    return Counter(
        (claim["text"], row["verdict"], row["note"]) for claim in said for row in claim["observations"]
    )


def _noted(visit: FieldVisit) -> Counter[tuple[str, str, str]]:
    rows = Observation.objects.filter(claim__visit=visit, visitor__finished_at__isnull=False).order_by()
    return Counter(rows.values_list("claim__text", "verdict", "note"))
