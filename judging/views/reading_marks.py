"""What a juror does with a reading besides scoring it: mark it, put it off, order it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from judging.forms.reading_marks import FlagForm, MoveForm
from judging.reads import sheet as reads
from judging.services import reading_marks
from judging.views.juror import SCORE, go_to, own_assignment
from kipp.lib.web import access, arrival, wants_json


@access(SCORE)
@require_POST
def flag(request: HttpRequest, code: str) -> HttpResponse:
    """The score screen sends it by itself; without script it is a button that comes back to the sheet."""
    assignment = own_assignment(request, code)
    form = FlagForm(request.POST)
    form.full_clean()
    is_flagged = form.cleaned_data["is_flagged"]
    reading_marks.flag(assignment=assignment, by=request.user, at=arrival(request), is_flagged=is_flagged)
    told = _("Ditandai untuk dilihat lagi.") if is_flagged else _("Tanda dihapus.")
    if wants_json(request):
        return JsonResponse({"message": told})
    messages.success(request, told)
    return redirect("judging:sheet", code)


@access(SCORE)
@require_POST
def skip(request: HttpRequest, code: str) -> HttpResponse:
    assignment = own_assignment(request, code)
    following = reads.way_on(assignment).next_code
    reading_marks.skip(assignment=assignment, by=request.user, at=arrival(request))
    messages.success(request, _("Dilewati. Proposal itu ada di akhir antrean Anda."))
    return go_to(following)


@access(SCORE)
@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """One place in the own order, and back to the same page of the queue."""
    assignment = own_assignment(request, code)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    step = form.cleaned_data["step"]
    reading_marks.move(assignment=assignment, by=request.user, at=arrival(request), step=step)
    return redirect(f"{reverse('judging:queue')}?{request.GET.urlencode()}#baca-{code}")
