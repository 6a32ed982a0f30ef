"""Files in pieces, for the script: announce, send, go on, give up."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from kipp.lib import files
from kipp.lib.web import access, arrival, visible_or_404
from proposals.enums import UploadStatus
from proposals.forms.files import UploadForm
from proposals.models import Proposal, Upload
from proposals.reads import places
from proposals.services import attachments, attachments_upload

from .entrant_files import slot_html
from .entrant_writing import EDIT, own_or_404

OFFSET = "Upload-Offset"
STATUSES = {UploadStatus.REFUSED: 422, UploadStatus.CHECKING: 202}


@require_POST
@access(EDIT)
def begin(request, code, slot_code):
    proposal = own_or_404(request, code)
    slot = visible_or_404(proposal.competition.slots.all(), code=slot_code)
    form = UploadForm(request.POST)
    if not form.is_valid():
        sentences = [str(error) for listed in form.errors.values() for error in listed]
        return JsonResponse({"message": " ".join(sentences)}, status=422)
    given = form.cleaned_data
    replaces = given.pop("replaces")
    upload = attachments_upload.begin(
        proposal=proposal,
        slot=slot,
        by=request.user,
        at=arrival(request),
        replaces=visible_or_404(proposal.attachments.all(), code=replaces) if replaces else None,
        **given,
    )
    return _answer(proposal, upload)


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@access(EDIT)
def upload(request, code, upload_code):
    """GET says how far it is, PATCH brings the piece at Upload-Offset, DELETE gives up."""
    proposal = own_or_404(request, code)
    rows = proposal.uploads.select_related("slot", "proposal__competition", "proposal__agency")
    found = visible_or_404(rows, code=upload_code)
    if request.method == "PATCH":
        return _take_piece(request, proposal, found)
    if request.method == "DELETE":
        attachments_upload.cancel(upload=found)
        return JsonResponse({"status": "cancelled"})
    return _answer(proposal, found)


def _take_piece(request: HttpRequest, proposal: Proposal, found: Upload) -> JsonResponse:
    if int(request.headers.get("Content-Length") or 0) > attachments_upload.LARGEST_PIECE:
        raise attachments.too_large()
    offset = request.headers.get(OFFSET, "")
    if not (offset.isascii() and offset.isdigit()):
        offset = -1
    try:
        received = attachments_upload.receive(
            upload=found, at=arrival(request), offset=int(offset), piece=request.body
        )
    except attachments_upload.WrongOffset as wrong:
        return JsonResponse({"message": str(wrong.message), "received": wrong.received}, status=409)
    if received.status == UploadStatus.CHECKING:
        received = attachments_upload.check(upload_id=received.pk)
    return _answer(proposal, received)


def _answer(proposal: Proposal, found: Upload) -> JsonResponse:
    """How far it is; with the digest of what arrived, so that a browser never goes on with another file."""
    answer = {
        "code": found.code,
        "status": found.status,
        "received": found.received,
        "size": found.size,
        "message": found.problem,
    }
    if found.status == UploadStatus.RECEIVING and found.received:
        answer["sha256"] = files.digest(attachments_upload.received_bytes(found))
    if found.status == UploadStatus.DONE:
        answer["html"] = slot_html(proposal, places.place(proposal, found.slot.code))
    return JsonResponse(answer, status=STATUSES.get(found.status, 200))
