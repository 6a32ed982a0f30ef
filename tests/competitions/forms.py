"""A small form to build on: two chapters, a question that another one waits for, a place for files."""

from competitions.models import AttachmentSlot, Question
from tests import worlds


def make_form(**fields):
    """An edition in preparation: "Latar" asks yes or no, then why; "Kebaruan" asks a text."""
    edition = worlds.make_edition(is_announced=False, **fields)
    first, second = edition.sections.all()
    first.questions.all().delete()
    asks = first.questions.create(position=1, code="aplikasi", label="Aplikasi?", kind="yesno")
    first.questions.create(
        position=2,
        code="alamat",
        label="Alamat aplikasi",
        kind="link",
        shown_when=asks,
        shown_value="ya",
    )
    AttachmentSlot.objects.create(
        competition=edition, position=1, code="bukti", title="Bukti", section=second
    )
    return edition


def question(edition, code):
    return Question.objects.get(section__competition=edition, code=code)


def listed(edition):
    """Codes of the questions, chapter by chapter, as they are asked."""
    return [[row.code for row in section.questions.all()] for section in edition.sections.all()]
