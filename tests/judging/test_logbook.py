"""The logbook: every act with its reason, every reading by staff, and nothing of another edition."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from competitions.models import Stage
from judging.models import Assignment
from judging.reads import logbook
from judging.services import closing, conflicts, scoring_sheets
from proposals.services import reading
from tests import worlds
from tests.judging.golden_stage import fill_sheet

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture
def stage():
    """Three entries of one juror: a final sheet given back, a waiver, a conflict; one proposal was read."""
    edition = worlds.make_edition()
    stage = worlds.scoring_stage(edition)
    bureau, juror = edition.announced_by, worlds.make_juror(stage, name="Juri Sari")
    first, second, third = (
        worlds.make_assignment(worlds.make_entry(edition, title=title), juror)
        for title in ("Lady Song", "Besuk Kiamat", "Tape Pasar")
    )
    sheet = fill_sheet(first, dict.fromkeys(worlds.CRITERIA, 4))
    scoring_sheets.reopen(sheet=sheet, by=bureau, at=AT, reason="Salah baris.")
    closing.waive(assignment=second, by=bureau, at=AT, reason="Sakit.")
    conflicts.declare(assignment=third, by=juror.user, at=AT, reason="Adik saya di timnya.")
    reading.note(subject=f"proposal:{first.entry.proposal.code}", by=bureau, at=AT)
    return stage


def lines_of(stage, *, group="", words=""):
    rows = logbook.acts(stage.competition, group=group, words=words)
    return [(line.what, line.about, line.reason) for line in logbook.told(stage.competition, list(rows))]


def test_acts_are_told_the_latest_first_with_their_reasons(stage):
    assert lines_of(stage) == [
        ("Menyatakan benturan kepentingan", "Tape Pasar", ""),
        ("Melanjutkan tanpa sebuah lembar nilai", "Juri Sari · Besuk Kiamat", "Sakit."),
        ("Membuka kembali lembar nilai", "Juri Sari · Lady Song", "Salah baris."),
    ]


def test_acts_name_who_acted_and_the_link_of_the_chain(stage):
    line = logbook.told(stage.competition, list(logbook.acts(stage.competition, group="nilai", words="")))[-1]
    event = stage.competition.ledger.get(kind="sheet.reopened")
    assert (line.who, line.seq, line.hash, line.at) == (
        stage.competition.announced_by.name,
        event.seq,
        event.hash,
        AT,
    )


def test_acts_are_narrowed_by_kind_by_person_and_by_title(stage):
    assert [what for what, *_ in lines_of(stage, group="panel")] == ["Menyatakan benturan kepentingan"]
    assert [about for _, about, _ in lines_of(stage, words="juri sari")] == ["Tape Pasar"]
    assert [about for _, about, _ in lines_of(stage, words="lady")] == ["Juri Sari · Lady Song"]


def test_single_saves_are_told_only_when_asked_for(stage):
    unread = Assignment.objects.get(entry__proposal__title="Lady Song")
    score = unread.sheet.scores.first()
    scoring_sheets.save_score(
        sheet=unread.sheet,
        criterion_id=score.criterion_id,
        by=unread.member.user,
        at=AT,
        points=3,
        comment="",
        revision=score.revision,
    )
    assert "Menyimpan nilai" not in [what for what, *_ in lines_of(stage)]
    assert lines_of(stage, group="simpan") == [("Menyimpan nilai", "Juri Sari · Lady Song", "")]


def test_readings_tell_who_opened_what_in_this_edition_alone(stage):
    elsewhere = worlds.make_entry(worlds.make_edition(), title="Milik edisi lain")
    reading.note(
        subject=f"proposal:{elsewhere.proposal.code}", by=elsewhere.stage.competition.announced_by, at=AT
    )
    seen = logbook.seen(stage.competition, list(logbook.readings(stage.competition, words="")))
    assert [(line.who, line.what, line.about) for line in seen] == [
        (stage.competition.announced_by.name, "Membaca proposal", "Lady Song")
    ]


def test_page_shows_the_acts_to_an_auditor_and_hides_the_edition_from_others(client, stage):
    edition = stage.competition
    auditor = worlds.make_user(agency=edition.organiser, role="auditor")
    client.force_login(auditor)
    page = client.get(reverse("judging:logbook", args=[edition.slug]) + "?cari=lady").content.decode()
    assert "Salah baris." in page
    assert "Sakit." not in page
    client.force_login(worlds.make_user(agency=edition.organiser, role="staff"))
    assert client.get(reverse("judging:logbook", args=[edition.slug])).status_code in (403, 404)


def test_looking_at_scores_before_they_are_public_is_written_down(client, stage):
    edition = stage.competition
    bureau = worlds.make_user(agency=edition.organiser, role="bureau", name="Bu Panitia")
    client.force_login(bureau)
    addresses = ("judging:ranking", "judging:ranking_csv", "judging:reviews_csv")
    for address in addresses:
        response = client.get(reverse(address, args=[stage.code]))
        assert response.status_code == 200
        b"".join(response) if response.streaming else response.content
    seen = logbook.seen(edition, list(logbook.readings(edition, words="bu panitia")))
    assert [(line.what, line.about) for line in seen] == [("Melihat nilai", stage.name)] * len(addresses)
    Stage.objects.filter(pk=stage.pk).update(
        closed_at=AT, closed_by=bureau, published_at=AT, published_by=bureau
    )
    client.get(reverse("judging:ranking", args=[stage.code]))
    assert logbook.readings(edition, words="bu panitia").count() == len(addresses)
