"""Ask a juror to explain a score in writing, and take the answer. No score changes."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import AuditEvent, User
from agencies.services import audit, notices
from competitions.services import ledger, letters
from competitions.services.ledger import Happening
from judging.enums import SheetStatus
from judging.models import Assignment, ScoreSheet
from judging.reads import oddities as reads
from judging.reads.sheet import shown_title
from judging.services import assignments
from kipp.lib import canonical
from kipp.lib.errors import Refused


@transaction.atomic
def ask(*, assignment: Assignment, by: User, at: datetime, question: str) -> int:
    """A letter to the juror of a final sheet, with the way to it. Asked twice, told once."""
    stage = assignments.lock_open_stage(assignment.entry.stage_id)
    if not ScoreSheet.objects.filter(assignment=assignment, status=SheetStatus.FINAL).exists():
        raise Refused(_("Lembar nilai ini belum final. Tunggu sampai juri memfinalkannya."))
    question = question.strip()
    if not question:
        raise Refused(_("Tulis apa yang perlu dijelaskan."), status=422)
    subject = reads.subject_of(assignment.code)
    told = notices.tell(
        to=[assignment.member.user],
        kind=NoticeKind.JUROR,
        subject=subject,
        url=reverse("judging:explain", args=[assignment.code]),
        template="juror_explain",
        context={"stage": stage, "title": shown_title(assignment), "question": question},
        at=at,
        key=reads.key_of(assignment.code, reads.ASKED),
        batch=letters.gather(stage.competition, NoticeKind.JUROR, at=at),
    )
    if told:
        facts = {"question_sha256": canonical.sha256(question)}
        happenings = [Happening("explanation.asked", subject, facts)]
        ledger.append(competition=stage.competition, by=by, at=at, happenings=happenings)
        audit.record(by=by, at=at, verb="explanation.asked", subject=subject, **facts)
    return told


@transaction.atomic
def explain(*, assignment: Assignment, by: User, at: datetime, text: str) -> ScoreSheet:
    """The juror's answer joins the general comment of the sheet, which stays final with every point of it."""
    stage = assignments.lock_open_stage(assignment.entry.stage_id)
    sheet = ScoreSheet.objects.select_for_update(of=("self",)).get(assignment=assignment)
    text, subject = text.strip(), reads.subject_of(assignment.code)
    if assignment.member.user_id != by.pk:
        raise Refused(_("Hanya juri yang ditugaskan yang dapat menilai proposal ini."))
    if not asked_by(assignment).exists() or sheet.status != SheetStatus.FINAL:
        raise Refused(_("Tidak ada penjelasan yang diminta untuk lembar ini."))
    if not text:
        raise Refused(_("Tulis penjelasan Anda."), status=422)
    if sheet.comment.endswith(text):
        return sheet
    sheet.comment = f"{sheet.comment}\n\n{text}".strip()
    sheet.revision += 1
    sheet.save(update_fields=["comment", "revision"])
    hashed = {"comment_sha256": canonical.sha256(sheet.comment), "revision": sheet.revision}
    given = {"text_sha256": canonical.sha256(text)}
    told = [Happening("sheet.commented", subject, hashed), Happening("explanation.given", subject, given)]
    ledger.append(competition=stage.competition, by=by, at=at, happenings=told)
    audit.record(by=by, at=at, verb="explanation.given", subject=subject)
    notices.settle(subject=subject, kind=NoticeKind.JUROR, at=at)
    _tell_askers(assignment, at=at)
    return sheet


def asked_by(assignment: Assignment) -> QuerySet[AuditEvent]:
    subject = reads.subject_of(assignment.code)
    return AuditEvent.objects.filter(verb="explanation.asked", subject=subject)


def _tell_askers(assignment: Assignment, *, at: datetime) -> None:
    """In the portal only: whoever asked finds the answer on the sheet's page."""
    stage = assignment.entry.stage
    notices.tell(
        to=User.objects.filter(pk__in=asked_by(assignment).values("by")),
        kind=NoticeKind.JUROR,
        subject=reads.subject_of(assignment.code),
        url=reverse("judging:oddity", args=[stage.code, assignment.code]),
        template="juror_explained",
        context={"assignment": assignment, "stage": stage},
        at=at,
        key=reads.key_of(assignment.code, reads.ANSWERED),
        by_mail=False,
    )
