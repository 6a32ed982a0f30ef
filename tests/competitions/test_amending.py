"""The form of an announced edition changes by letter only: what a letter may do, and who reads of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.models import AuditEvent
from competitions.models import Competition, FormAmendment, Question
from competitions.services import amendments, calls
from kipp.lib.errors import Refused, Stale
from tests.competitions.forms import listed, make_form, question

pytestmark = pytest.mark.django_db
LETTER = {"letter_number": "060/12/2026", "reason": "Batas kata pedoman keliru."}


@pytest.fixture
def edition(organiser, publisher):
    edition = make_form(organiser=organiser)
    section = edition.sections.last()
    section.questions.create(position=2, code="sdgs", label="SDGs", kind="choices", options=["1", "2"])
    Competition.objects.filter(pk=edition.pk).update(announced_at=edition.opens_at, announced_by=publisher)
    edition.refresh_from_db()
    return edition


@pytest.fixture
def now(edition):
    return edition.opens_at + timedelta(days=1)


@pytest.fixture
def change(edition, bureau, now):
    def call(code, at=now, **values):
        row = edition.slots.get() if code == "bukti" else question(edition, code)
        revision = Competition.objects.get(pk=edition.pk).revision
        told = {"competition": edition, "by": bureau, "at": at, "revision": revision} | LETTER
        return amendments.change(row=row, values=values, **told)

    return call


def test_change_word_limit_is_frozen_numbered_and_told(edition, change, bureau, now):
    act = change("kebaruan", max_words=80)
    assert question(edition, "kebaruan").max_words == 80
    entry = {"subject": "Uraikan kebaruan", "field": "max_words", "before": 50, "after": 80}
    assert (act.number, act.changes, act.made_by, act.made_at) == (1, [entry], bureau, now)
    event = AuditEvent.objects.get(verb="form.amended")
    assert event.details["changes"] == [entry]
    link = edition.ledger.get()
    assert (link.kind, link.subject) == ("form.amended", f"edition:{edition.slug}")
    assert Competition.objects.get(pk=edition.pk).revision == 1
    assert change("kebaruan", max_words=60).number == 2


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("kebaruan", {"label": "Apa yang baru?"}),
        ("kebaruan", {"max_words": 10}),
        ("kebaruan", {"is_required": False}),
        ("sdgs", {"options": ["1", "2", "3"]}),
        ("bukti", {"title": "Bukti dampak"}),
        ("bukti", {"max_files": 3}),
        ("bukti", {"is_required": False}),
    ],
)
def test_change_that_takes_nothing_from_anybody_is_enacted(edition, change, code, values):
    (field,) = values
    assert [entry["after"] for entry in change(code, **values).changes] == list(values.values())
    row = edition.slots.get() if code == "bukti" else question(edition, code)
    assert getattr(row, field) == values[field]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("kebaruan", {"kind": "short"}),
        ("kebaruan", {"label": "  "}),
        ("kebaruan", {"max_words": 0}),
        ("kebaruan", {"guidance": "Lewat surat"}),
        ("aplikasi", {"shown_value": "ya"}),
        ("sdgs", {"options": ["1"]}),
        ("sdgs", {"options": ["2", "1", "3"]}),
        ("sdgs", {"options": ["1", "2", "2"]}),
        ("bukti", {"accepts": "any"}),
        ("bukti", {"max_files": 0}),
    ],
)
def test_change_that_takes_something_is_refused(edition, change, code, values):
    with pytest.raises(Refused) as caught:
        change(code, **values)
    assert caught.value.status == 422
    assert (FormAmendment.objects.count(), edition.ledger.count()) == (0, 0)


def test_change_optional_into_required_is_refused(edition, change):
    Question.objects.filter(pk=question(edition, "kebaruan").pk).update(is_required=False)
    with pytest.raises(Refused) as caught:
        change("kebaruan", is_required=True)
    assert "Isian yang opsional tidak dapat menjadi wajib" in " ".join(caught.value.reasons)


def test_change_of_nothing_is_refused(change):
    with pytest.raises(Refused, match="Belum ada yang diubah"):
        change("kebaruan", max_words=50)


@pytest.mark.parametrize("missing", ["letter_number", "reason"])
def test_change_without_a_letter_is_refused(edition, bureau, now, missing):
    told = {"competition": edition, "by": bureau, "at": now, "revision": 0} | LETTER | {missing: " "}
    with pytest.raises(Refused, match="memerlukan nomor surat dan alasan"):
        amendments.change(row=question(edition, "kebaruan"), values={"max_words": 80}, **told)


def test_change_before_the_announcement_needs_no_letter(edition, change):
    Competition.objects.filter(pk=edition.pk).update(announced_at=None, announced_by=None)
    with pytest.raises(Refused, match="tanpa surat"):
        change("kebaruan", max_words=80)


def test_change_after_the_last_deadline_is_refused(edition, change, bureau, now):
    with pytest.raises(Refused, match="sudah ditutup"):
        change("kebaruan", at=edition.closes_at, max_words=80)
    until = edition.closes_at + timedelta(days=2)
    calls.extend(competition=edition, by=bureau, at=now, until=until, agency=edition.organiser, **LETTER)
    assert change("kebaruan", at=edition.closes_at, max_words=80).number == 1


def test_change_with_an_old_revision_is_stale(edition, change, bureau, now):
    change("kebaruan", max_words=80)
    told = {"competition": edition, "by": bureau, "at": now, "revision": 0} | LETTER
    with pytest.raises(Stale):
        amendments.change(row=question(edition, "kebaruan"), values={"max_words": 90}, **told)


def add(edition, by, at, **values):
    values = {"label": "Mitra", "kind": "short", "is_required": True} | values
    told = {"competition": edition, "by": by, "at": at, "revision": edition.revision} | LETTER
    return amendments.add_question(section=edition.sections.first(), values=values, **told)


def test_add_question_is_optional_whatever_is_asked_for(edition, bureau, now):
    act = add(edition, bureau, now)
    assert listed(edition) == [["aplikasi", "alamat", "mitra"], ["kebaruan", "sdgs"]]
    assert question(edition, "mitra").is_required is False
    (entry,) = act.changes
    assert (entry["subject"], entry["field"], entry["before"]) == ("Mitra", "question", "")
    assert entry["after"] == "Teks pendek, satu baris · opsional"


def test_add_question_waiting_for_a_later_answer_is_refused(edition, bureau, now):
    with pytest.raises(Refused, match="harus berada lebih dahulu"):
        add(edition, bureau, now, shown_when=question(edition, "sdgs"), shown_value="1")


def test_pages_show_the_change_before_it_is_enacted_and_everybody_after(edition, bureau, client):
    client.force_login(bureau)
    pk = question(edition, "kebaruan").pk
    url = reverse("competitions:amendment_change", args=[edition.slug, "pertanyaan", pk])
    assert client.get(url).context["entries"] == []
    form = LETTER | {"label": "Uraikan kebaruan", "max_words": 80, "is_required": "on", "revision": 0}
    shown = client.post(url, form)
    (entry,) = shown.context["entries"]
    assert (shown.status_code, entry["before"], entry["after"]) == (200, "50", "80")
    assert FormAmendment.objects.count() == 0
    again = client.post(url, form | {"again": "1"})
    assert (again.context["entries"], 'value="80"' in again.content.decode()) == ([], True)
    done = client.post(url, form | {"enact": "1"})
    assert done.url == reverse("competitions:settings_form", args=[edition.slug]) + f"#pertanyaan-{pk}"
    client.logout()
    public = client.get(reverse("competitions:detail", args=[edition.slug])).content.decode()
    assert "Surat nomor 060/12/2026." in public
    assert "Batas kata pedoman keliru." in public


def test_page_of_a_change_without_a_letter_answers_422_and_keeps_the_words(edition, bureau, client):
    client.force_login(bureau)
    pk = question(edition, "kebaruan").pk
    url = reverse("competitions:amendment_change", args=[edition.slug, "pertanyaan", pk])
    response = client.post(url, {"label": "Kata baru saya", "max_words": 80, "revision": 0})
    assert response.status_code == 422
    assert "Kata baru saya" in response.content.decode()


def test_page_adds_options_behind_those_that_stand(edition, bureau, client):
    client.force_login(bureau)
    pk = question(edition, "sdgs").pk
    url = reverse("competitions:amendment_change", args=[edition.slug, "pertanyaan", pk])
    form = LETTER | {"label": "SDGs", "options": " 3 \n\n4", "is_required": "on", "revision": 0}
    assert client.post(url, form | {"enact": "1"}).status_code == 302
    assert question(edition, "sdgs").options == ["1", "2", "3", "4"]
    twice = client.post(url, form | {"options": "4", "revision": 1})
    assert (twice.status_code, "ditulis dua kali" in twice.content.decode()) == (422, True)


def test_page_adds_a_question(edition, bureau, client):
    client.force_login(bureau)
    url = reverse("competitions:amendment_question_add", args=[edition.slug, "latar"])
    assert client.get(url).context["kinds"][0][0] == "text"
    asked = LETTER | {"label": "Mitra", "max_words": 40, "condition": "", "revision": 0}
    shown = client.post(f"{url}?jenis=text", asked)
    assert [entry["after"] for entry in shown.context["entries"]] == ["Teks, paling banyak 40 kata"]
    assert client.post(f"{url}?jenis=text", asked | {"enact": "1"}).status_code == 302
    assert question(edition, "mitra").max_words == 40


def test_page_after_the_deadline_says_why_nothing_can_be_changed(edition, bureau, client):
    Competition.objects.filter(pk=edition.pk).update(
        opens_at=edition.opens_at - timedelta(days=90), closes_at=edition.closes_at - timedelta(days=60)
    )
    client.force_login(bureau)
    pk = question(edition, "kebaruan").pk
    page = client.get(reverse("competitions:amendment_change", args=[edition.slug, "pertanyaan", pk]))
    assert "Pendaftaran sudah ditutup, sehingga formulir tidak dapat diubah lagi." in page.content.decode()
