"""What jurors know of each category of an edition: said by themselves or by the bureau."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.models import Competition
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.enums import ExpertiseLevel
from judging.models import Expertise
from judging.reads import expertise as reads
from kipp.lib.errors import Refused, Stale

#: Of a juror, by the id of the category.
Levels = Mapping[int, int]


@transaction.atomic
def save(
    *, competition: Competition, levels: Mapping[User, Levels], by: User, at: datetime, seen: str
) -> int:
    """Write the levels that changed; how many. A plan reads them, readings that are assigned stay.

    `seen` is the stamp of these jurors' levels as the form was read: somebody else's save is not undone.
    """
    competition = Competition.objects.select_for_update(of=("self",)).get(pk=competition.pk)
    users = list(levels)
    standing = reads.levels_of(competition, users)
    if seen != reads.stamp(standing):
        raise Stale(
            _("Keahlian ini diubah orang lain sejak Anda membukanya. Periksa, lalu simpan lagi."),
            current=standing,
        )
    names = dict(competition.categories.values_list("pk", "name"))
    changed = [
        (user, category, level)
        for user in users
        for category, level in levels[user].items()
        if level != standing[user.pk].get(category, ExpertiseLevel.GENERAL)
    ]
    if any(category not in names or level not in ExpertiseLevel for _user, category, level in changed):
        raise Refused(_("Pilih Umum, Terkait, atau Ahli untuk setiap kategori."), status=422)
    for user, category, level in changed:
        Expertise.objects.update_or_create(user=user, category_id=category, defaults={"level": level})
    told = [(user, {"category": names[category], "level": int(level)}) for user, category, level in changed]
    _tell(competition, told, by=by, at=at)
    return len(changed)


def _tell(competition: Competition, told: list[tuple[User, dict]], *, by: User, at: datetime) -> None:
    if not told:
        return
    subject = f"edition:{competition.slug}"
    happenings = [
        Happening("expertise.stated", subject, {"juror": user.code, **facts}) for user, facts in told
    ]
    ledger.append(competition=competition, by=by, at=at, happenings=happenings)
    audit.record(by=by, at=at, verb="expertise.stated", subject=subject, levels=len(told))
