"""The secretariat's desk: one proposal with its checklist, its decision, and what two people make of it."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.models import Competition, Stage
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.enums import Outcome
from proposals.forms.screening import ScreeningForm
from proposals.models import Proposal, ProposalVersion
from proposals.reads import screening as reads
from proposals.services import reading, screening_by_two
from proposals.services import screening as verbs

VIEW = "proposals.view_screening"
SCREEN = "proposals.screen_proposal"
OUTCOMES = {"lolos": Outcome.PASSED, "tidak": Outcome.REJECTED}


def overseen_edition(request: HttpRequest, slug: str) -> Competition:
    """Puts the edition on top of the page."""
    editions = Competition.objects.overseen_by(request.user).select_related("organiser")
    stages = Prefetch("stages", queryset=Stage.objects.select_related("closed_by"))
    editions = editions.prefetch_related("extensions", stages)
    request.edition = visible_or_404(editions, slug=slug)
    return request.edition


def screened_version(request: HttpRequest, slug: str, code: str) -> ProposalVersion:
    """What was sent last of a submitted proposal, with its edition on top of the page."""
    version = reads.desk(request.user, arrival(request), slug=slug, code=code)
    if version is None:
        raise Http404
    version.proposal.as_of(arrival(request))
    request.edition = version.proposal.competition
    return version


def screened_proposal(request: HttpRequest, slug: str, code: str) -> Proposal:
    return screened_version(request, slug, code).proposal


@access(VIEW)
def screening(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    version = screened_version(request, slug, code)
    require(request.user, VIEW, version.proposal)
    if request.method != "POST":
        reading.note(subject=f"proposal:{code}", by=request.user, at=arrival(request))
        page = reads.page(version, arrival(request))
        initial = {"revision": page.screening.revision, "note": page.screening.note}
        return _show(request, page, ScreeningForm(lines=page.lines, initial=initial))
    require(request.user, SCREEN, version.proposal)
    page = reads.page(version, arrival(request))
    form = ScreeningForm(request.POST, lines=page.lines)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    try:
        return _record(request, page, form)
    except Refused as refused:
        page = reads.page(screened_version(request, slug, code), arrival(request))
        return _show(request, page, _again(request, page), refused=refused, status=refused.status)


def _record(request: HttpRequest, page: reads.ScreeningPage, form: ScreeningForm) -> HttpResponse:
    """Save what was found; with a decision or a proposal of one, go on to the next that waits."""
    said = {
        "version": page.version,
        "by": request.user,
        "at": arrival(request),
        "revision": form.cleaned_data["revision"],
        "findings": form.findings(),
        "note": form.cleaned_data["note"],
    }
    edition, outcome = request.edition, OUTCOMES.get(request.POST.get("putusan", ""))
    if outcome is None:
        verbs.save_findings(**said)
        messages.success(request, _("Hasil pemeriksaan disimpan."))
        return redirect("proposals:screening", slug=edition.slug, code=page.version.proposal.code)
    if edition.screened_by_two:
        screening_by_two.propose(**said, outcome=outcome)
        sentence = _("Usulan untuk “%(title)s” disimpan dan menunggu orang kedua.")
    else:
        verbs.decide(**said, outcome=outcome)
        sentence = _said(outcome)
    return _go_on(request, page.version, sentence)


def _said(outcome: str) -> str:
    return _("“%(title)s” lolos.") if outcome == Outcome.PASSED else _("“%(title)s” tidak lolos.")


def _go_on(request: HttpRequest, version: ProposalVersion, sentence: str) -> HttpResponse:
    messages.success(request, sentence % {"title": version.proposal.title})
    slug = request.edition.slug
    if version.next_waiting is None:
        messages.info(request, _("Tidak ada lagi proposal yang menunggu Anda."))
        return redirect("proposals:screening_list", slug=slug)
    return redirect("proposals:screening", slug=slug, code=version.next_waiting)


def _again(request: HttpRequest, page: reads.ScreeningPage) -> ScreeningForm:
    """What was typed, at the revision that stands now: whoever sends it again has seen both."""
    data = request.POST.copy()
    data["revision"] = str(page.screening.revision)
    form = ScreeningForm(data, lines=page.lines)
    form.is_valid()
    return form


def _show(
    request: HttpRequest,
    page: reads.ScreeningPage,
    form: ScreeningForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    proposal, at = page.version.proposal, arrival(request)
    obstacle = reads.obstacle(proposal, at)
    may_screen = request.user.has_perm(SCREEN, proposal)
    context = {
        "edition": proposal.competition,
        "proposal": proposal,
        "page": page,
        "form": form,
        "refused": refused,
        "obstacle": obstacle,
        "may_screen": may_screen,
        "may_write": may_screen and not (obstacle or page.screening.outcome or page.screening.is_proposed),
        "may_reconsider": reads.may_be_reconsidered(proposal, at),
        "sentences": reads.reason_texts(proposal.competition_id),
    }
    return render(request, "proposals/screening_check.html", context, status=status)


@access(SCREEN)
@require_POST
def confirm(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The second person agrees."""
    version = screened_version(request, slug, code)
    require(request.user, SCREEN, version.proposal)
    screening = screening_by_two.confirm(
        version=version, by=request.user, at=arrival(request), revision=_revision(request)
    )
    return _go_on(request, version, _said(screening.outcome))


@access(SCREEN)
@require_POST
def send_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The second person wants another look; or who proposed takes it back."""
    version = screened_version(request, slug, code)
    require(request.user, SCREEN, version.proposal)
    is_own = version.screening.proposed_by == request.user if hasattr(version, "screening") else False
    screening_by_two.send_back(
        version=version,
        by=request.user,
        at=arrival(request),
        revision=_revision(request),
        note=request.POST.get("note", "")[:2000],
    )
    if is_own:
        messages.success(request, _("Usulan Anda ditarik. Periksa lagi, lalu usulkan sekali lagi."))
        return redirect("proposals:screening", slug=slug, code=code)
    return _go_on(request, version, _("Usulan untuk “%(title)s” dikembalikan kepada pengusulnya."))


def _revision(request: HttpRequest) -> int:
    """A page without one is older than any revision."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


@access(SCREEN)
@require_POST
def reconsider(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    version = screened_version(request, slug, code)
    require(request.user, SCREEN, version.proposal)
    verbs.reconsider(
        version=version, by=request.user, at=arrival(request), reason=request.POST.get("reason", "")
    )
    messages.success(request, _("Keputusan dibuka kembali. Periksa dan putuskan sekali lagi."))
    return redirect("proposals:screening", slug=slug, code=code)
