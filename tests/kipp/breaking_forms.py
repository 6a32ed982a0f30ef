"""Ways to break the form of one published demonstration, each with the invariants that must notice."""

from competitions.models import AttachmentSlot, FormAmendment, Question, Section

from .breaking import AT, breaks, edition, one, other_edition, person


@breaks("forms_stay_within_their_edition")
def ask_a_chapter_of_a_foreign_track():
    track = other_edition().tracks.create(position=1, name="Umum")
    one(Section.objects.filter(code="keberlanjutan")).update(track=track)


@breaks("forms_stay_within_their_edition")
def put_a_file_into_a_foreign_chapter():
    section = other_edition().sections.create(position=1, code="lain", title="Lain")
    one(AttachmentSlot.objects.all()).update(section=section)


@breaks("announced_forms_hold_together")
def take_the_options_of_a_choice():
    Question.objects.filter(kind="choices").update(options=[])


@breaks("announced_forms_hold_together")
def wait_for_an_answer_that_is_not_offered():
    one(Question.objects.filter(shown_value="ya")).update(shown_value="mungkin")


@breaks("announced_forms_hold_together")
def wait_for_what_is_asked_later():
    asked = Question.objects.get(code="aplikasi")
    asked.section.questions.filter(pk=asked.pk).update(position=99)


def amend(number):
    FormAmendment.objects.create(
        competition=edition(),
        number=number,
        letter_number="1",
        reason="Contoh.",
        changes=[],
        made_at=AT,
        made_by=person(),
    )


@breaks("amendments_stand_in_the_ledger")
def amend_without_a_link():
    amend(1)


@breaks("amendments_stand_in_the_ledger", "amendments_are_contiguous")
def amend_out_of_order():
    amend(2)
