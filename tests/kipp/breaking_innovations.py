"""Ways to break the record of innovations; each joins the cases of `breaking`."""

from proposals.models import IndicatorClaim, Innovation, InnovationProfile, Recognition
from tests.kipp.breaking import AT, breaks, one, person


@breaks("recognitions_are_of_their_proposals_innovation")
def hang_an_award_on_another_innovation():
    won = Recognition.objects.filter(proposal__isnull=False)
    other = Innovation.objects.exclude(recognitions__in=won).order_by("pk").first()
    one(won).update(innovation=other)


@breaks("awarded_proposals_are_recognised")
def forget_an_award():
    one(Recognition.objects.filter(proposal__isnull=False)).delete()


@breaks("claims_name_known_indicators")
def claim_what_the_index_does_not_ask():
    profile = InnovationProfile.objects.create(
        innovation=Innovation.objects.order_by("pk").first(), saved_at=AT, saved_by=person()
    )
    IndicatorClaim.objects.create(profile=profile, code="tidak-ada", level=1)
