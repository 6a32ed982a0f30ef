"""A stage's ranking and sheets in one piece: to print, to keep, to count again elsewhere."""

from collections.abc import Iterator, Sequence
from html import escape

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from competitions.models import Stage
from judging.reads import reviews
from judging.reads.ranking import Ranking, RankingRow
from judging.reads.ranking import ranking as read_ranking
from judging.services import looking
from judging.views.results import overseen_stage
from kipp.lib import exports
from kipp.lib.web import access, arrival, require

HERE = "<!-- rows -->"
PIECE = 500  # rows that leave together


def _watched(request: HttpRequest, code: str) -> Stage:
    stage = overseen_stage(request, code)
    require(request.user, "judging.watch_stage", stage)
    looking.note(stage=stage, by=request.user, at=arrival(request))
    return stage


@access("judging.watch_stage")
def ranking(request: HttpRequest, code: str) -> HttpResponse:
    """The secretary prints the list for the plenary: all of it, in order, no row broken over two pages.

    Rows are written here: a template takes a second and a half for 3,500 of them.
    """
    stage = _watched(request, code)
    found = read_ranking(stage)
    context = {"stage": stage, "ranking": found}
    head, tail = render_to_string("judging/ranking_all.html", context, request).split(HERE)
    return StreamingHttpResponse(_page(head, found, tail))


def _page(head: str, found: Ranking, tail: str) -> Iterator[str]:
    yield head
    list_name = ""
    for start in range(0, len(found.rows), PIECE):
        pieces = []
        for row in found.rows[start : start + PIECE]:
            if row.list_name != list_name:
                list_name = row.list_name
                width = found.width - 1
                pieces.append(f'<tr class="list-head"><th colspan="{width}">{escape(list_name)}</th></tr>')
            pieces.append(_line(row))
        yield "".join(pieces)
    yield tail


def _line(row: RankingRow) -> str:
    kind = ' class="is-below-cut"' if row.is_first_outside else ""
    means = "".join(f'<td class="num">{_comma(mean)}</td>' for _name, mean in row.means)
    parts = "".join(f'<td class="num">{_comma(total)}</td>' for _name, _weight, total in row.parts)
    note = f'<span class="cell-note">{escape(row.left)}</span>' if row.left else ""
    return (
        f'<tr{kind}><td class="num">{row.place or "–"}</td>'
        f'<th scope="row">{escape(row.title)}<span class="cell-note">{escape(row.agency)}</span>{note}</th>'
        f'{parts}<td class="num">{_comma(row.total)}</td><td class="num">{_comma(row.gap)}</td>'
        f'<td class="num">{row.sheets}</td>{means}</tr>\n'
    )


def _comma(figure: str | None) -> str:
    return "–" if figure is None else figure.replace(".", ",")


@access("judging.watch_stage")
def ranking_csv(request: HttpRequest, code: str) -> HttpResponse:
    stage = _watched(request, code)
    return exports.streamed_csv(f"peringkat-{stage.code}", _ranking_rows(read_ranking(stage)))


def _ranking_rows(found: Ranking) -> Iterator[Sequence[exports.Cell]]:
    yield [
        *(_("Daftar"), _("Peringkat"), _("Kode"), _("Inovasi"), _("Instansi"), _("Kategori")),
        *(f"{name} ({weight} %)" for name, weight in found.parts),
        *(_("Nilai akhir") if found.parts else _("Nilai"), _("Selisih"), _("Juri")),
        *(*found.criteria, _("Maju"), _("Keterangan")),
    ]
    for row in found.rows:
        yield [
            *(row.list_name, row.place, row.key, row.title, row.agency, row.category),
            *(_comma(total) for _name, _weight, total in row.parts),
            *(_comma(row.total), _comma(row.gap), row.sheets, *(_comma(mean) for _name, mean in row.means)),
            *(_("ya") if row.is_advanced else _("tidak"), row.left),
        ]
    for facts in found.absent:
        bare = ["–"] * (len(found.parts) + 1)
        yield ["", None, facts.key, facts.title, facts.agency, facts.category, *bare, _("Tidak hadir")]


@access("judging.watch_stage")
def reviews_csv(request: HttpRequest, code: str) -> HttpResponse:
    """An auditor counts again: every sheet with its points, comments and juror, whatever its state."""
    stage = _watched(request, code)
    return exports.streamed_csv(f"lembar-nilai-{stage.code}", reviews.rows(stage))
