"""What an earlier proposal of an innovation gives to a new one: looked at before anything is copied."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from agencies.models import Agency
from competitions.enums import QuestionKind
from competitions.models import AttachmentSlot, Category, Competition, Question, Track
from kipp.lib import kinds
from proposals import answers
from proposals.enums import TeamKind
from proposals.lifecycle import SUBMITTED_ONCE, Status
from proposals.models import Innovation, Proposal
from proposals.words import count_words

from . import drafts, payload

#: A proposal that ended early leaves its innovation free to enter the edition again.
ENDED = frozenset({Status.WITHDRAWN, Status.REJECTED, Status.DISQUALIFIED})


@dataclass(frozen=True)
class Earlier:
    """An innovation that an agency wrote about before. `present` is its proposal in the edition, if any."""

    innovation: Innovation
    title: str
    years: list[int]
    present: Proposal | None


@dataclass(frozen=True)
class Carried:
    """An answer that a question of the new form takes over, whole, even where it is too long by now."""

    question: Question
    text: str
    words: int

    @property
    def is_over(self) -> bool:
        limit = self.question.max_words
        return limit is not None and self.words > limit

    @property
    def answer(self) -> dict[str, object]:
        """As the component takes it that shows answers of any kind."""
        asked = self.question
        return {
            "label": asked.label,
            "kind": asked.kind,
            "text": self.text,
            "columns": asked.options,
            "unit": asked.unit,
        }


@dataclass(frozen=True)
class Header:
    """Fields of the proposal itself that the new edition still has."""

    category: Category | None
    track: Track | None
    started_on: date | None
    video_url: str
    team_kind: str
    team: list[Mapping[str, str]]


@dataclass(frozen=True)
class Preview:
    """`fresh` are questions without an earlier answer; `left` are earlier answers without a question.

    `files` may be taken along one by one; letters of `to_sign` are signed anew each year.
    """

    source: Proposal
    version: int | None
    title: str
    header: Header
    carried: list[Carried]
    fresh: list[Question]
    left: list[Mapping]
    files: list[Mapping]
    to_sign: list[AttachmentSlot]

    @property
    def over_count(self) -> int:
        return sum(row.is_over for row in self.carried)


def earlier(agencies: Iterable[Agency], competition: Competition) -> list[Earlier]:
    """The innovations of these agencies, the latest written first; one query."""
    found: dict[int, list[Proposal]] = {}
    rows = Proposal.objects.filter(agency__in=agencies).select_related(
        "innovation__agency", "competition", "agency"
    )
    for proposal in rows.order_by("-competition__year", "-created_at", "-pk"):
        found.setdefault(proposal.innovation_id, []).append(proposal)
    return [_earlier(proposals, competition) for proposals in found.values()]


def _earlier(proposals: list[Proposal], competition: Competition) -> Earlier:
    sent = {row.competition.year for row in proposals if row.status in SUBMITTED_ONCE}
    present = (row for row in proposals if takes_part(row, competition))
    return Earlier(proposals[0].innovation, proposals[0].title, sorted(sent), next(present, None))


def takes_part(proposal: Proposal, competition: Competition) -> bool:
    return proposal.competition_id == competition.pk and proposal.status not in ENDED


def present_in(innovation: Innovation, competition: Competition) -> Proposal | None:
    """The proposal with which an innovation already takes part in an edition."""
    return innovation.proposals.filter(competition=competition).exclude(status__in=ENDED).first()


def with_sources(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with all that their content names."""
    return proposals.select_related(
        "competition", "agency", "category", "track", "group", "innovation__agency"
    )


def preview(proposals: Iterable[Proposal], competition: Competition) -> Preview | None:
    """What the latest of these proposals of an innovation gives; None when there is none."""
    source = source_among(proposals)
    if source is None:
        return None
    said, version = content(source)
    header = _header(said, competition)
    asked = _asked(competition, header.track)
    carried, left = _matched(said, asked)
    taken = {row.question.pk: row for row in carried}
    slots = list(competition.slots.all())
    return Preview(
        source=source,
        version=version,
        title=said["title"],
        header=header,
        carried=carried,
        fresh=[question for question in asked if question.pk not in taken and _is_asked(question, taken)],
        left=left,
        files=_files(said, slots),
        to_sign=[slot for slot in slots if slot.statement],
    )


def source_among(proposals: Iterable[Proposal]) -> Proposal | None:
    """The latest: what was sent goes before drafts, and drafts before what was withdrawn."""
    return max(proposals, key=_worth, default=None)


def content(proposal: Proposal) -> tuple[Mapping, int | None]:
    """What a proposal says and the number of the version that says so; None while it is a draft."""
    version = proposal.versions.first() if proposal.status in SUBMITTED_ONCE else None
    if version is None:
        return payload.build(drafts.load(proposal), 0), None
    return json.loads(version.payload), version.number


def _worth(proposal: Proposal) -> tuple:
    was_sent, was_kept = proposal.status in SUBMITTED_ONCE, proposal.status != Status.WITHDRAWN
    return was_sent, was_kept, proposal.competition.year, proposal.created_at, proposal.pk


def _header(said: Mapping, competition: Competition) -> Header:
    taken = TeamKind.taken_by(competition)
    tracks = list(competition.tracks.all())
    track = _named(tracks, said["track"]) or (tracks[0] if len(tracks) == 1 else None)
    return Header(
        category=_named(competition.categories.all(), said["category"]),
        track=track,
        started_on=date.fromisoformat(said["started_on"]) if said["started_on"] else None,
        video_url=said["video_url"],
        team_kind=said["team_kind"] if said["team_kind"] in taken else taken[0],
        team=said["team"],
    )


def _named(rows: Iterable, name: str):
    return next((row for row in rows if row.name.casefold() == name.casefold()), None)


def _asked(competition: Competition, track: Track | None) -> list[Question]:
    """The questions of the new form; those of another track are not asked."""
    questions = Question.objects.filter(section__competition=competition).select_related("section")
    ordered = questions.order_by("section__position", "section_id", "position", "pk")
    return [q for q in ordered if track is None or q.section.track_id in (None, track.pk)]


def _is_asked(question: Question, carried: Mapping[int, Carried]) -> bool:
    """A question that waits for another answer is asked once that answer is there."""
    if question.shown_when_id is None:
        return True
    given = carried.get(question.shown_when_id)
    return given is not None and answers.meets(given.question.kind, given.text, question.shown_value)


def _matched(said: Mapping, asked: list[Question]) -> tuple[list[Carried], list[Mapping]]:
    """Answers go to the question of their section and code, else of their code, else of the same label."""
    left = [
        (section["code"], answer)
        for section in said["sections"]
        for answer in section["answers"]
        if not answers.is_blank(answer["kind"], answer["text"])
    ]
    carried: dict[int, Carried] = {}
    for is_same in (_same_place, _same_code, _same_label):
        unmatched = []
        for section, answer in left:
            free = (question for question in asked if question.pk not in carried)
            taker = next((q for q in free if is_same(q, section, answer) and _fitting_text(answer, q)), None)
            if taker is None:
                unmatched.append((section, answer))
                continue
            text = _fitting_text(answer, taker)
            carried[taker.pk] = Carried(taker, text, count_words(text))
        left = unmatched
    in_order = [carried[question.pk] for question in asked if question.pk in carried]
    return in_order, [answer for _section, answer in left]


def _same_place(question: Question, section: str, answer: Mapping) -> bool:
    return (question.section.code, question.code) == (section, answer["code"])


def _same_code(question: Question, section: str, answer: Mapping) -> bool:
    return question.code == answer["code"]


def _same_label(question: Question, section: str, answer: Mapping) -> bool:
    return question.label == answer["label"]


def _fitting_text(answer: Mapping, question: Question) -> str:
    """The text as the new question takes it; empty when its kind or its choices are others."""
    text, pair = answer["text"], (answer["kind"], question.kind)
    if pair == (QuestionKind.SHORT, QuestionKind.TEXT):
        return text
    if pair[0] != pair[1]:
        return ""
    if question.kind == QuestionKind.CHOICE:
        return text if text in question.options else ""
    if question.kind == QuestionKind.CHOICES:
        return "\n".join(line for line in answers.chosen(text) if line in question.options)
    if question.kind == QuestionKind.TABLE:
        return text if len(answer.get("columns", ())) == len(question.options) else ""
    return text


def _files(said: Mapping, slots: list[AttachmentSlot]) -> list[Mapping]:
    """Files for which the new edition has a place of the same code and kind. Statements are signed anew."""
    places = {slot.code: slot for slot in slots if not slot.statement}
    return [file for file in said["attachments"] if file["slot"] in places and _takes(places, file)]


def _takes(places: Mapping[str, AttachmentSlot], file: Mapping) -> bool:
    accepted = kinds.ACCEPTED[places[file["slot"]].accepts]
    return file["name"].lower().endswith(tuple(e for kind in accepted for e in kind.extensions))
