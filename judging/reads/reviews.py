"""Every sheet of a stage as one row: for those who want to count for themselves."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _

from competitions.models import Criterion, Rubric, Stage
from judging import scoring
from judging.enums import SheetStatus
from judging.models import Score, ScoreSheet
from judging.reads.standings import rules_of
from kipp.lib.exports import Cell

CHUNK = 2000


def rows(stage: Stage) -> Iterator[Sequence[Cell]]:
    """The head first. Three queries, read as they are sent: two walks side by side, sheet by sheet."""
    latest = Rubric.objects.filter(stage=stage).order_by("-version").values("pk")[:1]
    criteria = list(Criterion.objects.filter(rubric=latest))
    yield _head(criteria)
    if not criteria:
        return
    rules = rules_of(stage, criteria)
    scored = _scores(stage, criteria)
    held = next(scored, None)
    for sheet, *facts, status, comment, recused, waived in _sheets(stage):
        points: dict[str, tuple[int | None, str]] = {}
        if held is not None and held[0] == sheet:
            points, held = held[1], next(scored, None)
        is_final = status == SheetStatus.FINAL
        counts = is_final and recused is None and waived is None
        total = _total(rules, points) if is_final else None
        yield [
            *facts,
            _("final") if is_final else _("sedang dinilai"),
            _("ya") if counts else _("tidak"),
            total,
            *(cell for criterion in criteria for cell in points.get(criterion.code, (None, ""))),
            comment,
        ]


def _head(criteria: Iterable[Criterion]) -> list[Cell]:
    columns = [each for c in criteria for each in (c.name, _("Catatan: %(name)s") % {"name": c.name})]
    return [
        *(_("Kode"), _("Inovasi"), _("Instansi"), _("Kategori"), _("Juri")),
        *(_("Keadaan"), _("Dihitung"), _("Nilai")),
        *columns,
        _("Catatan umum"),
    ]


def _sheets(stage: Stage) -> Iterator[tuple]:
    found = ScoreSheet.objects.filter(assignment__entry__stage=stage).order_by("pk")
    return found.values_list(
        "pk",
        "assignment__entry__proposal__code",
        "assignment__entry__proposal__title",
        "assignment__entry__proposal__agency__name",
        "assignment__entry__proposal__category__name",
        "assignment__member__user__name",
        "status",
        "comment",
        "assignment__recused_at",
        "assignment__waiver",
    ).iterator(chunk_size=CHUNK)


def _scores(
    stage: Stage, criteria: Iterable[Criterion]
) -> Iterator[tuple[int, dict[str, tuple[int | None, str]]]]:
    codes = {criterion.pk: criterion.code for criterion in criteria}
    found = Score.objects.filter(sheet__assignment__entry__stage=stage, criterion__in=codes)
    columns = found.order_by("sheet").values_list("sheet", "criterion", "points", "comment")
    for sheet, given in groupby(columns.iterator(chunk_size=CHUNK), key=itemgetter(0)):
        yield sheet, {codes[criterion]: (points, comment) for _sheet, criterion, points, comment in given}


def _total(rules: scoring.Rules, points: dict[str, tuple[int | None, str]]) -> str:
    """With a decimal comma, as the country's spreadsheets read it."""
    sheet = scoring.Sheet("", {code: given for code, (given, _comment) in points.items()})
    return scoring.shown(scoring.sheet_total(rules, sheet)).replace(".", ",")
