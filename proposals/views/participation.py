"""The participation ledger: the bureau's matrix and its files, and an agency's own years."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kipp.lib import exports
from kipp.lib.web import access, arrival, require
from proposals.forms.participation import NAMES, ParticipationFilter, ScopeForm
from proposals.reads import participation_scope as scopes
from proposals.reads import participation_tables as tables
from proposals.reads.participation_own import years_of

VIEW = "agencies.view_register"
OWN = "proposals.start_proposal"
PAGE = 25


@access(VIEW)
def participation(request: HttpRequest) -> HttpResponse:
    """The head of the bureau, who must tell the mayor which agencies have entered nothing."""
    require(request.user, VIEW)
    scope = scopes.scope(request.user, **ScopeForm(request.GET).asked())
    if scope is None:
        return render(request, "proposals/participation_none.html")
    ledger = scope.ledger()
    form = ParticipationFilter(request.GET, kinds=[line.kind for line in ledger.kinds])
    rows = tables.least_first(form.narrowed(ledger.rows))
    context = {
        "scope": scope,
        "ledger": ledger,
        "filter": {"form": form},
        "stats": [(name, tables.counted(ledger, state)) for name, state in NAMES.items()],
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "remindable": _remindable(request, scope, arrival(request)),
    }
    return render(request, "proposals/participation_list.html", context)


def _remindable(request: HttpRequest, scope: scopes.Scope, at: datetime) -> list:
    may = "competitions.manage_edition"
    return [edition for edition in scope.still_open(at) if request.user.has_perm(may, edition)]


@access(VIEW)
def participation_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same rows as on the page, all of them."""
    require(request.user, VIEW)
    scope = scopes.scope(request.user, **ScopeForm(request.GET).asked())
    if scope is None:
        raise Http404
    ledger = scope.ledger()
    form = ParticipationFilter(request.GET, kinds=[line.kind for line in ledger.kinds])
    rows = tables.least_first(form.narrowed(ledger.rows))
    sheets = {_("Instansi"): tables.matrix(ledger, rows), _("Menurut jenis"): tables.by_kind(ledger)}
    name = scope.edition.slug if scope.edition else f"{scope.organiser.code.lower()}-{scope.year}"
    return exports.hand_out(kind, f"partisipasi-{name}", sheets)


@access(OWN)
def own(request: HttpRequest) -> HttpResponse:
    """An agency, looking at what it has sent over the years."""
    require(request.user, OWN)
    return render(request, "proposals/participation_own.html", {"agencies": years_of(request.user)})
