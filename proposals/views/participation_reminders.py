"""Remind agencies without an entry: choose, read the letters and who gets them, send."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.models import Competition
from kipp.lib.errors import Refused
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.participation import RemindForm
from proposals.reads import participation_reminders as reads
from proposals.services import participation as verbs

RUN = "competitions.manage_edition"
SHOWN = 100  # letters in full; the others differ from them by name and agency only


@access(RUN)
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """The bureau, ten days before the deadline; must not write to those who have sent, nor twice a day."""
    editions = Competition.objects.overseen_by(request.user).filter(announced_at__isnull=False)
    rows = editions.select_related("organiser").prefetch_related("extensions", "groups")
    edition = request.edition = visible_or_404(rows, slug=slug)
    require(request.user, RUN, edition)
    targets = reads.targets(edition, arrival(request))
    form = RemindForm(request.POST or None, targets=targets)
    if not form.is_bound or request.POST.get("langkah") == "ubah":
        return _choose(request, edition, targets, form, 200)
    if not form.is_valid():
        return _choose(request, edition, targets, form, 422)
    if request.POST.get("langkah") != "kirim":
        return _preview(request, edition, targets, form)
    try:
        sent = verbs.remind(
            competition=edition,
            codes=form.cleaned_data["instansi"],
            by=request.user,
            at=arrival(request),
            note=form.cleaned_data["catatan"],
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return _choose(request, edition, targets, form, refused.status)
    sentence = _("%(agencies)d instansi diingatkan; %(people)d orang menerima surat atau pemberitahuan.")
    messages.success(request, sentence % {"agencies": sent.agencies, "people": sent.people})
    return redirect(f"{reverse('proposals:participation')}?edisi={edition.slug}")


def _choose(
    request: HttpRequest, edition: Competition, targets: list[reads.Target], form: RemindForm, status: int
) -> HttpResponse:
    context = {
        "edition": edition,
        "form": form,
        "picked": form.picked(),
        "targets": [one for one in targets if one.is_reachable],
        "unreachable": [one for one in targets if not one.is_reachable],
    }
    return render(request, "proposals/participation_remind.html", context, status=status)


def _preview(
    request: HttpRequest, edition: Competition, targets: list[reads.Target], form: RemindForm
) -> HttpResponse:
    wanted = set(form.cleaned_data["instansi"])
    chosen = [one for one in targets if one.code in wanted]
    recipients = reads.recipients(chosen)
    note = form.cleaned_data["catatan"]
    letters = [(one, verbs.letter(edition, one, note=note)) for one in recipients[:SHOWN]]
    context = {
        "edition": edition,
        "form": form,
        "chosen": chosen,
        "recipients": recipients,
        "letters": letters,
        "further": len(recipients) - len(letters),
    }
    return render(request, "proposals/participation_preview.html", context)
