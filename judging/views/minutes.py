"""The paper of minutes: to print, to sign, to make again when it failed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from judging.reads import minutes as reads
from judging.services import minutes
from kipp.lib import files
from kipp.lib.errors import Refused
from kipp.lib.jobs import JobStatus
from kipp.lib.web import access, arrival, require, visible_or_404


@access("judging.watch_stage")
def paper(request: HttpRequest, code: str) -> HttpResponse:
    found = visible_or_404(reads.overseen_by(request.user), code=code)
    require(request.user, "judging.watch_stage", found.minutes.stage)
    if found.status != JobStatus.READY:
        raise Refused(_("Dokumen ini belum siap. Tunggu beberapa saat, lalu muat ulang halaman."))
    return files.hand_out(found.file, reads.file_name(found), "application/pdf")


@access("judging.publish_stage")
@require_POST
def retry(request: HttpRequest, code: str) -> HttpResponse:
    found = visible_or_404(reads.overseen_by(request.user), code=code)
    require(request.user, "judging.publish_stage", found.minutes.stage)
    minutes.retry(paper=found, by=request.user, at=arrival(request))
    return redirect("judging:ranking", code=found.minutes.stage.code)
