"""How an empty portal gets its first responsible person: by a link that only the machine's owner sees."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies import roles
from agencies.enums import AgencyKind
from agencies.models import Invitation, Membership, User
from kipp.lib.errors import Refused

from . import audit, invitations, register

VALID_FOR = timedelta(hours=24)


def is_founded() -> bool:
    """Whether anybody may publish: from then on people enter by invitation only."""
    return Membership.objects.filter(role=roles.PUBLISHER).exists()


@transaction.atomic
def first_run_link(at: datetime) -> str:
    """A one-time link for whoever starts the portal; links printed before stop working.

    Raises Refused when the portal already has somebody responsible.
    """
    if is_founded():
        raise Refused(_("Portal ini sudah punya penanggung jawab. Masuklah dengan akun Anda."))
    Invitation.objects.first_links().waiting(at).update(revoked_at=at)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        email="", token_sha256=invitations.fingerprint(token), invited_at=at, expires_at=at + VALID_FOR
    )
    return settings.SITE_URL + reverse("agencies:first_run", args=[token])


@transaction.atomic
def found(
    *,
    at: datetime,
    invitation: Invitation,
    agency_code: str,
    agency_name: str,
    name: str,
    email: str,
    password: str,
) -> User:
    """Make the organising agency and its first publisher.."""
    invitation = invitations.lock_waiting(invitation, at)
    if is_founded():
        raise Refused(_("Portal ini sudah punya penanggung jawab. Masuklah dengan akun Anda."))
    agency = register.create_agency(
        by=None, at=at, code=agency_code, name=agency_name, kind=AgencyKind.BAGIAN
    )
    user = invitations.new_account(email=email, password=password, name=name, employer=agency)
    Membership.objects.create(user=user, agency=agency, role=roles.PUBLISHER)
    invitations.settle(invitation, user, at)
    audit.record(by=user, at=at, verb="portal.founded", subject=f"agency:{agency.code}")
    return user
