"""Which sessions a stage has had, whether it needs one, and what they keep it from."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from agencies import roles
from agencies.models import User
from competitions.enums import StageKind
from competitions.models import Stage
from judging.enums import PlenaryPart, Ruling
from judging.models import Plenary
from judging.reads import lists, standings


def under_way(stage: Stage) -> Plenary | None:
    return stage.plenaries.under_way().first()


def confirmed(stage: Stage) -> Plenary | None:
    """The latest one whose minutes stand; its rulings hold while the ranking is the one it saw."""
    held = stage.plenaries.filter(confirmed_at__isnull=False).select_related("confirmed_by")
    departs = Count("decisions", filter=~Q(decisions__ruling=Ruling.KEPT))
    return held.annotate(departures=departs).order_by("-number").first()


def latest(stages: Iterable[Stage]) -> dict[int, Plenary]:
    """Stage -> its last session that was not dropped."""
    held = Plenary.objects.filter(stage__in=[stage.pk for stage in stages], dropped_at=None)
    return {row.stage_id: row for row in held.order_by("number")}


def is_required(stage: Stage) -> bool:
    """The edition foresees a session after this stage, before the next one that scores."""
    for later in stage.competition.stages.all():
        if later.position <= stage.position or later.track_id not in (None, stage.track_id):
            continue
        if later.kind == StageKind.SCORING:
            return False
        if later.kind == StageKind.DECISION:
            return True
    return False


def holding_back(stage: Stage) -> str:
    """Why a stage cannot be published yet, in a sentence; empty when no session stands in the way."""
    if under_way(stage):
        return _("Sidang pleno belum disahkan.")
    held = confirmed(stage)
    if held is None:
        sentence = _("Edisi ini menetapkan sidang pleno sesudah tahap ini. Adakan dan sahkan sidangnya.")
        return sentence if is_required(stage) else ""
    if held.snapshot != snapshot_of(stage):
        sentence = _("Peringkat berubah setelah sidang pleno %(n)d: adakan sidang lagi.")
        return sentence % {"n": held.number}
    return ""


def snapshot_of(stage: Stage) -> str:
    """The hash of the ranking as it is scored now: what a session is held over."""
    terms = replace(lists.terms_of(stage), plenary=None)
    return lists.snapshot(lists.ranked(standings.table(stage), terms))


def awaiting(user: User) -> QuerySet[Plenary]:
    """Sessions that this person may confirm now: for a publisher of the edition, or who was present."""
    seats = user.plenary_seats.filter(is_present=True).exclude(part=PlenaryPart.GUEST)
    publishes = Q(stage__competition__organiser__in=user.agency_ids(frozenset({roles.PUBLISHER})))
    asked = Plenary.objects.under_way().filter(asked_at__isnull=False).exclude(asked_by=user)
    return asked.filter(publishes | Q(pk__in=seats.values("plenary"))).select_related("stage__competition")
