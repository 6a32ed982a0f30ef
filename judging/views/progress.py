"""How far a stage is: whose sheets are awaited, and which entries still need a reader."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from judging.reads import closing
from judging.reads import progress as reads
from judging.views.panel import MANAGE, WATCH, scoring_stage
from kipp.lib.queries import PAGE
from kipp.lib.web import access, arrival

A_PAGE = 25


@require_safe
@access(WATCH)
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau, twice a day while jurors score: who is behind, and may the stage be closed?

    Must not take a sheet for final that is not. The page asks for itself anew every half minute.
    """
    stage, at = scoring_stage(request, code, WATCH), arrival(request)
    table = reads.table(stage)
    chip = request.GET.get("saring", "")
    rows = table.chips.get(chip, table.entries)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get(PAGE))
    context = {
        "stage": stage,
        "table": table,
        "coverage": table.coverage,
        "page_obj": page,
        "entries": table.shown(list(page.object_list)),
        "chips": _chips(table),
        "chip": chip if chip in table.chips else "",
        "blockers": closing.close_blockers(stage, at, table.coverage),
        "may_close": request.user.has_perm("judging.close_stage", stage),
        "may_manage": request.user.has_perm(MANAGE, stage) and not stage.is_closed,
        "at": at,
    }
    return render(request, "judging/progress.html", context)


def _chips(table: reads.Table) -> list[tuple[str, str, int]]:
    labels = {
        "": _("Semua"),
        reads.INCOMPLETE: _("Belum lengkap"),
        reads.WITHOUT_JUROR: _("Tanpa juri"),
        reads.OPENED: _("Sedang dinilai"),
    }
    return [(key, label, len(table.chips.get(key, table.entries))) for key, label in labels.items()]
