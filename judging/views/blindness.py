"""Does what jurors will read tell whose it is?"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from judging.reads import blindness as reads
from judging.views.panel import WATCH, scoring_stage
from kipp.lib.web import access

PAGE = 50


@access(WATCH)
@require_GET
def blindness(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau, days before jurors begin: they must not take what the portal hides for all there is."""
    stage = scoring_stage(request, code, WATCH)
    page = Paginator(reads.entries(stage), PAGE).get_page(request.GET.get("page"))
    context = {"stage": stage, "page_obj": page, "entries": reads.scan(stage, page.object_list)}
    return render(request, "judging/blindness.html", context)
