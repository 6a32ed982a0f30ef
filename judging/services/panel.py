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
from judging.reads.substitutions import has_begun
from judging.services import assignments
from judging.services.substitutions import refuse_left
from kipp.lib import canonical
from kipp.lib.errors import Refused


@transaction.atomic
def seat(
    *, stage: Stage, user: User, by: User, at: datetime, load_cap: int | None = None, reason: str = ""
) -> PanelMember:
    """Somebody with an account becomes a juror of the stage. Asked twice, done once.

    Once scoring has begun the panel is locked: who joins it then joins for a reason.
    """
    stage = assignments.lock_open_stage(stage.pk)
    if not user.is_active:
        raise Refused(_("Akun %(name)s dinonaktifkan.") % {"name": user.name})
    seated = PanelMember.objects.filter(stage=stage, user=user).first()
    if seated:
        refuse_left(seated)
        return seated
    if has_begun(stage) and not reason.strip():
        raise Refused(_("Penilaian sudah dimulai. Tulis mengapa panel bertambah."), status=422)
    member = PanelMember.objects.create(stage=stage, user=user, load_cap=load_cap, added_at=at, added_by=by)
    _tell(member, stage, "panel.seated", by=by, at=at, reason=reason.strip())
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
    reason: str = "",
) -> tuple[PanelMember, str]:
    """Invite somebody new and seat them at once; returns the seat and the link, shown once.

    The account exists from now on, without a password: readings can be planned and conflicts are
    known before the juror has opened the invitation, which is what sets the password.
    """
    stage = assignments.lock_open_stage(stage.pk)
    _invitation, link = invitations.invite(by=by, at=at, email=email, name=name, institution=institution)
    user = User.objects.create_user(email, None, name=name, institution=institution, employer=employer)
    return seat(stage=stage, user=user, by=by, at=at, load_cap=load_cap, reason=reason), link


@transaction.atomic
def copy(*, stage: Stage, source: Stage, by: User, at: datetime, reason: str = "") -> int:
    """Seat the jurors of another panel with their load caps; how many joined. Who sits here already stays."""
    stage = assignments.lock_open_stage(stage.pk)
    here = set(PanelMember.objects.filter(stage=stage).values_list("user", flat=True))
    seats = PanelMember.objects.seated().filter(stage=source, user__is_active=True).exclude(user__in=here)
    coming = list(seats.select_related("user").order_by("pk"))
    for one in coming:
        seat(stage=stage, user=one.user, by=by, at=at, load_cap=one.load_cap, reason=reason)
    return len(coming)


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
    if has_begun(stage):
        raise Refused(
            _("Penilaian sudah dimulai. Catat bahwa %(name)s berhenti, agar bacaannya diteruskan juri lain.")
            % {"name": member.user.name}
        )
    readings = Assignment.objects.filter(member=member)
    has_history = readings.exclude(sheet=None, waiver=None, recused_at=None).exists()
    if has_history or member.anchor_sheets.exists():
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


def _tell(member: PanelMember, stage: Stage, kind: str, *, by: User, at: datetime, reason: str = "") -> None:
    """A reason may speak of a colleague's illness: the ledger seals it, the audit has the words."""
    subject, payload = f"stage:{stage.code}", {"juror": member.user.code}
    sealed = {"reason_sha256": canonical.sha256(f"{member.code}\n{reason}")} if reason else {}
    happening = Happening(kind, subject, payload | sealed)
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[happening])
    said = {"reason": reason} if reason else {}
    audit.record(by=by, at=at, verb=kind, subject=subject, **payload, **said)
