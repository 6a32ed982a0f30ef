"""What a visit looks at is quoted from the proposal, by hand or from what the portal suggests."""

import pytest

from agencies.models import Notice
from judging import claims
from judging.models import Claim, Visitor
from judging.reads import field_claims as reads
from judging.services import field_claims, field_visits
from judging.services.field_claims import Wanted
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.visiting_field import (
    AT,
    NINE,
    by,
    claim,
    finish,
    jurors,
    make_entry,
    make_stage,
    observe,
    plan,
    seen_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return jurors(make_stage(), "Juri Satu", "Juri Dua")


@pytest.fixture
def visit(pair):
    return plan(make_entry(pair[0].panel_seats.get().stage), pair)


def texts(visit) -> list[str]:
    return list(visit.claims.values_list("text", flat=True))


def act(visit) -> dict:
    return {"by": by(visit.entry.stage), "at": AT}


def test_suggestions_are_sentences_with_figures_as_they_stand():
    text = "Dulu antre 3 jam. Kini cepat!\n• Biaya Rp 1.500 per orang. Lihat No. 5 di lampiran. Selesai."
    assert claims.from_prose(text) == [
        "Dulu antre 3 jam.",
        "Biaya Rp 1.500 per orang.",
        "Lihat No. 5 di lampiran.",
    ]


def test_suggestions_of_a_table_are_rows_with_figures_under_their_heads():
    rows = [["Waktu tunggu", "90 menit", "15 menit"], ["Kepuasan", "rendah", "tinggi"]]
    assert claims.from_table(["Ukuran", "Sebelum", "Sesudah"], rows) == [
        "Ukuran: Waktu tunggu; Sebelum: 90 menit; Sesudah: 15 menit"
    ]
    assert claims.from_table([], [["", "90"]]) == ["90"]


def test_a_quotation_may_differ_in_spaces_only():
    assert claims.is_quoted("antre   3 JAM.", "Dulu antre\n3 jam. Kini cepat.")
    assert not claims.is_quoted("antre 4 jam", "Dulu antre 3 jam.")
    assert not claims.is_quoted("  ", "Dulu antre 3 jam.")


def test_sources_come_from_the_frozen_version_and_not_from_what_is_written_now(visit):
    answer = visit.entry.proposal.answers.get(question__code="latar")
    answer.text = "Sekarang 7 jam."
    answer.save()
    first, second = reads.sources(visit)
    assert (first.name, first.plain) == ("Latar: Uraikan latar", "Jawaban untuk latar.")
    assert (second.key, second.suggestions) == ("j2", [])


def test_add_puts_claims_at_the_end_and_nothing_twice(visit):
    claim(visit, "Satu.", "Dua.")
    claim(visit, "Dua.", " Tiga. ", " ")
    assert list(visit.claims.values_list("position", "text")) == [(1, "Satu."), (2, "Dua."), (3, "Tiga.")]


def test_add_refuses_more_than_a_day_can_look_at(visit):
    claim(visit, *(f"Klaim {number}." for number in range(40)))
    with pytest.raises(Refused, match="Paling banyak 40"):
        claim(visit, "Satu lagi.")


def test_add_after_the_first_finding_tells_everybody_and_lets_them_look_again(visit, pair):
    (only,) = claim(visit, "Satu.")
    observe(only, pair[0])
    finish(visit, pair[0])
    Notice.objects.all().delete()
    claim(visit, "Dua.")
    assert not Visitor.objects.filter(visit=visit).exclude(finished_at=None).exists()
    assert sorted(Notice.objects.values_list("user__name", "title")) == [
        ("Juri Dua", "Klaim ditambah: Antre Cepat"),
        ("Juri Satu", "Klaim ditambah: Antre Cepat"),
    ]


def test_add_before_anybody_looked_is_silent(visit):
    Notice.objects.all().delete()
    claim(visit, "Satu.")
    assert not Notice.objects.exists()


def test_add_is_refused_once_the_agency_has_answered(pair):
    visit = seen_visit(make_entry(pair[0].panel_seats.get().stage), pair)
    staff = visit.entry.proposal.created_by
    said = {"revision": visit.revision, "has_objection": False, "remark": ""}
    field_visits.answer(visit=visit, by=staff, at=NINE, **said)
    with pytest.raises(Refused, match="sudah menanggapi"):
        claim(visit, "Tiga.")


def test_move_and_remove_until_the_first_finding(visit, pair):
    first, second, third = claim(visit, "Satu.", "Dua.", "Tiga.")
    field_claims.move(claim=third, place=1, **act(visit))
    assert texts(visit) == ["Tiga.", "Satu.", "Dua."]
    field_claims.move(claim=Claim.objects.get(pk=third.pk), place=99, **act(visit))
    assert texts(visit) == ["Satu.", "Dua.", "Tiga."]
    field_claims.remove(claim=second, **act(visit))
    assert texts(visit) == ["Satu.", "Tiga."]
    observe(first, pair[0])
    for verb, more in ((field_claims.remove, {}), (field_claims.move, {"place": 2})):
        with pytest.raises(Refused, match="hanya dapat ditambah"):
            verb(claim=Claim.objects.get(pk=first.pk), **more, **act(visit))


def test_advise_changes_what_to_look_at_and_never_the_words(visit):
    (only,) = claim(visit, "Satu.")
    field_claims.advise(claim=only, advice=" Buku register. ", **act(visit))
    only.refresh_from_db()
    assert (only.text, only.advice) == ("Satu.", "Buku register.")


def test_add_to_a_cancelled_visit_is_refused(visit):
    field_visits.cancel(visit=visit, reason="Banjir.", **act(visit))
    with pytest.raises(Refused, match="dibatalkan"):
        field_claims.add(visit=visit, wanted=[Wanted("", "Satu.")], **act(visit))


def test_claims_of_another_visit_are_left_alone(visit, pair):
    other = plan(worlds.make_entry(visit.entry.stage.competition), pair)
    claim(other, "Satu.", "Dua.")
    mine = claim(visit, "Satu.", "Dua.")
    field_claims.move(claim=mine[1], place=1, **act(visit))
    assert (texts(visit), texts(other)) == (["Dua.", "Satu."], ["Satu.", "Dua."])
