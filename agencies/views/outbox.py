"""The outbox: what was sent, what waits, what failed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from agencies.enums import MailStatus
from agencies.filters import MailFilterSet
from agencies.models import Mail
from agencies.services import mailing
from kipp.lib.lists import FilteredListView
from kipp.lib.web import access, arrival, require

MANAGE = "agencies.manage_register"


class MailList(FilteredListView):
    """The bureau, told that a letter did not arrive; bodies stay closed: they may hold secret links."""

    access = MANAGE
    model = Mail
    filterset_class = MailFilterSet
    template_name = "agencies/mail_list.html"
    ordering = ("-queued_at", "-pk")
    sorts = {"to": "to", "queued": "queued_at"}

    def get_queryset(self):
        return super().get_queryset().defer("body")

    def get_context_data(self, **kwargs):
        failed = Mail.objects.visible_to(self.request.user).filter(status=MailStatus.FAILED).count()
        return super().get_context_data(failed=failed, **kwargs)


@access(MANAGE)
@require_POST
def retry(request):
    require(request.user, MANAGE)
    count = mailing.retry_failed(by=request.user, at=arrival(request))
    sentence = ngettext("%(count)s surat dikirim ulang.", "%(count)s surat dikirim ulang.", count)
    messages.success(request, sentence % {"count": count})
    return redirect("agencies:mail")
