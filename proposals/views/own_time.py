"""The bar on top of an agency's own pages counts down to its own deadline, not to everybody's."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from competitions.enums import Phase
from proposals.models import Proposal


def show(request: HttpRequest, proposal: Proposal) -> None:
    request.edition = proposal.competition
    deadline = proposal.deadline
    if deadline is not None and request.arrived_at < deadline:
        step = _("Perbaikan proposal") if proposal.is_in_correction else Phase.OPEN.label
        request.own_step = (step, deadline)
