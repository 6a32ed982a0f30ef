"""The builder's pages through the client: all in order, each part with its own fields, nobody else's."""

import pytest
from django.urls import reverse

from competitions.models import Competition, Question
from tests import worlds
from tests.competitions.forms import listed, make_form, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(organiser):
    return make_form(organiser=organiser)


@pytest.fixture
def desk(client, bureau, edition):
    client.force_login(bureau)
    return client


def at(name, edition, *arguments):
    return reverse(f"competitions:{name}", args=[edition.slug, *arguments])


def press(desk, edition, button, row, kind="pertanyaan", revision=None):
    current = Competition.objects.get(pk=edition.pk).revision
    sent = {button: f"{kind}-{row.pk}", "revision": current if revision is None else revision}
    return desk.post(at("settings_form", edition), sent)


def test_builder_says_each_condition_and_limit_in_words(desk, edition):
    page = desk.get(at("settings_form", edition)).content.decode()
    for words in (
        "Ya atau tidak · wajib",
        "Hanya bila “Aplikasi?” dijawab “Ya”",
        "Teks, paling banyak 50 kata · wajib",
        "Satu berkas PDF · wajib",
    ):
        assert words in page


def test_builder_takes_the_same_queries_for_one_row_and_three(desk, edition, django_assert_num_queries):
    url = at("settings_form", edition)
    desk.get(url)
    with django_assert_num_queries(11):
        desk.get(url)
    for position in (3, 4):
        edition.tracks.create(position=position, name=f"Jalur {position}")
        section = edition.sections.create(position=position, code=f"s{position}", title="S")
        for place in (1, 2, 3):
            section.questions.create(
                position=place,
                code=f"q{place}",
                label="Q",
                kind="short",
                shown_when=question(edition, "aplikasi"),
                shown_value="ya",
            )
        edition.slots.create(position=position, code=f"b{position}", title="B", section=section)
        edition.slots.create(position=position + 5, code=f"c{position}", title="C")
    with django_assert_num_queries(11):
        desk.get(url)


def test_buttons_move_and_double_a_line_and_come_back_to_it(desk, edition):
    row = question(edition, "alamat")
    moved = press(desk, edition, "down", row)
    assert moved.url == at("settings_form", edition) + f"#pertanyaan-{row.pk}"
    assert listed(edition) == [["aplikasi"], ["alamat", "kebaruan"]]
    press(desk, edition, "duplicate", row)
    assert listed(edition) == [["aplikasi"], ["alamat", "alamat-aplikasi-salinan", "kebaruan"]]
    press(desk, edition, "up", edition.sections.last(), kind="bagian")
    assert [section.code for section in edition.sections.all()] == ["latar", "kebaruan"]


def test_buttons_refused_say_why_beside_the_form(desk, edition):
    response = press(desk, edition, "up", question(edition, "alamat"))
    assert response.status_code == 422
    assert "harus berada lebih dahulu" in response.content.decode()


def test_buttons_of_a_stale_page_answer_409(desk, edition):
    press(desk, edition, "duplicate", question(edition, "alamat"))
    stale = press(desk, edition, "duplicate", question(edition, "alamat"), revision=0)
    assert (stale.status_code, Question.objects.filter(section__competition=edition).count()) == (409, 4)


@pytest.mark.parametrize("value", ["", "pertanyaan-", "pertanyaan-x", "stage-1", "pertanyaan-9999999", "-1"])
def test_buttons_of_nothing_known_are_404(desk, edition, value):
    sent = {"up": value, "revision": 0}
    assert desk.post(at("settings_form", edition), sent).status_code == 404


def test_buttons_reach_no_row_of_another_edition(desk, edition):
    foreign = question(make_form(), "aplikasi")
    assert press(desk, edition, "duplicate", foreign).status_code == 404


FIELDS = {
    "text": ["label", "guidance", "max_words", "is_required", "condition"],
    "short": ["label", "guidance", "is_required", "condition"],
    "yesno": ["label", "guidance", "is_required", "condition"],
    "choice": ["label", "guidance", "options", "is_required", "condition"],
    "choices": ["label", "guidance", "options", "is_required", "condition"],
    "number": ["label", "guidance", "unit", "minimum", "maximum", "is_required", "condition"],
    "date": ["label", "guidance", "is_required", "condition"],
    "link": ["label", "guidance", "is_required", "condition"],
    "table": ["label", "guidance", "options", "is_required", "condition"],
}
SENT = {
    "text": ({"max_words": "120"}, ("max_words", 120)),
    "short": ({}, ("max_words", None)),
    "yesno": ({}, ("options", [])),
    "choice": ({"options": "Satu\r\n\r\n Dua  kata "}, ("options", ["Satu", "Dua kata"])),
    "choices": ({"options": "A\nB\nC"}, ("options", ["A", "B", "C"])),
    "number": ({"unit": "persen", "minimum": "0", "maximum": "12.5"}, ("unit", "persen")),
    "date": ({}, ("unit", "")),
    "link": ({}, ("unit", "")),
    "table": ({"options": "Ukuran\nSebelum"}, ("options", ["Ukuran", "Sebelum"])),
}


@pytest.mark.parametrize("kind", FIELDS)
def test_question_of_every_kind_has_just_its_fields_and_is_saved(desk, edition, kind):
    url = at("settings_question_add", edition, "latar") + f"?jenis={kind}"
    assert list(desk.get(url).context["form"].fields) == FIELDS[kind]
    sent, (name, value) = SENT[kind]
    aplikasi = question(edition, "aplikasi")
    form = {"label": "Baru?", "condition": f"{aplikasi.pk}:tidak", "revision": 0} | sent
    response = desk.post(url, form)
    assert response.url == at("settings_form", edition) + f"#bagian-{edition.sections.first().pk}"
    made = question(edition, "baru")
    assert (made.kind, getattr(made, name), made.is_required) == (kind, value, False)
    assert (made.shown_when, made.shown_value) == (aplikasi, "tidak")


def test_question_page_offers_earlier_answers_only(desk, edition):
    edition.sections.last().questions.create(position=2, code="nanti", label="Nanti?", kind="yesno")
    url = at("settings_question", edition, question(edition, "kebaruan").pk)
    groups = desk.get(url).context["form"].fields["condition"].choices[1:]
    pk = question(edition, "aplikasi").pk
    assert [(title, [key for key, _ in answers]) for title, answers in groups] == [
        ("Aplikasi?", [f"{pk}:ya", f"{pk}:tidak"])
    ]


@pytest.mark.parametrize("sent", ["9:ya", "x:ya", "ya", "::"])
def test_question_page_refuses_a_condition_that_was_not_offered(desk, edition, sent):
    url = at("settings_question", edition, question(edition, "kebaruan").pk)
    form = {"label": "Kebaruan", "max_words": 50, "condition": sent, "revision": 0}
    assert desk.post(url, form).status_code == 422


def test_question_page_wrong_answers_422_and_keeps_every_word(desk, edition):
    url = at("settings_question_add", edition, "latar") + "?jenis=choice"
    form = {"label": "Kalimat panjang saya", "options": "hanya satu", "condition": "", "revision": 0}
    response = desk.post(url, form)
    page = response.content.decode()
    assert response.status_code == 422
    assert ("Kalimat panjang saya" in page, "hanya satu" in page) == (True, True)
    assert "Tulis paling sedikit dua pilihan" in page


def test_question_page_from_a_second_tab_answers_409_with_both(desk, edition):
    url = at("settings_question", edition, question(edition, "kebaruan").pk)
    form = {"max_words": 50, "is_required": "on", "condition": "", "revision": 0}
    desk.post(url, form | {"label": "Dari tab lain"})
    response = desk.post(url, form | {"label": "Dari tab ini"})
    (difference,) = response.context["differences"]
    assert (response.status_code, difference.saved, difference.typed) == (
        409,
        "Dari tab lain",
        "Dari tab ini",
    )
    assert desk.post(url, form | {"label": "Dari tab ini", "revision": 1}).status_code == 302


def test_question_page_fills_the_seventeen_goals_without_scripts(desk, edition):
    url = at("settings_question_add", edition, "latar") + "?jenis=choices&sdgs"
    page = desk.get(url).content.decode()
    assert "17. Kemitraan untuk Mencapai Tujuan</textarea>" in page


def test_question_page_changes_the_kind(desk, edition):
    row = question(edition, "kebaruan")
    url = at("settings_question", edition, row.pk)
    assert len(desk.get(f"{url}?jenis=").context["kinds"]) == 9
    form = {"label": "Sejak kapan?", "is_required": "on", "condition": "", "revision": 0}
    assert desk.post(f"{url}?jenis=date", form).status_code == 302
    row.refresh_from_db()
    assert (row.kind, row.max_words, row.label) == ("date", None, "Sejak kapan?")


def test_section_page_takes_track_weight_and_criteria(desk, edition):
    track = edition.tracks.create(position=2, name="Replikasi")
    criterion = edition.stages.get(kind="scoring").rubrics.get().criteria.first()
    form = {"title": "Asal", "weight": 30, "track": track.pk, "criteria": [criterion.pk], "revision": 0}
    assert desk.post(at("settings_section_add", edition), form).status_code == 302
    section = edition.sections.get(code="asal")
    criterion.refresh_from_db()
    assert (section.track, section.weight, criterion.section) == (track, 30, section)
    page = desk.get(at("settings_form", edition)).content.decode()
    assert ("hanya jalur Replikasi" in page, "Dinilai pada kriteria:" in page) == (True, True)


def test_slot_page_begins_in_its_chapter_and_takes_every_field(desk, edition):
    url = at("settings_slot_add", edition) + "?bagian=latar"
    form = desk.get(url).context["form"]
    section = edition.sections.first()
    assert form.initial["section"] == section
    sent = {"title": "Foto", "section": section.pk, "accepts": "image", "max_files": 4, "statement": ""}
    aplikasi = question(edition, "aplikasi").pk
    assert desk.post(url, sent | {"condition": f"{aplikasi}:ya", "revision": 0}).status_code == 302
    slot = edition.slots.get(code="foto")
    assert (slot.section, slot.accepts, slot.max_files, slot.shown_value, slot.is_required) == (
        section,
        "image",
        4,
        "ya",
        False,
    )


@pytest.mark.parametrize("count", ["0", "11", "-1", "x"])
def test_slot_page_refuses_an_odd_number_of_files(desk, edition, count):
    url = at("settings_slot", edition, edition.slots.get().pk)
    sent = {"title": "Bukti", "accepts": "pdf", "max_files": count, "condition": "", "revision": 0}
    assert desk.post(url, sent).status_code == 422


def test_removing_names_what_goes_and_what_stands_in_the_way(desk, edition):
    asks, section = question(edition, "aplikasi"), edition.sections.first()
    url = at("settings_form_remove", edition, "pertanyaan", asks.pk)
    assert "masih menjadi syarat bagi" in desk.get(url).content.decode()
    assert desk.post(url, {"revision": 0}).status_code == 409
    url = at("settings_form_remove", edition, "bagian", section.pk)
    assert "Alamat aplikasi" in desk.get(url).content.decode()
    assert desk.post(url, {"revision": 0}).url == at("settings_form", edition)
    assert listed(edition) == [["kebaruan"]]


def test_announced_pages_offer_the_help_text_alone(desk, edition, publisher):
    Competition.objects.filter(pk=edition.pk).update(announced_at=edition.opens_at, announced_by=publisher)
    pages = [
        at("settings_question", edition, question(edition, "kebaruan").pk),
        at("settings_section", edition, "latar"),
        at("settings_slot", edition, edition.slots.get().pk),
    ]
    for url in pages:
        assert list(desk.get(url).context["form"].fields) == ["guidance"]
        assert desk.post(url, {"guidance": "Baru.", "label": "Lain", "revision": -1}).status_code == 409
    assert desk.post(pages[0], {"guidance": "Baru.", "label": "Lain", "revision": 0}).status_code == 302
    row = question(edition, "kebaruan")
    assert (row.guidance, row.label) == ("Baru.", "Uraikan kebaruan")
    assert press(desk, edition, "up", row).status_code == 409


def test_pages_of_a_foreign_edition_or_row_are_404(desk, edition):
    foreign = make_form()
    row = question(foreign, "kebaruan")
    for url in (
        at("settings_form", foreign),
        at("settings_section_add", foreign),
        at("settings_question", edition, row.pk),
        at("settings_slot", edition, foreign.slots.get().pk),
        at("settings_form_remove", edition, "pertanyaan", row.pk),
        at("settings_form_remove", edition, "tahap", row.pk),
        at("amendment_change", edition, "pertanyaan", row.pk),
        at("amendment_change", edition, "bagian", edition.sections.first().pk),
    ):
        assert desk.get(url).status_code == 404


def test_pages_for_an_auditor_are_403(client, edition, organiser):
    client.force_login(worlds.make_user(agency=organiser, role="auditor"))
    assert client.get(at("settings_form", edition)).status_code == 403
    assert client.get(reverse("proposals:form_preview", args=[edition.slug])).status_code == 403
