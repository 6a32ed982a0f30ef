"""The logbook of an edition."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from competitions.models import Competition
from judging.reads import logbook as reads
from kipp.lib.web import access, require, visible_or_404

OVERSEE = "competitions.oversee_edition"
PAGE = 50
LONGEST = 100


@access(OVERSEE)
@require_GET
def acts(request: HttpRequest, slug: str) -> HttpResponse:
    """An auditor with a complaint on the desk, looking for one act and its reason; must not miss one."""
    edition = _overseen(request, slug)
    group, words = request.GET.get("jenis", ""), _words(request)
    page = Paginator(reads.acts(edition, group=group, words=words), PAGE).get_page(request.GET.get("page"))
    chips = [(key, label) for key, (label, _starts) in reads.GROUPS.items()]
    context = {"lines": reads.told(edition, list(page.object_list)), "chips": chips, "group": group}
    return _show(request, edition, page, words, context)


@access(OVERSEE)
@require_GET
def readings(request: HttpRequest, slug: str) -> HttpResponse:
    """The same auditor, asked who knew what before the result was public."""
    edition = _overseen(request, slug)
    words = _words(request)
    page = Paginator(reads.readings(edition, words=words), PAGE).get_page(request.GET.get("page"))
    return _show(request, edition, page, words, {"lines": reads.seen(edition, list(page.object_list))})


def _show(request, edition: Competition, page, words: str, context: dict) -> HttpResponse:
    context |= {"edition": edition, "page_obj": page, "words": words}
    return render(request, "judging/logbook.html", context)


def _words(request: HttpRequest) -> str:
    return request.GET.get("cari", "").replace("\x00", "").strip()[:LONGEST]


def _overseen(request: HttpRequest, slug: str) -> Competition:
    edition = visible_or_404(
        Competition.objects.overseen_by(request.user).prefetch_related("stages"), slug=slug
    )
    require(request.user, OVERSEE, edition)
    request.edition = edition
    return edition
