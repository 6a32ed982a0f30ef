"""The plan and the rules of one stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Competition, Quota, Rubric, Stage
from kipp.lib.errors import Refused

from . import editing

DATES = ("opens_at", "closes_at")
#: Between the bureau and its panel; the number of readers and the tie ladder are often settled late.
UNTIL_SCORED = ("readers", "tie_ladder", "comments", "peers_see", "contested_gap", "contested_below")


@dataclass(frozen=True)
class QuotaRow:
    """At most `places` of a group or of a category: one of the two is given."""

    places: int
    group_id: int | None = None
    category_id: int | None = None


@transaction.atomic
def save(
    *,
    stage: Stage,
    by: User,
    at: datetime,
    revision: int,
    values: Mapping[str, object],
    quotas: Sequence[QuotaRow] | None = None,
) -> Stage:
    """Write a stage's plan; without `quotas` they stay as they are.

    After the announcement its dates stay open, and so does what the bureau settles with its panel, until
    the first sheet is opened: from then on they would be rules made after the scores.
    """
    competition = editing.begin(stage.competition, revision)
    stage = Stage.objects.select_for_update().get(pk=stage.pk, competition=competition)
    written = editing.changed_fields(stage, values)
    has_new_quotas = quotas is not None and set(quotas) != _standing(stage)
    changed = [*written, "quotas"] if has_new_quotas else written
    _guard(competition, stage, changed)
    for name in written:
        setattr(stage, name, values[name])
    stage.save(update_fields=written)
    if has_new_quotas:
        _write_quotas(competition, stage, quotas)
    editing.finish(competition, by=by, at=at, part=f"tahap/{stage.code}", changed=changed)
    return stage


def _guard(competition: Competition, stage: Stage, changed: Sequence[str]) -> None:
    if stage.closed_at is not None and changed:
        raise Refused(_("Tahap ini sudah ditutup, sehingga tidak dapat diubah."))
    is_frozen = Rubric.objects.filter(stage=stage, locked_at__isnull=False).exists()
    if is_frozen and set(changed) - set(DATES):
        raise Refused(
            _(
                "Aturan tahap ini dibekukan sejak juri membuka lembar nilai pertama, supaya semua proposal "
                "dinilai dengan aturan yang sama. Yang masih dapat diubah hanya tanggalnya."
            )
        )
    if competition.announced_at is not None:
        editing.refuse_structure(changed, DATES + UNTIL_SCORED)


def _standing(stage: Stage) -> set[QuotaRow]:
    return {QuotaRow(*row) for row in stage.quotas.values_list("places", "group_id", "category_id")}


def _write_quotas(competition: Competition, stage: Stage, quotas: Sequence[QuotaRow]) -> None:
    """Of groups or of categories: under both at once, who is skipped would hang on the order of walking."""
    if len({row.group_id is None for row in quotas}) > 1:
        text = _("Isi kuota per kelompok atau per kategori, tidak keduanya.")
        raise Refused(text, status=422)
    groups = set(competition.groups.values_list("pk", flat=True))
    categories = set(competition.categories.values_list("pk", flat=True))
    stage.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(stage=stage, places=row.places, group_id=row.group_id, category_id=row.category_id)
        for row in quotas
        if row.group_id in groups or row.category_id in categories
    )
