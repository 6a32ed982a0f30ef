"""A proposal on its way there and back, through the pages of both sides."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from competitions.models import Competition
from proposals.models import Attachment, Correction, Finding, Proposal, Screening
from proposals.reads import review
from proposals.services import attachments, corrections, submission
from tests import worlds as shared
from tests.proposals import paper
from tests.proposals.asking import address, send_json
from tests.proposals.worlds import add_slot, make_desk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def sent(media, now):
    """Sent with a file in the last hours of a call that has closed; three lines to check."""
    desk = make_desk(closes_at=now - HOUR)
    early = {"opens_at": now - 72 * HOUR, "announced_at": now - 72 * HOUR}
    Competition.objects.filter(pk=desk.edition.pk).update(**early)
    slot = add_slot(desk.edition)
    for position, (code, kind) in enumerate((("umur", "age"), ("surat", "statements"), ("bermakna", "")), 1):
        desk.edition.checklist.create(
            position=position, code=code, question=f"{code}?", reason=f"{code} tidak", check_kind=kind
        )
    attach(desk, slot, now - 3 * HOUR, "lama.pdf", 1)
    revision = review.page(desk.fresh(), now - 2 * HOUR).revision
    submission.submit(proposal=desk.fresh(), by=desk.writer, at=now - 2 * HOUR, revision=revision)
    return desk


def attach(desk, slot, at, name, pages):
    content = paper.make_pdf(pages)
    said = {"proposal": desk.fresh(), "slot": slot, "by": desk.writer, "at": at, "name": name}
    return attachments.attach(**said, content=content)


@pytest.fixture
def bureau(client, sent):
    client.force_login(shared.make_user(agency=sent.edition.organiser, role="bureau"))
    client.get("/healthz")
    return client


@pytest.fixture
def agency(sent):
    client = Client()
    client.force_login(sent.writer)
    return client


def bureau_url(desk, name):
    return reverse(f"proposals:{name}", args=[desk.edition.slug, desk.proposal.code])


def returned(desk, now, **fields):
    said = {"note": "Ganti surat.", "due_at": now + 24 * HOUR} | fields
    by = desk.edition.announced_by
    return corrections.ask(version=desk.fresh().versions.first(), by=by, at=now, **said)


def mend(client, desk, text="Latar yang lebih jelas."):
    answer = desk.proposal.answers.get(question=desk.question)
    url = address(desk, "save_answer", desk.question.pk)
    response = send_json(client, url, text=text, revision=answer.revision)
    assert response.status_code == 200, response.content


def review_and_send(client, desk):
    page = client.get(address(desk, "submit"))
    revision = page.context["form"]["revision"].value()
    return client.post(address(desk, "submit"), {"revision": revision})


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def findings(status):
    return {f"met_{code}": status for code in ("umur", "surat", "bermakna")}


# --- There and back -----------------------------------------------------------------------------------


def test_journey_returned_mended_sent_again_and_passed(sent, bureau, agency):
    said = {"revision": 0, "met_umur": "ya", "met_surat": "tidak", "note_surat": "Belum bertanda tangan"}
    bureau.post(bureau_url(sent, "screening"), said)
    page = bureau.get(bureau_url(sent, "correction_ask"))
    form = page.context["form"]
    assert form["note"].value() == "- surat tidak: Belum bertanda tangan"
    due = form["due_at"].value().strftime("%Y-%m-%dT%H:%M")
    body = {"note": "Tanda tangani suratnya.", "due_at": due, "letter_number": "005/9"}
    assert bureau.post(bureau_url(sent, "correction_ask"), body).url == bureau_url(sent, "screening")

    page = text_of(agency.get(address(sent, "detail")))
    assert "Perbaiki dan kirim ulang sebelum" in page
    assert "Tanda tangani suratnya." in page
    assert "Surat nomor 005/9." in page
    mend(agency, sent)
    assert "Tanda tangani suratnya." in text_of(agency.get(address(sent, "edit")))
    assert "Kirim ulang proposal" in text_of(agency.get(address(sent, "submit")))
    response = review_and_send(agency, sent)
    assert response.url == address(sent, "receipt")

    page = bureau.get(bureau_url(sent, "screening"))
    assert "Ini versi 2" in text_of(page)
    shown = text_of(bureau.get(address(sent, "versions")))
    assert "<del>Jawaban untuk latar.</del><ins>Latar yang lebih jelas.</ins>" in shown
    verdict = findings("ya") | {"revision": 0, "putusan": "lolos"}
    bureau.post(bureau_url(sent, "screening"), verdict)
    row = Proposal.objects.get(pk=sent.proposal.pk)
    assert (row.status, row.entries.get().version.number) == ("passed", 2)
    assert Screening.objects.get(version__number=1).findings.filter(is_met=False).count() == 1


def test_journey_lapsed_by_the_clock_alone(sent, bureau, agency, now):
    returned(sent, now)
    mend(agency, sent)
    past = {"asked_at": now - 3 * HOUR, "due_at": now - HOUR}
    Correction.objects.update(**past)
    Proposal.objects.filter(pk=sent.proposal.pk).update(correction_due_at=now - HOUR)
    page = text_of(agency.get(address(sent, "detail")))
    assert "Perbaikan tidak dikirim sampai" in page
    assert "Jawaban untuk latar." in page
    assert agency.get(address(sent, "edit")).url == address(sent, "detail")
    assert "<ins>Latar yang lebih jelas.</ins>" in text_of(agency.get(address(sent, "versions")))
    verdict = findings("ya") | {"revision": 0, "putusan": "lolos"}
    bureau.post(bureau_url(sent, "screening"), verdict)
    assert Proposal.objects.get(pk=sent.proposal.pk).status == "passed"
    assert Correction.objects.get().ended_as == "lapsed"


def test_journey_lifted_needs_a_reason_and_says_it_to_the_agency(sent, bureau, agency, now):
    returned(sent, now)
    page = text_of(bureau.get(bureau_url(sent, "correction_ask")))
    assert "Menunggu perbaikan sampai" in page
    refused = bureau.post(bureau_url(sent, "correction_lift"), {"reason": " "})
    assert (refused.status_code, "Tulis alasan" in text_of(refused)) == (422, True)
    lifted = bureau.post(bureau_url(sent, "correction_lift"), {"reason": "Suratnya sudah diterima langsung."})
    assert lifted.url == bureau_url(sent, "screening")
    page = text_of(agency.get(address(sent, "detail")))
    assert "Perbaikan dicabut panitia" in page
    assert "Suratnya sudah diterima langsung." in page


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"note": "", "due_at": "2099-01-01T23:59"}, "Tulis apa yang perlu diperbaiki."),
        (
            {"note": "Ganti surat.", "due_at": "2020-01-01T23:59"},
            "harus di masa depan.",
        ),
        ({"note": "Ganti surat.", "due_at": "besok"}, "Masukkan"),
    ],
)
def test_asking_wrongly_is_422_and_keeps_the_words(sent, bureau, body, sentence):
    response = bureau.post(bureau_url(sent, "correction_ask"), body | {"letter_number": "005/10"})
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert "005/10" in page
    assert Correction.objects.count() == 0


def test_asking_is_the_bureaus_alone(sent, client, agency):
    for role, status in (("auditor", 403), ("bureau", 200)):
        client.force_login(shared.make_user(agency=sent.edition.organiser, role=role))
        assert client.get(bureau_url(sent, "correction_ask")).status_code == status
    client.force_login(shared.make_user(agency=shared.make_agency(), role="bureau"))
    assert client.get(bureau_url(sent, "correction_ask")).status_code == 404
    assert agency.get(bureau_url(sent, "correction_ask")).status_code == 404


# --- Whose words --------------------------------------------------------------------------------------


def test_words_being_mended_are_shown_to_nobody_else(sent, bureau, agency, now):
    returned(sent, now)
    mend(agency, sent, "Rahasia sampai dikirim.")
    head = {"title": "Judul Rahasia", "revision": sent.fresh().revision}
    assert send_json(agency, address(sent, "save_header"), **head).status_code == 200
    pages = [address(sent, name) for name in ("detail", "versions", "receipt")]
    pages += [bureau_url(sent, name) for name in ("screening", "correction_ask")]
    pages += [address(sent, "version", 1), reverse("proposals:screening_list", args=[sent.edition.slug])]
    pages += [address(sent, "versions") + "?dari=1&ke=draf"]
    for page in pages:
        shown = text_of(bureau.get(page))
        assert "Rahasia" not in shown, page
    assert "Judul Rahasia" in text_of(agency.get(address(sent, "edit")))
    both = text_of(agency.get(address(sent, "versions")))
    assert "<ins>Rahasia sampai dikirim.</ins>" in both
    assert "<ins>Judul Rahasia</ins>" in both


def test_files_of_both_versions_open_and_a_new_one_only_once_it_is_sent(sent, bureau, agency, now):
    old = Attachment.objects.get()
    returned(sent, now)
    fresh = attach(sent, sent.edition.slots.get(), now + timedelta(seconds=1), "baru.pdf", 2)
    seen = [bureau.get(address(sent, "attachment", one.code)).status_code for one in (old, fresh)]
    assert seen == [200, 404]
    mine = [agency.get(address(sent, "attachment", one.code)).status_code for one in (old, fresh)]
    assert mine == [200, 200]
    revision = review.page(sent.fresh().as_written(), now + timedelta(seconds=2)).revision
    submission.submit(proposal=sent.fresh(), by=sent.writer, at=now + timedelta(seconds=2), revision=revision)
    seen = [bureau.get(address(sent, "attachment", one.code)).status_code for one in (old, fresh)]
    assert seen == [200, 200]
    shown = text_of(bureau.get(address(sent, "versions")))
    assert "lama.pdf" in shown
    assert "baru.pdf" in shown


def test_second_version_is_offered_what_was_found_where_nothing_changed(sent, bureau, agency, now):
    """The portal counts anew; where its facts are the same, what people said of them goes before it."""
    said = {"revision": 0, "note_umur": "Tidak ada SK"} | findings("tidak") | {"met_bermakna": "ya"}
    bureau.post(bureau_url(sent, "screening"), said)
    returned(sent, now)
    attach(sent, sent.edition.slots.get(), now + timedelta(seconds=1), "baru.pdf", 2)
    review_and_send(agency, sent)
    page = bureau.get(bureau_url(sent, "screening"))
    form = page.context["form"]
    offered = {code: form[f"met_{code}"].value() for code in ("umur", "surat", "bermakna")}
    assert offered == {"umur": "tidak", "surat": "ya", "bermakna": None}
    assert form["note_umur"].value() == "Tidak ada SK"
    shown = [text_of(page).count(f"Versi 1: {word}.") for word in ("terpenuhi", "tidak terpenuhi")]
    assert shown == [1, 2]
    assert Finding.objects.filter(screening__version__number=2).count() == 0


def test_version_page_shows_findings_to_the_overseers_only(sent, bureau, agency):
    bureau.post(bureau_url(sent, "screening"), {"revision": 0, "met_umur": "ya"})
    assert "umur?" in text_of(bureau.get(address(sent, "version", 1)))
    assert "umur?" not in text_of(agency.get(address(sent, "version", 1)))
    assert agency.get(address(sent, "version", 2)).status_code == 404


def test_versions_of_another_agency_are_not_found(sent, client):
    client.force_login(shared.make_user(agency=shared.make_agency()))
    assert client.get(address(sent, "versions")).status_code == 404
    assert client.get(address(sent, "version", 1)).status_code == 404


# --- Known weak points --------------------------------------------------------------------------------


def states(client, desk):
    steps = client.get(address(desk, "detail")).context["page"].steps
    return [(step.label, step.state) for step in steps]


def test_steps_say_where_a_sent_proposal_stands(desk, writer, now):
    """While the call is open it can be taken back: nobody checks it yet."""
    review_and_send(writer, desk)
    labels = ["Pengiriman", "Seleksi Administrasi", "Penilaian Proposal"]
    assert states(writer, desk) == list(zip(labels, ["done", "todo", "todo"], strict=True))
    assert "dapat diambil kembali sampai" in text_of(writer.get(address(desk, "detail")))
    Competition.objects.filter(pk=desk.edition.pk).update(closes_at=now - HOUR)
    assert states(writer, desk) == list(zip(labels, ["done", "current", "todo"], strict=True))
    desk.edition.stages.filter(kind="screening").update(opens_at=now + HOUR)
    assert states(writer, desk) == list(zip(labels, ["done", "todo", "todo"], strict=True))
    Proposal.objects.filter(pk=desk.proposal.pk).update(status="passed")
    desk.edition.stages.filter(kind="scoring").update(opens_at=now - HOUR)
    assert states(writer, desk) == list(zip(labels, ["done", "done", "current"], strict=True))


def test_withdraw_page_does_not_open_for_what_was_sent(desk, writer):
    review_and_send(writer, desk)
    response = writer.get(address(desk, "withdraw"), follow=True)
    assert response.redirect_chain == [(address(desk, "detail"), 302)]
    assert "Hanya draf yang dapat ditarik." in text_of(response)
    assert writer.post(address(desk, "withdraw"), {"reason": "Salah"}).status_code == 409


def test_double_clicks_change_nothing(desk, writer):
    review_and_send(writer, desk)
    for _ in range(2):
        assert writer.post(address(desk, "take_back")).url == address(desk, "edit")
    for _ in range(2):
        response = writer.post(address(desk, "withdraw"), {"reason": "Salah edisi"})
        assert response.url == address(desk, "detail")
    assert Proposal.objects.get(pk=desk.proposal.pk).status == "withdrawn"
