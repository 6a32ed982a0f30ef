"""The proposal form of a preset: chapters, questions, places for files, and their conditions. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from . import form_rules
from .form_rules import Fault, Standing
from .toml_tables import PresetError, Table

KINDS = ("text", "short", "yesno", "choice", "choices", "number", "date", "link", "table")
ACCEPTS = ("pdf", "document", "image", "any")
STATEMENTS = ("", "implementation", "identity", "replication")
SDGS = "sdgs"  # options = "sdgs" offers the seventeen goals
_SENTENCES = {
    Fault.TOO_FEW_OPTIONS: "needs at least two options",
    Fault.NO_COLUMN: "needs at least one column",
    Fault.BROKEN_OPTION: "must be one line of text each",
    Fault.OPTION_TWICE: "names the same thing twice",
    Fault.OPTION_TOO_LONG: f"are longer than {form_rules.LONGEST_OPTION} letters",
    Fault.NO_WORD_LIMIT: f"must be between 1 and {form_rules.MOST_WORDS}",
    Fault.LIMITS_CROSSED: "must be above minimum",
    Fault.AWAITED_GONE: "must name an earlier question of the form",
    Fault.AWAITED_LATER: "must name an earlier question of the form",
    Fault.AWAITED_ELSEWHERE: "names a question that another track is asked",
    Fault.NOT_OFFERED: "is no answer to the question that shown_when names",
}


@dataclass(frozen=True)
class QuestionPlan:
    """`shown_when` is the question waited for, as "section/question"; empty when it is always asked."""

    code: str
    label: str
    guidance: str
    kind: str
    max_words: int | None
    options: tuple[str, ...]
    unit: str
    minimum: Decimal | None
    maximum: Decimal | None
    is_required: bool
    shown_when: str
    shown_value: str


@dataclass(frozen=True)
class SectionPlan:
    code: str
    title: str
    guidance: str
    weight: int
    track: str
    questions: tuple[QuestionPlan, ...]


@dataclass(frozen=True)
class SlotPlan:
    code: str
    title: str
    guidance: str
    is_required: bool
    section: str
    max_files: int
    accepts: str
    statement: str
    shown_when: str
    shown_value: str


@dataclass(frozen=True)
class FormPlan:
    sections: tuple[SectionPlan, ...]
    slots: tuple[SlotPlan, ...]


class FormReader:
    """Reads the form of a file from top to bottom; what came before is what a condition may name."""

    def __init__(self, tracks: Sequence[str]):
        self.tracks = tracks
        self.known: dict[str, Standing] = {}
        self.names: dict[str, str] = {}  # how a file may name a question -> "section/question"

    def read(self, sections: Sequence[Table], slots: Sequence[Table]) -> FormPlan:
        chapters = tuple(self._section(table, place) for place, table in enumerate(sections))
        last = len(chapters)
        places = {chapter.code: place for place, chapter in enumerate(chapters)}
        held = {chapter.code: chapter.track or None for chapter in chapters}
        return FormPlan(chapters, tuple(self._slot(table, places, held, last) for table in slots))

    def _section(self, table: Table, place: int) -> SectionPlan:
        code = table.text("code")
        track = table.choice("track", self.tracks) if table.has("track") else ""
        questions = tuple(
            self._question(row, code, Standing((place, number), track or None))
            for number, row in enumerate(table.tables("questions"))
        )
        section = SectionPlan(
            code=code,
            title=table.text("title"),
            guidance=table.text("guidance", ""),
            weight=table.whole("weight", most=100),
            track=track,
            questions=questions,
        )
        table.finish()
        return section

    def _question(self, table: Table, section: str, own: Standing) -> QuestionPlan:
        kind = table.choice("kind", KINDS, "text")
        fields = form_rules.OWN_FIELDS.get(kind, ())
        options = _options(table) if "options" in fields else ()
        shown_when, shown_value = self._condition(table, own)
        question = QuestionPlan(
            code=table.text("code"),
            label=table.text("label"),
            guidance=table.text("guidance", ""),
            kind=kind,
            max_words=table.whole("max_words", least=1) if "max_words" in fields else None,
            options=options,
            unit=table.text("unit", "") if "unit" in fields else "",
            minimum=_decimal(table, "minimum") if "minimum" in fields else None,
            maximum=_decimal(table, "maximum") if "maximum" in fields else None,
            is_required=table.flag("is_required", default=True),
            shown_when=shown_when,
            shown_value=shown_value,
        )
        _refuse(table, "options", form_rules.options_fault(kind, options))
        limits = {name: getattr(question, name) for name in ("max_words", "minimum", "maximum")}
        fault = form_rules.limits_fault(kind, **limits)
        _refuse(table, "maximum" if fault == Fault.LIMITS_CROSSED else "max_words", fault)
        table.finish()
        self._remember(section, question, own)
        return question

    def _remember(self, section: str, question: QuestionPlan, own: Standing) -> None:
        name = f"{section}/{question.code}"
        self.names[name] = self.names[question.code] = name
        answers = form_rules.offered(question.kind, question.options)
        self.known[name] = Standing(own.place, own.track, answers)

    def _condition(self, table: Table, own: Standing) -> tuple[str, str]:
        if not table.has("shown_when"):
            return "", ""
        name = self.names.get(table.text("shown_when"), "")
        value = table.text("shown_value", form_rules.YESNO[0])
        fault = form_rules.condition_fault(own, self.known.get(name), value)
        is_named = fault != Fault.NOT_OFFERED or not table.has("shown_value")
        _refuse(table, "shown_when" if is_named else "shown_value", fault)
        return name, value

    def _slot(
        self, table: Table, places: Mapping[str, int], tracks: Mapping[str, object], last: int
    ) -> SlotPlan:
        section = table.choice("section", places) if table.has("section") else ""
        own = Standing((places.get(section, last), last + len(self.known)), tracks.get(section))
        shown_when, shown_value = self._condition(table, own)
        slot = SlotPlan(
            code=table.text("code"),
            title=table.text("title"),
            guidance=table.text("guidance", ""),
            is_required=table.flag("is_required", default=True),
            section=section,
            max_files=table.whole("max_files", 1, least=1, most=10),
            accepts=table.choice("accepts", ACCEPTS, "pdf"),
            statement=table.choice("statement", STATEMENTS, ""),
            shown_when=shown_when,
            shown_value=shown_value,
        )
        table.finish()
        return slot


def _options(table: Table) -> tuple[str, ...]:
    if table.values.get("options") == SDGS:
        table.seen.add("options")
        return form_rules.SDGS
    return table.texts("options")


def _decimal(table: Table, key: str) -> Decimal | None:
    return decimal(table, key) if table.has(key) else None


def decimal(table: Table, key: str) -> Decimal:
    try:
        return Decimal(table.text(key))
    except InvalidOperation:
        raise PresetError(table.at(key), "must be a decimal number in quotation marks") from None


def _refuse(table: Table, key: str, fault: Fault | None) -> None:
    if fault is not None:
        raise PresetError(table.at(key), _SENTENCES[fault])


def double_codes(form: FormPlan) -> Iterator[tuple[str, str]]:
    """Path and code of what is named like something before it."""
    for number, section in enumerate(form.sections):
        codes = [question.code for question in section.questions]
        for place, code in enumerate(codes):
            if code in codes[:place]:
                yield f"sections[{number}].questions[{place}].code", code
    codes = [slot.code for slot in form.slots]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield f"slots[{place}].code", code
