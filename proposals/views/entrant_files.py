"""Files of a proposal: put in, taken out, handed out."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kipp.lib.errors import Refused
from kipp.lib.files import show
from kipp.lib.uploads import oversize_fields
from kipp.lib.web import access, arrival, require, visible_or_404, wants_json
from proposals.models import Attachment
from proposals.reads import drafts
from proposals.services import attachments, reading

from .entrant_writing import EDIT, own_or_404

VIEW = "proposals.view_proposal"
FIELD = "file"


@require_POST
@access(EDIT)
def upload(request, code, slot_code):
    """One file into one slot: by the script with a progress bar, or by a plain form."""
    proposal = own_or_404(request, code)
    slot = visible_or_404(proposal.competition.slots.all(), code=slot_code)
    file = request.FILES.get(FIELD)
    if FIELD in oversize_fields(request):
        raise attachments.too_large()
    if file is None:
        raise Refused(_("Pilih berkas PDF lebih dahulu."), status=422)
    attachment = attachments.attach(
        proposal=proposal,
        slot=slot,
        by=request.user,
        at=arrival(request),
        name=file.name,
        content=file.read(),
    )
    if wants_json(request):
        context = {"proposal": proposal, "state": drafts.SlotState(slot, attachment)}
        return JsonResponse({"html": render_to_string("proposals/edit_file.html", context)})
    messages.success(request, _("Berkas tersimpan."))
    return redirect("proposals:edit", proposal.code)


@access(EDIT)
def remove(request, code, attachment_code):
    """Somebody who chose the wrong file; undoing is uploading again."""
    proposal = own_or_404(request, code)
    attachment = visible_or_404(
        proposal.attachments.current().select_related("proposal"), code=attachment_code
    )
    if request.method == "POST":
        attachments.remove(attachment=attachment, by=request.user, at=arrival(request))
        messages.success(request, _("Berkas dikeluarkan. Anda dapat mengunggahnya lagi."))
        return redirect("proposals:edit", proposal.code)
    context = {"proposal": proposal, "attachment": attachment}
    return render(request, "proposals/attachment_remove.html", context)


@require_safe
@access(VIEW)
def download(request, code, attachment_code):
    """The agency's own file, or one that an organiser or auditor checks; the latter is written down."""
    mine = Attachment.objects.visible_to(request.user).select_related("proposal__competition")
    attachment = visible_or_404(mine, code=attachment_code, proposal__code=code)
    require(request.user, VIEW, attachment.proposal)
    if not request.user.has_perm(EDIT, attachment.proposal):
        reading.note(subject=f"attachment:{attachment.code}", by=request.user, at=arrival(request))
    return show(attachment.file, attachment.name, attachment.content_type)
