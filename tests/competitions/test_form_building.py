"""Each verb of the form builder: what it writes, and what it refuses."""

import pytest

from agencies.models import AuditEvent
from competitions.models import AttachmentSlot, Competition, Question, Section
from competitions.services import form
from kipp.lib.errors import Refused, Stale
from tests.competitions.conftest import MADE_AT
from tests.competitions.forms import listed, make_form, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(bureau, organiser):
    return make_form(organiser=organiser)


@pytest.fixture
def build(edition, bureau):
    """Any verb, at the revision that stands."""

    def call(verb, **given):
        revision = Competition.objects.get(pk=edition.pk).revision
        return verb(competition=edition, by=bureau, at=MADE_AT, revision=revision, **given)

    return call


def announce(edition, by):
    Competition.objects.filter(pk=edition.pk).update(announced_at=MADE_AT, announced_by=by)


TEXT = {"label": "Mengapa?", "kind": "text", "max_words": 50, "is_required": True}


def test_save_section_new_goes_last_with_a_code_of_its_own(edition, build):
    made = build(form.save_section, values={"title": "Latar", "weight": 5})
    assert (made.code, made.position, made.weight) == ("latar-2", 3, 5)
    event = AuditEvent.objects.get(verb="edition.edited")
    assert event.details == {"part": "formulir", "changed": ["title", "weight"]}


def test_save_section_takes_its_criteria_from_others(edition, build):
    first, second = edition.sections.all()
    rubric = edition.stages.get(kind="scoring").rubrics.get()
    one, two, three = rubric.criteria.all()[:3]
    rubric.criteria.filter(pk__in=[one.pk, two.pk]).update(section=first)
    build(form.save_section, section=second, values={}, criteria=[two.pk, three.pk])
    build(form.save_section, section=first, values={}, criteria=[])
    held = dict(rubric.criteria.values_list("code", "section__code"))
    assert held == {
        "kebaruan": None,
        "signifikansi": "kebaruan",
        "transferabilitas": "kebaruan",
        "efektivitas": None,
        "keberlanjutan": None,
    }


def test_save_section_with_criteria_of_another_edition_leaves_them(edition, build):
    foreign = make_form().stages.get(kind="scoring").rubrics.get().criteria.first()
    build(form.save_section, section=edition.sections.first(), values={}, criteria=[foreign.pk])
    foreign.refresh_from_db()
    assert foreign.section is None


def test_save_question_new_goes_to_the_end_of_its_chapter(edition, build):
    made = build(form.save_question, section=edition.sections.first(), values=TEXT)
    assert (made.code, made.position) == ("mengapa", 3)
    assert listed(edition) == [["aplikasi", "alamat", "mengapa"], ["kebaruan"]]


def test_save_question_of_another_kind_loses_what_the_kind_has_not(edition, build):
    asked = question(edition, "kebaruan")
    values = TEXT | {"kind": "number", "unit": "persen", "minimum": 0, "maximum": 100}
    build(form.save_question, question=asked, values=values)
    asked.refresh_from_db()
    assert (asked.kind, asked.max_words, asked.unit, asked.maximum) == ("number", None, "persen", 100)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "text", "max_words": 0}, "Isi batas kata"),
        ({"kind": "choice", "options": ["a"]}, "paling sedikit dua pilihan"),
        ({"kind": "choice", "options": ["a", "A"]}, "dua kali"),
        ({"kind": "choices", "options": ["a", "b\nc"]}, "satu baris"),
        ({"kind": "table", "options": []}, "satu judul kolom"),
        ({"kind": "number", "minimum": 5, "maximum": 5}, "di bawah angka terbesar"),
    ],
)
def test_save_question_that_cannot_be_answered_is_refused_and_taken_back(edition, build, values, sentence):
    with pytest.raises(Refused, match=sentence) as caught:
        build(form.save_question, section=edition.sections.first(), values=TEXT | values)
    assert caught.value.status == 422
    assert listed(edition) == [["aplikasi", "alamat"], ["kebaruan"]]


def conditional(edition, code, value):
    return TEXT | {"shown_when": question(edition, code), "shown_value": value}


def test_save_question_waits_for_an_earlier_answer_of_another_chapter(edition, build):
    values = conditional(edition, "aplikasi", "tidak")
    made = build(form.save_question, section=edition.sections.last(), values=values)
    assert (made.shown_when.code, made.shown_value) == ("aplikasi", "tidak")


@pytest.mark.parametrize(
    ("code", "value", "sentence"),
    [
        ("aplikasi", "mungkin", "tidak ada di antara pilihan"),
        ("alamat", "ya", "tidak ada di antara pilihan"),
        ("kebaruan", "ya", "harus berada lebih dahulu"),
    ],
)
def test_save_question_waiting_for_what_never_comes_is_refused(edition, build, code, value, sentence):
    values = conditional(edition, code, value)
    with pytest.raises(Refused, match=sentence):
        build(form.save_question, section=edition.sections.first(), values=values)


def test_save_question_waiting_for_itself_is_refused(edition, build):
    asked = question(edition, "aplikasi")
    with pytest.raises(Refused, match="harus berada lebih dahulu"):
        build(form.save_question, question=asked, values={"shown_when": asked, "shown_value": "ya"})


def test_save_question_waiting_for_another_edition_is_refused(edition, build):
    values = conditional(make_form(), "aplikasi", "ya")
    with pytest.raises(Refused, match="tidak ada di formulir ini"):
        build(form.save_question, section=edition.sections.last(), values=values)


def test_save_question_losing_an_awaited_answer_is_refused(edition, build):
    with pytest.raises(Refused, match="“Alamat aplikasi” tidak dapat disimpan begini"):
        build(form.save_question, question=question(edition, "aplikasi"), values=TEXT)
    assert question(edition, "aplikasi").kind == "yesno"


def test_save_section_for_one_track_when_all_wait_for_it_is_refused(edition, build):
    track = edition.tracks.create(position=2, name="Replikasi")
    build(form.save_question, section=edition.sections.last(), values=conditional(edition, "aplikasi", "ya"))
    with pytest.raises(Refused, match="hanya ada di jalur lain"):
        build(form.save_section, section=edition.sections.first(), values={"track": track})


def test_save_mends_one_thing_while_another_is_still_wrong(edition, build):
    Question.objects.filter(code="kebaruan", section__competition=edition).update(kind="choice", options=[])
    build(form.save_section, section=edition.sections.first(), values={"weight": 7})
    assert edition.sections.first().weight == 7


def test_save_slot_inside_a_chapter_waits_for_an_answer(edition, build):
    values = {"title": "Surat izin", "max_files": 3, "accepts": "any", "statement": "identity"}
    values |= {"section": edition.sections.last(), "shown_when": question(edition, "aplikasi")}
    made = build(form.save_slot, values=values | {"shown_value": "ya"})
    assert (made.code, made.position, made.max_files, made.statement) == ("surat-izin", 2, 3, "identity")


@pytest.mark.parametrize("count", [0, 11])
def test_save_slot_for_no_file_or_too_many_is_refused(edition, build, count):
    with pytest.raises(Refused, match="angka 1 sampai 10"):
        build(form.save_slot, slot=edition.slots.get(), values={"max_files": count})


def test_save_without_a_name_is_refused(edition, build):
    for verb, values in (
        (form.save_section, {"title": " "}),
        (form.save_slot, {"title": ""}),
        (form.save_question, TEXT | {"label": " "}),
    ):
        more = {"section": edition.sections.first()} if verb is form.save_question else {}
        with pytest.raises(Refused, match="tidak boleh kosong"):
            build(verb, values=values, **more)


def test_save_with_an_old_revision_is_stale(edition, bureau):
    told = {"competition": edition, "by": bureau, "at": MADE_AT, "revision": 0}
    form.save_section(values={"title": "Satu"}, **told)
    with pytest.raises(Stale):
        form.save_section(values={"title": "Dua"}, **told)
    assert edition.sections.filter(title="Dua").count() == 0


def test_move_swaps_neighbours_and_stops_at_the_edge(edition, build):
    second = edition.sections.last()
    build(form.move, row=second, is_up=True)
    assert list(edition.sections.values_list("code", "position")) == [("kebaruan", 1), ("latar", 2)]
    build(form.move, row=Section.objects.get(pk=second.pk), is_up=True)
    assert [row.code for row in edition.sections.all()] == ["kebaruan", "latar"]


def test_move_before_the_awaited_question_is_refused(edition, build):
    with pytest.raises(Refused, match="harus berada lebih dahulu"):
        build(form.move, row=question(edition, "alamat"), is_up=True)
    assert listed(edition) == [["aplikasi", "alamat"], ["kebaruan"]]


def test_move_of_a_chapter_behind_those_who_wait_for_it_is_refused(edition, build):
    values = conditional(edition, "aplikasi", "ya")
    build(form.save_question, section=edition.sections.last(), values=values)
    with pytest.raises(Refused, match="harus berada lebih dahulu"):
        build(form.move, row=edition.sections.first(), is_up=False)


def test_move_over_the_edge_goes_on_into_the_next_chapter(edition, build):
    build(form.move, row=question(edition, "alamat"), is_up=False)
    assert listed(edition) == [["aplikasi"], ["alamat", "kebaruan"]]
    build(form.move, row=question(edition, "alamat"), is_up=True)
    assert listed(edition) == [["aplikasi", "alamat"], ["kebaruan"]]


def test_move_into_a_chapter_that_has_the_code_gives_another(edition, build):
    edition.sections.first().questions.create(position=3, code="kebaruan", label="Kebaruan", kind="short")
    moved = Question.objects.get(section=edition.sections.first(), code="kebaruan")
    build(form.move, row=moved, is_up=False)
    assert listed(edition) == [["aplikasi", "alamat"], ["kebaruan-2", "kebaruan"]]


def test_move_of_a_file_stays_in_its_place(edition, build):
    other = edition.slots.create(position=2, code="lain", title="Lain", section=edition.sections.last())
    build(form.move, row=other, is_up=True)
    assert list(edition.slots.values_list("code", flat=True)) == ["lain", "bukti"]
    assert set(edition.slots.values_list("section__code", flat=True)) == {"kebaruan"}


def test_duplicate_question_stands_behind_its_model(edition, build):
    copy = build(form.duplicate, row=question(edition, "aplikasi"))
    assert (copy.label, copy.kind) == ("Aplikasi? (salinan)", "yesno")
    assert listed(edition) == [["aplikasi", "aplikasi-salinan", "alamat"], ["kebaruan"]]


def test_duplicate_keeps_every_field_but_name_and_place(edition, build):
    model = question(edition, "kebaruan")
    copy = build(form.duplicate, row=model)
    names = [field.name for field in Question._meta.concrete_fields]
    different = {name for name in names if getattr(model, name) != getattr(copy, name)}
    assert different == {"id", "code", "label", "position"}


def test_duplicate_long_label_still_fits(edition, build):
    Question.objects.filter(pk=question(edition, "kebaruan").pk).update(label="x" * 300)
    copy = build(form.duplicate, row=question(edition, "kebaruan"))
    assert (len(copy.label), copy.label.endswith(" (salinan)")) == (300, True)


def test_duplicate_section_brings_its_questions_with_their_conditions(edition, build):
    Section.objects.filter(pk=edition.sections.first().pk).update(weight=40)
    edition.slots.create(
        position=2,
        code="izin",
        title="Izin",
        section=edition.sections.first(),
        shown_when=question(edition, "aplikasi"),
        shown_value="ya",
    )
    copy = build(form.duplicate, row=edition.sections.first())
    assert (copy.title, copy.weight, copy.position) == ("Latar (salinan)", 0, 2)
    asks, waits = copy.questions.all()
    assert (waits.shown_when, waits.shown_value) == (asks, "ya")
    assert copy.slots.get().shown_when == asks
    assert [row.code for row in edition.sections.all()] == ["latar", "latar-salinan", "kebaruan"]


def test_remove_question_that_another_waits_for_is_refused_by_name(edition, build):
    with pytest.raises(Refused, match="Masih menjadi syarat bagi “Alamat aplikasi”"):
        build(form.remove, row=question(edition, "aplikasi"))
    build(form.remove, row=question(edition, "alamat"))
    build(form.remove, row=question(edition, "aplikasi"))
    assert listed(edition) == [[], ["kebaruan"]]


def test_remove_section_takes_its_questions_and_files_along(edition, build):
    build(form.remove, row=edition.sections.last())
    build(form.remove, row=edition.sections.first())
    assert (edition.sections.count(), Question.objects.count(), AttachmentSlot.objects.count()) == (0, 0, 0)


def test_remove_section_that_others_wait_for_is_refused(edition, build):
    slot = edition.slots.get()
    build(
        form.save_slot, slot=slot, values={"shown_when": question(edition, "aplikasi"), "shown_value": "ya"}
    )
    with pytest.raises(Refused, match="Masih menjadi syarat bagi “Bukti”"):
        build(form.remove, row=edition.sections.first())


def test_everything_but_help_texts_stands_still_once_announced(edition, build, publisher):
    announce(edition, publisher)
    section, asked, slot = edition.sections.first(), question(edition, "kebaruan"), edition.slots.get()
    build(form.save_section, section=section, values={"guidance": "Baru.", "title": section.title})
    build(form.save_question, question=asked, values={"guidance": "Baru."})
    build(form.save_slot, slot=slot, values={"guidance": "Baru."})
    changes = [
        lambda: build(form.save_section, section=section, values={"weight": 1}),
        lambda: build(form.save_section, section=section, values={}, criteria=[]),
        lambda: build(form.save_section, values={"title": "Baru"}),
        lambda: build(form.save_question, question=asked, values={"max_words": 51}),
        lambda: build(form.save_question, section=section, values=TEXT),
        lambda: build(form.save_slot, slot=slot, values={"max_files": 2}),
        lambda: build(form.move, row=section, is_up=False),
        lambda: build(form.duplicate, row=asked),
        lambda: build(form.remove, row=slot),
    ]
    for change in changes:
        with pytest.raises(Refused, match="sudah diumumkan"):
            change()
    assert {row.guidance for row in (edition.sections.first(), question(edition, "kebaruan"))} == {"Baru."}
    assert edition.slots.get().guidance == "Baru."
