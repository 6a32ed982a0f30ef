"""The profile for Indeks Inovasi Daerah: offered from a proposal, saved as it is, never over another."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.models import Section
from kipp.lib.errors import Stale
from proposals.indicators import GUIDE, read
from proposals.models import Answer, Innovation, InnovationProfile
from proposals.reads import profile as profile_reads
from proposals.reads.profile import Profile
from proposals.services import profile as profile_service
from proposals.services.profile import Claim
from tests import worlds

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
VALUES = {
    "phase": "applied",
    "initiator": "agency",
    "is_digital": False,
    "form": "service",
    "affair": "Perdagangan",
    "trial_on": date(2021, 1, 4),
    "applied_on": date(2021, 6, 1),
    "developed_on": None,
    "design": " ".join(["kata"] * 300),
    "aims": "Pasar bersih.",
    "benefits": "Warga sehat.",
    "results": "Sampah berkurang.",
}


@pytest.fixture
def innovation():
    return worlds.make_submitted(worlds.make_edition(), title="Tape Pasar").innovation


@pytest.fixture
def staff(innovation):
    return innovation.proposals.get().created_by


def save(innovation, by, *, revision=0, claims=None, at=AT, **changes):
    return profile_service.save(
        innovation=innovation,
        by=by,
        at=at,
        revision=revision,
        values=VALUES | changes,
        claims=claims or {},
    )


def fresh(innovation) -> Profile:
    return Profile(Innovation.objects.select_related("agency", "profile").get(pk=innovation.pk))


def test_the_guide_has_twenty_indicators_of_three_levels_that_are_assumptions():
    assert [len(one.levels) for one in GUIDE.indicators] == [3] * 20
    assert (len({one.code for one in GUIDE.indicators}), GUIDE.least_design_words) == (20, 300)
    assert all(one.is_assumed for one in GUIDE.indicators)
    assert GUIDE.highest == 3 * sum(one.weight for one in GUIDE.indicators)


def test_a_guide_with_an_indicator_twice_is_not_read():
    row = '[[indicators]]\ncode="a"\nname="A"\nlevels=["1","2","3"]\nweight=2\nis_assumed=false\n'
    text = f'least_design_words = 1\ndigital_question = "aplikasi"\n[offers]\n{row}'
    assert read(text).score({"a": 3}) == 6
    with pytest.raises(ValueError, match="twice"):
        read(text + row)


def test_score_is_the_sum_of_level_times_weight(innovation, staff):
    save(innovation, staff, claims={"regulasi": Claim(3, "Perwal 12/2024"), "sdm": Claim(2)})
    page = fresh(innovation)
    weights = {one.code: one.weight for one in GUIDE.indicators}
    assert page.score == 3 * weights["regulasi"] + 2 * weights["sdm"]
    assert (page.claimed, [line.level for line in page.lines][:3]) == (2, [3, 2, 0])


@pytest.mark.parametrize(
    ("words", "missing"), [(299, ["Rancang bangun kurang 1 kata"]), (300, []), (301, [])]
)
def test_design_text_needs_three_hundred_words(innovation, staff, words, missing):
    save(innovation, staff, design=" ".join(["kata"] * words), claims=all_claims("bukti"))
    found = [sentence.split(" dari ")[0] for sentence in fresh(innovation).missing]
    assert found == missing


def all_claims(evidence):
    return {one.code: Claim(1, evidence) for one in GUIDE.indicators}


def test_missing_names_each_blank_field_and_counts_indicators(innovation, staff):
    assert fresh(innovation).missing == ["Profil belum diisi."]
    save(innovation, staff, phase="", results="", claims={"regulasi": Claim(1, "SK"), "sdm": Claim(1)})
    assert fresh(innovation).missing == [
        "Isi tahapan.",
        "Isi hasil.",
        "18 indikator belum diklaim.",
        "1 indikator belum disertai bukti.",
    ]


def test_save_keeps_everything_and_counts_revisions(innovation, staff):
    first = save(innovation, staff, claims={"sdm": Claim(2, "SK tim")})
    assert (first.revision, first.saved_by) == (1, staff)
    save(innovation, staff, revision=1, aims="Lain.", claims={"sdm": Claim(3, "SK baru")})
    stored = InnovationProfile.objects.get()
    assert (stored.revision, stored.aims) == (2, "Lain.")
    assert list(stored.claims.values_list("code", "level", "evidence")) == [("sdm", 3, "SK baru")]


def test_a_stale_save_is_refused_and_changes_nothing(innovation, staff):
    save(innovation, staff)
    with pytest.raises(Stale) as caught:
        save(innovation, worlds.make_user(), aims="Ditimpa")
    assert caught.value.current == InnovationProfile.objects.get()
    assert InnovationProfile.objects.get().aims == VALUES["aims"]


def test_saying_the_same_twice_is_no_conflict(innovation, staff):
    save(innovation, staff)
    assert save(innovation, staff).revision == 1


def test_offers_come_from_the_sent_sections_in_the_order_of_the_guide(staff, innovation):
    proposal = innovation.proposals.get()
    found = profile_reads.offers(innovation)
    assert found.source == proposal.competition.name
    assert found.values == {
        "design": "Jawaban untuk latar.\n\nJawaban untuk kebaruan.",
        "aims": "Jawaban untuk latar.",
        "benefits": "Jawaban untuk kebaruan.",
        "form": "service",
        "phase": "applied",
        "applied_on": "2020-01-02",
    }


class TestPage:
    @pytest.fixture
    def url(self, innovation):
        return reverse("proposals:innovation_profile", args=[innovation.code])

    @pytest.fixture
    def officer(self, client, staff):
        client.force_login(staff)
        client.get(reverse("agencies:account"))
        return client

    def body(self, **changes):
        plain = {name: value for name, value in VALUES.items() if value not in (None, True, False)}
        plain |= {"is_digital": "tidak", "trial_on": "2021-01-04", "applied_on": "2021-06-01", "revision": 0}
        return plain | {"level_sdm": "2", "evidence_sdm": "SK tim"} | changes

    def test_blank_fields_are_filled_from_the_proposal_but_nothing_is_stored(self, officer, url):
        form = officer.get(url).context["form"]
        assert form["aims"].value() == "Jawaban untuk latar."
        assert not InnovationProfile.objects.exists()

    def test_a_stored_field_is_never_offered_over(self, officer, url, innovation, staff):
        save(innovation, staff, benefits="")
        form = officer.get(url).context["form"]
        assert (form["aims"].value(), form["benefits"].value()) == (
            "Pasar bersih.",
            "Jawaban untuk kebaruan.",
        )

    def test_saving_stores_what_was_typed(self, officer, url):
        assert officer.post(url, self.body()).status_code == 302
        stored = InnovationProfile.objects.get()
        assert {name: getattr(stored, name) for name in VALUES} == VALUES
        assert list(stored.claims.values_list("code", "level", "evidence")) == [("sdm", 2, "SK tim")]

    def test_a_stale_form_answers_409_with_both_values_and_can_then_be_saved(
        self, officer, url, innovation, staff
    ):
        save(innovation, staff, aims="Punya rekan.")
        answer = officer.post(url, self.body(aims="Punya saya."))
        page = answer.content.decode()
        assert (answer.status_code, "Punya rekan." in page, "Punya saya." in page) == (409, True, True)
        assert [field.name for field, _stored in answer.context["theirs"]] == [
            "aims",
            "level_sdm",
            "evidence_sdm",
        ]
        assert InnovationProfile.objects.get().aims == "Punya rekan."
        again = self.body(aims="Punya saya.", revision=answer.context["form"]["revision"].value())
        assert officer.post(url, again).status_code == 302
        assert InnovationProfile.objects.get().aims == "Punya saya."

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"applied_on": "kemarin"}, "applied_on"),
            ({"level_sdm": "4"}, "level_sdm"),
            ({"level_sdm": ""}, "level_sdm"),
            ({"phase": "selesai"}, "phase"),
            ({"evidence_sdm": "x" * 301}, "evidence_sdm"),
        ],
    )
    def test_a_wrong_value_is_422_and_keeps_every_word(self, officer, url, changes, field):
        answer = officer.post(url, self.body(aims="Kalimat yang panjang", **changes))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert "Kalimat yang panjang" in answer.content.decode()
        assert not InnovationProfile.objects.exists()

    def test_an_organiser_may_not_edit_and_a_stranger_does_not_find_it(self, client, url, innovation):
        organiser = innovation.proposals.get().competition.announced_by
        client.force_login(organiser)
        assert client.get(url).status_code == 403
        client.force_login(worlds.make_user(agency=worlds.make_agency()))
        assert client.get(url).status_code == 404

    def test_page_stays_within_its_budget(self, officer, url, innovation, staff):
        save(innovation, staff, claims=all_claims("bukti"))
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(url).status_code == 200
        assert len(queries) <= 12


def test_the_draft_is_offered_while_nothing_was_sent():
    edition = worlds.make_edition()
    draft = worlds.make_draft(edition)
    section = Section.objects.get(competition=edition, code="latar")
    Answer.objects.filter(proposal=draft, question__section=section).update(text="Isi draf.")
    assert profile_reads.offers(draft.innovation).values["aims"] == "Isi draf."


@pytest.mark.parametrize("said", ["ya", "tidak"])
def test_whether_it_is_digital_is_offered_from_the_question_on_applications(said):
    draft = worlds.make_draft(worlds.make_edition())
    section = draft.competition.sections.first()
    asked = section.questions.create(position=5, code="aplikasi", label="Berupa aplikasi?", kind="yesno")
    draft.answers.create(question=asked, text=said, saved_at=AT, saved_by=draft.created_by)
    assert profile_reads.offers(draft.innovation).values["is_digital"] == said
