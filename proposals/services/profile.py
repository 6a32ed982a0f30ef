"""Save the profile of an innovation for Indeks Inovasi Daerah."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from kipp.lib.errors import Stale
from proposals.models import IndicatorClaim, Innovation, InnovationProfile


@dataclass(frozen=True)
class Claim:
    level: int
    evidence: str = ""


def save(
    *,
    innovation: Innovation,
    by: User,
    at: datetime,
    revision: int,
    values: Mapping[str, object],
    claims: Mapping[str, Claim],
) -> InnovationProfile:
    """Keep what a form says, complete or not. `revision` is what the form was read at, 0 before the first.

    Saying what is stored already changes nothing. Raises Stale with the stored profile when somebody saved
    in between.
    """
    with transaction.atomic():
        locked = Innovation.objects.select_for_update().get(pk=innovation.pk)
        profile = InnovationProfile.objects.filter(innovation=locked).select_related("saved_by").first()
        if profile is not None and _says(profile, values, claims):
            return profile
        if (profile.revision if profile else 0) != revision:
            raise Stale(_("Profil ini sudah diubah dari tempat lain."), current=profile)
        profile = profile or InnovationProfile(innovation=locked)
        for name, value in values.items():
            setattr(profile, name, value)
        profile.revision, profile.saved_at, profile.saved_by = revision + 1, at, by
        profile.save()
        _claim(profile, claims)
        audit.record(
            by=by,
            at=at,
            verb="profile.saved",
            subject=f"innovation:{locked.code}",
            revision=profile.revision,
        )
    return profile


def _says(profile: InnovationProfile, values: Mapping[str, object], claims: Mapping[str, Claim]) -> bool:
    held = {claim.code: Claim(claim.level, claim.evidence) for claim in profile.claims.all()}
    return held == dict(claims) and all(getattr(profile, name) == value for name, value in values.items())


def _claim(profile: InnovationProfile, claims: Mapping[str, Claim]) -> None:
    profile.claims.all().delete()
    IndicatorClaim.objects.bulk_create(
        IndicatorClaim(profile=profile, code=code, level=claim.level, evidence=claim.evidence)
        for code, claim in claims.items()
    )
