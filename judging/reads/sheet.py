"""What one juror sees of one reading: the frozen version, the rubric with their own scores, the way on.

Nothing here looks at another juror. In a blind stage the agency's name leaves every text, and what
would give it away by nature (team, files, video) is not shown at all.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.enums import CommentRule, QuestionKind
from competitions.models import Criterion, Stage
from judging import blindness, scoring
from judging.enums import SheetStatus
from judging.models import Assignment, Score, ScoreSheet
from judging.reads import conflicts, integrity
from judging.reads.standings import rules_of
from kipp.lib import moments
from proposals.enums import Attendance, ProposalStatus, TeamKind
from proposals.models import Attachment


def readable_by(user: User):
    """A juror's own readings that no conflict bars and no unsigned statement hides."""
    return _free_of_conflict(user).filter(_is_signed(user))


def _free_of_conflict(user: User):
    return conflicts.without_conflict(Assignment.objects.visible_to(user), user)


def _is_signed(user: User):
    return integrity.is_signed(user, edition="entry__stage__competition")


def held_by(user: User):
    """For a page of one reading, also before the statement of integrity: `is_signed` tells whether it may
    be shown.
    """
    return (
        _free_of_conflict(user)
        .annotate(is_signed=_is_signed(user))
        .select_related(
            "member__user",
            "entry__stage__competition",
            "entry__stage__frozen_rules",
            "entry__proposal__agency",
            "entry__proposal__category",
            "sheet",
            "waiver",
        )
        .defer("entry__stage__frozen_rules__payload")
    )


def being_scored(user: User):
    """For a save of one field, which reads everything else again under its lock."""
    return readable_by(user).filter(sheet__isnull=False).select_related("member", "sheet")


def sheet_of(assignment: Assignment) -> ScoreSheet | None:
    """None while the juror has not passed the conflict gate."""
    return getattr(assignment, "sheet", None)


def scores_of(sheet: ScoreSheet) -> list[Score]:
    """In the order of the rubric, each with its criterion and the anchors of its levels."""
    rows = sheet.scores.select_related("criterion__section", "criterion__aspect")
    return list(rows.prefetch_related("criterion__levels").order_by("criterion__position", "criterion"))


def stamp(scores: Sequence[Score]) -> int:
    """Grows with every save of any field: who names it has seen the whole sheet as it stands."""
    return scores[0].sheet.revision + sum(score.revision for score in scores)


def own_total(
    stage: Stage, criteria: Sequence[Criterion], points: Mapping[str, int | None]
) -> Fraction | None:
    """0 to 100, exact; None while a required criterion has no points."""
    try:
        return scoring.sheet_total(rules_of(stage, criteria), scoring.Sheet("own", points))
    except scoring.Unscored:
        return None


def total_of(stage: Stage, scores: Sequence[Score]) -> Fraction | None:
    points = {score.criterion.code: score.points for score in scores}
    return own_total(stage, [score.criterion for score in scores], points)


def unscored(scores: Iterable[Score]) -> list[Criterion]:
    """Required criteria that keep a sheet from being final."""
    return [s.criterion for s in scores if s.points is None and s.criterion.is_required]


def needs_note(rule: str, criterion: Criterion, points: int | None) -> bool:
    """Whether the stage wants the juror to say why they gave these points; lowest and highest are extreme."""
    if points is None or rule == CommentRule.NEVER:
        return False
    return rule == CommentRule.ALWAYS or points in (criterion.points_min, criterion.points_max)


def unexplained(rule: str, scores: Iterable[Score]) -> list[Criterion]:
    """Criteria whose points need a note and have none."""
    rows = (score for score in scores if not score.comment.strip())
    return [score.criterion for score in rows if needs_note(rule, score.criterion, score.points)]


def scoring_refusal(assignment: Assignment, at: datetime) -> str:
    """Why nothing can be scored here now, in a sentence; empty when it can."""
    stage, proposal = assignment.entry.stage, assignment.entry.proposal
    if proposal.status == ProposalStatus.DISQUALIFIED:
        return _("Proposal ini didiskualifikasi dan tidak dinilai lagi.")
    if assignment.recused_at:
        return _("Anda sudah mengundurkan diri dari penilaian proposal ini.")
    if getattr(assignment, "waiver", None):
        return _("Panitia melanjutkan tahap ini tanpa nilai Anda untuk proposal ini.")
    if assignment.entry.attendance == Attendance.ABSENT:
        return _("Pengusulnya tercatat tidak hadir, jadi proposal ini tidak dinilai.")
    if sentence := _outside_window(stage, at):
        now = moments.format_clock(at, stage.competition.zone, get_language() or "id")
        return _("%(sentence)s Waktu server sekarang %(now)s.") % {"sentence": sentence, "now": now}
    return ""


def _outside_window(stage: Stage, at: datetime) -> str:
    if stage.closed_at:
        return _("Tahap ini ditutup panitia pada %(when)s.") % {"when": _moment(stage, stage.closed_at)}
    if stage.opens_at and at < stage.opens_at:
        return _("Penilaian baru dibuka pada %(when)s.") % {"when": _moment(stage, stage.opens_at)}
    if stage.window.is_after(at):
        return _("Waktu penilaian berakhir pada %(when)s.") % {"when": _moment(stage, stage.closes_at)}
    return ""


def _moment(stage: Stage, when: datetime) -> str:
    return moments.format_moment(when, stage.competition.zone, get_language() or "id")


@dataclass(frozen=True)
class Passage:
    """One section of the version, as the agency submitted it."""

    code: str
    title: str
    answers: list[Mapping]


@dataclass(frozen=True)
class File:
    title: str
    name: str
    sha256: str
    size: int
    pages: int


@dataclass(frozen=True)
class ReadingCopy:
    """The frozen version, without what this stage hides from jurors."""

    title: str
    is_blind: bool
    category: str
    facts: list[tuple[str, object]]
    passages: list[Passage]
    files: list[File]
    video_url: str


HIDDEN = "▇▇▇"


def reading_copy(assignment: Assignment) -> ReadingCopy:
    entry = assignment.entry
    payload = json.loads(entry.version.payload)
    is_blind = entry.stage.is_blind
    shown = masking(payload["agency"]["name"], entry.proposal.agency.name) if is_blind else str
    return ReadingCopy(
        title=shown(payload["title"]),
        is_blind=is_blind,
        category=payload["category"] or "",
        facts=_facts(payload, is_blind),
        passages=[_passage(section, shown, is_blind) for section in payload["sections"]],
        files=[] if is_blind else [_file(row) for row in payload["attachments"]],
        video_url="" if is_blind else payload["video_url"],
    )


def attachment(assignment: Assignment, sha256: str) -> Attachment | None:
    """A file that belongs to the version on an opened sheet, even when the agency replaced it later."""
    if sheet_of(assignment) is None or sha256 not in {f.sha256 for f in reading_copy(assignment).files}:
        return None
    return assignment.entry.proposal.attachments.filter(sha256=sha256).first()


def shown_title(assignment: Assignment) -> str:
    """The title as this juror may read it, before the version is opened."""
    proposal = assignment.entry.proposal
    if not assignment.entry.stage.is_blind:
        return proposal.title
    return masking(proposal.agency.name)(proposal.title)


def masking(*names: str):
    pattern = blindness.mask(names)
    return lambda text: pattern.sub(HIDDEN, text)


def _facts(payload: Mapping, is_blind: bool) -> list[tuple[str, object]]:
    started = payload["started_on"]
    facts = [
        (_("Kategori"), payload["category"]),
        (_("Kelompok peserta"), payload["group"]),
        (_("Jalur"), payload["track"]),
        (_("Mulai diterapkan"), date.fromisoformat(started) if started else None),
    ]
    if is_blind:
        return facts
    names = ", ".join(member["name"] for member in payload["team"])
    team = (str(TeamKind(payload["team_kind"]).label), names)
    return [(_("Instansi"), payload["agency"]["name"]), *facts, team]


def _passage(section: Mapping, shown, is_blind: bool) -> Passage:
    answers = [_answer(row, shown, is_blind) for row in section["answers"]]
    return Passage(section["code"], section["title"], answers)


def _answer(row: Mapping, shown, is_blind: bool) -> Mapping:
    """As it was frozen; a link leads to the agency by nature, so a blind stage hides it whole."""
    if is_blind and row["kind"] == QuestionKind.LINK:
        return {**row, "kind": QuestionKind.SHORT, "text": HIDDEN}
    return {**row, "text": shown(row["text"])}


def _file(row: Mapping) -> File:
    return File(row["title"], row["name"], row["sha256"], row["size"], row["pages"])


@dataclass(frozen=True)
class Way:
    """Where this reading stands in the juror's own order, and which one comes next.

    `opened` are the unfinished ones past the conflict gate, in that order: a browser may keep them.
    """

    place: int
    count: int
    final: int
    next_code: str | None
    opened: list[str]


def way_on(assignment: Assignment) -> Way:
    """The next is the first unfinished one after this, then before this; None when all are final."""
    rows = list(
        readable_by(assignment.member.user)
        .standing()
        .filter(entry__stage=assignment.entry.stage_id)
        .in_reading_order()
        .values_list("code", "sheet__status")
    )
    codes = [code for code, _status in rows]
    here = codes.index(assignment.code) if assignment.code in codes else len(codes)
    turned = rows[here + 1 :] + rows[:here]
    following = (code for code, status in turned if status != SheetStatus.FINAL)
    final = sum(status == SheetStatus.FINAL for _code, status in rows)
    opened = [code for code, status in turned if status == SheetStatus.DRAFT]
    return Way(min(here + 1, len(rows)), len(rows), final, next(following, None), opened)
