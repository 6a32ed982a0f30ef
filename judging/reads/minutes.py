"""What minutes say, and which there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from competitions.models import Stage
from judging.enums import SheetStatus
from judging.models import Minutes, MinutesPaper, PanelMember, Waiver
from judging.reads.closing import coverage
from judging.scoring import Left
from kipp.lib import canonical
from proposals.enums import Attendance

SCHEMA = "kipp-minutes/1"


def jurors(stage: Stage) -> list[dict[str, object]]:
    """Who sat on the panel, and how many of their sheets count."""
    counts = Q(
        assignments__sheet__status=SheetStatus.FINAL, assignments__recused_at=None, assignments__waiver=None
    ) & ~Q(assignments__entry__attendance=Attendance.ABSENT)
    seats = PanelMember.objects.filter(stage=stage).annotate(sheets=Count("assignments", filter=counts))
    rows = seats.order_by("user__name", "pk").values_list("user__name", "sheets")
    return [{"name": name, "sheets": sheets} for name, sheets in rows]


def of_a_shortlist(stage: Stage, following: Sequence[Stage], body: Mapping[str, Any]) -> dict[str, object]:
    """Who attended, who goes on, who was skipped and why: from the release that is being written."""
    done = coverage(stage)
    waived = Waiver.objects.filter(assignment__entry__stage=stage).order_by("reason")
    reasons = waived.values_list("reason").annotate(n=Count("pk"))
    return {
        "following": [later.name for later in following],
        "jurors": jurors(stage),
        "counts": {"entries": done.entries, "final": done.final, "absent": done.absent},
        "waivers": [{"reason": reason, "sheets": n} for reason, n in reasons],
        "cut": body["rules"]["cut"],
        "ties": body["rules"]["ties"],
        "lists": [_list(ranked) for ranked in body["lists"]],
    }


def _list(ranked: Mapping[str, Any]) -> dict[str, object]:
    rows = ranked["standings"]
    skipped = (Left.QUOTA_FULL, Left.BELOW_THRESHOLD)
    return {
        "name": ranked["name"],
        "inside": [_line(row) for row in rows if row["is_advanced"]],
        "skipped": [_line(row) | {"left": row["left"]} for row in rows if row["left"] in skipped],
        "outside": sum(not row["is_advanced"] for row in rows),
    }


def _line(row: Mapping[str, Any]) -> dict[str, object]:
    return {name: row[name] for name in ("place", "code", "title", "agency", "category", "group", "total")}


def papers(stage: Stage) -> QuerySet[MinutesPaper]:
    """The newest first."""
    found = MinutesPaper.objects.filter(minutes__stage=stage).select_related("minutes__made_by")
    return found.order_by("-minutes__made_at", "-pk")


def overseen_by(user) -> QuerySet[MinutesPaper]:
    stages = Stage.objects.overseen_by(user)
    return MinutesPaper.objects.filter(minutes__stage__in=stages).select_related(
        "minutes__stage__competition__organiser"
    )


def by_hash(sha256: str) -> Minutes | None:
    """Minutes by the hash of what they say, or of their PDF."""
    found = Minutes.objects.filter(Q(sha256=sha256) | Q(paper__sha256=sha256))
    return found.select_related("stage__competition").first()


def is_intact(minutes: Minutes) -> bool:
    return canonical.sha256(minutes.payload) == minutes.sha256


def file_name(paper: MinutesPaper) -> str:
    minutes = paper.minutes
    edition = minutes.stage.competition.slug
    return f"{edition}-berita-acara-{minutes.kind}-{minutes.stage.code}-{minutes.number}.pdf"
