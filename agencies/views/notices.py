"""What a person was told: read, opened, and which of it comes by mail too."""

from django.contrib import messages
from django.db.models import F
from django.db.models.lookups import IsNull
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.enums import NoticeKind
from agencies.filters import NoticeFilterSet
from agencies.forms.people import MailChoiceForm
from agencies.models import Notice
from agencies.services import notices
from kipp.lib.lists import FilteredListView
from kipp.lib.web import SIGNED_IN, access, arrival, visible_or_404


class NoticeList(FilteredListView):
    """Anybody, once a week: what happened to mine since I was last here? Unread ones first."""

    model = Notice
    filterset_class = NoticeFilterSet
    template_name = "agencies/notice_list.html"
    ordering = (IsNull(F("read_at"), False), "-created_at", "-pk")


@access(SIGNED_IN)
@require_safe
def open_notice(request, code: str):
    """The way to the work: whoever has come here has read it."""
    notice = visible_or_404(Notice.objects.visible_to(request.user), code=code)
    return redirect(notices.read(notice=notice, at=arrival(request)).url)


@access(SIGNED_IN)
@require_POST
def read_all(request):
    notices.read_all(by=request.user, at=arrival(request))
    messages.success(request, _("Semua pemberitahuan ditandai sudah dibaca."))
    return redirect("agencies:notices")


@access(SIGNED_IN)
@require_POST
def choose_mail(request):
    """Nothing can be typed wrong here: a kind that the form does not offer is left out."""
    form = MailChoiceForm(request.POST)
    kinds = form.cleaned_data["kinds"] if form.is_valid() else []
    notices.choose_mail(by=request.user, at=arrival(request), kinds=[NoticeKind(kind) for kind in kinds])
    messages.success(request, _("Pilihan surat Anda disimpan."))
    return redirect("agencies:account")
