"""The bureau's settings pages. Each shows one part, or saves it and goes back to the list of parts."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.forms import differences
from competitions.forms.details import IdentityForm, ScheduleForm
from competitions.forms.rows import FORMSETS
from competitions.models import Competition
from competitions.reads import announce_blockers, final_score
from competitions.reads.settings import FILES, PARTS, overview
from competitions.services import details, rows
from kipp.lib.errors import Refused, Stale
from kipp.lib.web import access, arrival, require, visible_or_404

MANAGE = "competitions.manage_edition"
NO_REVISION = -1
DETAIL_FORMS = {"identitas": IdentityForm, "jadwal": ScheduleForm}


def own_edition(request: HttpRequest, slug: str) -> Competition:
    """The edition that this person runs; anybody else's is not there."""
    queryset = Competition.objects.overseen_by(request.user).select_related("organiser")
    competition = visible_or_404(queryset, slug=slug)
    request.edition = competition
    require(request.user, MANAGE, competition)
    return competition


def revision_of(request: HttpRequest) -> int:
    """The revision that the form was read at."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdigit() and len(sent) < 10 else NO_REVISION


def edit(
    request: HttpRequest,
    template: str,
    form: BaseForm | BaseFormSet,
    *,
    competition: Competition,
    save: Callable[[int], object],
    fresh: Callable[[], BaseForm | BaseFormSet],
    back: str,
    **context,
) -> HttpResponse:
    """Show a form, or save it. A refusal keeps every word; a stale copy shows both versions.

    `save` takes the revision that the form was read at; `fresh` is the form over what stands now.
    """
    refused, found, status, revision = None, [], 200, competition.revision
    if request.method == "POST":
        revision, status = revision_of(request), 422
        if form.is_valid():
            try:
                save(revision)
            except Refused as caught:
                refused, status = caught, caught.status
            else:
                messages.success(request, _("Perubahan tersimpan."))
                return redirect(request.path if "stay" in request.POST else back)
    if isinstance(refused, Stale):
        revision, found = refused.current.revision, _compare(fresh(), form)
    context |= {"competition": competition, "form": form, "revision": revision, "back": back}
    context |= {"refused": refused, "is_stale": isinstance(refused, Stale), "differences": found}
    return render(request, template, context, status=status)


def _compare(saved, typed) -> list[differences.Difference]:
    compare = differences.between_rows if isinstance(typed, BaseFormSet) else differences.between
    return compare(saved, typed)


@access(MANAGE)
def show(request, slug):
    competition = own_edition(request, slug)
    is_announced = competition.announced_at is not None
    context = {
        "competition": competition,
        "parts": overview(competition),
        "blockers": [] if is_announced else announce_blockers(competition, arrival(request)),
        "final_score": final_score.sentences(competition.stages.all(), competition.tracks.all()),
    }
    return render(request, "competitions/settings_show.html", context)


@access(MANAGE)
def part(request, slug, part):
    competition = own_edition(request, slug)
    if part in DETAIL_FORMS:
        return _edit_details(request, competition, part)
    if part in FORMSETS:
        return _edit_rows(request, competition, part)
    if part == FILES:
        return redirect(f"{reverse('competitions:settings_form', args=[slug])}#lampiran")
    raise Http404


def _edit_details(request, competition: Competition, part: str) -> HttpResponse:
    form_class = DETAIL_FORMS[part]
    # Validating a model form writes into its instance: the page's own copy stays as it is stored.
    form = form_class(request.POST or None, instance=Competition.objects.get(pk=competition.pk))
    return edit(
        request,
        "competitions/details_edit.html",
        form,
        competition=competition,
        part=PARTS[part],
        back=reverse("competitions:settings", args=[competition.slug]),
        fresh=lambda: form_class(instance=Competition.objects.get(pk=competition.pk)),
        save=lambda revision: details.save(
            competition=competition,
            by=request.user,
            at=arrival(request),
            revision=revision,
            part=part,
            values=form.values(),
        ),
    )


def _edit_rows(request, competition: Competition, part: str) -> HttpResponse:
    formset_class, relation = FORMSETS[part], rows.LISTINGS[part].relation
    formset = formset_class.on(getattr(competition, relation).all(), request.POST or None)
    _link_rows(formset, competition, part)
    return edit(
        request,
        "competitions/rows_edit.html",
        formset,
        competition=competition,
        part=PARTS[part],
        back=reverse("competitions:settings", args=[competition.slug]),
        fresh=lambda: formset_class.on(getattr(competition, relation).all()),
        save=lambda revision: rows.save(
            competition=competition,
            by=request.user,
            at=arrival(request),
            revision=revision,
            part=part,
            rows=formset.rows(),
        ),
    )


def _link_rows(formset: BaseFormSet, competition: Competition, part: str) -> None:
    """A stage's plan has a page of its own."""
    if part != "tahap":
        return
    codes = dict(competition.stages.values_list("pk", "code"))
    for form in formset.forms:
        if form.row_pk in codes:
            address = reverse("competitions:settings_stage", args=[competition.slug, codes[form.row_pk]])
            form.link = (_("Ubah tanggal, cara menilai, dan rubrik"), address)
