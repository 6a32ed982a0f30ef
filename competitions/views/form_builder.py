"""The form of an edition, built in the browser: the list of all it asks, and a page for each part."""

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.enums import QuestionKind
from competitions.form_rules import SDGS
from competitions.forms.form_builder import KIND_HELP, QuestionForm, SectionForm, SlotForm
from competitions.models import AttachmentSlot, Competition, Question, Section
from competitions.reads import amending, outline
from competitions.reads.settings import PARTS
from competitions.services import form
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, visible_or_404

from .settings import MANAGE, edit, own_edition, revision_of

UP, DOWN, DUPLICATE = "up", "down", "duplicate"


def builder_url(competition: Competition, key: str = "") -> str:
    url = reverse("competitions:settings_form", args=[competition.slug])
    return f"{url}#{key}" if key else url


def row_or_404(competition: Competition, kind: str, pk: int) -> form.Row:
    """A row of this edition's form; those of others are not there."""
    rows = {
        outline.SECTION: competition.sections.select_related("competition"),
        outline.QUESTION: Question.objects.filter(section__competition=competition).select_related("section"),
        outline.FILE: competition.slots.select_related("competition", "section"),
    }
    if kind not in rows:
        raise Http404
    return visible_or_404(rows[kind], pk=pk)


@access(MANAGE)
def show(request, slug):
    """Everything in order; the buttons of a line move it or double it."""
    competition = own_edition(request, slug)
    refused, status, revision = None, 200, competition.revision
    if request.method == "POST":
        try:
            return redirect(builder_url(competition, _act(request, competition)))
        except Refused as caught:
            refused, status = caught, caught.status
            competition.refresh_from_db(fields=["revision"])
            revision = competition.revision
    context = {
        "competition": competition,
        "part": PARTS["formulir"],
        "form": outline.load(competition, with_criteria=True),
        "tracks": [] if competition.announced_at else competition.tracks.all(),
        "acts": amending.acts(competition) if competition.announced_at else [],
        "revision": revision,
        "refused": refused,
    }
    return render(request, "competitions/form_builder.html", context, status=status)


def _act(request: HttpRequest, competition: Competition) -> str:
    """Do what the pressed button says; returns the line to come back to."""
    act = next((name for name in (UP, DOWN, DUPLICATE) if name in request.POST), None)
    kind, _dash, pk = request.POST.get(act or "", "").partition("-")
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    row = row_or_404(competition, kind, int(pk))
    told = {
        "competition": competition,
        "by": request.user,
        "at": arrival(request),
        "revision": revision_of(request),
    }
    if act == DUPLICATE:
        return f"{kind}-{form.duplicate(row=row, **told).pk}"
    form.move(row=row, is_up=act == UP, **told)
    return f"{kind}-{row.pk}"


@access(MANAGE)
def section_add(request, slug):
    return _edit_section(request, own_edition(request, slug), None)


@access(MANAGE)
def section(request, slug, code):
    competition = own_edition(request, slug)
    return _edit_section(request, competition, visible_or_404(competition.sections.all(), code=code))


def _edit_section(request: HttpRequest, competition: Competition, row: Section | None) -> HttpResponse:
    def form_over(data=None, instance=None):
        return SectionForm(data, competition=competition, instance=instance)

    typed = form_over(request.POST or None, copy(row))
    return _page(
        request,
        competition,
        typed,
        outline.SECTION,
        row,
        back="",
        fresh=lambda: form_over(None, type(row).objects.get(pk=row.pk) if row else None),
        heading=row.title if row else _("Bagian baru"),
        save=lambda revision: form.save_section(
            competition=competition,
            by=request.user,
            at=arrival(request),
            revision=revision,
            section=row,
            values=typed.values(),
            criteria=typed.criteria_chosen,
        ),
    )


@access(MANAGE)
def question_add(request, slug, code):
    """First the kinds, each with what it is good for; then the form of the chosen one (`?jenis=`)."""
    competition = own_edition(request, slug)
    section = visible_or_404(competition.sections.all(), code=code)
    if request.GET.get("jenis") not in QuestionKind.values:
        return choose_kind(request, competition, section)
    return _edit_question(request, competition, section, None, request.GET["jenis"])


@access(MANAGE)
def question(request, slug, pk):
    """`?jenis=` gives a question another kind; left empty, the kinds are shown to choose from."""
    competition = own_edition(request, slug)
    row = row_or_404(competition, outline.QUESTION, pk)
    kind = row.kind if competition.announced_at else request.GET.get("jenis", row.kind)
    if kind not in QuestionKind.values:
        return choose_kind(request, competition, row.section, row)
    return _edit_question(request, competition, row.section, row, kind)


def choose_kind(request, competition: Competition, section: Section, row: Question | None = None, **more):
    kinds = [(kind, kind.label, KIND_HELP[kind]) for kind in QuestionKind]
    context = {"competition": competition, "section": section, "question": row, "kinds": kinds, **more}
    return render(request, "competitions/question_kinds.html", context | {"part": PARTS["formulir"]})


def _edit_question(
    request: HttpRequest, competition: Competition, section: Section, row: Question | None, kind: str
) -> HttpResponse:
    whole = outline.load(competition)

    def form_over(data=None, instance=None):
        return QuestionForm(
            data, section=section, kind=kind, competition=competition, form=whole, instance=instance
        )

    typed = form_over(request.POST or None, copy(row))
    if "sdgs" in request.GET and typed.has_goals:
        typed.offer_options(list(SDGS))
    return _page(
        request,
        competition,
        typed,
        outline.QUESTION,
        row,
        back=f"{outline.SECTION}-{section.pk}",
        line=_line(whole, outline.QUESTION, row),
        fresh=lambda: form_over(None, type(row).objects.get(pk=row.pk) if row else None),
        heading=row.label if row else _("Pertanyaan baru: %(section)s") % {"section": section.title},
        kind_label=QuestionKind(kind).label,
        goals="\n".join(SDGS),
        section=section,
        save=lambda revision: form.save_question(
            competition=competition,
            by=request.user,
            at=arrival(request),
            revision=revision,
            section=section,
            question=row,
            values=typed.values(),
        ),
    )


@access(MANAGE)
def slot_add(request, slug):
    competition = own_edition(request, slug)
    return _edit_slot(request, competition, None, request.GET.get("bagian", ""))


@access(MANAGE)
def slot(request, slug, pk):
    competition = own_edition(request, slug)
    return _edit_slot(request, competition, row_or_404(competition, outline.FILE, pk))


def _edit_slot(
    request: HttpRequest, competition: Competition, row: AttachmentSlot | None, code: str = ""
) -> HttpResponse:
    whole = outline.load(competition)
    within = next((chapter.section for chapter in whole.chapters if chapter.section.code == code), None)

    def form_over(data=None, instance=None):
        initial = {"section": within} if within else {}
        return SlotForm(data, competition=competition, form=whole, instance=instance, initial=initial)

    typed = form_over(request.POST or None, copy(row))
    return _page(
        request,
        competition,
        typed,
        outline.FILE,
        row,
        back=f"{outline.SECTION}-{within.pk}" if within else "lampiran",
        line=_line(whole, outline.FILE, row),
        fresh=lambda: form_over(None, type(row).objects.get(pk=row.pk) if row else None),
        heading=row.title if row else _("Tempat berkas baru"),
        save=lambda revision: form.save_slot(
            competition=competition,
            by=request.user,
            at=arrival(request),
            revision=revision,
            slot=row,
            values=typed.values(),
        ),
    )


def _line(whole: outline.Outline, kind: str, row: form.Row | None) -> outline.Line | None:
    return whole.line(f"{kind}-{row.pk}") if row else None


def _page(
    request, competition: Competition, typed, kind: str, row: form.Row | None, *, back: str, **more
) -> HttpResponse:
    """Back to the line that was changed; `back` is where a new one will stand.

    Validating a model form writes into its instance: the forms are over copies.
    """
    address = builder_url(competition, f"{kind}-{row.pk}" if row else back)
    more |= {"part": PARTS["formulir"], "row": row, "row_kind": kind}
    template = "competitions/form_part_edit.html"
    return edit(request, template, typed, competition=competition, back=address, **more)


@access(MANAGE)
def remove(request, slug, kind, pk):
    """Names what goes, and what stands in the way."""
    competition = own_edition(request, slug)
    row = row_or_404(competition, kind, pk)
    refused, status = None, 200
    if request.method == "POST":
        try:
            form.remove(
                competition=competition,
                by=request.user,
                at=arrival(request),
                revision=revision_of(request),
                row=row,
            )
        except Refused as caught:
            refused, status = caught, caught.status
            competition.refresh_from_db(fields=["revision"])
        else:
            messages.success(request, _("“%(title)s” dihapus dari formulir.") % {"title": row})
            return redirect(builder_url(competition))
    whole = outline.load(competition)
    context = {
        "competition": competition,
        "part": PARTS["formulir"],
        "row": row,
        "kind": kind,
        "chapter": whole.chapter(row) if kind == outline.SECTION else None,
        "waiting": form.left_hanging(whole, row),
        "refused": refused,
        "back": builder_url(competition, f"{kind}-{pk}"),
    }
    return render(request, "competitions/form_part_delete.html", context, status=status)
