"""Two jurors of a panel who do not read the same entry."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.models import Apart, PanelMember
from judging.services import assignments
from kipp.lib import canonical
from kipp.lib.errors import Refused


@transaction.atomic
def keep(
    *, stage: Stage, first: PanelMember, second: PanelMember, reason: str, by: User, at: datetime
) -> Apart:
    """From now on no plan gives both the same entry; readings that they share already stay."""
    stage = assignments.lock_open_stage(stage.pk)
    if first.pk == second.pk or {first.stage_id, second.stage_id} != {stage.pk}:
        raise Refused(_("Pilih dua juri yang berbeda dari panel ini."), status=422)
    if not reason.strip():
        raise Refused(_("Tulis mengapa kedua juri dipisahkan."), status=422)
    low, high = sorted((first, second), key=lambda member: member.pk)
    if standing := Apart.objects.filter(first=low, second=high).first():
        return standing
    pair = Apart.objects.create(first=low, second=high, reason=reason.strip(), stated_at=at, stated_by=by)
    _tell(stage, pair, "panel.kept_apart", by=by, at=at)
    return pair


@transaction.atomic
def release(*, pair: Apart, by: User, at: datetime) -> None:
    """The two may read the same entry again. A second click finds the pair gone."""
    stage = assignments.lock_open_stage(pair.first.stage_id)
    if Apart.objects.filter(pk=pair.pk).delete()[0]:
        _tell(stage, pair, "panel.no_longer_apart", by=by, at=at)


def _tell(stage: Stage, pair: Apart, kind: str, *, by: User, at: datetime) -> None:
    """The reason may speak of a marriage: the ledger has its seal only."""
    subject = f"stage:{stage.code}"
    sealed = canonical.sha256(f"{pair.code}\n{pair.reason}")
    jurors = sorted([pair.first.user.code, pair.second.user.code])
    payload = {"pair": pair.code, "jurors": jurors, "reason_sha256": sealed}
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[Happening(kind, subject, payload)])
    audit.record(by=by, at=at, verb=kind, subject=subject, **payload)
