"""A juror leaves a panel that has begun: what they finished counts, what they did not goes to others."""

from collections import defaultdict
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import User
from agencies.services import audit, notices
from competitions.models import Stage
from competitions.services import ledger, letters
from competitions.services.ledger import Happening
from judging.enums import EndedAs
from judging.models import Assignment, AssignmentPlan, PanelMember, Substitution
from judging.reads import substitutions as reads
from judging.services import assignments
from kipp.lib import canonical
from kipp.lib.errors import Refused


def carry_out(*, plan: AssignmentPlan, stage: Stage, by: User, at: datetime) -> Substitution:
    """End the seat and all it has not finished. Called by the verb that applies the plan, under its lock."""
    leaving = PanelMember.objects.select_related("user").get(pk=plan.leaving_id)
    refuse_left(leaving)
    coming = PanelMember.objects.filter(pk=plan.asked["coming"]).first()
    row = Substitution.objects.create(
        stage=stage,
        leaving=leaving,
        coming=coming,
        reason=plan.asked["reason"],
        letter_number=plan.asked["letter_number"],
        made_at=at,
        made_by=by,
    )
    leaving.left_at, leaving.left_by, leaving.left_reason = at, by, row.reason
    leaving.save(update_fields=["left_at", "left_by", "left_reason"])
    ended = _end_readings(stage, leaving, by=by, at=at)
    _record(row, ended, by=by, at=at)
    return row


def refuse_left(member: PanelMember) -> None:
    if member.left_at is not None:
        raise Refused(_("%(name)s sudah keluar dari panel ini.") % {"name": member.user.name})


def tell(*, row: Substitution, taken: dict[int, int], at: datetime) -> None:
    """Who leaves is thanked; who takes over learns how many proposals came."""
    batch = letters.gather(row.stage.competition, NoticeKind.JUROR, at=at)
    said = {
        "kind": NoticeKind.JUROR,
        "subject": f"stage:{row.stage.code}",
        "url": reverse("judging:queue"),
        "at": at,
        "batch": batch,
    }
    counts = {"final": reads.finished(row.leaving).count()}
    notices.tell(
        to=[row.leaving.user],
        template="juror_left",
        key=f"substitution:{row.code}:left",
        context={"stage": row.stage, **counts},
        **said,
    )
    takers = PanelMember.objects.filter(pk__in=taken).select_related("user").order_by("pk")
    by_count: dict[int, list[User]] = defaultdict(list)
    for member in takers:
        by_count[taken[member.pk]].append(member.user)
    for count, people in by_count.items():
        notices.tell(
            to=people,
            template="juror_took_over",
            key=f"substitution:{row.code}:took",
            context={"stage": row.stage, "count": count},
            **said,
        )


def _end_readings(stage: Stage, leaving: PanelMember, *, by: User, at: datetime) -> list[str]:
    """Opened readings end and stay as history, the others go; the codes of those that ended."""
    rows = list(reads.unfinished(leaving).select_related("entry__proposal", "member__user", "sheet"))
    opened = [row for row in rows if hasattr(row, "sheet")]
    unopened = [row for row in rows if not hasattr(row, "sheet")]
    Assignment.objects.filter(pk__in=[row.pk for row in opened]).update(
        recused_at=at, ended_as=EndedAs.LEFT, ended_reason=_("Juri berhenti.")
    )
    if unopened:
        assignments.remove(stage=stage, assignments=unopened, by=by, at=at)
    return [row.code for row in opened]


def _record(row: Substitution, ended: list[str], *, by: User, at: datetime) -> None:
    """The reason may tell of an illness: the ledger seals it, as it seals that of a conflict."""
    payload = {
        "stage": row.stage.code,
        "leaving": row.leaving.user.code,
        "coming": row.coming.user.code if row.coming else "",
        "letter_number": row.letter_number,
        "ended": ended,
        "reason_sha256": canonical.sha256(f"{row.code}\n{row.reason}"),
    }
    subject = f"substitution:{row.code}"
    happening = Happening("panel.substituted", subject, payload)
    ledger.append(competition=row.stage.competition, by=by, at=at, happenings=[happening])
    audit.record(by=by, at=at, verb="panel.substituted", subject=subject, **payload)
