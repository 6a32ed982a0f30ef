"""Anchor proposals: where they come from, what jurors may read of them, and one juror's sheet of one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.enums import QuestionKind
from competitions.models import Competition, Criterion, Stage
from judging.models import Anchor, AnchorSheet, PanelMember
from judging.reads.calibration_round import criteria_of
from judging.reads.sheet import HIDDEN, Passage, ReadingCopy, masking
from proposals.models import Proposal
from proposals.reads.payload import SCHEMA

#: Answers that the bureau may reword; the others keep their own form.
WORDED = {QuestionKind.TEXT, QuestionKind.SHORT}


def earlier_proposals(stage: Stage, user: User, words: str) -> QuerySet[Proposal]:
    """Submitted to editions that closed before this one and that this person oversees; newest first."""
    rows = Proposal.objects.overseen_by(user).filter(versions__isnull=False)
    closes_at = stage.competition.closes_at
    rows = rows.filter(competition__closes_at__lt=closes_at) if closes_at else rows.none()
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(agency__name__icontains=words))
    ordered = rows.select_related("competition", "agency", "category").order_by("-competition__year", "title")
    return ordered.distinct()


def is_earlier(other: Competition, edition: Competition) -> bool:
    """Its call ended before the call of this one did: nothing of it is still to be judged here."""
    return bool(other.closes_at and edition.closes_at) and other.closes_at < edition.closes_at


def anonymous(payload: Mapping, *names: str) -> dict[str, object]:
    """A version as a blind stage shows it: without agency, people, files, video and links.

    It keeps the code of its proposal, which only organisers read, so that one can tell where it came from.
    """
    people = [member["name"] for member in payload["team"] if " " in member["name"]]
    shown = masking(*filter(None, {payload["agency"]["name"], *names, *people}))
    sections = [
        {**part, "answers": [_masked(row, shown) for row in part["answers"]]} for part in payload["sections"]
    ]
    hidden = {"agency": {"code": "", "name": HIDDEN}, "team_kind": "", "team": [], "attachments": []}
    return {**payload, **hidden, "title": shown(payload["title"]), "video_url": "", "sections": sections}


def _masked(row: Mapping, shown) -> dict[str, object]:
    if row["kind"] == QuestionKind.LINK:
        return {**row, "kind": QuestionKind.SHORT.value, "text": HIDDEN}
    return {**row, "text": shown(row["text"])}


def written(stage: Stage, title: str, texts: Mapping[str, str]) -> dict[str, object]:
    """A version in the bureau's own words: one text for each section of the edition's form."""
    return {
        "schema": SCHEMA,
        "edition": stage.competition.slug,
        "code": "",
        "number": 0,
        "title": title,
        "agency": {"code": "", "name": HIDDEN},
        "category": "",
        "group": "",
        "track": "",
        "started_on": "",
        "team_kind": "",
        "team": [],
        "video_url": "",
        "sections": [
            _written_section(section, texts.get(section.code, ""))
            for section in stage.competition.sections.all()
        ],
        "attachments": [],
    }


def _written_section(section, text: str) -> dict[str, object]:
    answer = {"code": section.code, "label": _("Naskah"), "kind": QuestionKind.TEXT.value, "text": text}
    answers = [{**answer, "words": len(text.split())}]
    return {"code": section.code, "title": section.title, "weight": section.weight, "answers": answers}


def texts_of(payload: Mapping) -> list[tuple[str, str, str]]:
    """Key, label and text of every answer in words. The key is its place: `section.answer`."""
    return [
        (f"{s}.{a}", _label(part, row), row["text"])
        for s, part in enumerate(payload["sections"])
        for a, row in enumerate(part["answers"])
        if row["kind"] in WORDED
    ]


def _label(part: Mapping, row: Mapping) -> str:
    return part["title"] if len(part["answers"]) == 1 else f"{part['title']}: {row['label']}"


def reworded(payload: Mapping, title: str, texts: Mapping[str, str]) -> dict[str, object]:
    """The same version with another title and other texts, by their places."""
    sections = []
    for s, part in enumerate(payload["sections"]):
        answers = [_reworded(row, texts.get(f"{s}.{a}")) for a, row in enumerate(part["answers"])]
        sections.append({**part, "answers": answers})
    return {**payload, "title": title, "sections": sections}


def _reworded(row: Mapping, text: str | None) -> dict[str, object]:
    return dict(row) if text is None else {**row, "text": text, "words": len(text.split())}


def reading_copy(anchor: Anchor) -> ReadingCopy:
    """What a juror reads, in the shape of a live entry. What stands in the payload was masked before."""
    payload = json.loads(anchor.payload)
    started = payload["started_on"]
    facts = [
        (_("Kategori"), payload["category"]),
        (_("Kelompok peserta"), payload["group"]),
        (_("Jalur"), payload["track"]),
        (_("Mulai diterapkan"), date.fromisoformat(started) if started else None),
    ]
    passages = [Passage(part["code"], part["title"], part["answers"]) for part in payload["sections"]]
    return ReadingCopy(
        title=anchor.title,
        is_blind=False,
        category=payload["category"],
        facts=[fact for fact in facts if fact[1]],
        passages=passages,
        files=[],
        video_url="",
    )


# ── One juror's sheet ───────────────────────────────────────────────────────


@dataclass(frozen=True)
class AnchorScore:
    """One row of an anchor's sheet, in the shape that the score form draws.

    `revision` stands for the points that it was read at: a save that was read at others is stale.
    """

    criterion: Criterion
    points: int | None
    comment: str = ""

    @property
    def criterion_id(self) -> int:
        return self.criterion.pk

    @property
    def revision(self) -> int:
        return 0 if self.points is None else self.points + 1


def anchors_for(user: User) -> QuerySet[Anchor]:
    return Anchor.objects.visible_to(user).select_related("calibration__stage__competition")


def seat_of(user: User, anchor: Anchor) -> PanelMember | None:
    """The chair from which this person scores the anchor."""
    seats = PanelMember.objects.filter(stage=anchor.calibration.stage_id, user=user, left_at=None)
    return seats.select_related("user").first()


def sheet_of(anchor: Anchor, member: PanelMember) -> AnchorSheet:
    """The stored sheet, or an empty one that the first save will write."""
    found = AnchorSheet.objects.filter(anchor=anchor, member=member).first()
    return found or AnchorSheet(anchor=anchor, member=member)


def scoring_refusal(sheet: AnchorSheet) -> str:
    """Why nothing can be scored here now, in a sentence; empty when it can."""
    calibration = sheet.anchor.calibration
    if calibration.opened_at is None:
        return _("Kalibrasi ini belum dibuka untuk juri.")
    if calibration.revealed_at:
        return _("Kalibrasi ini sudah selesai. Hasilnya dapat dibaca dari antrean Anda.")
    if calibration.stage.is_closed:
        return _("Tahap ini sudah ditutup panitia, jadi kalibrasinya juga berakhir.")
    if sheet.finalised_at:
        return _("Lembar kalibrasi ini sudah final dan tidak berubah lagi.")
    return ""


def scores_of(anchor: Anchor, sheet: AnchorSheet) -> list[AnchorScore]:
    """In the order of the rubric."""
    criteria = criteria_of(anchor.calibration.stage).select_related("section").prefetch_related("levels")
    return [AnchorScore(row, sheet.points.get(row.code)) for row in criteria]


@dataclass(frozen=True)
class AnchorWay:
    """Where an anchor stands among those of its round, and which one comes next."""

    place: int
    count: int
    final: int
    next_code: str | None


def way_on(anchor: Anchor, member: PanelMember) -> AnchorWay:
    """The next is the first anchor after this one, then before it, that this juror has not handed in."""
    final = AnchorSheet.objects.filter(anchor=OuterRef("pk"), member=member, finalised_at__isnull=False)
    anchors = Anchor.objects.filter(calibration=anchor.calibration_id)
    rows = list(anchors.values_list("code", Exists(final)))
    here = [code for code, _is_final in rows].index(anchor.code)
    turned = rows[here + 1 :] + rows[:here]
    following = (code for code, is_final in turned if not is_final)
    done = sum(is_final for _code, is_final in rows)
    return AnchorWay(here + 1, len(rows), done, next(following, None))
