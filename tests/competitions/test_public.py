"""What everybody reads: when, who may enter, what is asked, how it is judged."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from competitions.reads import editions as reads
from competitions.services import calls, editions
from tests import worlds
from tests.competitions.conftest import CLOSES_AT, MADE_AT, OPENS_AT

NOW = OPENS_AT + timedelta(days=1)


@pytest.fixture
def announced(edition, bureau, publisher):
    editions.confirm_assumptions(by=bureau, at=MADE_AT, competition=edition)
    return calls.announce(competition=edition, by=publisher, at=OPENS_AT)


def test_load_says_how_old_an_innovation_must_be(announced):
    (track,) = reads.load(announced, NOW).tracks
    assert (track.name, track.minimum_months, track.latest_start.isoformat()) == ("Umum", 12, "2023-11-22")


def test_load_says_what_earlier_awards_mean(announced):
    announced.tracks.update(award_rule="former", award_limit=2)
    announced.tracks.create(position=2, name="Replikasi", award_rule="never")
    announced.tracks.create(position=3, name="Khusus")
    assert [track.awards for track in reads.load(announced, NOW).tracks] == [
        "Sudah pernah menerima penghargaan. Paling banyak 2 penghargaan sebelumnya.",
        "Belum pernah menerima penghargaan.",
        "",
    ]


def test_load_counts_the_words_of_the_track_that_asks_most(announced):
    track = announced.tracks.create(position=2, name="Replikasi")
    section = announced.sections.create(position=20, code="asal", title="Asal", track=track)
    section.questions.create(position=1, code="asal", label="Asal", kind="text", max_words=100)
    other = announced.sections.create(position=21, code="umum", title="Umum", track=announced.tracks.first())
    other.questions.create(position=1, code="umum", label="Umum", kind="text", max_words=40)
    assert reads.load(announced, NOW).word_total == 2650


def test_load_after_an_extension_counts_the_age_from_the_new_deadline(announced, bureau):
    calls.extend(
        competition=announced,
        by=bureau,
        at=NOW,
        until=CLOSES_AT + timedelta(days=8),
        letter_number="1",
        reason="Libur.",
    )
    page = reads.load(announced, NOW)
    assert page.closes_at == CLOSES_AT + timedelta(days=8)
    assert page.tracks[0].latest_start.isoformat() == "2023-11-30"
    assert [extension.reason for extension in page.extensions] == ["Libur."]


def test_load_counts_the_words_and_names_the_tie_rule(announced):
    page = reads.load(announced, NOW)
    assert page.word_total == 2550
    assert page.stages[1].ladder == [
        "Kebaruan",
        "Kemanfaatan/Signifikansi",
        "Dapat Ditransfer",
        "Efektif",
        "Berkelanjutan",
        "nilai juri terendah",
    ]
    assert (page.is_open, page.has_results) == (True, False)


def test_detail_says_the_deadline_in_words_with_its_zone(announced, client):
    page = client.get(reverse("competitions:detail", args=[announced.slug])).content.decode()
    assert "Jumat, 22 November 2024 pukul 23.59 WIB" in page


@pytest.mark.parametrize(
    ("role", "words"),
    [("staff", "Ajukan proposal"), ("bureau", ""), (None, "Masuk untuk mengajukan proposal")],
)
def test_detail_offers_to_enter_only_to_those_who_may(client, db, role, words):
    edition = worlds.make_edition()
    if role:
        client.force_login(worlds.make_user(agency=worlds.make_agency(), role=role))
    page = client.get(reverse("competitions:detail", args=[edition.slug])).content.decode()
    start = reverse("proposals:start", args=[edition.slug])
    assert (start in page) is bool(words)
    assert words in page


def test_detail_after_closing_offers_nothing(client, db):
    now = timezone.now()
    edition = worlds.make_edition(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    page = client.get(reverse("competitions:detail", args=[edition.slug])).content.decode()
    assert reverse("proposals:start", args=[edition.slug]) not in page
    assert "Pendaftaran sudah ditutup pada" in page


def test_detail_of_a_published_edition_leads_to_the_result(client, publisher):
    edition = worlds.make_edition()
    url = reverse("judging:public_results", args=[edition.slug])
    detail = reverse("competitions:detail", args=[edition.slug])
    assert url not in client.get(detail).content.decode()
    at = timezone.now()
    edition.stages.filter(kind="scoring").update(
        closed_at=at, closed_by=publisher, published_at=at, published_by=publisher
    )
    assert url in client.get(detail).content.decode()


def test_detail_in_preparation_is_its_organisers_only(edition, bureau, client):
    url = reverse("competitions:detail", args=[edition.slug])
    assert client.get(url).status_code == 404
    client.force_login(worlds.make_user(agency=worlds.make_agency(), role="bureau"))
    assert client.get(url).status_code == 404
    client.force_login(bureau)
    assert client.get(url).status_code == 200


def test_load_takes_the_same_queries_for_more_rows(announced, django_assert_num_queries):
    with django_assert_num_queries(15):
        reads.load(announced, NOW)
    for number in (3, 4):
        stage = announced.stages.create(position=number, name=f"Tahap {number}", kind="scoring")
        worlds.make_rubric(stage, weights=(20, 20, 20, 20, 20))
    fresh = type(announced).objects.get(pk=announced.pk)
    with django_assert_num_queries(15):
        reads.load(fresh, NOW)


def test_list_shows_announced_editions_and_takes_the_same_queries(client, db, django_assert_num_queries):
    first = worlds.make_edition()
    worlds.make_edition(is_announced=False)
    url = reverse("competitions:list")
    client.get(url)
    with django_assert_num_queries(3):
        response = client.get(url)
    assert [line[0].slug for line in response.context["lines"]] == [first.slug]
    worlds.make_edition()
    worlds.make_edition()
    with django_assert_num_queries(3):
        response = client.get(url)
    assert len(response.context["lines"]) == 3


@pytest.mark.parametrize(("query", "found"), [("q=uji", 1), ("q=zzz", 0), ("year=2026", 1), ("year=x", 1)])
def test_list_narrows_by_word_and_year(client, db, query, found):
    worlds.make_edition()
    response = client.get(reverse("competitions:list") + f"?{query}")
    assert (response.status_code, len(response.context["lines"])) == (200, found)
