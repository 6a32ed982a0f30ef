"""The secretariat's desk: the queue, one proposal with its checklist, and taking a decision up again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.models import Competition
from kipp.lib.errors import Refused
from kipp.lib.lists import FilteredListView
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.enums import Outcome
from proposals.forms.screening import ScreeningFilter, ScreeningForm
from proposals.models import Proposal
from proposals.reads import screening as reads
from proposals.services import screening as verbs

VIEW = "proposals.view_screening"
SCREEN = "proposals.screen_proposal"
OUTCOMES = {"lolos": Outcome.PASSED, "tidak": Outcome.REJECTED}


def overseen_edition(request: HttpRequest, slug: str) -> Competition:
    """Puts the edition on top of the page."""
    editions = Competition.objects.overseen_by(request.user).prefetch_related("extensions")
    request.edition = visible_or_404(editions, slug=slug)
    return request.edition


def screened_proposal(request: HttpRequest, slug: str, code: str) -> Proposal:
    edition = overseen_edition(request, slug)
    proposals = reads.queue(edition, request.user).select_related("agency", "category", "track", "group")
    proposal = visible_or_404(proposals, code=code)
    proposal.competition = edition
    return proposal


class ScreeningList(FilteredListView):
    access = "competitions.oversee_edition"
    model = Proposal
    filterset_class = ScreeningFilter
    template_name = "proposals/screening_list.html"
    ordering = ("is_decided", *reads.ORDER)
    sorts = {"judul": "title", "instansi": "agency__name", "terkirim": "submitted_at"}

    def get_permission_object(self):
        return overseen_edition(self.request, self.kwargs["slug"])

    def get_queryset(self):
        rows = reads.queue(self.request.edition, self.request.user).annotate(is_decided=reads.IS_DECIDED)
        return rows.order_by(*self.get_ordering())

    def get_context_data(self, **kwargs):
        edition = self.request.edition
        extra = {
            "edition": edition,
            "counts": reads.counts(edition, self.request.user),
            "first_waiting": reads.first_waiting(edition, self.request.user),
        }
        return super().get_context_data(**kwargs) | extra


@access(VIEW)
def screening(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    proposal = screened_proposal(request, slug, code)
    require(request.user, VIEW, proposal)
    page = reads.page(proposal, arrival(request))
    if request.method != "POST":
        initial = {"revision": page.screening.revision, "note": page.screening.note}
        return _show(request, proposal, page, ScreeningForm(lines=page.lines, initial=initial))
    require(request.user, SCREEN, proposal)
    form = ScreeningForm(request.POST, lines=page.lines)
    if not form.is_valid():
        return _show(request, proposal, page, form, status=422)
    try:
        return _record(request, proposal, page, form)
    except Refused as refused:
        page = reads.page(proposal, arrival(request))
        return _show(request, proposal, page, _again(request, page), refused=refused, status=refused.status)


def _record(
    request: HttpRequest, proposal: Proposal, page: reads.ScreeningPage, form: ScreeningForm
) -> HttpResponse:
    """Save what was found; with a decision, go on to the next proposal that waits."""
    said = {
        "version": page.version,
        "by": request.user,
        "at": arrival(request),
        "revision": form.cleaned_data["revision"],
        "findings": form.findings(),
        "note": form.cleaned_data["note"],
    }
    slug, outcome = proposal.competition.slug, OUTCOMES.get(request.POST.get("putusan", ""))
    if outcome is None:
        verbs.save_findings(**said)
        messages.success(request, _("Hasil pemeriksaan disimpan."))
        return redirect("proposals:screening", slug=slug, code=proposal.code)
    verbs.decide(**said, outcome=outcome)
    sentence = _("“%(title)s” lolos.") if outcome == Outcome.PASSED else _("“%(title)s” tidak lolos.")
    messages.success(request, sentence % {"title": proposal.title})
    following = reads.neighbours(proposal, request.user).next_waiting
    if following is None:
        messages.info(request, _("Semua proposal sudah diputuskan."))
        return redirect("proposals:screening_list", slug=slug)
    return redirect("proposals:screening", slug=slug, code=following)


def _again(request: HttpRequest, page: reads.ScreeningPage) -> ScreeningForm:
    """What was typed, at the revision that stands now: whoever sends it again has seen both."""
    data = request.POST.copy()
    data["revision"] = str(page.screening.revision)
    form = ScreeningForm(data, lines=page.lines)
    form.is_valid()
    return form


def _show(
    request: HttpRequest,
    proposal: Proposal,
    page: reads.ScreeningPage,
    form: ScreeningForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    stage = reads.next_stage(proposal.competition_id)
    context = {
        "edition": proposal.competition,
        "proposal": proposal,
        "page": page,
        "form": form,
        "refused": refused,
        "way": reads.neighbours(proposal, request.user),
        "obstacle": reads.obstacle(proposal, arrival(request)),
        "may_screen": request.user.has_perm(SCREEN, proposal),
        "may_reconsider": stage is None or not reads.has_opened(stage, arrival(request)),
    }
    return render(request, "proposals/screening_check.html", context, status=status)


@access(SCREEN)
@require_POST
def reconsider(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    proposal = screened_proposal(request, slug, code)
    require(request.user, SCREEN, proposal)
    verbs.reconsider(
        version=proposal.versions.first(),
        by=request.user,
        at=arrival(request),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Keputusan dibuka kembali. Periksa dan putuskan sekali lagi."))
    return redirect("proposals:screening", slug=slug, code=proposal.code)
