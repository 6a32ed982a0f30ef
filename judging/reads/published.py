"""A release read back: the public result, and the report of one proposal. Only its payload speaks."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from competitions.enums import EntrantView
from judging import scoring
from judging.models import ResultRelease
from judging.reads import published_sum


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of one entry, in points; `median` is that of the entries of its category."""

    name: str
    aspect: str
    weight: int
    minimum: int
    maximum: int
    points: list[tuple[str, int | None, str]]
    mean: Decimal | None
    median: Decimal | None

    @property
    def has_comments(self) -> bool:
        return any(comment for _juror, _points, comment in self.points)

    @property
    def contribution(self) -> Decimal | None:
        """What the mean gives to the total, before rounding of the whole."""
        return None if self.mean is None else self.mean * self.weight / self.maximum


@dataclass(frozen=True)
class SheetRow:
    juror: str
    total: Decimal
    comment: str


@dataclass(frozen=True)
class Report:
    """One proposal's result: total 0-100, place among `list_size` entries of its list.

    `own_total` is that of the sheets; it differs where earlier stages weigh in, which `parts` add up.
    What the edition's rules keep from entrants is not in it: rows and sheets, or the comments.
    """

    code: str
    title: str
    agency: str
    category: str
    group: str
    list_name: str
    list_size: int
    place: int | None
    is_shared: bool
    total: Decimal | None
    own_total: Decimal | None
    parts: list[published_sum.PartRow]
    median_total: Decimal | None
    category_size: int
    award: str
    is_advanced: bool
    criteria: list[CriterionRow]
    sheets: list[SheetRow]
    entrants_see: str
    waived: int
    recused: int
    ruled: dict[str, Any] | None

    @property
    def shows_comments(self) -> bool:
        return self.entrants_see == EntrantView.COMMENTS

    @property
    def has_comments(self) -> bool:
        return any(row.has_comments for row in self.criteria) or any(s.comment for s in self.sheets)

    @property
    def chart_rows(self) -> list[tuple[str, Decimal | None, Decimal | None]]:
        return [(row.name, row.mean, row.median) for row in self.criteria]

    @property
    def top(self) -> int:
        """The longest scale, which the chart is drawn to."""
        return max(row.maximum for row in self.criteria)

    @property
    def difference(self) -> Decimal | None:
        if self.total is None or self.median_total is None:
            return None
        return self.total - self.median_total


@dataclass(frozen=True)
class Result:
    """A release for people: its letter, its rules, its lists."""

    number: int
    letter: dict[str, Any]
    letter_on: date
    published_at: datetime
    rules: dict[str, Any]
    criteria: list[dict[str, Any]]
    jurors: list[str]
    lists: list[dict[str, Any]]
    supersedes: dict[str, Any] | None
    ledger: dict[str, Any]
    rules_sha256: str
    plenary: dict[str, Any] | None
    stages: list[dict[str, Any]]

    @property
    def parts(self) -> list[tuple[str, int]]:
        """The stages that make the score, each with its weight; none where one is all."""
        return [(stage["name"], stage["weight"]) for stage in self.stages]

    @property
    def earlier(self) -> list[dict[str, Any]]:
        """Those of them that speak by a release of their own."""
        return self.stages[:-1]

    @property
    def sum(self) -> str:
        return published_sum.formula(self.stages)

    @property
    def entry_count(self) -> int:
        return sum(len(ranked["standings"]) for ranked in self.lists)

    @property
    def absent_count(self) -> int:
        """Entries that were registered and not presented."""
        return sum(len(ranked["absent"]) for ranked in self.lists)

    @property
    def plenary_held_at(self) -> datetime:
        """Only of a result that a session has fixed."""
        return datetime.fromisoformat(self.plenary["held_at"])


@lru_cache(maxsize=4)
def _parsed(text: str) -> dict[str, Any]:
    """A worker prints thousands of reports from one payload: parse it once, never change it."""
    return json.loads(text)


def result(release: ResultRelease) -> Result:
    body = _parsed(release.payload)
    names = {c["code"]: c["name"] for c in body["criteria"]}
    titles = {row["code"]: row["title"] for ranked in body["lists"] for row in ranked["standings"]}
    by = body["rules"]["cut"].get("quotas_by", "")
    stages = published_sum.stages(body)
    lists = [
        {
            "name": ranked["name"],
            "standings": [_row(row, names, titles, by, stages) for row in ranked["standings"]],
            "absent": ranked.get("absent", []),
            "excluded": ranked.get("excluded", []),
        }
        for ranked in body["lists"]
    ]
    tie_names = [rung_name(rung, names) for rung in body["rules"]["tie_ladder"]]
    return Result(
        number=body["number"],
        letter=body["letter"],
        letter_on=date.fromisoformat(body["letter"]["on"]),
        published_at=datetime.fromisoformat(body["published_at"]),
        rules={**body["rules"], "tie_names": tie_names},
        criteria=body["criteria"],
        jurors=body["jurors"],
        lists=lists,
        supersedes=body["supersedes"],
        ledger=body["ledger"],
        rules_sha256=body.get("rules_sha256", ""),
        plenary=body.get("plenary"),
        stages=stages,
    )


def rung_name(rung: str, names: dict[str, str]) -> str:
    """A rung in words: a criterion's name, or what the reserved rungs mean."""
    reserved = {
        scoring.LOWEST_JUROR: _("nilai juri terendah"),
        scoring.PLENARY: _("keputusan pleno"),
        scoring.DRAW: _("undian terbuka"),
    }
    return names.get(rung) or reserved[rung]


def left_words(left: str | None, quota: str | None) -> str:
    """Why somebody is outside, beside their name; nothing where the cut line says it already."""
    if left == scoring.Left.QUOTA_FULL:
        return _("Dilewati: kuota %(name)s sudah penuh") % {"name": quota}
    if left == scoring.Left.BELOW_THRESHOLD:
        return _("Di bawah nilai minimal")
    return ""


def _row(
    row: dict[str, Any],
    names: dict[str, str],
    titles: dict[str, str],
    by: str,
    stages: list[dict[str, Any]],
) -> dict[str, Any]:
    decided = row["decided_by"]
    if decided is not None:
        decided = {
            **decided,
            "rung_name": rung_name(decided["rung"], names),
            "above_title": titles[decided["above"]],
        }
    left = left_words(row.get("left"), row.get(by))
    parts = published_sum.totals(row, stages)
    return {**row, "total": _decimal(row["total"]), "parts": parts, "decided_by": decided, "left": left}


def report(release: ResultRelease, proposal_code: str) -> Report:
    """Raises KeyError when the proposal is not part of the release."""
    body, annex = _parsed(release.payload), _parsed(release.annex)
    ranked, row = _find(body, proposal_code)
    shown = body["rules"].get("entrants_see", EntrantView.COMMENTS)
    comments = annex["comments"].get(proposal_code, {}) if shown == EntrantView.COMMENTS else {}
    has_rows = shown != EntrantView.TOTAL
    medians = body["medians"].get(row["category"], {"criteria": {}, "total": None, "entries": 0})
    return Report(
        code=row["code"],
        title=row["title"],
        agency=row["agency"],
        category=row["category"],
        group=row["group"],
        list_name=ranked["name"],
        list_size=len(ranked["standings"]),
        place=row["place"],
        is_shared=row["is_shared"],
        total=_decimal(row["total"]),
        own_total=_decimal(row.get("own_total", row["total"])),
        parts=published_sum.parts(body, row),
        median_total=_decimal(medians["total"]),
        category_size=medians["entries"],
        award=row["award"],
        is_advanced=row["is_advanced"],
        criteria=[_criterion(c, row, comments, medians) for c in body["criteria"] if has_rows],
        sheets=[
            SheetRow(s["juror"], Decimal(s["total"]), comments.get(s["juror"], {}).get("general", ""))
            for s in row["sheets"]
            if has_rows
        ],
        entrants_see=shown,
        waived=row["waived"],
        recused=row["recused"],
        ruled=row.get("ruled"),
    )


def _find(body: dict[str, Any], code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    for ranked in body["lists"]:
        for row in ranked["standings"]:
            if row["code"] == code:
                return ranked, row
    raise KeyError(code)


def _criterion(
    criterion: dict[str, Any], row: dict[str, Any], comments: dict[str, Any], medians: dict[str, Any]
) -> CriterionRow:
    code = criterion["code"]
    return CriterionRow(
        name=criterion["name"],
        aspect=criterion.get("aspect", ""),
        weight=criterion["weight"],
        minimum=criterion["minimum"],
        maximum=criterion["maximum"],
        points=[
            (s["juror"], s["points"].get(code), comments.get(s["juror"], {}).get("rows", {}).get(code, ""))
            for s in row["sheets"]
        ],
        mean=_decimal(row["means"][code]),
        median=_decimal(medians["criteria"].get(code)),
    )


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
