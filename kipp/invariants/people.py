"""Agencies, people, letters."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agencies import roles
from agencies.enums import MailStatus
from agencies.models import Agency, Invitation, Mail, Membership
from competitions.models import Competition
from kipp.invariants.registry import Register

invariant = Register()
CHECKS = invariant.checks


@invariant(_("Akar setiap instansi adalah puncak pohonnya, dan pohon tidak melingkar."))
def agency_roots_are_the_tops_of_their_trees():
    rows = Agency.objects.values_list("pk", "code", "parent", "root")
    parents = {pk: parent for pk, _code, parent, _root in rows}
    return [code for pk, code, _parent, root in rows if root != _top(pk, parents)]


def _top(pk: int, parents: dict[int, int | None]) -> int | None:
    """None when the way up comes back to where it was."""
    seen = set()
    while pk not in seen:
        seen.add(pk)
        above = parents[pk]
        if above is None:
            return pk
        pk = above
    return None


@invariant(_("Penyelenggara edisi yang diumumkan mempunyai penanggung jawab yang aktif."))
def organisers_keep_their_last_publisher():
    held = Membership.objects.filter(agency=OuterRef("organiser"), role=roles.PUBLISHER, user__is_active=True)
    announced = Competition.objects.filter(announced_at__isnull=False)
    return announced.exclude(Exists(held)).values_list("slug", flat=True)


@invariant(_("Undangan yang diterima tidak dibatalkan."))
def accepted_invitations_are_not_revoked():
    return Invitation.objects.filter(accepted_at__isnull=False, revoked_at__isnull=False).values_list(
        "code", flat=True
    )


@invariant(_("Surat terkirim di luar kiriman tidak menyimpan isinya (tautan rahasia); semuanya bertanggal."))
def sent_letters_are_emptied():
    sent = Mail.objects.filter(status=MailStatus.SENT)
    closed = Q(batch=None) | ~Q(shown="")
    return sent.filter((closed & ~Q(body="")) | Q(sent_at=None)).values_list("pk", flat=True)


@invariant(_("Surat ditahan bila, dan hanya bila, kirimannya menunggu dibaca."))
def letters_wait_with_their_batch():
    waits = Q(batch__held_at__isnull=False, batch__released_at=None, batch__cancelled_at=None)
    held = Mail.objects.filter(status=MailStatus.HELD).exclude(waits)
    gone = Mail.objects.filter(waits).exclude(status__in=[MailStatus.HELD, MailStatus.CANCELLED])
    return [*held.values_list("pk", flat=True), *gone.values_list("pk", flat=True)]
