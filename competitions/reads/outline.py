"""The form of an edition as a whole: chapters with their questions and files, and what is wrong with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from competitions.enums import QuestionKind
from competitions.form_rules import Fault, Standing, condition_fault, limits_fault, offered, options_fault
from competitions.models import AttachmentSlot, Competition, Criterion, Question, Section

from . import wording

QUESTION, FILE, SECTION = "pertanyaan", "berkas", "bagian"
LAST = 1 << 31  # behind every chapter


@dataclass(frozen=True)
class Line:
    """One question or place for files. `waits_for` is the question that its condition names."""

    kind: str
    row: Question | AttachmentSlot
    waits_for: Question | None
    faults: list[Fault]

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.row.pk}"

    @property
    def title(self) -> str:
        return str(self.row)

    @property
    def is_question(self) -> bool:
        return self.kind == QUESTION

    @property
    def words(self) -> str:
        return wording.asked(self.row) if isinstance(self.row, Question) else wording.files(self.row)

    @property
    def condition(self) -> str:
        return wording.condition(self.waits_for, self.row.shown_value) if self.waits_for else ""

    @property
    def problems(self) -> list[str]:
        return [str(wording.FAULTS[fault]) for fault in self.faults]

    @property
    def options(self) -> list[str]:
        """What can be chosen; the heads of a table stand in its words already."""
        is_list = self.is_question and self.row.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)
        return self.row.options if is_list else []


@dataclass(frozen=True)
class Chapter:
    section: Section
    questions: list[Line] = field(default_factory=list)
    files: list[Line] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{SECTION}-{self.section.pk}"

    @property
    def lines(self) -> list[Line]:
        return [*self.questions, *self.files]

    @property
    def word_total(self) -> int:
        return sum(line.row.max_words or 0 for line in self.questions)


@dataclass(frozen=True)
class Outline:
    """`files` are the places outside the chapters."""

    chapters: list[Chapter]
    files: list[Line]

    @property
    def lines(self) -> list[Line]:
        return [line for chapter in self.chapters for line in chapter.lines] + self.files

    @property
    def all_files(self) -> list[Line]:
        return [line for line in self.lines if not line.is_question]

    @property
    def weight(self) -> int:
        return sum(chapter.section.weight for chapter in self.chapters)

    @property
    def faults(self) -> set[tuple[str, Fault]]:
        return {(line.key, fault) for line in self.lines for fault in line.faults}

    @property
    def tops(self) -> set[str]:
        """What cannot go up. A question may leave its chapter for the one before, files may not."""
        first = self.chapters[:1]
        return self._keys(first, [chapter.questions[:1] for chapter in first], slice(0, 1))

    @property
    def bottoms(self) -> set[str]:
        last = self.chapters[-1:]
        return self._keys(last, [chapter.questions[-1:] for chapter in last], slice(-1, None))

    def _keys(self, chapters: list[Chapter], questions: list[list[Line]], edge: slice) -> set[str]:
        files = [held[edge] for held in (*(chapter.files for chapter in self.chapters), self.files)]
        keys = {line.key for lines in (*questions, *files) for line in lines}
        return keys | {chapter.key for chapter in chapters}

    def line(self, key: str) -> Line:
        return next(line for line in self.lines if line.key == key)

    def chapter(self, section: Section) -> Chapter:
        return next(chapter for chapter in self.chapters if chapter.section.pk == section.pk)

    def hangs_on(self, questions: Iterable[Question]) -> list[Line]:
        """The lines that wait for one of these questions."""
        wanted = {question.pk for question in questions}
        return [line for line in self.lines if line.row.shown_when_id in wanted]


def load(competition: Competition, *, with_criteria: bool = False) -> Outline:
    """Three queries, four with the criteria that score each chapter."""
    chapters = {row.pk: Chapter(row) for row in competition.sections.select_related("track")}
    asked = {row.pk: row for row in Question.objects.filter(section__competition=competition)}
    standings = {row.pk: _standing(row, chapters) for row in asked.values()}
    for question in asked.values():
        line = _line(QUESTION, question, asked, standings, standings[question.pk])
        chapters[question.section_id].questions.append(line)
    loose: list[Line] = []
    for slot in competition.slots.all():
        chapter = chapters.get(slot.section_id)
        place = Standing(_place(chapter, LAST), chapter.section.track_id if chapter else None)
        (chapter.files if chapter else loose).append(_line(FILE, slot, asked, standings, place))
    for criterion in scored_by(competition) if with_criteria else ():
        if criterion.section_id in chapters:
            chapters[criterion.section_id].criteria.append(criterion)
    return Outline(list(chapters.values()), loose)


def scored_by(competition: Competition) -> Iterator[Criterion]:
    """The criteria of the newest rubric of every stage, in the order of the stages."""
    rows = Criterion.objects.filter(rubric__stage__competition=competition).select_related("rubric__stage")
    newest: dict[int, int] = {}
    for row in rows.order_by("rubric__stage__position", "-rubric__version", "position", "pk"):
        if newest.setdefault(row.rubric.stage_id, row.rubric_id) == row.rubric_id:
            yield row


def _place(chapter: Chapter | None, *within: int) -> tuple[int, ...]:
    if chapter is None:
        return (LAST, LAST, *within)
    return (chapter.section.position, chapter.section.pk, *within)


def _standing(question: Question, chapters: dict[int, Chapter]) -> Standing:
    chapter = chapters[question.section_id]
    place = _place(chapter, question.position, question.pk)
    return Standing(place, chapter.section.track_id, offered(question.kind, question.options))


def _line(kind: str, row, asked: dict[int, Question], standings: dict[int, Standing], own: Standing) -> Line:
    faults = []
    if isinstance(row, Question):
        faults.append(options_fault(row.kind, row.options))
        faults.append(
            limits_fault(row.kind, max_words=row.max_words, minimum=row.minimum, maximum=row.maximum)
        )
    if row.shown_when_id is not None:
        faults.append(condition_fault(own, standings.get(row.shown_when_id), row.shown_value))
    waits_for = asked.get(row.shown_when_id) if row.shown_when_id else None
    return Line(kind, row, waits_for, [fault for fault in faults if fault])
