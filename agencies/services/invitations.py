"""People enter by a link that only they and the office that invited them have seen."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Agency, Invitation, Membership, User
from kipp.lib.errors import Refused

from . import audit, mailing

VALID_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom to invite as what. Neither agency nor role: a person only, such as a juror."""

    email: str
    name: str
    agency: Agency | None = None
    role: str = ""
    institution: str = ""


def fingerprint(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    by: User,
    at: datetime,
    email: str,
    name: str,
    agency: Agency | None = None,
    role: str = "",
    institution: str = "",
) -> tuple[Invitation, str]:
    """Invite one person by mail. The link is returned too, once, for offices whose mail does not arrive."""
    guest = Guest(User.objects.normalize_email(email), name, agency, role, institution)
    _refuse_needless(guest, at)
    [(invitation, link)] = invite_many(by=by, at=at, guests=[guest])
    return invitation, link


@transaction.atomic
def invite_many(*, by: User, at: datetime, guests: Iterable[Guest]) -> list[tuple[Invitation, str]]:
    """Invite people who were checked before, in a fixed number of queries."""
    tokens, rows = [], []
    for guest in guests:
        tokens.append(secrets.token_urlsafe(32))
        rows.append(
            Invitation(
                email=guest.email,
                name=guest.name,
                institution=guest.institution,
                agency=guest.agency,
                role=guest.role,
                token_sha256=fingerprint(tokens[-1]),
                invited_at=at,
                invited_by=by,
                expires_at=at + VALID_FOR,
            )
        )
    rows = Invitation.objects.bulk_create(rows, batch_size=500)
    issued = [(row, link_for(token)) for row, token in zip(rows, tokens, strict=True)]
    mailing.queue_letters(letters=[_letter(row, link) for row, link in issued], at=at)
    audit.record_many(
        by=by,
        at=at,
        verb="invitation.sent",
        subjects=[(f"invitation:{row.code}", {"role": row.role}) for row in rows],
    )
    return issued


@transaction.atomic
def resend(*, by: User, at: datetime, invitation: Invitation) -> tuple[Invitation, str]:
    """A new link for the same invitation; the link sent before stops working."""
    invitation = _lock_open(invitation)
    token = secrets.token_urlsafe(32)
    invitation.token_sha256 = fingerprint(token)
    invitation.expires_at = at + VALID_FOR
    invitation.save(update_fields=["token_sha256", "expires_at"])
    link = link_for(token)
    mailing.queue_letters(letters=[_letter(invitation, link)], at=at)
    audit.record(by=by, at=at, verb="invitation.resent", subject=f"invitation:{invitation.code}")
    return invitation, link


@transaction.atomic
def revoke(*, by: User, at: datetime, invitation: Invitation, reason: str) -> Invitation:
    invitation = _lock_open(invitation)
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    audit.record(
        by=by, at=at, verb="invitation.revoked", subject=f"invitation:{invitation.code}", reason=reason
    )
    return invitation


@transaction.atomic
def accept_as_new(*, at: datetime, invitation: Invitation, name: str, password: str) -> User:
    """Make the account that the invitation promises, with its role."""
    invitation = lock_waiting(invitation, at)
    user = _awaited_account(invitation, name, password) or new_account(
        email=invitation.email,
        password=password,
        name=name,
        institution=invitation.institution,
        employer=invitation.agency,
    )
    return _settle(invitation, user, at)


def _awaited_account(invitation: Invitation, name: str, password: str) -> User | None:
    """The account that a panel made ahead, so that a juror's readings could be planned."""
    awaited = User.objects.select_for_update(of=("self",)).awaited()
    user = awaited.filter(email=invitation.email, is_active=True).first()
    if user is not None:
        user.name = name
        user.set_password(password)
        user.save(update_fields=["name", "password"])
    return user


@transaction.atomic
def accept_as_known(*, by: User, at: datetime, invitation: Invitation) -> User:
    """Give the invited role to the account that already has this address."""
    invitation = lock_waiting(invitation, at)
    if by.email != invitation.email:
        raise Refused(_("Undangan ini untuk alamat email lain. Keluarlah, lalu masuk dengan alamat itu."))
    return _settle(invitation, by, at)


def new_account(*, email: str, password: str, **fields) -> User:
    """An account under an address that has none yet."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, **fields)
    except IntegrityError:
        sentence = _("%(email)s sudah punya akun. Masuklah dengan akun itu, lalu buka tautan ini lagi.")
        raise Refused(sentence % {"email": email}) from None


def link_for(token: str) -> str:
    return settings.SITE_URL + reverse("agencies:invitation_accept", args=[token])


def lock_waiting(invitation: Invitation, at: datetime) -> Invitation:
    """The row itself decides, under lock: of two people with one link, one enters."""
    row = Invitation.objects.select_for_update().filter(pk=invitation.pk).waiting(at).first()
    if row is None:
        raise Refused(_("Tautan ini sudah dipakai, kedaluwarsa, atau dibatalkan. Mintalah undangan baru."))
    return row


def settle(invitation: Invitation, user: User, at: datetime) -> None:
    """Mark a locked invitation as used by somebody."""
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])


def _settle(invitation: Invitation, user: User, at: datetime) -> User:
    if invitation.agency_id is not None:
        Membership.objects.get_or_create(user=user, agency_id=invitation.agency_id, role=invitation.role)
    settle(invitation, user, at)
    audit.record(
        by=user,
        at=at,
        verb="invitation.accepted",
        subject=f"invitation:{invitation.code}",
        user=user.code,
        role=invitation.role,
    )
    return user


def _lock_open(invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=invitation.pk)
    if row.accepted_at is not None:
        raise Refused(_("Undangan ini sudah diterima."))
    if row.revoked_at is not None:
        raise Refused(_("Undangan ini sudah dibatalkan. Buatlah undangan baru."))
    return row


def _refuse_needless(guest: Guest, at: datetime) -> None:
    if guest.agency is not None and not guest.agency.is_active:
        raise Refused(_("%(name)s sudah tidak aktif.") % {"name": guest.agency.name}, status=422)
    same = Invitation.objects.filter(email=guest.email, agency=guest.agency, role=guest.role)
    if same.waiting(at).exists():
        sentence = _(
            "%(email)s sudah diundang. Bila suratnya tidak sampai, kirim ulang dari daftar undangan."
        )
        raise Refused(sentence % {"email": guest.email})
    known = User.objects.filter(email=guest.email)
    if guest.role:
        known = known.filter(memberships__agency=guest.agency, memberships__role=guest.role)
    if known.exists():
        raise Refused(_("%(email)s sudah punya akun dengan peran ini.") % {"email": guest.email})


def _letter(invitation: Invitation, link: str) -> mailing.Letter:
    return mailing.write(invitation.email, "invitation", {"invitation": invitation, "link": link})
