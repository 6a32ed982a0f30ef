"""The sentences that writers and screeners read about a proposal's chances."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from competitions.enums import AutomaticCheck
from competitions.models import Extension
from proposals.models import Correction, Proposal
from proposals.reads import readiness, rulings
from proposals.reads.checks import automatic_checks
from tests import worlds as shared
from tests.proposals.worlds import CLOSES, NOW, add_slot, add_yesno, make_desk

pytestmark = pytest.mark.django_db


def warnings(desk):
    return [warning.text for warning in readiness.warnings(desk.fresh(), NOW)]


def test_complete_draft_has_neither_blockers_nor_warnings():
    desk = make_desk()
    assert readiness.blockers(desk.fresh(), NOW) == []
    assert warnings(desk) == []


def test_blocker_leads_to_its_field():
    desk = make_desk()
    desk.proposal.answers.filter(question=desk.question).delete()
    (blocker,) = readiness.blockers(desk.fresh(), NOW)
    assert blocker.text == "Jawab: Uraikan latar"
    assert blocker.url == f"/proposal/{desk.proposal.code}/isi/#id_q_{desk.question.pk}"
    assert blocker.kind == readiness.Kind.MISSING


@pytest.mark.parametrize(("text", "missing"), [("ya", 1), ("tidak", 0)])
def test_question_after_yes_is_required_only_after_yes(text, missing):
    desk = make_desk()
    add_yesno(desk, text=text)
    assert len(readiness.blockers(desk.fresh(), NOW)) == missing


# One year before 30 November 2026: the day itself is enough.
@pytest.mark.parametrize(
    ("started_on", "sentence"),
    [
        (date(2025, 11, 29), None),
        (date(2025, 11, 30), None),
        (
            date(2025, 12, 1),
            "Umur penerapan kurang 1 hari: diterapkan mulai 1 Desember 2025, padahal harus genap "
            "12 bulan pada penutupan pendaftaran, 30 November 2026.",
        ),
    ],
)
def test_age_is_counted_to_the_day_of_closing(started_on, sentence):
    desk = make_desk(draft={"started_on": started_on})
    assert warnings(desk) == ([sentence] if sentence else [])


def test_age_is_counted_to_the_extended_closing():
    desk = make_desk(draft={"started_on": date(2025, 12, 1)})
    Extension.objects.create(
        competition=desk.edition,
        until=CLOSES + timedelta(days=1),
        letter_number="005/14",
        reason="Diperpanjang",
        granted_at=NOW,
        granted_by=desk.edition.announced_by,
    )
    assert warnings(desk) == []


def test_age_uses_the_editions_zone():
    """16.59 in UTC is 1 December already in Jayapura: one day older."""
    desk = make_desk(zone="Asia/Jayapura", draft={"started_on": date(2025, 12, 1)})
    assert warnings(desk) == []


def test_duplicate_names_the_agencys_own_twin_only():
    desk = make_desk(draft={"title": "Lapor Hendi"})
    shared.make_draft(desk.edition, agency=desk.agency, by=desk.writer, title="LAPOR, HENDI!")
    assert warnings(desk) == ["Instansi ini sudah punya proposal berjudul “LAPOR, HENDI!” pada edisi ini."]


def test_duplicate_of_another_agency_is_told_without_its_name():
    desk = make_desk(draft={"title": "Lapor Hendi"})
    twin = shared.make_submitted(desk.edition, title="Lapor Hendi")
    assert warnings(desk) == ["Judul yang sama sudah terdaftar pada edisi ini."]
    found = automatic_checks(desk.fresh(), NOW)[AutomaticCheck.DUPLICATE]
    assert (found.is_met, found.sentence) == (
        False,
        f"Judul yang sama sudah terdaftar dari {twin.agency.name}.",
    )


@pytest.mark.parametrize("status", ["draft", "rejected", "disqualified"])
def test_duplicate_of_another_agency_that_does_not_compete_is_not_told(status):
    desk = make_desk(draft={"title": "Lapor Hendi"})
    if status == "draft":
        shared.make_draft(desk.edition, title="Lapor Hendi")
    else:
        shared.make_submitted(desk.edition, title="Lapor Hendi", status=status)
    assert warnings(desk) == []


def test_title_without_letters_is_nobodys_twin():
    desk = make_desk(draft={"title": "***"})
    shared.make_submitted(desk.edition, title="!!!")
    assert warnings(desk) == []


def test_quota_counts_what_was_sent_before():
    desk = make_desk()
    desk.edition.tracks.update(quota=1)
    assert warnings(desk) == []
    sent = shared.make_submitted(desk.edition, agency=desk.agency, by=desk.writer)
    sentence = "Kuota jalur Umum hanya 1 proposal per instansi; 1 sudah terkirim lebih dahulu."
    assert warnings(desk) == [sentence]
    assert automatic_checks(sent, NOW)[AutomaticCheck.QUOTA].is_met is True


def test_quota_keeps_the_place_of_what_was_returned_and_sent_again():
    desk = make_desk()
    desk.edition.tracks.update(quota=1)
    first = shared.make_submitted(desk.edition, agency=desk.agency, by=desk.writer)
    second = shared.make_submitted(desk.edition, agency=desk.agency, by=desk.writer)
    Correction.objects.create(
        version=first.versions.get(),
        note="Tanda tangani suratnya.",
        due_at=NOW + timedelta(days=1),
        asked_at=NOW,
        asked_by=desk.writer,
    )
    Proposal.objects.filter(pk=first.pk).update(submitted_at=timezone.now() + timedelta(hours=1))
    found = [
        automatic_checks(Proposal.objects.get(pk=one.pk), NOW)[AutomaticCheck.QUOTA].is_met
        for one in (first, second)
    ]
    assert found == [True, False]


# The edition is of 2026.
NAMED = {"name": "Top 99", "level": "nation"}
NEVER = (
    "Jalur Umum hanya untuk inovasi yang belum pernah menerima penghargaan. "
    "Inovasi ini sudah menerima Top 99 (2025)."
)
FORMER = (
    "Jalur Umum hanya untuk inovasi yang sudah pernah menerima penghargaan. "
    "Untuk inovasi ini belum ada penghargaan yang tercatat."
)
TWICE = (
    "Jalur Umum menerima inovasi dengan paling banyak 1 penghargaan sebelumnya. "
    "Inovasi ini sudah menerima 2, terakhir Top 99 (2025)."
)


def win(desk, year, *, revoked=False, proposal=None):
    by = desk.edition.announced_by
    desk.proposal.innovation.recognitions.create(
        **NAMED,
        year=year,
        proposal=proposal,
        recorded_at=NOW,
        recorded_by=by,
        revoked_at=NOW if revoked else None,
        revoked_by=by if revoked else None,
        revoked_reason="Data tidak benar." if revoked else "",
    )


@pytest.mark.parametrize(
    ("rule", "limit", "years", "sentence"),
    [
        ("any", None, [2024, 2025], None),
        ("never", None, [], None),
        ("never", None, [2025], NEVER),
        ("never", None, [2026], None),
        ("former", None, [2025], None),
        ("former", None, [], FORMER),
        ("any", 1, [2025], None),
        ("any", 1, [2024, 2025], TWICE),
    ],
)
def test_award_history_is_held_against_the_track(rule, limit, years, sentence):
    desk = make_desk()
    desk.edition.tracks.update(award_rule=rule, award_limit=limit)
    for year in years:
        win(desk, year)
    assert warnings(desk) == ([sentence] if sentence else [])


def test_award_written_off_does_not_count():
    desk = make_desk()
    desk.edition.tracks.update(award_rule="never")
    win(desk, 2025, revoked=True)
    assert warnings(desk) == []


def test_award_of_another_edition_of_the_same_year_counts_and_of_this_one_does_not():
    desk = make_desk()
    desk.edition.tracks.update(award_rule="never")
    win(desk, 2026, proposal=desk.proposal)
    assert warnings(desk) == []
    earlier = shared.make_submitted(shared.make_edition(), agency=desk.agency, by=desk.writer)
    win(desk, 2026, proposal=earlier)
    assert warnings(desk) == [NEVER.replace("2025", "2026")]


def test_rules_cost_one_query(django_assert_num_queries):
    desk = make_desk()
    desk.edition.tracks.update(award_rule="never", award_limit=1, quota=2)
    win(desk, 2025)
    proposal = desk.fresh()
    with django_assert_num_queries(1):
        assert len(rulings.rule_checks(proposal, NOW)) == 5


def test_quota_of_another_agency_is_its_own():
    desk = make_desk()
    desk.edition.tracks.update(quota=1)
    shared.make_submitted(desk.edition)
    assert warnings(desk) == []


def test_group_that_admits_no_such_agency_is_told():
    desk = make_desk()
    Proposal.objects.filter(pk=desk.proposal.pk).update(group=None)
    assert warnings(desk) == ["Jenis instansi Dinas tidak termasuk kelompok peserta edisi ini."]
    desk.edition.groups.all().delete()
    assert warnings(desk) == []


def test_automatic_checks_answer_every_line_the_portal_knows():
    desk = make_desk()
    add_slot(desk.edition)
    found = automatic_checks(desk.fresh(), NOW)
    assert {check: result.is_met for check, result in found.items()} == {
        AutomaticCheck.COMPLETE: True,
        AutomaticCheck.STATEMENTS: False,
        AutomaticCheck.AGE: True,
        AutomaticCheck.DUPLICATE: True,
        AutomaticCheck.QUOTA: True,
        AutomaticCheck.GROUP: True,
        AutomaticCheck.AWARDS: True,
    }
    assert found[AutomaticCheck.STATEMENTS].sentence == "Unggah berkas: Surat implementasi"
