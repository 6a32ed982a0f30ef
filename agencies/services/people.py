"""What people may do and whether their account is open."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import roles
from agencies.models import Agency, Membership, User
from kipp.lib.errors import Refused

from . import audit


@transaction.atomic
def add_role(*, by: User, at: datetime, user: User, agency: Agency, role: str) -> Membership:
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if not agency.is_active:
        raise Refused(_("%(name)s sudah tidak aktif.") % {"name": agency.name}, status=422)
    membership, is_new = Membership.objects.get_or_create(user=user, agency=agency, role=role)
    if is_new:
        audit.record(
            by=by, at=at, verb="role.added", subject=f"user:{user.code}", agency=agency.code, role=role
        )
    return membership


@transaction.atomic
def remove_role(*, by: User, at: datetime, membership: Membership, reason: str) -> None:
    """Take a role away. An agency with a publisher keeps one whose account is open."""
    agency = Agency.objects.select_for_update().get(pk=membership.agency_id)
    membership = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if membership is None:
        return  # a second click on the same button
    if membership.role == roles.PUBLISHER:
        _refuse_last_publisher(agency, membership.user)
    user, role = membership.user, membership.role
    membership.delete()
    audit.record(
        by=by,
        at=at,
        verb="role.removed",
        subject=f"user:{user.code}",
        agency=agency.code,
        role=role,
        reason=reason,
    )


@transaction.atomic
def set_employer(*, by: User, at: datetime, user: User, employer: Agency | None, institution: str) -> User:
    """Where somebody works: it feeds conflicts of interest, and gives no rights."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.employer, user.institution = employer, institution
    user.save(update_fields=["employer", "institution"])
    code = employer.code if employer else ""
    audit.record(by=by, at=at, verb="user.employed", subject=f"user:{user.code}", agency=code)
    return user


@transaction.atomic
def rename(*, by: User, at: datetime, name: str, institution: str) -> User:
    """A person's own name, as it stands on documents from now on; older documents keep theirs."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.name, user.institution = name, institution
    user.save(update_fields=["name", "institution"])
    audit.record(by=by, at=at, verb="user.renamed", subject=f"user:{user.code}")
    return user


@transaction.atomic
def disable(*, by: User, at: datetime, user: User, reason: str) -> User:
    """Close an account and end its sessions. What the person did stays under their name."""
    if user.pk == by.pk:
        raise Refused(_("Anda tidak dapat menonaktifkan akun Anda sendiri. Mintalah rekan Anda."))
    led = Agency.objects.select_for_update().filter(pk__in=user.agency_ids(frozenset({roles.PUBLISHER})))
    for agency in led.order_by("pk"):
        _refuse_last_publisher(agency, user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        return user
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user, at)
    audit.record(by=by, at=at, verb="user.disabled", subject=f"user:{user.code}", reason=reason)
    return user


@transaction.atomic
def enable(*, by: User, at: datetime, user: User, reason: str) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        return user
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(by=by, at=at, verb="user.enabled", subject=f"user:{user.code}", reason=reason)
    return user


def end_sessions(user: User, at: datetime) -> None:
    """Sign a person out everywhere. A session names its person only inside, so each one is opened."""
    open_sessions = Session.objects.filter(expire_date__gt=at)
    theirs = [
        session.pk
        for session in open_sessions.iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()


def _refuse_last_publisher(agency: Agency, user: User) -> None:
    if not User.objects.publishing_for(agency).exclude(pk=user.pk).exists():
        sentence = _(
            "%(person)s adalah satu-satunya penanggung jawab aktif di %(agency)s. "
            "Tunjuk penggantinya lebih dahulu."
        )
        raise Refused(sentence % {"person": user.name, "agency": agency.name})
