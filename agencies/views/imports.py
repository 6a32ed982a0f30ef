"""Imports: upload, look at every row, confirm."""

import csv

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.enums import ImportKind
from agencies.forms.imports import UploadForm
from agencies.models import ImportDraft
from agencies.reads.drafts import plan_of, result_of
from agencies.reads.importing import Outcome, counts
from agencies.services import imports
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404

MANAGE = "agencies.manage_register"
ROWS_PER_PAGE = 100
EXAMPLES = {
    ImportKind.AGENCIES: [
        ["DINKES", "Dinas Kesehatan", "dinas", ""],
        ["PKM-SLEROK", "Puskesmas Slerok", "puskesmas", "DINKES"],
    ],
    ImportKind.PEOPLE: [["Siti Aminah", "siti.aminah@contoh.go.id", "DINKES", "staff"]],
}


@access(MANAGE)
def upload(request):
    """The bureau, with a list from the personnel office; must not spoil a register that is in use."""
    require(request.user, MANAGE)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"kind": ImportKind.AGENCIES})
    status = 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = imports.upload(
                by=request.user,
                at=arrival(request),
                kind=form.cleaned_data["kind"],
                file_name=file.name,
                data=file.read(imports.spreadsheets.MOST_BYTES + 1),
            )
        except Refused as refused:
            form.add_error("file", refused.message)
            status = refused.status
        else:
            return redirect("agencies:import_preview", code=draft.code)
    status = status if status == 413 else (422 if form.errors else 200)
    return render(request, "agencies/import_upload.html", {"form": form}, status=status)


@access(MANAGE)
def example(request, kind: str):
    """A file to start from: headings and example rows, readable by Excel."""
    require(request.user, MANAGE)
    if kind not in ImportKind.values:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="contoh-{kind}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(imports.COLUMNS[ImportKind(kind)])
    writer.writerows(EXAMPLES[ImportKind(kind)])
    return response


@access(MANAGE)
def preview(request, code: str):
    draft = visible_or_404(ImportDraft.objects.visible_to(request.user), code=code)
    require(request.user, MANAGE)
    if draft.applied_at is not None:
        return render(request, "agencies/import_done.html", {"draft": draft, "counts": result_of(draft)})
    rows = plan_of(draft, by=request.user, at=arrival(request))
    found = counts(rows)
    chosen = request.GET.get("outcome", "")
    shown = [row for row in rows if row.outcome == chosen] if chosen in Outcome.values else rows
    context = {
        "draft": draft,
        "counts": found,
        "total": len(rows),
        "to_write": found[Outcome.NEW] + found[Outcome.UPDATED],
        "columns": list(rows[0].values),
        "page_obj": Paginator(shown, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "choices": [("", _("Semua"), len(rows)), *((o.value, o.label, found[o]) for o in Outcome)],
        "chosen": chosen,
    }
    return render(request, "agencies/import_preview.html", context)


@access(MANAGE)
@require_POST
def confirm(request, code: str):
    draft = visible_or_404(ImportDraft.objects.visible_to(request.user), code=code)
    require(request.user, MANAGE)
    only_valid = request.POST.get("only_valid") == "yes"
    imports.apply(by=request.user, at=arrival(request), draft=draft, only_valid=only_valid)
    return redirect("agencies:import_preview", code=code)
