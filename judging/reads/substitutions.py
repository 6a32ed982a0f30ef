"""What a juror who leaves has finished, what is left of their work, and who left before."""

from django.db.models import QuerySet

from competitions.models import Stage
from judging.enums import SheetStatus
from judging.models import Assignment, PanelMember, ScoreSheet, Substitution


def has_begun(stage: Stage) -> bool:
    """Somebody has opened a sheet: from then on the panel is locked, and changes are acts with a reason."""
    return ScoreSheet.objects.filter(assignment__entry__stage=stage).exists()


def finished(member: PanelMember) -> QuerySet[Assignment]:
    return Assignment.objects.filter(member=member, recused_at=None, sheet__status=SheetStatus.FINAL)


def unfinished(member: PanelMember) -> QuerySet[Assignment]:
    """Whether or not the stage waits for it; what was waived has been settled already."""
    rows = Assignment.objects.unwaived().filter(member=member, recused_at=None)
    return rows.exclude(sheet__status=SheetStatus.FINAL)


def to_hand_on(member: PanelMember) -> list[Assignment]:
    """What the page of leaving lists, in the juror's reading order."""
    return list(unfinished(member).select_related("entry__proposal__agency", "sheet").in_reading_order())


def successors(member: PanelMember) -> QuerySet[PanelMember]:
    """Who could come in the stead of this juror."""
    rows = PanelMember.objects.seated().filter(stage=member.stage_id, user__is_active=True)
    return rows.exclude(pk=member.pk).select_related("user").order_by("user__name")


def latest(member: PanelMember) -> Substitution | None:
    rows = Substitution.objects.filter(leaving=member).select_related("coming__user", "made_by")
    return rows.order_by("-pk").first()
