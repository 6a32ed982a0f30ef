"""The result of the selection: announced by letters, counted for everybody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.models import Competition
from kipp.lib import archives, files
from kipp.lib.errors import Refused
from kipp.lib.jobs import JobStatus
from kipp.lib.web import PUBLIC, access, arrival, require, visible_or_404
from proposals import documents
from proposals.forms.screening_letters import LetterForm
from proposals.reads import screening_counts
from proposals.reads import screening_letters as reads
from proposals.services import screening_letters as verbs

from .screening import overseen_edition

OVERSEE = "competitions.oversee_edition"
RUN = "competitions.manage_edition"
ANNOUNCE = "competitions.announce_edition"
READ = "proposals.view_screening_letter"


@access(OVERSEE)
def screening_letters(request: HttpRequest, slug: str) -> HttpResponse:
    """Before: what stands in the way, one letter to look at, the act. After: how far the PDFs are."""
    edition = overseen_edition(request, slug)
    require(request.user, OVERSEE, edition)
    if request.htmx:
        return render(request, "proposals/screening_letters.html#list", _made(request, edition))
    told = reads.told(edition)
    due = [each for each in told if each.is_due]
    may_announce = request.user.has_perm(ANNOUNCE, edition)
    form = LetterForm(request.POST or None, due=due, initial=_initial(request, edition))
    context = {"due": due, "form": form, "may_announce": may_announce, "preview": None}
    status = 200
    if request.method == "POST":
        status, context["preview"], refused = _answer(request, edition, form, due)
        if status == 302:
            return redirect("proposals:screening_letters", slug=slug)
        context["refused"] = refused
    context |= _made(request, edition) | {"blockers": reads.blockers(edition, request.user, arrival(request))}
    return render(request, "proposals/screening_letters.html", context, status=status)


def _initial(request: HttpRequest, edition: Competition) -> dict:
    at = arrival(request)
    return {
        "pattern": f"000.8.3/{{nomor}}/{edition.year}",
        "first_number": 1,
        "dated_on": at.astimezone(edition.tz).date(),
        "objection": reads.default_objection(edition),
    }


def _answer(request: HttpRequest, edition: Competition, form: LetterForm, due: list[reads.Told]):
    """Status, the letter to look at, and a refusal."""
    require(request.user, RUN, edition)
    if not form.is_valid():
        return 422, None, None
    if request.POST.get("tindakan") != "umumkan":
        return 200, _preview(edition, form, due), None
    require(request.user, ANNOUNCE, edition)
    try:
        letters = verbs.announce(
            edition=edition, by=request.user, at=arrival(request), wording=form.wording()
        )
    except Refused as refused:
        return refused.status, None, refused
    said = _("%(n)d surat sedang dibuat. Instansi sudah diberi tahu.") % {"n": len(letters)}
    messages.success(request, said if letters else _("Semua surat sudah sesuai dengan putusan."))
    return 302, None, None


def _preview(edition: Competition, form: LetterForm, due: list[reads.Told]) -> dict | None:
    wanted = form.cleaned_data["sample"]
    for place, told in enumerate(due):
        if wanted in (told.agency.code, ""):
            wording = form.wording()
            return documents.letter_context(reads.content(edition, wording, told, wording.number(place)))
    return None


def _made(request: HttpRequest, edition: Competition) -> dict:
    letters = list(reads.listed(edition))
    return {
        "edition": edition,
        "stage": reads.screening_stage(edition),
        "letters": letters,
        "progress": reads.progress(letters),
        "may_retry": request.user.has_perm(RUN, edition),
    }


@access(OVERSEE)
def screening_letters_zip(request: HttpRequest, slug: str) -> HttpResponse:
    edition = overseen_edition(request, slug)
    require(request.user, OVERSEE, edition)
    ready = [letter for letter in reads.in_force(edition) if letter.status == JobStatus.READY]
    if not ready:
        raise Refused(_("Belum ada surat yang siap."))
    stored = ((reads.file_name(letter, edition), letter.file) for letter in ready)
    response = StreamingHttpResponse(archives.zipped(stored), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{edition.slug}-surat-hasil-seleksi.zip"'
    return response


@access(READ)
def screening_letter(request: HttpRequest, code: str) -> HttpResponse:
    """The bureau, and the agency that the letter is addressed to."""
    letter = visible_or_404(reads.visible_to(request.user), code=code)
    require(request.user, READ, letter)
    if letter.status != JobStatus.READY:
        raise Refused(_("Surat ini sedang dibuat. Tunggu beberapa saat, lalu muat ulang halaman."))
    return files.hand_out(letter.file, reads.file_name(letter, letter.competition), "application/pdf")


@access(RUN)
@require_POST
def screening_letter_retry(request: HttpRequest, code: str) -> HttpResponse:
    letter = visible_or_404(reads.visible_to(request.user), code=code)
    require(request.user, RUN, letter.competition)
    verbs.retry(letter=letter, by=request.user, at=arrival(request))
    return redirect("proposals:screening_letters", slug=letter.competition.slug)


@access(PUBLIC)
def screening_public(request: HttpRequest, slug: str) -> HttpResponse:
    """How many were registered, sent, passed and refused, and why: from the day it is announced."""
    editions = Competition.objects.visible_to(request.user).prefetch_related("extensions", "stages")
    edition = visible_or_404(editions, slug=slug)
    stage = reads.screening_stage(edition)
    if stage is None or not stage.is_closed:
        raise Http404
    request.edition = edition
    context = {"edition": edition, "stage": stage, "counts": screening_counts.counts(edition)}
    return render(request, "proposals/screening_public.html", context)
