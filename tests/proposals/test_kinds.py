"""Every kind of question: typed without scripts, shown again as it was, read as people read it."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from competitions.models import Question
from proposals.models import Answer, Attachment
from proposals.reads import drafts, payload
from proposals.reads.shown import Shown, shown
from proposals.services import writing
from tests.proposals import paper
from tests.proposals.kinds import ANSWERS, FIELDS, ask_every_kind
from tests.proposals.worlds import add_slot, add_yesno

pytestmark = pytest.mark.django_db


def as_sent(code):
    """What a browser without scripts sends for the answer: a value for every box, cell or line."""
    text = ANSWERS[code]
    if code == "hasil":
        return [*re.split("[\t\n]", text), " ", "", ""]
    return text.split("\n") if code == "sdg" else text


def typed(desk, asked, **changes):
    body = {"revision": 0, "title": desk.proposal.title, "team-TOTAL_FORMS": 0, "team-INITIAL_FORMS": 0}
    body |= {"category": desk.proposal.category_id, "track": desk.proposal.track_id, "team_kind": "team"}
    for code, question in asked.items():
        body[f"revision_{question.pk}"] = changes.get("revision", 0)
        sent = changes.get(code, as_sent(code))
        body |= {} if sent is None else {f"q_{question.pk}": sent}
    return body


def stored(desk, asked):
    held = dict(Answer.objects.filter(proposal=desk.proposal).values_list("question_id", "text"))
    return {code: held.get(question.pk) for code, question in asked.items()}


def test_whole_form_saves_every_kind_as_one_text(desk, writer):
    asked = ask_every_kind(desk.edition)
    response = writer.post(reverse("proposals:edit", args=[desk.proposal.code]), typed(desk, asked))
    assert response.status_code == 302
    assert stored(desk, asked) == ANSWERS


def test_whole_form_with_boxes_and_rows_left_empty_empties_them(desk, writer):
    asked = ask_every_kind(desk.edition)
    address = reverse("proposals:edit", args=[desk.proposal.code])
    writer.post(address, typed(desk, asked))
    cleared = {"sudah": None, "bidang": None, "sdg": None, "hasil": ["", " ", ""], "revision": 1}
    assert writer.post(address, typed(desk, asked, **cleared)).status_code == 302
    expected = ANSWERS | {"sudah": "", "bidang": "", "sdg": "", "hasil": ""}
    assert stored(desk, asked) == expected


def answer_all(desk, asked, texts=ANSWERS):
    for code, text in texts.items():
        writing.save_answer(
            proposal=desk.fresh(),
            question_id=asked[code].pk,
            by=desk.writer,
            at=timezone.now(),
            revision=0,
            text=text,
        )


def controls(html, question):
    """What a browser would send back from the page, untouched."""
    sent = []
    name = f'name="q_{question.pk}"'
    for tag in re.findall(r"<input[^>]*>", html):
        if name not in tag or (('type="radio"' in tag or 'type="checkbox"' in tag) and " checked" not in tag):
            continue
        sent.append(re.search(r'value="([^"]*)"', tag)[1])
    for box in re.findall(rf"<textarea[^>]*{name}[^>]*>\n(.*?)</textarea>", html, re.DOTALL):
        sent.append(box)
    for select in re.findall(rf"<select[^>]*{name}.*?</select>", html, re.DOTALL):
        sent += re.findall(r'<option value="([^"]*)" selected', select)
    return [unescape(value) for value in sent]


def test_edit_page_shows_every_kind_so_that_an_untouched_form_changes_nothing(desk, writer):
    asked = ask_every_kind(desk.edition)
    answer_all(desk, asked)
    address = reverse("proposals:edit", args=[desk.proposal.code])
    html = writer.get(address).content.decode()
    body = typed(desk, asked, **{code: controls(html, question) for code, question in asked.items()})
    assert writer.post(address, body).status_code == 302
    assert stored(desk, asked) == ANSWERS
    assert set(Answer.objects.filter(question__in=asked.values()).values_list("revision", flat=True)) == {1}


def test_edit_page_keeps_a_choice_that_is_no_longer_offered(desk, writer):
    asked = ask_every_kind(desk.edition)
    answer_all(desk, asked)
    Question.objects.filter(code__in=["bidang", "kota"]).update(options=["Lainnya"])
    Question.objects.filter(code="sdg").update(options=["SDG 3"])
    html = writer.get(reverse("proposals:edit", args=[desk.proposal.code])).content.decode()
    sent = {code: controls(html, asked[code]) for code in ("bidang", "kota", "sdg")}
    assert sent == {"bidang": ["Tata kelola"], "kota": ["Kota C"], "sdg": ["SDG 3", "SDG 16"]}
    assert html.count("(tidak ditawarkan lagi)") == 3


@pytest.mark.parametrize(
    ("code", "text", "sentence"),
    [
        ("biaya", "banyak", "Tulis angka saja, misalnya 1.250 atau 12,5."),
        ("biaya", "0,25", "Angka paling kecil 0,5."),
        ("tanggal", "kemarin", "Pilih tanggal yang benar."),
        ("situs", "contoh.go.id", "Tulis alamat lengkap yang diawali https://."),
        ("nama", "a" * 301, "Ringkas menjadi paling banyak 300 huruf."),
        ("bidang", "Pertanian", "Pilih lagi dari pilihan yang tersedia."),
    ],
)
def test_edit_page_says_beside_the_field_what_is_wrong(desk, writer, code, text, sentence):
    asked = ask_every_kind(desk.edition)
    answer_all(desk, asked, {code: text})
    name = f"id_q_{asked[code].pk}"
    html = writer.get(reverse("proposals:edit", args=[desk.proposal.code])).content.decode()
    beside = re.search(rf'<div class="field-error" id="{name}_error" data-fault>(.*?)</div>', html, re.DOTALL)
    assert re.search(r"<p>(.*)</p>", beside[1])[1] == sentence
    rail = writer.get(reverse("proposals:progress", args=[desk.proposal.code])).content.decode()
    assert f'data-fault-of="q_{asked[code].pk}">{sentence}</span>' in rail


def test_edit_page_says_when_a_question_or_a_place_for_files_is_asked(desk, writer):
    asked = ask_every_kind(desk.edition)
    slot = add_slot(desk.edition)
    after = {
        Question.objects.filter(pk=asked["nama"].pk): (asked["sdg"], "SDG 3"),
        Question.objects.filter(pk=asked["situs"].pk): (asked["bidang"], "Lainnya"),
        type(slot).objects.filter(pk=slot.pk): (asked["sudah"], "ya"),
    }
    for rows, (first, value) in after.items():
        rows.update(shown_when=first, shown_value=value)
    answer_all(desk, asked, {"sdg": "SDG 1\nSDG 3", "bidang": "Pelayanan", "sudah": "tidak"})
    html = writer.get(reverse("proposals:edit", args=[desk.proposal.code])).content.decode()
    told = [unescape(said) for said in re.findall(r'no-js-only">(Isi bila.*?)</p>', html)]
    assert told == [
        "Isi bila “Tujuan pembangunan” dijawab “SDG 3”.",
        "Isi bila “Bidang” dijawab “Lainnya”.",
        "Isi bila “Sudah direplikasi?” dijawab “Ya”.",
    ]
    waiting = re.findall(r'data-shown-when="q_(\d+)" data-shown-value="([^"]*)"( data-unasked)?', html)
    assert waiting == [
        (str(asked["sdg"].pk), "SDG 3", ""),
        (str(asked["bidang"].pk), "Lainnya", " data-unasked"),
        (str(asked["sudah"].pk), "ya", " data-unasked"),
    ]


def test_whole_form_takes_a_file_of_a_place_inside_a_chapter(desk, writer):
    slot = add_slot(desk.edition)
    type(slot).objects.filter(pk=slot.pk).update(section=desk.question.section)
    file = SimpleUploadedFile("surat.pdf", paper.make_pdf(1), "application/pdf")
    body = typed(desk, {}) | {"file_implementasi": file}
    assert writer.post(reverse("proposals:edit", args=[desk.proposal.code]), body).status_code == 302
    assert Attachment.objects.get().slot == slot


def test_shown_reads_every_kind_as_people_do(desk):
    asked = ask_every_kind(desk.edition)
    answer_all(desk, asked)
    sections = payload.build(drafts.load(desk.fresh()), 1)["sections"]
    read = {row["code"]: shown(row) for row in sections[-1]["answers"]}
    situs = read.pop("situs")
    assert read == {
        "nama": Shown("LAPOR CEPAT"),
        "sudah": Shown("Ya"),
        "bidang": Shown("Tata kelola"),
        "kota": Shown("Kota C"),
        "sdg": Shown(lines=["SDG 3", "SDG 16"]),
        "biaya": Shown("1.250,5 juta rupiah"),
        "tanggal": Shown("29 Februari 2024"),
        "hasil": Shown(
            head=["Ukuran", "Sebelum", "Sesudah"],
            rows=[["Lama antre", "120 menit", "10 menit"], ["Keluhan", "40", ""]],
        ),
    }
    assert (situs.text, situs.url.startswith("/keluar/")) == ("https://contoh.go.id/lapor", True)


@pytest.mark.parametrize("code", FIELDS)
def test_shown_blank_answer_of_any_kind_is_nothing(code):
    assert shown({"kind": FIELDS[code]["kind"], "text": "", "label": "", "words": 0}) == Shown()


def test_shown_keeps_the_words_of_what_it_cannot_read():
    for kind, text in (("number", "banyak"), ("date", "kemarin"), ("yesno", "mungkin"), ("link", "contoh")):
        assert shown({"kind": kind, "text": text}) == Shown(text)


def test_detail_page_shows_a_table_with_heads_and_choices_as_a_list(desk, writer):
    asked = ask_every_kind(desk.edition)
    answer_all(desk, asked)
    html = writer.get(reverse("proposals:detail", args=[desk.proposal.code])).content.decode()
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == ["Ukuran", "Sebelum", "Sesudah"]
    assert "<li>SDG 3</li><li>SDG 16</li>" in html
    assert "1.250,5 juta rupiah" in html


def test_question_after_yes_is_asked_when_answered_yes(desk):
    add_yesno(desk, text="ya")
    shown_fields = [f.question.code for f in drafts.load(desk.fresh()).fields if f.is_shown]
    assert shown_fields == ["latar", "sudah", "oleh", "kebaruan"]
