"""The outbox: what waits to be read, what was sent, what failed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agencies.enums import MailStatus
from agencies.filters import MailBatchFilterSet, MailFilterSet
from agencies.models import Mail, MailBatch
from agencies.services import mailing, notices
from kipp.lib.lists import FilteredListView
from kipp.lib.queries import PAGE
from kipp.lib.web import access, arrival, require, visible_or_404

from .reasons import Question, ask_reason

MANAGE, ANSWER = "agencies.manage_register", "agencies.answer_for_letters"
LETTERS_A_PAGE = 25


class MailList(FilteredListView):
    """The bureau, told that a letter did not arrive; bodies stay closed: they may hold secret links."""

    access = MANAGE
    model = Mail
    filterset_class = MailFilterSet
    template_name = "agencies/mail_list.html"
    ordering = ("-queued_at", "-pk")
    sorts = {"to": "to", "queued": "queued_at"}

    def get_queryset(self):
        return super().get_queryset().select_related("batch", "notice").defer("body")

    def get_context_data(self, **kwargs):
        user = self.request.user
        failed = Mail.objects.visible_to(user).filter(status=MailStatus.FAILED).count()
        waiting = MailBatch.objects.visible_to(user).waiting().count()
        return super().get_context_data(failed=failed, waiting=waiting, **kwargs)


@access(MANAGE)
@require_POST
def retry(request):
    require(request.user, MANAGE)
    _say_retried(request, mailing.retry_failed(by=request.user, at=arrival(request)))
    return redirect("agencies:mail")


class BatchList(FilteredListView):
    """The bureau, answering for what leaves in its name: what waits for me to read it?"""

    access = ANSWER
    model = MailBatch
    filterset_class = MailBatchFilterSet
    template_name = "agencies/mail_batches.html"
    ordering = ("-written_at", "-pk")

    def get_queryset(self):
        return super().get_queryset().with_counts().select_related("organiser", "written_by")


@access(ANSWER)
@require_safe
def batch(request, code: str):
    """Every letter with its words, before it goes and afterwards."""
    row = _batch(request, code)
    letters = Paginator(row.letters.order_by("pk"), LETTERS_A_PAGE)
    last = row.letters.order_by("-pk").values_list("pk", flat=True).first()
    context = {
        "batch": row,
        "page_obj": letters.get_page(request.GET.get(PAGE)),
        "read_to": last or 0,
        "done": row.letter_count - row.held_count - row.leaving_count,
    }
    whole = "agencies/mail_batch.html"
    return render(request, f"{whole}#progress" if request.htmx else whole, context)


@access(ANSWER)
@require_POST
def release(request, code: str):
    row = _batch(request, code)
    read_to = request.POST.get("read_to", "")
    notices.release(
        batch=row,
        by=request.user,
        at=arrival(request),
        read_to=int(read_to) if read_to.isdecimal() else 0,
    )
    messages.success(request, _("Surat-surat ini sedang dikirim."))
    return redirect("agencies:batch", code=code)


@access(ANSWER)
def cancel(request, code: str):
    row = _batch(request, code)
    question = Question(
        title=_("Batalkan kiriman"),
        text=_("%(count)s surat “%(title)s” tidak jadi dikirim. Pemberitahuan di portal tetap terbaca.")
        % {"count": row.held_count, "title": row.title},
        action=_("Batalkan kiriman"),
        back=reverse("agencies:batch", args=[code]),
        done=_("Kiriman dibatalkan."),
    )
    return ask_reason(
        request,
        question,
        lambda reason: notices.cancel(batch=row, by=request.user, at=arrival(request), reason=reason),
    )


@access(ANSWER)
@require_POST
def retry_batch(request, code: str):
    row = _batch(request, code)
    _say_retried(request, mailing.retry_failed(by=request.user, at=arrival(request), batch=row))
    return redirect("agencies:batch", code=code)


def _batch(request, code: str) -> MailBatch:
    rows = MailBatch.objects.visible_to(request.user).with_counts()
    people = ("organiser", "written_by", "released_by", "cancelled_by")
    row = visible_or_404(rows.select_related(*people), code=code)
    require(request.user, ANSWER, row)
    return row


def _say_retried(request, count: int) -> None:
    sentence = ngettext("%(count)s surat dikirim ulang.", "%(count)s surat dikirim ulang.", count)
    messages.success(request, sentence % {"count": count})
