"""Files of an innovation for other reports: asked for, waited for, taken home."""

import json

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kipp.lib.errors import Refused
from kipp.lib.files import hand_out
from kipp.lib.jobs import JobStatus
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.enums import ExportFormat
from proposals.forms.exports import ExportForm
from proposals.models import Innovation, InnovationExport
from proposals.reads import innovations as innovation_reads
from proposals.services import exports as export_service

from .innovations import seen_innovation

VIEW, EXPORT = "proposals.view_innovation", "proposals.export_innovation"
TYPES = {
    ExportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ExportFormat.PDF: "application/pdf",
    ExportFormat.JSON: "application/json",
}
UNPROCESSABLE = 422


@access(EXPORT)
def exports(request, code):
    """An officer with another form to fill by tomorrow; the list renews itself while files are made."""
    innovation = seen_innovation(request, code)
    require(request.user, EXPORT, innovation)
    if request.htmx and request.method == "GET":
        return render(request, "proposals/innovation_exports.html#files", _files(request, innovation))
    proposals = innovation_reads.sources(innovation, request.user)
    form = ExportForm(request.POST or None, proposals=proposals, title=innovation.shown_title)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _ask(request, innovation, form)
        except Refused as refused:
            if refused.status != UNPROCESSABLE:
                raise
            refusal = refused.message
    context = {"form": form, "refusal": refusal, **_files(request, innovation)}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "proposals/innovation_exports.html", context, status=status)


def _ask(request, innovation: Innovation, form: ExportForm):
    export_service.ask(innovation=innovation, by=request.user, at=arrival(request), **form.cleaned_data)
    messages.success(request, _("Berkas sedang dibuat. Anda boleh meninggalkan halaman ini."))
    return redirect("proposals:innovation_exports", innovation.code)


def _files(request, innovation: Innovation) -> dict[str, object]:
    rows = InnovationExport.objects.visible_to(request.user).filter(innovation=innovation)
    found = list(rows.select_related("asked_by").defer("payload"))
    waiting = sum(row.status in (JobStatus.QUEUED, JobStatus.RUNNING) for row in found)
    return {"innovation": innovation, "exports": found, "waiting": waiting, "done": len(found) - waiting}


def _export_or_404(request, code, export_code) -> InnovationExport:
    innovation = seen_innovation(request, code)
    require(request.user, EXPORT, innovation)
    rows = InnovationExport.objects.visible_to(request.user).filter(innovation=innovation)
    return visible_or_404(rows.select_related("innovation"), code=export_code)


@require_safe
@access(EXPORT)
def export_file(request, code, export_code):
    export = _export_or_404(request, code, export_code)
    if export.status != JobStatus.READY:
        return redirect("proposals:innovation_exports", code)
    title = json.loads(export.payload)["title"]
    name = f"{slugify(title)[:60]}-{export.layout.replace('_', '-')}-{export.code}"
    return hand_out(export.file, f"{name}.{export.format}", TYPES[export.format])


@require_POST
@access(EXPORT)
def export_retry(request, code, export_code):
    export = _export_or_404(request, code, export_code)
    export_service.retry(export=export, by=request.user, at=arrival(request))
    return redirect("proposals:innovation_exports", code)
