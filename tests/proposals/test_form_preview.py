"""The bureau sees the form as an entrant of a track does; nothing of it is stored."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import AuditEvent
from competitions.services import amendments
from proposals.models import Answer, Innovation, Proposal
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    edition = worlds.make_edition(is_announced=False)
    edition.tracks.create(position=2, name="Replikasi")
    only = edition.sections.create(
        position=3, code="asal", title="Inovasi asal", track=edition.tracks.last(), weight=0
    )
    asks = only.questions.create(position=1, code="izin", label="Sudah berizin?", kind="yesno")
    only.questions.create(
        position=2,
        code="nomor",
        label="Nomor izin",
        kind="short",
        shown_when=asks,
        shown_value="ya",
    )
    edition.slots.create(position=1, code="bukti", title="Bukti asal", section=only, is_required=False)
    edition.slots.create(position=2, code="surat", title="Surat pernyataan")
    return edition


@pytest.fixture
def desk(client, edition):
    client.force_login(worlds.make_user(agency=edition.organiser, role="bureau"))
    return client


def asked(response):
    page = response.context["page"]
    return [[row.question.code for row in chapter.inputs] for chapter in page.chapters]


def test_preview_of_each_track_asks_what_that_track_is_asked(desk, edition):
    url = reverse("proposals:form_preview", args=[edition.slug])
    first, second = edition.tracks.all()
    assert asked(desk.get(url)) == [["latar"], ["kebaruan"]]
    assert asked(desk.get(url, {"jalur": first.pk})) == [["latar"], ["kebaruan"]]
    shown = desk.get(url, {"jalur": second.pk})
    assert asked(shown) == [["latar"], ["kebaruan"], ["izin", "nomor"]]
    places = [place.state.slot.code for place in shown.context["page"].chapters[2].places]
    assert (places, [place.state.slot.code for place in shown.context["page"].places]) == (
        ["bukti"],
        ["surat"],
    )


def test_preview_draws_the_entrants_own_fields_with_their_conditions(desk, edition):
    url = reverse("proposals:form_preview", args=[edition.slug])
    page = desk.get(url, {"jalur": edition.tracks.last().pk}).content.decode()
    nomor = edition.sections.last().questions.get(code="nomor")
    izin = edition.sections.last().questions.get(code="izin")
    assert f'name="q_{nomor.pk}"' in page
    assert f'data-shown-when="q_{izin.pk}" data-shown-value="ya" data-unasked' in page


@pytest.mark.parametrize("track", ["", "x", "999999"])
def test_preview_of_an_unknown_track_is_that_of_the_first(desk, edition, track):
    shown = desk.get(reverse("proposals:form_preview", args=[edition.slug]), {"jalur": track})
    assert shown.context["chosen"] == edition.tracks.first()


def test_preview_stores_nothing_and_takes_no_answers(desk, edition):
    url = reverse("proposals:form_preview", args=[edition.slug])
    before = AuditEvent.objects.count()
    assert (desk.get(url).status_code, desk.post(url, {"title": "Judul"}).status_code) == (200, 405)
    counts = [model.objects.count() for model in (Proposal, Answer, Innovation)]
    assert (counts, AuditEvent.objects.count()) == ([0, 0, 0], before)


def test_preview_of_an_empty_form_says_what_to_do(desk, edition):
    for section in edition.sections.all():
        section.questions.update(shown_when=None, shown_value="")
    edition.slots.all().delete()
    edition.sections.all().delete()
    edition.tracks.all().delete()
    page = desk.get(reverse("proposals:form_preview", args=[edition.slug])).content.decode()
    assert "Formulir masih kosong" in page


def test_preview_of_a_foreign_edition_is_404(desk):
    foreign = worlds.make_edition()
    assert desk.get(reverse("proposals:form_preview", args=[foreign.slug])).status_code == 404


def test_writer_reads_that_the_form_was_changed_by_letter(client):
    edition = worlds.make_edition()
    draft = worlds.make_draft(edition)
    client.force_login(draft.created_by)
    url = reverse("proposals:edit", args=[draft.code])
    assert "Baca perubahannya" not in client.get(url).content.decode()
    amendments.change(
        competition=edition,
        by=edition.announced_by,
        at=timezone.now(),
        revision=0,
        row=edition.sections.first().questions.get(),
        values={"max_words": 80},
        letter_number="060/1",
        reason="Batasnya keliru.",
    )
    page = client.get(url).content.decode()
    assert f"{reverse('competitions:detail', args=[edition.slug])}#perubahan" in page
