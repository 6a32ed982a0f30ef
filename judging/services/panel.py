"""Who judges a stage."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from agencies.services import audit, invitations
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.models import Assignment, PanelMember
from judging.services import assignments
from kipp.lib.errors import Refused


@transaction.atomic
def seat(*, stage: Stage, user: User, by: User, at: datetime, load_cap: int | None = None) -> PanelMember:
    """Somebody with an account becomes a juror of the stage. Asked twice, done once."""
    stage = assignments.lock_open_stage(stage.pk)
    if not user.is_active:
        raise Refused(_("Akun %(name)s dinonaktifkan.") % {"name": user.name})
    seated = PanelMember.objects.filter(stage=stage, user=user).first()
    if seated:
        return seated
    member = PanelMember.objects.create(stage=stage, user=user, load_cap=load_cap, added_at=at, added_by=by)
    _tell(member, stage, "panel.seated", by=by, at=at)
    return member


@transaction.atomic
def invite(
    *,
    stage: Stage,
    email: str,
    name: str,
    institution: str,
    employer: Agency | None,
    by: User,
    at: datetime,
    load_cap: int | None = None,
) -> tuple[PanelMember, str]:
    """Invite somebody new and seat them at once; returns the seat and the link, shown once.

    The account exists from now on, without a password: readings can be planned and conflicts are
    known before the juror has opened the invitation, which is what sets the password.
    """
    stage = assignments.lock_open_stage(stage.pk)
    _invitation, link = invitations.invite(by=by, at=at, email=email, name=name, institution=institution)
    user = User.objects.create_user(email, None, name=name, institution=institution, employer=employer)
    return seat(stage=stage, user=user, by=by, at=at, load_cap=load_cap), link


@transaction.atomic
def set_load_cap(*, member: PanelMember, by: User, at: datetime, load_cap: int | None) -> PanelMember:
    """Plans stop at the cap; readings that are already assigned stay."""
    stage = assignments.lock_open_stage(member.stage_id)
    member.load_cap = load_cap
    member.save(update_fields=["load_cap"])
    audit.record(
        by=by, at=at, verb="panel.capped", subject=f"stage:{stage.code}", juror=member.user.code, cap=load_cap
    )
    return member


@transaction.atomic
def remove(*, member: PanelMember, by: User, at: datetime) -> None:
    """A juror leaves before they have begun; their unopened readings go with them."""
    stage = assignments.lock_open_stage(member.stage_id)
    readings = Assignment.objects.filter(member=member)
    if readings.exclude(sheet=None, waiver=None, recused_at=None).exists():
        raise Refused(
            _(
                "%(name)s sudah membuka lembar nilai atau pernah mengundurkan diri dari sebuah bacaan; "
                "riwayat itu harus tetap ada. Isi batas bacaan 0 agar tidak diberi bacaan baru."
            )
            % {"name": member.user.name}
        )
    rows = list(readings.select_related("entry__proposal", "member__user"))
    if rows:
        assignments.remove(stage=stage, assignments=rows, by=by, at=at)
    _tell(member, stage, "panel.removed", by=by, at=at)
    member.delete()


def _tell(member: PanelMember, stage: Stage, kind: str, *, by: User, at: datetime) -> None:
    subject, payload = f"stage:{stage.code}", {"juror": member.user.code}
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[Happening(kind, subject, payload)])
    audit.record(by=by, at=at, verb=kind, subject=subject, **payload)
