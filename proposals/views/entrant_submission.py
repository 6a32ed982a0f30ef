"""Review and send; approve or return; take back; the receipt."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kipp.lib import qr
from kipp.lib.errors import Refused
from kipp.lib.files import hand_out
from kipp.lib.jobs import JobStatus
from kipp.lib.web import access, arrival, require, visible_or_404
from proposals.forms.entrant import GiveBackForm, ReasonForm, SubmitForm
from proposals.lifecycle import Act, can
from proposals.models import Proposal, Receipt
from proposals.reads import review as review_page
from proposals.services import receipts, submission

from . import own_time
from .entrant_writing import EDIT, own_or_404

SUBMIT, VIEW = "proposals.submit_proposal", "proposals.view_proposal"
MANAGE = "proposals.manage_proposal"
UNPROCESSABLE = 422


@access(EDIT)
def submit(request, code):
    """The last look before sending; must not send what will be rejected without knowing it."""
    proposal = own_or_404(request, code, for_page=True)
    form = SubmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _send(request, proposal, form)
        except Refused as refused:
            if refused.status != UNPROCESSABLE:
                raise
            return _review(request, proposal, refusal=refused.message)
    return _review(request, proposal)


def _send(request, proposal, form):
    require(request.user, MANAGE, proposal)
    may_submit = request.user.has_perm(SUBMIT, proposal)
    act = submission.submit if may_submit else submission.hand_over
    act(proposal=proposal, by=request.user, at=arrival(request), **form.cleaned_data)
    if may_submit:
        return redirect("proposals:receipt", proposal.code)
    messages.success(request, _("Proposal diserahkan kepada pimpinan untuk disetujui."))
    return redirect("proposals:detail", proposal.code)


def _review(request, proposal, refusal=""):
    page = review_page.page(proposal, arrival(request))
    if not page.is_reviewable:
        return redirect("proposals:detail", proposal.code)
    own_time.show(request, proposal)
    context = {
        "page": page,
        "proposal": proposal,
        "form": SubmitForm(initial={"revision": page.revision}),
        "give_back_form": GiveBackForm(),
        "may_submit": request.user.has_perm(SUBMIT, proposal),
        "refusal": refusal,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "proposals/proposal_submit.html", context, status=status)


@require_POST
@access(MANAGE)
def give_back(request, code):
    """The head with a note, or a writer who saw something to mend."""
    proposal = own_or_404(request, code)
    require(request.user, MANAGE, proposal)
    form = GiveBackForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    submission.give_back(proposal=proposal, by=request.user, at=arrival(request), note=note)
    messages.success(request, _("Isi proposal dapat ditulis lagi."))
    return redirect("proposals:detail", proposal.code)


@require_POST
@access(SUBMIT)
def take_back(request, code):
    proposal = own_or_404(request, code)
    require(request.user, SUBMIT, proposal)
    submission.take_back(proposal=proposal, by=request.user, at=arrival(request))
    messages.warning(request, _("Proposal ditarik kembali menjadi draf. Kirim lagi sebelum penutupan."))
    return redirect("proposals:edit", proposal.code)


@access(MANAGE)
def withdraw(request, code):
    """A draft that will not be sent; must name what ends, and keep the words."""
    proposal = own_or_404(request, code)
    require(request.user, MANAGE, proposal)
    if request.method != "POST" and not can(proposal.status, Act.WITHDRAW):
        messages.info(request, _("Hanya draf yang dapat ditarik. Lihat status proposal ini."))
        return redirect("proposals:detail", proposal.code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        submission.withdraw(proposal=proposal, by=request.user, at=arrival(request), **form.cleaned_data)
        messages.success(request, _("Draf ditarik. Isinya tetap tersimpan."))
        return redirect("proposals:detail", proposal.code)
    context = {
        "proposal": proposal,
        "error": " ".join(form.errors.get("reason", [])),
        "cancel_url": reverse("proposals:detail", args=[proposal.code]),
    }
    return render(request, "proposals/proposal_withdraw.html", context, status=422 if form.errors else 200)


@require_safe
@access(VIEW)
def receipt(request, code):
    """Somebody who has just sent and wants to be sure that it arrived."""
    proposal, found = _receipt_or_404(request, code)
    url = qr.verification_url(found.version.sha256)
    context = {
        "proposal": proposal,
        "receipt": found,
        "version": found.version,
        "verify_url": url,
        "qr": qr.svg_inline(url, _("Kode QR ke halaman verifikasi")),
        "is_waiting": found.status in (JobStatus.QUEUED, JobStatus.RUNNING),
        "is_own": request.user.has_perm(EDIT, proposal),
    }
    request.edition = proposal.competition
    template = "proposals/receipt_file.html" if request.htmx else "proposals/receipt_detail.html"
    return render(request, template, context)


@require_safe
@access(VIEW)
def receipt_file(request, code):
    proposal, found = _receipt_or_404(request, code)
    if found.status != JobStatus.READY:
        return redirect("proposals:receipt", proposal.code)
    name = f"tanda-terima-{proposal.code}-{found.version.number}.pdf"
    return hand_out(found.file, name, "application/pdf")


@require_POST
@access(EDIT)
def receipt_retry(request, code):
    proposal = own_or_404(request, code)
    _proposal, found = _receipt_or_404(request, proposal.code)
    receipts.retry(receipt=found, by=request.user, at=arrival(request))
    return redirect("proposals:receipt", proposal.code)


def _receipt_or_404(request, code) -> tuple[Proposal, Receipt]:
    """The receipt of the latest version, for everybody who may see the proposal."""
    proposal = visible_or_404(Proposal.objects.visible_to(request.user).for_page(), code=code)
    require(request.user, VIEW, proposal)
    mine = Receipt.objects.filter(version__proposal=proposal).select_related("version__submitted_by")
    found = mine.order_by("-version__number").first()
    if found is None:
        raise Http404
    return proposal, found
