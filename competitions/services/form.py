"""Build the proposal form: its chapters, questions and places for files. It stands once announced."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from agencies.models import User
from competitions import form_rules
from competitions.models import AttachmentSlot, Competition, Criterion, Question, Section
from competitions.reads import outline, wording
from competitions.reads.outline import Line, Outline
from kipp.lib.errors import Refused

from . import editing

Row = Section | Question | AttachmentSlot
HARMLESS = ("guidance",)


@contextmanager
def _building(
    competition: Competition, *, by: User, at: datetime, revision: int, **told
) -> Iterator[Competition]:
    """A change of the form: locked, compared by revision, and taken back when the form does not hold."""
    with transaction.atomic():
        current = editing.begin(competition, revision)
        before = outline.load(current)
        yield current
        refuse_new_faults(before, outline.load(current))
        editing.finish(current, by=by, at=at, part="formulir", **told)


def refuse_new_faults(before: Outline, after: Outline) -> None:
    """What was wrong already may wait; nobody is kept from mending one thing at a time."""
    for line in after.lines:
        for fault in line.faults:
            if (line.key, fault) not in before.faults:
                message = _("“%(title)s” tidak dapat disimpan begini. %(fault)s")
                raise Refused(message % {"title": line.title, "fault": wording.FAULTS[fault]}, status=422)


def save_section(
    *,
    competition: Competition,
    by: User,
    at: datetime,
    revision: int,
    values: Mapping[str, object],
    section: Section | None = None,
    criteria: Collection[int] | None = None,
) -> Section:
    """Write a chapter; `criteria` are those that score it, by id, or None to leave them alone."""
    with _building(competition, by=by, at=at, revision=revision, changed=sorted(values)) as current:
        saved = _write(current, current.sections, section, values, titled="title")
        if criteria is not None:
            if current.announced_at is not None:
                editing.refuse_structure(["criteria"], HARMLESS)
            _score_by(current, saved, criteria)
        return saved


def save_question(
    *,
    competition: Competition,
    by: User,
    at: datetime,
    revision: int,
    values: Mapping[str, object],
    section: Section | None = None,
    question: Question | None = None,
) -> Question:
    """Write a question: a standing one, or a new one at the end of `section`.

    Fields that its kind does not have are emptied.
    """
    with _building(competition, by=by, at=at, revision=revision, changed=sorted(values)) as current:
        siblings = (question.section if question else section).questions
        if "kind" in values:
            values = form_rules.own(str(values["kind"]), values)
        refuse_unanswerable(question or Question(), values)
        return _write(current, siblings, question, values, titled="label")


def save_slot(
    *,
    competition: Competition,
    by: User,
    at: datetime,
    revision: int,
    values: Mapping[str, object],
    slot: AttachmentSlot | None = None,
) -> AttachmentSlot:
    """Write a place for files. Its `section` may be any chapter of the edition, or none for the end."""
    if not 1 <= int(str(values.get("max_files", 1))) <= form_rules.MOST_FILES:
        raise Refused(_("Isi angka 1 sampai %(most)s.") % {"most": form_rules.MOST_FILES}, status=422)
    with _building(competition, by=by, at=at, revision=revision, changed=sorted(values)) as current:
        return _write(current, current.slots, slot, values, titled="title")


def move(
    *, competition: Competition, by: User, at: datetime, revision: int, row: Row, is_up: bool
) -> Competition:
    """One place up or down. A question that leaves its chapter goes on into the next one."""
    with _building(competition, by=by, at=at, revision=revision, moved=str(row)) as current:
        _refuse_announced(current)
        siblings = list(_siblings(row))
        place = siblings.index(row)
        target = place + (-1 if is_up else 1)
        if 0 <= target < len(siblings):
            siblings.insert(target, siblings.pop(place))
            _number(siblings)
        elif isinstance(row, Question):
            _move_on(current, row, is_up)
    return current


def duplicate(*, competition: Competition, by: User, at: datetime, revision: int, row: Row) -> Row:
    """A copy right behind its model. A chapter comes with all it holds, but with no weight of its own."""
    with _building(competition, by=by, at=at, revision=revision, duplicated=str(row)) as current:
        _refuse_announced(current)
        siblings = list(_siblings(row))
        copy = _copied_section(row) if isinstance(row, Section) else _copied(row, siblings)
        siblings.insert(siblings.index(row) + 1, copy)
        _number(siblings)
    return copy


def remove(*, competition: Competition, by: User, at: datetime, revision: int, row: Row) -> Competition:
    """Take out a row with all it holds; refused while something that stays waits for one of its answers."""
    with _building(competition, by=by, at=at, revision=revision, removed=str(row)) as current:
        _refuse_announced(current)
        if waiting := left_hanging(outline.load(current), row):
            names = ", ".join(f"“{line.title}”" for line in waiting)
            text = _("Masih menjadi syarat bagi %(names)s. Ubah dahulu syarat itu, lalu hapus.")
            raise Refused(text % {"names": names})
        _delete(row)
    return current


def refuse_unanswerable(row: Question, values: Mapping[str, object]) -> None:
    """What the table itself would refuse without a sentence, and what nobody could answer."""
    names = ("kind", "options", "max_words", "minimum", "maximum")
    kind, options, *limits = (values.get(name, getattr(row, name)) for name in names)
    fault = form_rules.options_fault(kind, options)
    fault = fault or form_rules.limits_fault(kind, **dict(zip(names[2:], limits, strict=True)))
    if fault is not None:
        raise Refused(str(wording.FAULTS[fault]), status=422)


def left_hanging(form: Outline, row: Row) -> list[Line]:
    """What would wait for an answer that nobody is asked for any more."""
    if isinstance(row, AttachmentSlot):
        return []
    if isinstance(row, Question):
        return form.hangs_on([row])
    chapter = form.chapter(row)
    gone = {line.key for line in chapter.lines}
    asked = [line.row for line in chapter.questions]
    return [line for line in form.hangs_on(asked) if line.key not in gone]


def _write(
    competition: Competition,
    siblings: models.QuerySet,
    row: Row | None,
    values: Mapping[str, object],
    *,
    titled: str,
) -> Row:
    changed = editing.changed_fields(row, values) if row else ["rows"]
    if competition.announced_at is not None:
        editing.refuse_structure(changed, HARMLESS)
    if not str(values.get(titled, row)).strip():
        raise Refused(_("Judul atau bunyi pertanyaan tidak boleh kosong."), status=422)
    if row is None:
        taken = set(siblings.values_list("code", flat=True))
        last = siblings.order_by("-position").values_list("position", flat=True).first() or 0
        return siblings.create(code=editing.new_code(str(values[titled]), taken), position=last + 1, **values)
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=changed)
    return row


def _score_by(competition: Competition, section: Section, chosen: Collection[int]) -> None:
    """Each criterion scores one chapter: choosing it here takes it from another."""
    criteria = Criterion.objects.filter(rubric__stage__competition=competition, rubric__locked_at=None)
    criteria.filter(section=section).exclude(pk__in=chosen).update(section=None)
    criteria.filter(pk__in=chosen).update(section=section)


def _refuse_announced(competition: Competition) -> None:
    if competition.announced_at is not None:
        editing.refuse_structure(["rows"], HARMLESS)


def _siblings(row: Row) -> models.QuerySet:
    if isinstance(row, Question):
        return row.section.questions.all()
    if isinstance(row, Section):
        return row.competition.sections.all()
    return row.competition.slots.filter(section=row.section_id)


def _number(rows: Sequence[Row]) -> None:
    for place, row in enumerate(rows, 1):
        row.position = place
    type(rows[0]).objects.bulk_update(rows, ["position"])


def _move_on(competition: Competition, question: Question, is_up: bool) -> None:
    """Into the chapter before, as its last; or into the one behind, as its first."""
    sections = list(competition.sections.all())
    target = sections.index(question.section) + (-1 if is_up else 1)
    if not 0 <= target < len(sections):
        return
    others = list(sections[target].questions.all())
    question.section = sections[target]
    taken = {other.code for other in others}
    question.code = question.code if question.code not in taken else editing.new_code(question.label, taken)
    question.save(update_fields=["section", "code"])
    _number([*others, question] if is_up else [question, *others])


def _copied(row: Row, siblings: Sequence[Row], **changes) -> Row:
    titled = "label" if isinstance(row, Question) else "title"
    longest = row._meta.get_field(titled).max_length
    mark = _("(salinan)")
    title = f"{getattr(row, titled)[: longest - len(mark) - 1]} {mark}"
    return _cloned(row, siblings, **{titled: title, **changes})


def _cloned(row: Row, siblings: Sequence[Row], **changes) -> Row:
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    kept.pop("id")
    title = changes.get("label") or changes.get("title") or str(row)
    code = editing.new_code(str(title), {other.code for other in siblings})
    return type(row).objects.create(**kept | changes | {"code": code})


def _copied_section(section: Section) -> Section:
    copy = _copied(section, list(section.competition.sections.all()), weight=0)
    made: dict[int, Question] = {}
    for question in section.questions.all():
        changes = _waiting_for(question, made)
        made[question.pk] = _cloned(question, list(made.values()), section_id=copy.pk, **changes)
    for slot in section.slots.all():
        siblings = list(section.competition.slots.all())
        _cloned(slot, siblings, section_id=copy.pk, **_waiting_for(slot, made))
    return copy


def _waiting_for(row: Question | AttachmentSlot, made: Mapping[int, Question]) -> dict:
    """Copies wait for one another; for what was not copied they wait like their models."""
    awaited = made.get(row.shown_when_id)
    return {"shown_when_id": awaited.pk} if awaited else {}


def _delete(row: Row) -> None:
    """Conditions between the rows that go would keep one another alive."""
    if isinstance(row, Section):
        row.questions.update(shown_when=None, shown_value="")
        row.slots.all().delete()
    try:
        row.delete()
    except models.ProtectedError:
        raise Refused(_("Sudah ada jawaban atau berkas di sini, sehingga tidak dapat dihapus.")) from None
