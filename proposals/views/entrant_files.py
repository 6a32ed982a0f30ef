"""Files of a proposal: put in, replaced, taken out, looked at, handed out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kipp.lib import preview
from kipp.lib.errors import Refused
from kipp.lib.files import show
from kipp.lib.uploads import oversize_fields
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.files import AskedFileForm, WholeFileForm
from proposals.lifecycle import EDITABLE
from proposals.models import Attachment, Proposal
from proposals.reads import links, places
from proposals.services import attachments, previews, reading

from .entrant_writing import EDIT, own_or_404

VIEW = "proposals.view_proposal"
FIELD = "file"


@require_safe
@access(EDIT)
def extras(request, code):
    """What the writing page fetches once it is there, so that it comes quickly: a piece for every place."""
    proposal = own_or_404(request, code)
    found = places.places(proposal)
    parts = {place.state.slot.code: extras_html(place, proposal) for place in found}
    return JsonResponse({"places": parts, "links": _links_html(proposal)})


@require_http_methods(["GET", "HEAD", "POST"])
@access(EDIT)
def slot(request, code, slot_code):
    """One place by itself: every job with its files without a script."""
    proposal = own_or_404(request, code, for_page=True)
    place = places.place(proposal, slot_code)
    if place is None:
        raise Http404
    if request.method == "POST":
        return _take_whole(request, proposal, place)
    asked = AskedFileForm(request.GET)
    replaces = asked.cleaned_data["ganti"] if asked.is_valid() else ""
    return _slot_page(request, proposal, place, replaces=replaces)


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
    attachment = _seen_or_404(request, code, attachment_code)
    _note_reading(request, attachment)
    return show(attachment.file, attachment.name, attachment.content_type)


@require_safe
@access(VIEW)
def page_picture(request, code, attachment_code, page):
    """One page as a picture. Who looks at the first one has opened the file."""
    attachment = _seen_or_404(request, code, attachment_code)
    drawn = previews.page(attachment, page)
    if not drawn:
        raise Http404
    if page == 1:
        _note_reading(request, attachment)
    return preview.answer(drawn)


@require_safe
@access(VIEW)
def silent_links(request, code):
    """Addresses of this proposal that did not answer; empty when all did or nobody asked."""
    proposal = visible_or_404(Proposal.objects.visible_to(request.user).for_page(), code=code)
    require(request.user, VIEW, proposal)
    context = {"links": links.silent_links(proposal), "proposal": proposal}
    return render(request, "proposals/silent_links.html", context)


def slot_html(proposal: Proposal, place: places.Place) -> str:
    """A place as the writing page shows it, for the script to put in."""
    context = {"proposal": proposal, "state": place.state, "place": place}
    return render_to_string("proposals/edit_file.html", context)


def extras_html(place: places.Place, proposal: Proposal) -> str:
    return render_to_string("proposals/edit_file_more.html", {"place": place, "proposal": proposal})


def _links_html(proposal: Proposal) -> str:
    silent = links.silent_links(proposal)
    context = {"links": silent, "proposal": proposal}
    return render_to_string("proposals/silent_links.html", context) if silent else ""


def _take_whole(request: HttpRequest, proposal: Proposal, place: places.Place):
    form = WholeFileForm(request.POST)
    replaces = form.cleaned_data["replaces"] if form.is_valid() else ""
    try:
        _attach(request, proposal, place, replaces)
    except Refused as refused:
        return _slot_page(
            request,
            proposal,
            place,
            replaces=replaces,
            error=str(refused.message),
            status=refused.status,
        )
    messages.success(request, _("Berkas tersimpan."))
    return redirect("proposals:slot", proposal.code, place.state.slot.code)


def _attach(request: HttpRequest, proposal: Proposal, place: places.Place, replaces: str) -> Attachment:
    file = request.FILES.get(FIELD)
    if FIELD in oversize_fields(request):
        raise attachments.too_large()
    if file is None:
        raise Refused(_("Pilih berkas lebih dahulu."), status=422)
    return attachments.attach(
        proposal=proposal,
        slot=place.state.slot,
        by=request.user,
        at=arrival(request),
        name=file.name,
        content=file.read(),
        replaces=visible_or_404(proposal.attachments.all(), code=replaces) if replaces else None,
    )


def _slot_page(
    request: HttpRequest, proposal: Proposal, place: places.Place, *, replaces="", error="", status=200
):
    request.edition = proposal.competition
    context = {
        "proposal": proposal,
        "place": place,
        "state": place.state,
        "replaces": replaces,
        "error": error,
        "is_editable": proposal.status in EDITABLE,
    }
    return render(request, "proposals/slot.html", context, status=status)


def _seen_or_404(request: HttpRequest, code: str, attachment_code: str) -> Attachment:
    mine = Attachment.objects.visible_to(request.user).select_related("proposal__competition")
    attachment = visible_or_404(mine, code=attachment_code, proposal__code=code)
    require(request.user, VIEW, attachment.proposal)
    return attachment


def _note_reading(request: HttpRequest, attachment: Attachment) -> None:
    if not request.user.has_perm(EDIT, attachment.proposal):
        reading.note(subject=f"attachment:{attachment.code}", by=request.user, at=arrival(request))
