"""The statement of integrity: read, signed once, read again whenever one wants."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competitions.models import Competition
from judging.forms.integrity import SignForm
from judging.models import Assignment
from judging.reads import expertise
from judging.reads import integrity as reads
from judging.services import integrity as verbs
from kipp.lib import canonical
from kipp.lib.errors import Refused, Stale
from kipp.lib.web import SIGNED_IN, access, arrival, visible_or_404


def refuse_unsigned(assignment: Assignment) -> None:
    """Of a reading read with `is_signed`: leads a juror who has not signed to the statement."""
    if not assignment.is_signed:
        raise Refused(
            _("Tanda tangani dahulu pernyataan integritas edisi ini."),
            way=reverse("judging:integrity", args=[assignment.entry.stage.competition.slug]),
        )


@access(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def integrity(request: HttpRequest, slug: str) -> HttpResponse:
    """A juror on the way to the first proposal, in a minute; must know what they put their name under."""
    edition = visible_or_404(reads.editions_judged_by(request.user), slug=slug)
    request.edition = edition
    signed = reads.statement_of(request.user, edition)
    if signed or not edition.integrity_text:
        return render(request, "judging/integrity_signed.html", {"edition": edition, "statement": signed})
    form = SignForm(request.POST or None)
    if request.method == "GET":
        return _statement_page(request, edition, form)
    if not form.is_valid():
        return _statement_page(request, edition, form, status=422)
    words = {"name": form.cleaned_data["name"], "seen": request.POST.get("seen", "")}
    try:
        verbs.sign(competition=edition, by=request.user, at=arrival(request), **words)
    except Stale as stale:
        form.add_error(None, stale.message)
        return _statement_page(request, stale.current, form, status=stale.status)
    messages.success(request, _("Terima kasih. Salinan pernyataan dikirim ke alamat e-mail Anda."))
    if expertise.has_said(request.user, edition):
        return redirect("judging:queue")
    return redirect("judging:own_expertise", slug)


def _statement_page(
    request: HttpRequest, edition: Competition, form: SignForm, *, status: int = 200
) -> HttpResponse:
    context = {"edition": edition, "form": form, "seen": canonical.sha256(edition.integrity_text)}
    return render(request, "judging/integrity_sign.html", context, status=status)
