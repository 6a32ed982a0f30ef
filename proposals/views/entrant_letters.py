"""Statements that the portal fills from the proposal: asked for, watched, downloaded."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kipp.lib.files import PDF, hand_out
from kipp.lib.jobs import JobStatus
from kipp.lib.web import access, arrival, visible_or_404, wants_json
from proposals.reads import places
from proposals.services import statements

from .entrant_files import extras_html
from .entrant_writing import EDIT, own_or_404


@require_POST
@access(EDIT)
def prepare(request, code, slot_code):
    proposal = own_or_404(request, code)
    slot = visible_or_404(proposal.competition.slots.all(), code=slot_code)
    statements.prepare(proposal=proposal, slot=slot, by=request.user, at=arrival(request))
    if wants_json(request):
        return JsonResponse({"html": extras_html(places.place(proposal, slot_code), proposal)})
    messages.success(request, _("Surat sedang disiapkan. Muat ulang halaman ini sebentar lagi."))
    return redirect("proposals:slot", proposal.code, slot.code)


@require_safe
@access(EDIT)
def letter(request, code, sheet_code):
    """The agency prints it, signs it and brings the scan back."""
    proposal = own_or_404(request, code)
    ready = proposal.statement_sheets.filter(status=JobStatus.READY).select_related("slot")
    sheet = visible_or_404(ready, code=sheet_code)
    return hand_out(sheet.file, f"{sheet.slot.code}.pdf", PDF)
