"""Innovations: awards stand where they were won, and claims name what the index asks."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kipp.invariants.registry import Register
from proposals.enums import ProposalStatus
from proposals.indicators import GUIDE
from proposals.models import IndicatorClaim, Proposal, Recognition

invariant = Register()
CHECKS = invariant.checks


@invariant(_("Penghargaan proposal dicatat pada inovasi proposal itu."))
def recognitions_are_of_their_proposals_innovation():
    strayed = Recognition.objects.filter(proposal__isnull=False).exclude(innovation=F("proposal__innovation"))
    return strayed.values_list("proposal__code", flat=True)


@invariant(_("Proposal yang memperoleh penghargaan tercatat pada inovasinya."))
def awarded_proposals_are_recognised():
    awarded = Proposal.objects.filter(status=ProposalStatus.AWARDED, recognitions=None)
    return awarded.values_list("code", flat=True)


@invariant(_("Klaim indikator menyebut indikator yang ada."))
def claims_name_known_indicators():
    known = [indicator.code for indicator in GUIDE.indicators]
    return IndicatorClaim.objects.exclude(code__in=known).values_list("code", flat=True)
