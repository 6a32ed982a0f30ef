import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from agencies.models import AuditEvent, Mail
from competitions.models import Competition
from judging.models import IntegrityStatement
from judging.reads import integrity as reads
from judging.services import integrity, scoring_sheets
from kipp.lib.errors import Refused, Stale
from tests import worlds

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
WORDS = "Saya menilai dengan jujur."
SEEN = hashlib.sha256(WORDS.encode()).hexdigest()
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return worlds.make_edition(integrity_text=WORDS)


@pytest.fixture
def member(edition):
    return worlds.make_juror(worlds.scoring_stage(edition), name="Dr. Rina")


@pytest.fixture
def reading(edition, member):
    return worlds.make_assignment(worlds.make_entry(edition, title="Antar Obat"), member)


def sign(edition, user, **words):
    words = {"name": "Rina", "seen": SEEN} | words
    return integrity.sign(competition=edition, by=user, at=AT, **words)


def test_sign_keeps_the_words_and_tells_everybody(edition, member):
    assert reads.is_missing(member.user, edition)
    row = sign(edition, member.user, name=" Rina Wati ")
    assert (row.text, row.sha256, row.signed_as, row.signed_at) == (WORDS, SEEN, "Rina Wati", AT)
    assert not reads.is_missing(member.user, edition)
    event = edition.ledger.get()
    assert (event.kind, event.subject) == ("integrity.signed", f"edition:{edition.slug}")
    told = {"statement": row.code, "juror": member.user.code, "text_sha256": SEEN}
    assert json.loads(event.payload) == told
    assert AuditEvent.objects.get().details == told
    letter = Mail.objects.get()
    assert letter.to == member.user.email
    assert WORDS in letter.body
    assert SEEN in letter.body


def test_sign_twice_is_done_once(edition, member):
    assert sign(edition, member.user) == sign(edition, member.user, name="Lain")
    assert (edition.ledger.count(), Mail.objects.count()) == (1, 1)


def test_sign_words_that_changed_meanwhile_is_refused(edition, member):
    Competition.objects.filter(pk=edition.pk).update(integrity_text="Bunyi baru.")
    with pytest.raises(Stale, match="mengubah bunyi"):
        sign(edition, member.user)
    assert not IntegrityStatement.objects.exists()


def test_sign_without_a_name_is_refused(edition, member):
    with pytest.raises(Refused, match="Ketik nama"):
        sign(edition, member.user, name="  ")


def test_sign_by_somebody_who_is_no_juror_is_refused(edition):
    with pytest.raises(Refused, match="bukan juri"):
        sign(edition, worlds.make_user())


def test_is_missing_in_an_edition_without_statement_is_false(member):
    other = worlds.make_edition()
    assert not reads.is_missing(member.user, other)


def test_owed_by_names_unsigned_editions_of_the_juror_only(edition, member):
    worlds.make_edition(integrity_text=WORDS)
    assert reads.owed_by(member.user) == [edition]
    sign(edition, member.user)
    assert reads.owed_by(member.user) == []


def test_open_sheet_before_signing_is_refused(edition, member, reading):
    act = {"assignment": reading, "by": member.user, "at": AT, "no_conflict": True}
    with pytest.raises(Refused, match="Tanda tangani dahulu"):
        scoring_sheets.open_sheet(**act)
    sign(edition, member.user)
    assert scoring_sheets.open_sheet(**act).assignment == reading


def test_queue_before_signing_shows_no_title(client, edition, member, reading):
    client.force_login(member.user)
    page = client.get(reverse("judging:queue")).content.decode()
    assert "Antar Obat" not in page
    assert reverse("judging:integrity", args=[edition.slug]) in page
    sign(edition, member.user)
    assert "Antar Obat" in client.get(reverse("judging:queue")).content.decode()


PATHS = ["sheet", "sheet_open", "sheet_recuse", "comment_save"]


@pytest.mark.parametrize("name", PATHS)
def test_pages_of_a_reading_before_signing_lead_to_the_statement(client, edition, member, reading, name):
    client.force_login(member.user)
    address = reverse(f"judging:{name}", args=[reading.code])
    statement = reverse("judging:integrity", args=[edition.slug])
    if name == "sheet":
        assert client.get(address).url == statement
    else:
        answer = client.post(address, {"reason": "Ipar", "no_conflict": "1"})
        assert answer.status_code == 409
        assert f'href="{statement}"' in answer.content.decode()
    reading.refresh_from_db()
    assert reading.recused_at is None


def test_file_of_a_reading_whose_statement_came_later_is_withheld(client, edition, member, reading):
    Competition.objects.filter(pk=edition.pk).update(integrity_text="")
    scoring_sheets.open_sheet(assignment=reading, by=member.user, at=AT, no_conflict=True)
    Competition.objects.filter(pk=edition.pk).update(integrity_text=WORDS)
    client.force_login(member.user)
    address = reverse("judging:sheet_file", args=[reading.code, "0" * 64])
    assert client.get(address).url == reverse("judging:integrity", args=[edition.slug])
    criterion = reading.entry.stage.rubrics.get().criteria.first()
    saving = reverse("judging:score_save", args=[reading.code, criterion.pk])
    assert client.post(saving, {"points": 3, "revision": 0, "comment": ""}).status_code == 404


def test_integrity_page_signs_and_goes_on_to_expertise(client, edition, member):
    client.force_login(member.user)
    address = reverse("judging:integrity", args=[edition.slug])
    assert WORDS in client.get(address).content.decode()
    unticked = client.post(address, {"name": "Rina Wati", "seen": SEEN})
    assert unticked.status_code == 422
    assert "Rina Wati" in unticked.content.decode()
    done = client.post(address, {"agrees": "on", "name": "Rina Wati", "seen": SEEN})
    assert done.url == reverse("judging:own_expertise", args=[edition.slug])
    assert "Rina Wati" in client.get(address).content.decode()


def test_integrity_page_shows_changed_words_and_keeps_the_name(client, edition, member):
    client.force_login(member.user)
    Competition.objects.filter(pk=edition.pk).update(integrity_text="Bunyi baru.")
    posted = {"agrees": "on", "name": "Rina Wati", "seen": SEEN}
    answer = client.post(reverse("judging:integrity", args=[edition.slug]), posted)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bunyi baru." in page
    assert "Rina Wati" in page
    assert hashlib.sha256(b"Bunyi baru.").hexdigest() in page


def test_integrity_page_of_an_edition_that_one_does_not_judge_is_404(client, member):
    client.force_login(member.user)
    other = worlds.make_edition(integrity_text=WORDS)
    assert client.get(reverse("judging:integrity", args=[other.slug])).status_code == 404


def test_panel_page_says_who_has_signed_and_which_words(client, edition, member):
    sign(edition, member.user)
    worlds.make_juror(member.stage)
    client.force_login(edition.announced_by)
    address = reverse("judging:panel", args=[member.stage.code])
    page = client.get(address).content.decode()
    assert page.count("ditandatangani") == 1
    assert "bunyi sebelum diubah" not in page
    Competition.objects.filter(pk=edition.pk).update(integrity_text="Bunyi baru.")
    assert "bunyi sebelum diubah" in client.get(address).content.decode()
