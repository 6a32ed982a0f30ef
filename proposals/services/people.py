"""Who works on a proposal: colleagues of other agencies by invitation, and who answers for it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies import roles
from agencies.enums import NoticeKind
from agencies.models import User
from agencies.services import audit, notices
from kipp.lib.errors import Refused
from proposals.enums import CollaboratorRole
from proposals.models import Collaborator, Proposal

from . import gate

MOST_COLLABORATORS = 20


@transaction.atomic
def share(*, proposal: Proposal, email: str, role: str, by: User, at: datetime) -> Collaborator:
    """Let somebody from outside the agency read or write this one proposal; asked again, the role changes.

    Raises Refused for an address without an open account, and for the agency's own people: they write
    already. That an address has no account is told to officials on purpose: else nobody could mend a typo.
    """
    row = gate.locked(proposal)
    person = User.objects.filter(email=User.objects.normalize_email(email), is_active=True).first()
    if person is None:
        sentence = _(
            "Belum ada akun dengan alamat %(email)s. Periksa ejaannya, atau mintalah panitia mengundang "
            "orang itu lebih dahulu."
        )
        raise Refused(sentence % {"email": email}, status=422)
    if row.agency_id in person.agency_ids(roles.ENTRANT_ROLES):
        sentence = _("%(name)s sudah dapat menulis proposal ini sebagai orang %(agency)s.")
        raise Refused(sentence % {"name": person.name, "agency": row.agency.name}, status=422)
    shared = row.collaborators.filter(user=person).first()
    if shared is not None and shared.role == role:
        return shared
    if shared is None and row.collaborators.count() >= MOST_COLLABORATORS:
        sentence = _("Paling banyak %(most)s kolaborator. Keluarkan dahulu yang tidak ikut lagi.")
        raise Refused(sentence % {"most": MOST_COLLABORATORS})
    shared, _is_new = row.collaborators.update_or_create(
        user=person, defaults={"role": role, "added_at": at, "added_by": by}
    )
    _record(row, by, at, "collaborator.added", user=person.code, role=role)
    _tell(row, person, by, at, "shared", may_write=role == CollaboratorRole.WRITER)
    return shared


@transaction.atomic
def unshare(*, collaborator: Collaborator, by: User, at: datetime) -> None:
    """Nothing that they wrote is lost; doing it twice is doing it once."""
    row = gate.locked(collaborator.proposal)
    removed, _each = row.collaborators.filter(pk=collaborator.pk).delete()
    if removed:
        _record(row, by, at, "collaborator.removed", user=collaborator.user.code)


@transaction.atomic
def hand_on(*, proposals: Iterable[Proposal], to: User, by: User, at: datetime) -> list[Proposal]:
    """Make a colleague of the same agency answer for proposals; those already theirs stay as they are."""
    moved = []
    for proposal in sorted(proposals, key=lambda proposal: proposal.pk):
        row = gate.locked(proposal)
        if not to.is_active or row.agency_id not in to.agency_ids(roles.ENTRANT_ROLES):
            sentence = _("Tanggung jawab hanya dapat dialihkan kepada orang %(agency)s.")
            raise Refused(sentence % {"agency": row.agency.name}, status=422)
        if (row.owner_id or row.created_by_id) == to.pk:
            continue
        row.owner = to
        row.save(update_fields=["owner"])
        _record(row, by, at, "proposal.handed_on", user=to.code)
        _tell(row, to, by, at, "handed_on")
        moved.append(row)
    return moved


def _record(row: Proposal, by: User, at: datetime, verb: str, **details) -> None:
    audit.record(by=by, at=at, verb=verb, subject=f"proposal:{row.code}", **details)


def _tell(row: Proposal, person: User, by: User, at: datetime, template: str, **context) -> None:
    """Nobody is told what they did themselves."""
    subject = f"proposal:{row.code}"
    notices.tell(
        to=[person] if person.pk != by.pk else [],
        kind=NoticeKind.PEOPLE,
        subject=subject,
        url=reverse("proposals:detail", args=[row.code]),
        template=template,
        context={"proposal": row, "by": by, **context},
        at=at,
        key=f"{subject}:{template}:{at.isoformat()}",
    )
