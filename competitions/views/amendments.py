"""Change the form of an announced edition by letter: write the change, look at it, enact it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from competitions.enums import QuestionKind
from competitions.forms.amendments import AddedQuestionForm, ChangeForm
from competitions.models import Competition
from competitions.reads import amending, outline, wording
from competitions.reads.settings import PARTS
from competitions.services import amendments
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, visible_or_404

from .form_builder import builder_url, choose_kind, row_or_404
from .settings import MANAGE, own_edition, revision_of


@access(MANAGE)
def change(request, slug, kind, pk):
    competition = own_edition(request, slug)
    if kind == outline.SECTION:
        raise Http404
    row = row_or_404(competition, kind, pk)
    form = ChangeForm(request.POST or None, row=row)

    def entries() -> list[dict]:
        return amending.told(row, amending.differing(row, form.values()))

    return _page(
        request,
        competition,
        form,
        heading=_("Ubah ketentuan: %(title)s") % {"title": row},
        back=builder_url(competition, f"{kind}-{pk}"),
        entries=entries,
        enact=lambda told: amendments.change(row=row, values=form.values(), **told),
        standing=row.options if kind == outline.QUESTION and "options" in form.fields else [],
    )


@access(MANAGE)
def add_question(request, slug, code):
    """First the kinds (`?jenis=` is the chosen one), then the question with its letter."""
    competition = own_edition(request, slug)
    section = visible_or_404(competition.sections.all(), code=code)
    kind = request.GET.get("jenis")
    if kind not in QuestionKind.values:
        return choose_kind(request, competition, section)
    whole = outline.load(competition)
    form = AddedQuestionForm(
        request.POST or None, section=section, kind=kind, competition=competition, form=whole
    )

    def entries() -> list[dict]:
        values = form.values()
        asked = section.questions.model(**values)
        return [{"subject": asked.label, "field": amending.NEW, "before": "", "after": wording.asked(asked)}]

    return _page(
        request,
        competition,
        form,
        heading=_("Tambah pertanyaan dengan surat: %(section)s") % {"section": section.title},
        back=builder_url(competition, f"{outline.SECTION}-{section.pk}"),
        entries=entries,
        enact=lambda told: amendments.add_question(section=section, values=form.values(), **told),
    )


def _page(
    request: HttpRequest,
    competition: Competition,
    form,
    *,
    entries: Callable[[], list[dict]],
    enact: Callable[[dict], object],
    back: str,
    **context,
) -> HttpResponse:
    """The form; once it is right, what it changes, before and after; then the act."""
    refused, status, shown = None, 200, []
    if request.method == "POST":
        status = 200 if form.is_valid() else 422
        shown = [amending.in_words(entry) for entry in entries()] if form.is_valid() else []
        if shown and "enact" in request.POST:
            try:
                enact(_told(request, competition) | form.letter())
            except Refused as caught:
                refused, status = caught, caught.status
            else:
                messages.success(request, _("Perubahan ditetapkan dan tampil di halaman kompetisi."))
                return redirect(back)
    context |= {"competition": competition, "part": PARTS["formulir"], "form": form, "back": back}
    context |= {"revision": _revision(request, competition, refused), "refused": refused}
    context |= {"blocker": amending.blocker(competition, arrival(request))}
    context |= {"entries": [] if refused or "again" in request.POST else shown}
    return render(request, "competitions/form_amend.html", context, status=status)


def _told(request: HttpRequest, competition: Competition) -> dict:
    return {
        "competition": competition,
        "by": request.user,
        "at": arrival(request),
        "revision": revision_of(request),
    }


def _revision(request: HttpRequest, competition: Competition, refused: Refused | None) -> int:
    """That at which the change was first looked at, until a refusal has told of a newer one."""
    if refused is None:
        return revision_of(request) if request.method == "POST" else competition.revision
    return Competition.objects.values_list("revision", flat=True).get(pk=competition.pk)
