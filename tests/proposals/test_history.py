"""What another text replaces is kept by the database, whoever writes it."""

from datetime import timedelta

import pytest

from proposals.models import AnswerVersion
from proposals.services import writing
from tests.proposals.worlds import NOW, make_desk

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def save(desk, text, revision, *, by=None, after=0):
    return writing.save_answer(
        proposal=desk.fresh(),
        question_id=desk.question.pk,
        by=by or desk.writer,
        at=NOW + after * MINUTE,
        revision=revision,
        text=text,
    )


def kept():
    return [(version.text, version.saved_by.name) for version in AnswerVersion.objects.order_by("pk")]


FIRST = ("Jawaban untuk latar.", "Rina Penulis")


def test_answer_replaced_by_its_writer_keeps_one_text_in_ten_minutes():
    desk = make_desk()
    for revision, after in enumerate((0, 1, 9, 10, 11), 1):
        save(desk, f"Tulisan yang tumbuh, ke-{revision}", revision, after=after)
    assert kept() == [FIRST, ("Tulisan yang tumbuh, ke-3", "Rina Penulis")]


def test_answer_replaced_by_a_colleague_keeps_what_stood():
    desk = make_desk()
    save(desk, "Tulisan Rina yang baru", 1)
    save(desk, "Tulisan Bagus yang baru", 2, by=desk.head, after=1)
    save(desk, "Tulisan Bagus yang lebih baru", 3, by=desk.head, after=2)
    assert kept() == [FIRST, ("Tulisan Rina yang baru", "Rina Penulis")]


def test_answer_cut_by_more_than_half_keeps_what_stood():
    desk = make_desk()
    save(desk, "0123456789", 1)
    save(desk, "01234", 2, after=1)
    assert kept() == [FIRST]
    save(desk, "01", 3, after=2)
    assert kept() == [FIRST, ("01234", "Rina Penulis")]


def test_answer_saved_again_the_same_keeps_nothing():
    desk = make_desk()
    save(desk, "Jawaban untuk latar.", 1)
    assert kept() == []
