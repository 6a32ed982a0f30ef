"""What was published: the public's page, the agency's own result, the documents, the proof."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.models import Competition
from judging.enums import DocumentKind
from judging.forms.results import VerifyForm
from judging.models import Document, ResultRelease
from judging.reads import carried, published
from judging.reads import minutes as minutes_reads
from judging.reads import releases as reads
from judging.services import documents as document_services
from kipp.lib import archives, canonical, files
from kipp.lib.errors import Refused
from kipp.lib.jobs import JobStatus
from kipp.lib.web import PUBLIC, access, arrival, require, visible_or_404
from proposals.models import Proposal, ProposalVersion
from proposals.reads import screening_letters


def overseen_release(request: HttpRequest, code: str) -> ResultRelease:
    release = visible_or_404(reads.visible_to(request.user), code=code)
    competition = release.stage.competition
    if not request.user.has_perm("competitions.oversee_edition", competition):
        raise Http404
    request.edition = competition
    return release


@access("judging.watch_stage")
def documents(request: HttpRequest, code: str) -> HttpResponse:
    release = overseen_release(request, code)
    require(request.user, "judging.watch_stage", release.stage)
    context = {
        "release": release,
        "stage": release.stage,
        "progress": reads.document_progress(release),
        "documents": reads.documents(release),
    }
    template = "judging/documents.html#list" if request.htmx else "judging/documents.html"
    return render(request, template, context)


@access("judging.publish_stage")
@require_POST
def retry_document(request: HttpRequest, code: str) -> HttpResponse:
    document = visible_or_404(Document.objects.visible_to(request.user).for_page(), code=code)
    require(request.user, "judging.publish_stage", document.release.stage)
    document_services.retry(document=document, by=request.user, at=arrival(request))
    return redirect("judging:documents", code=document.release.code)


@access("judging.view_document")
def document_file(request: HttpRequest, code: str) -> HttpResponse:
    document = visible_or_404(Document.objects.visible_to(request.user).for_page(), code=code)
    require(request.user, "judging.view_document", document)
    if document.status != JobStatus.READY:
        raise Refused(_("Dokumen ini belum siap. Tunggu beberapa saat, lalu muat ulang halaman."))
    return files.hand_out(document.file, reads.file_name(document), "application/pdf")


@access("judging.watch_stage")
def documents_zip(request: HttpRequest, code: str) -> HttpResponse:
    release = overseen_release(request, code)
    require(request.user, "judging.watch_stage", release.stage)
    if not reads.document_progress(release).is_finished:
        raise Refused(_("Dokumen masih dibuat. Unduh berkas ZIP setelah semuanya siap."))
    ready = (
        reads.documents(release).filter(status=JobStatus.READY).select_related("release__stage__competition")
    )
    stored = ((reads.file_name(document), document.file) for document in ready.iterator())
    response = StreamingHttpResponse(archives.zipped(stored), content_type="application/zip")
    name = f"{release.stage.competition.slug}-dokumen-rilis-{release.number}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access(PUBLIC)
def public_results(request: HttpRequest, slug: str) -> HttpResponse:
    competition = visible_or_404(Competition.objects.visible_to(request.user), slug=slug)
    request.edition = competition
    releases = reads.in_force(competition)
    corrected = carried.corrected_results(releases)
    found = [
        (release, _drawn_once(release), carried.names(corrected.get(release.stage_id, ())))
        for release in releases
    ]
    return render(request, "judging/public_results.html", {"competition": competition, "results": found})


def _drawn_once(release: ResultRelease):
    """Read when the page is first drawn: what a release says never changes, so the template keeps it."""
    return SimpleLazyObject(partial(published.result, release))


@access(PUBLIC)
def release_json(request: HttpRequest, sha256: str) -> HttpResponse:
    """The payload itself, byte for byte: its SHA-256 is its name."""
    release = get_object_or_404(ResultRelease, sha256=sha256)
    response = HttpResponse(release.payload.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="rilis-{release.sha256[:12]}.json"'
    return response


@access(PUBLIC)
def verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("judging:verify_hash", sha256=form.cleaned_data["kode"])
    status = 422 if form.is_bound else 200
    return render(request, "judging/verify.html", {"form": form}, status=status)


@access(PUBLIC)
def verify_hash(request: HttpRequest, sha256: str) -> HttpResponse:
    """Says what a hash stands for: a release, a receipt of a submission, a PDF, or nothing we know."""
    release = reads.visible_to(None).filter(sha256=sha256).first()
    document = Document.objects.filter(sha256=sha256).for_page().first()
    version = (
        ProposalVersion.objects.filter(sha256=sha256)
        .select_related("proposal__competition", "proposal__agency")
        .first()
    )
    minutes = None if release or document or version else minutes_reads.by_hash(sha256)
    letter = None if release or document or version or minutes else screening_letters.by_hash(sha256)
    context = {"sha256": sha256, "release": release, "document": document, "version": version}
    context |= {"letter": letter, "minutes": minutes}
    if release is not None:
        context["is_intact"] = canonical.sha256(release.payload) == sha256
    if version is not None:
        context["is_intact"] = canonical.sha256(version.payload) == sha256
    if minutes is not None:
        context["is_intact"] = minutes_reads.is_intact(minutes)
    if letter is not None:
        context["is_intact"] = screening_letters.is_intact(letter)
        context["newer"] = screening_letters.newer(letter)
    is_known = any((release, document, version, minutes, letter))
    return render(request, "judging/verify_result.html", context, status=200 if is_known else 404)


@access("judging.view_result")
def proposal_result(request: HttpRequest, code: str) -> HttpResponse:
    proposals = Proposal.objects.visible_to(request.user).select_related("competition", "agency")
    proposal = visible_or_404(proposals, code=code)
    require(request.user, "judging.view_result", proposal)
    release = reads.latest_of(proposal)
    if release is None:
        raise Http404
    request.edition = proposal.competition
    context = {
        "proposal": proposal,
        "release": release,
        "report": published.report(release, proposal.code),
        "result": published.result(release),
        "document": Document.objects.filter(
            release=release, proposal=proposal, kind=DocumentKind.REPORT
        ).first(),
    }
    return render(request, "judging/proposal_result.html", context)
