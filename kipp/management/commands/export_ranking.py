"""An edition's releases and rankings as one text that is the same byte for byte wherever the data are."""

import json
from fractions import Fraction

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from competitions.enums import StageKind
from competitions.models import Competition, LedgerHead, Stage
from judging.models import ResultRelease
from judging.reads import lists, standings
from judging.scoring import Standing
from kipp.lib import canonical
from kipp.lib.errors import Refused

SCHEMA = "kipp-ranking/1"


class Command(BaseCommand):
    help = "Print all releases of an edition and the ranking of each scoring stage as it stands, as JSON."

    def add_arguments(self, parser):
        parser.add_argument("edition", help="the edition's slug")
        parser.add_argument(
            "--canonical", action="store_true", help="one line of RFC 8785 JSON, to be compared or hashed"
        )

    def handle(self, *, edition: str, canonical: bool, **options):
        try:
            content = exported(Competition.objects.get(slug=edition))
        except Competition.DoesNotExist:
            sentence = _("Tidak ada edisi bernama %(edition)s.")
            raise CommandError(sentence % {"edition": edition}) from None
        self.stdout.write(written(content, is_canonical=canonical))


def written(content: dict[str, object], *, is_canonical: bool) -> str:
    if is_canonical:
        return canonical.dumps(content)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2)


def exported(edition: Competition) -> dict[str, object]:
    """No instant of the export stands in it, no primary key, and nothing in an order of its own."""
    head = LedgerHead.objects.filter(competition=edition).values("seq", "hash").first()
    stages = Stage.objects.filter(competition=edition, kind=StageKind.SCORING).order_by("position", "code")
    releases = ResultRelease.objects.filter(stage__in=stages).order_by("stage__position", "stage", "number")
    current = set(releases.current().values_list("pk", flat=True))
    return {
        "schema": SCHEMA,
        "edition": edition.slug,
        "ledger": head,
        "releases": [_release(release, release.pk in current) for release in releases],
        "stages": [_stage(stage) for stage in stages],
    }


def _release(release: ResultRelease, is_in_force: bool) -> dict[str, object]:
    return {
        "code": release.code,
        "sha256": release.sha256,
        "is_in_force": is_in_force,
        "payload": json.loads(release.payload),
    }


def _stage(stage: Stage) -> dict[str, object]:
    """The ranking worked out from the sheets that are final now; totals are exact fractions."""
    try:
        table = standings.table(stage)
        found = lists.ranked(table)
    except Refused:  # no rubric yet, so nothing to rank by
        found = []
    return {
        "code": stage.code,
        "lists": [
            {
                "name": ranked.name,
                "standings": [_standing(row) | _parts(row.code, ranked, table) for row in ranked.standings],
                "advanced": sorted(ranked.advanced),
                "left": dict(ranked.cut.reasons),
                **({"absent": [facts.key for facts in ranked.absent]} if ranked.absent else {}),
                **({"excluded": [facts.key for facts in ranked.excluded]} if ranked.excluded else {}),
            }
            for ranked in found
        ],
    }


def _standing(standing: Standing) -> dict[str, object]:
    return {
        "code": standing.code,
        "place": standing.place,
        "total": _exact(standing.total),
        "sheets": standing.sheets,
    }


def _parts(code: str, ranked: lists.RankedList, table: standings.StageTable) -> dict[str, object]:
    """What the total adds up from, where earlier stages weigh in it."""
    if not table.carried.parts:
        return {}
    earlier = table.carried.rows.get(code, {})
    return {
        "own": _exact(ranked.own[code]),
        "carried": {stage: _exact(total) for stage, total in earlier.items()},
    }


def _exact(total: Fraction | None) -> str | None:
    return None if total is None else str(total)
