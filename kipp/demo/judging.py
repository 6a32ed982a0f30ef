"""Panel, readings and scores of a demonstration, up to the published result."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from agencies.models import User
from competitions.models import Competition, Criterion, Rubric, Stage
from competitions.services import ledger, rubrics
from competitions.services.ledger import Happening
from judging.enums import ExpertiseLevel
from judging.models import Assignment, Expertise, IntegrityStatement, PanelMember, Score, ScoreSheet
from judging.services import assigning_plan, closing, planning, publishing
from kipp.demo import scores, words
from kipp.lib import canonical
from proposals.models import Entry

BATCH = 2000
DONE_WHILE_SCORING = 0.6  # of each juror's readings, in reading order
HASTY = 2  # minutes, for one sheet of a juror whose severity is beyond
LENIENT = 2  # points


def empanel(stage: Stage, users: Sequence[User], by: User, at: datetime) -> list[PanelMember]:
    PanelMember.objects.bulk_create(
        [PanelMember(stage=stage, user=user, added_at=at, added_by=by) for user in users]
    )
    return list(stage.panel.select_related("user").order_by("pk"))


def welcome(edition: Competition, users: Sequence[User], at: datetime) -> None:
    """What a juror does once in an edition, however many panels follow."""
    _sign(edition, users, at)
    _know(edition, users)


def _know(edition: Competition, users: Sequence[User]) -> None:
    """Every juror is an expert of one category and close to the next."""
    categories = list(edition.categories.all())
    levels = (ExpertiseLevel.EXPERT, ExpertiseLevel.RELATED)
    Expertise.objects.bulk_create(
        Expertise(user=user, category=categories[(number + step) % len(categories)], level=level)
        for number, user in enumerate(users)
        for step, level in enumerate(levels[: len(categories)])
    )


def _sign(edition: Competition, users: Sequence[User], at: datetime) -> None:
    """Every juror has signed the statement: written as its verb does, but for the letters."""
    text, digest = edition.integrity_text, canonical.sha256(edition.integrity_text)
    rows = IntegrityStatement.objects.bulk_create(
        IntegrityStatement(
            competition=edition, user=user, text=text, sha256=digest, signed_as=user.name, signed_at=at
        )
        for user in users
    )
    for row in rows:
        payload = {"statement": row.code, "juror": row.user.code, "text_sha256": digest}
        happening = Happening("integrity.signed", f"edition:{edition.slug}", payload)
        ledger.append(competition=edition, by=row.user, at=at, happenings=[happening])


def assign(stage: Stage, by: User, at: datetime, seed: int) -> list[Assignment]:
    """The automatic plan, made and applied by the same verbs as on the page."""
    plan = assigning_plan.request(stage=stage, by=by, at=at, seed=seed)
    planning.make(plan_id=plan.pk, at=at)
    plan.refresh_from_db()
    assigning_plan.apply(plan=plan, by=by, at=at)
    readings = Assignment.objects.filter(entry__stage=stage).select_related("entry", "member__user")
    return list(readings.order_by("member", "position"))


def score(stage: Stage, readings: Sequence[Assignment], at: datetime, rng: Random, *, is_over: bool) -> None:
    """Sheets of every juror but the last, who is late; while scoring goes on, a part of each."""
    rubric = rubrics.lock(stage=stage, by=readings[0].member.user, at=at)
    criteria = list(rubric.criteria.all())
    by_juror: dict[int, list[Assignment]] = {}
    for reading in readings:
        by_juror.setdefault(reading.member_id, []).append(reading)
    quality = _qualities(stage, rng)
    late = max(by_juror) if len(by_juror) > 1 else None
    severity = dict(zip(by_juror, scores.severities(len(by_juror), rng), strict=True))
    for member, mine in by_juror.items():
        share = 0.3 if member == late else 1.0 if is_over else DONE_WHILE_SCORING
        final = mine[: round(len(mine) * share)]
        begun = mine[len(final) : len(final) + (0 if is_over else 1)]
        _sheets(stage, rubric, criteria, final, begun, quality, severity[member], at, rng)


def _qualities(stage: Stage, rng: Random) -> dict[int, float]:
    entries = list(Entry.objects.filter(stage=stage).order_by("pk").values_list("pk", flat=True))
    return dict(zip(entries, scores.qualities(len(entries), rng), strict=True))


def _sheets(
    stage: Stage,
    rubric: Rubric,
    criteria: Sequence[Criterion],
    final: Sequence[Assignment],
    begun: Sequence[Assignment],
    quality: dict[int, float],
    severity: float,
    at: datetime,
    rng: Random,
) -> None:
    readings = [*final, *begun]
    if not readings:
        return
    sheets = ScoreSheet.objects.bulk_create(
        [
            _sheet(
                reading,
                rubric,
                at,
                words.comment(4, 5, rng) if number < len(final) else None,
                minutes=HASTY if number == 3 and severity > LENIENT else 14 + number * 7 % 40,
            )
            for number, reading in enumerate(readings)
        ],
        batch_size=BATCH,
    )
    rows = [
        row
        for number, sheet in enumerate(sheets)
        for row in _rows(sheet, criteria, quality, severity, rng, is_final=number < len(final))
    ]
    Score.objects.bulk_create(rows, batch_size=BATCH)
    _tell(stage, readings[0].member.user, at, sheets, rows)


def _sheet(
    reading: Assignment, rubric: Rubric, at: datetime, comment: str | None, *, minutes: int
) -> ScoreSheet:
    """A final sheet with its comment, which may be empty; None means that the sheet was only begun."""
    is_final = comment is not None
    return ScoreSheet(
        assignment=reading,
        rubric=rubric,
        status="final" if is_final else "draft",
        comment=comment or "",
        revision=bool(comment) + is_final,
        opened_at=at - timedelta(minutes=minutes),
        saved_at=at,
        finalised_at=at if is_final else None,
    )


def _rows(
    sheet: ScoreSheet,
    criteria: Sequence[Criterion],
    quality: dict[int, float],
    severity: float,
    rng: Random,
    *,
    is_final: bool,
) -> list[Score]:
    """A sheet that was only begun has its first two rows."""
    scales = [(c.points_min, c.points_max) for c in criteria]
    given = scores.points(quality[sheet.assignment.entry_id] + severity, scales, rng)
    known = len(criteria) if is_final else 2
    rows = []
    for number, (criterion, points) in enumerate(zip(criteria, given, strict=True)):
        if number >= known:
            rows.append(Score(sheet=sheet, criterion=criterion))
            continue
        comment = words.comment(points, criterion.points_max, rng)
        rows.append(Score(sheet=sheet, criterion=criterion, points=points, comment=comment, revision=1))
    return rows


def _tell(
    stage: Stage, juror: User, at: datetime, sheets: Sequence[ScoreSheet], rows: Sequence[Score]
) -> None:
    """The events that opening, saving and finalising would have left."""
    by_sheet: dict[int, list[Score]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet_id, []).append(row)
    happenings = []
    for sheet in sheets:
        subject, own = f"assignment:{sheet.assignment.code}", by_sheet[sheet.pk]
        happenings.append(Happening("sheet.opened", subject, {"rubric": sheet.rubric.version}))
        happenings += [Happening("sheet.saved", subject, _saved(row)) for row in own if row.revision]
        if sheet.comment:
            told = {"comment_sha256": canonical.sha256(sheet.comment), "revision": 1}
            happenings.append(Happening("sheet.commented", subject, told))
        if sheet.status == "final":
            points = {row.criterion.code: row.points for row in own}
            happenings.append(
                Happening("sheet.finalised", subject, {"points": points, "revision": sheet.revision})
            )
    ledger.append(competition=stage.competition, by=juror, at=at, happenings=happenings)


def _saved(row: Score) -> dict[str, object]:
    return {
        "criterion": row.criterion.code,
        "points": row.points,
        "comment_sha256": canonical.sha256(row.comment),
        "revision": row.revision,
    }


def seal(stage: Stage, by: User, at: datetime) -> Stage:
    """Waive what the late juror did not deliver, and close."""
    waiting = Assignment.objects.filter(entry__stage=stage).unfinished().select_related("entry")
    for reading in waiting:
        closing.waive(
            assignment=reading, by=by, at=at, reason="Juri berhalangan sampai batas waktu (contoh)."
        )
    return closing.close(stage=stage, by=by, at=at)


def publish(stage: Stage, by: User, at: datetime, letter: int):
    on: date = (at - timedelta(hours=1)).astimezone(stage.competition.tz).date()
    number = f"000.8.6/{letter}/2024"
    signed = publishing.Letter(number, on, "Drs. Contoh Nama, M.Si.", "Sekretaris Daerah")
    return publishing.publish(stage=stage, by=by, at=at, letter=signed)
