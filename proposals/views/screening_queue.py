"""The queue of the secretariat, and what is done to many of its proposals at once."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kipp.lib.errors import Refused
from kipp.lib.lists import FilteredListView
from kipp.lib.web import access, arrival, require
from proposals.forms.screening import ScreeningFilter
from proposals.forms.screening_bulk import BulkForm, SharedReasonForm
from proposals.models import Proposal
from proposals.reads import screening as reads
from proposals.reads import screening_bulk as bulk
from proposals.reads import screening_letters
from proposals.services import screening_bulk as verbs

from .screening import overseen_edition

RUN = "competitions.manage_edition"


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
        rows = reads.queue(self.request.edition, self.request.user, arrival(self.request))
        return rows.annotate(is_decided=reads.IS_DECIDED).order_by(*self.get_ordering())

    def get_context_data(self, **kwargs):
        edition, user, at = self.request.edition, self.request.user, arrival(self.request)
        counts, stage = reads.counts(edition, user, at), screening_letters.screening_stage(edition)
        extra = {
            "edition": edition,
            "counts": counts,
            "is_done": any(counts.values()) and not any(counts[place] for place in reads.UNDECIDED),
            "is_announced": stage is None or stage.is_closed,
            "first_waiting": reads.first_waiting(edition, user, at),
            "may_screen": user.has_perm(RUN, edition),
            "undecided": reads.UNDECIDED,
        }
        return super().get_context_data(**kwargs) | extra


@access(RUN)
@require_POST
def screening_bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """First the list of what would become of each, then the act itself with what became of each."""
    edition = overseen_edition(request, slug)
    require(request.user, RUN, edition)
    form = BulkForm(request.POST)
    if not form.is_valid():
        said = [sentence for sentences in form.errors.values() for sentence in sentences]
        raise Refused(" ".join(said), status=422)
    found = _candidates(request, form)
    is_sure = form.cleaned_data["yakin"]
    reason = SharedReasonForm(request.POST if is_sure else None, edition=edition)
    if is_sure and (not form.needs_reason or reason.is_valid()):
        return _done(request, form, found, reason)
    fits = [candidate for candidate in found if not candidate.problem]
    context = {
        "edition": edition,
        "act": form.cleaned_data["tindakan"],
        "fits": fits,
        "left_out": [candidate for candidate in found if candidate.problem],
        "reason": reason if form.needs_reason else None,
        "sentences": reads.reason_texts(edition.pk) if form.needs_reason else (),
        "most": bulk.AT_ONCE if form.cleaned_data["semua"] and len(found) == bulk.AT_ONCE else 0,
    }
    return render(request, "proposals/screening_confirm.html", context, status=422 if is_sure else 200)


def _candidates(request: HttpRequest, form: BulkForm) -> list[bulk.Candidate]:
    edition, user, at = request.edition, request.user, arrival(request)
    rows = reads.queue(edition, user, at)
    if form.cleaned_data["semua"]:
        narrowed = ScreeningFilter(QueryDict(form.cleaned_data["saring"]), queryset=rows, request=request).qs
        rows = narrowed.filter(place__in=reads.UNDECIDED)
    else:
        rows = rows.filter(code__in=form.cleaned_data["pilih"])
    return bulk.candidates(edition, rows, user, form.cleaned_data["tindakan"], at)


def _done(request: HttpRequest, form: BulkForm, found, reason: SharedReasonForm) -> HttpResponse:
    """In the order of the list; a proposal that changed since it was shown is left as it is, and named."""
    shown = form.cleaned_data["pilih"]
    chosen = [(each, revision) for each in found if (revision := shown.get(each.proposal.code)) is not None]
    said = {"chosen": chosen, "by": request.user, "at": arrival(request)}
    act = form.cleaned_data["tindakan"]
    if act == reads.PASSED:
        results = verbs.pass_all(**said)
    elif act == reads.REJECTED:
        line, note = reason.cleaned_data["butir"].code, reason.cleaned_data["keterangan"]
        results = verbs.reject_all(**said, line=line, note=note)
    else:
        results = verbs.confirm_all(**said)
    context = {
        "edition": request.edition,
        "act": act,
        "done": [result for result in results if not result.problem],
        "refused": [result for result in results if result.problem],
    }
    return render(request, "proposals/screening_done.html", context)
