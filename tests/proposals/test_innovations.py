"""The pages of innovations: who sees which, what a timeline says, and what nobody may learn there."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Membership
from competitions.models import Award, Competition
from judging.reads.innovations import InnovationPage
from judging.services import publishing
from kipp.lib.errors import Refused
from proposals.models import Innovation, Proposal, Recognition
from proposals.reads.innovations import listed
from proposals.services import innovations, recognitions
from tests import worlds
from tests.judging.golden_stage import close_stage, golden_stage, titled

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LETTER = publishing.Letter("060/123/2026", date(2026, 3, 10), "Drs. Budi Santoso", "Sekretaris Daerah")
REASON = {"reason": "Datanya tidak benar."}


@pytest.fixture
def edition():
    return worlds.make_edition()


@pytest.fixture
def sent(edition):
    return worlds.make_submitted(edition, title="Tape Pasar")


@pytest.fixture
def staff(sent):
    return sent.created_by


@pytest.fixture
def bureau(edition):
    return worlds.make_user(agency=edition.organiser, role="bureau")


def sign_in(client, user):
    client.force_login(user)
    client.get(reverse("agencies:account"))
    return client


def page_of(client, innovation, name="judging:innovation", *arguments):
    return client.get(reverse(name, args=[innovation.code, *arguments]))


def test_innovations_are_their_agencys_and_of_who_received_them(edition, sent, staff, bureau):
    elsewhere = worlds.make_edition()
    foreign_bureau = worlds.make_user(agency=elsewhere.organiser, role="bureau")
    draft = worlds.make_draft(edition, agency=sent.agency, by=staff)
    seen = {
        "staff": set(Innovation.objects.visible_to(staff)),
        "bureau": set(Innovation.objects.visible_to(bureau)),
        "foreign bureau": set(Innovation.objects.visible_to(foreign_bureau)),
        "other staff": set(Innovation.objects.visible_to(worlds.make_user(agency=worlds.make_agency()))),
    }
    assert seen == {
        "staff": {sent.innovation, draft.innovation},
        "bureau": {sent.innovation},
        "foreign bureau": set(),
        "other staff": set(),
    }


def test_the_title_shown_is_that_of_the_latest_proposal_that_one_may_see(edition, sent, staff, bureau):
    later = worlds.make_edition()
    Competition.objects.filter(pk=later.pk).update(year=2027)
    renamed = worlds.make_draft(later, agency=sent.agency, by=staff, title="Tape Pasar Juara")
    Proposal.objects.filter(pk=renamed.pk).update(innovation=sent.innovation)
    assert listed(staff).get(pk=sent.innovation_id).shown_title == "Tape Pasar Juara"
    assert listed(bureau).get(pk=sent.innovation_id).shown_title == "Tape Pasar"


def test_an_organiser_reads_nothing_of_a_draft_on_the_page_nor_by_the_filters(client, edition, sent, bureau):
    later = worlds.make_edition()
    renamed = worlds.make_draft(later, agency=sent.agency, by=sent.created_by, title="Rahasia Baru")
    Proposal.objects.filter(pk=renamed.pk).update(innovation=sent.innovation)
    Innovation.objects.filter(pk=sent.innovation_id).update(title="Rahasia Lama")
    sign_in(client, bureau)
    listing = reverse("proposals:innovations")
    pages = [
        client.get(listing),
        client.get(listing, {"q": "ahasia"}),
        page_of(client, sent.innovation),
        page_of(client, sent.innovation, "proposals:innovation_exports"),
        page_of(client, sent.innovation, "proposals:innovation_recognise"),
    ]
    assert [page.status_code for page in pages] == [200] * 5
    assert ["Rahasia" in page.content.decode() for page in pages] == [False] * 5
    assert [row.innovation for row in pages[1].context["rows"]] == []


def test_filters_narrow_by_title_edition_agency_and_award(client, edition, sent, staff, bureau):
    other = worlds.make_submitted(edition, title="Lapor Hendi")
    recognitions.enter(
        innovation=other.innovation, by=bureau, at=AT, year=2023, level="nation", name="Top 99", title=""
    )
    sign_in(client, bureau)

    def found(**query):
        rows = client.get(reverse("proposals:innovations"), query).context["rows"]
        return [row.innovation.shown_title for row in rows]

    assert found() == ["Lapor Hendi", "Tape Pasar"]
    assert found(q="tape") == ["Tape Pasar"]
    assert found(agency=other.agency.code) == ["Lapor Hendi"]
    assert found(recognised="ya") == ["Lapor Hendi"]
    assert found(recognised="belum") == ["Tape Pasar"]
    assert found(competition=edition.slug, sort="-title") == ["Tape Pasar", "Lapor Hendi"]


def test_the_timeline_tells_status_versions_place_and_award():
    stage = golden_stage()
    for place, name in enumerate(("Juara I", "Juara II"), 1):
        Award.objects.create(
            competition=stage.competition, position=place, name=name, first_place=place, last_place=place
        )
    publishing.publish(stage=close_stage(stage, AT), by=stage.competition.announced_by, at=AT, letter=LETTER)
    winner = titled(stage, "C")
    page = InnovationPage(listed(winner.created_by).get(pk=winner.innovation_id), winner.created_by)
    year = page.years[0]
    assert (year.proposal, year.proposal.status) == (winner, "awarded")
    assert [version.number for version in year.versions] == [1]
    assert (year.result.place, str(year.result.total), year.result.award) == (2, "84.6667", "Juara II")
    assert year.result.report_code is None  # not printed yet
    winner_documents = stage.releases.get().documents.filter(proposal=winner)
    winner_documents.update(status="ready")
    again = InnovationPage(page.innovation, winner.created_by)
    assert again.years[0].result.report_code == winner_documents.get().code
    assert [(award.name, may) for award, may in page.recognitions] == [("Juara II", False)]


def test_a_correction_shows_its_own_place_only():
    stage = close_stage(golden_stage(), AT)
    by = stage.competition.announced_by
    publishing.publish(stage=stage, by=by, at=AT, letter=LETTER)
    publishing.publish(stage=stage, by=by, at=AT, letter=LETTER, expected_number=2, reason="Keliru")
    entry = titled(stage, "E")
    page = InnovationPage(listed(entry.created_by).get(pk=entry.innovation_id), entry.created_by)
    assert page.years[0].result.release.number == 2


def test_an_award_from_elsewhere_is_recorded_and_shown(client, sent, staff):
    sign_in(client, staff)
    url = reverse("proposals:innovation_recognise", args=[sent.innovation.code])
    body = {"year": 2023, "level": "nation", "name": "Top 99 Sinovik", "title": "Tape Lama"}
    answer = client.post(url, body)
    assert (answer.status_code, answer.url) == (302, f"/inovasi/{sent.innovation.code}/")
    page = page_of(client, sent.innovation).content.decode()
    assert ["Top 99 Sinovik" in page, "Nasional" in page, "dengan judul “Tape Lama”" in page] == [True] * 3
    assert client.post(url, body | {"year": "tahun lalu"}).status_code == 422


def test_only_organisers_and_who_recorded_it_may_revoke(client, edition, sent, staff, bureau):
    colleague = worlds.make_user(agency=sent.agency)
    auditor = worlds.make_user(agency=edition.organiser, role="auditor")

    def answers(recognition):
        url = reverse("proposals:innovation_revoke", args=[sent.innovation.code, recognition.pk])
        return {
            user.name: sign_in(client, user).get(url).status_code
            for user in (staff, colleague, bureau, auditor)
        }

    entered = recognitions.enter(
        innovation=sent.innovation, by=staff, at=AT, year=2023, level="nation", name="Top 99", title=""
    )
    assert list(answers(entered).values()) == [200, 403, 200, 403]
    Proposal.objects.filter(pk=sent.pk).update(status="awarded")
    recognitions.record(competition=edition, awards={sent.pk: "Juara I"}, by=staff, at=AT, reason="")
    won = Recognition.objects.get(proposal=sent)
    assert list(answers(won).values()) == [403, 403, 200, 403]


def test_revoking_needs_a_reason_and_stays_visible(client, sent, staff):
    row = recognitions.enter(
        innovation=sent.innovation, by=staff, at=AT, year=2023, level="nation", name="Top 99", title=""
    )
    sign_in(client, staff)
    url = reverse("proposals:innovation_revoke", args=[sent.innovation.code, row.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, REASON).status_code == 302
    assert "Datanya tidak benar." in page_of(client, sent.innovation).content.decode()
    assert client.post(url, REASON).status_code == 404


def test_a_recognition_of_another_innovation_is_not_found(client, edition, sent, staff):
    foreign = worlds.make_submitted(edition)
    row = recognitions.enter(
        innovation=foreign.innovation, by=staff, at=AT, year=2023, level="nation", name="Top", title=""
    )
    sign_in(client, staff)
    url = reverse("proposals:innovation_revoke", args=[sent.innovation.code, row.pk])
    assert client.get(url).status_code == 404


class TestLinking:
    @pytest.fixture
    def draft(self, sent, staff):
        later = worlds.make_edition()
        return worlds.make_draft(later, agency=sent.agency, by=staff, title="Nama Baru")

    def link(self, draft, innovation):
        now = datetime.now(UTC)
        return innovations.link(proposal=draft, innovation=innovation, by=draft.created_by, at=now)

    def test_link_moves_the_draft_and_leaves_no_empty_innovation(self, sent, draft):
        former = draft.innovation
        assert self.link(draft, sent.innovation).innovation == sent.innovation
        assert not Innovation.objects.filter(pk=former.pk).exists()

    def test_link_keeps_a_former_innovation_that_has_an_award(self, sent, draft, staff):
        former = draft.innovation
        recognitions.enter(
            innovation=former, by=staff, at=AT, year=2023, level="nation", name="Top", title=""
        )
        self.link(draft, sent.innovation)
        assert Innovation.objects.filter(pk=former.pk).exists()

    def test_unlink_makes_it_an_innovation_of_its_own(self, sent, draft):
        self.link(draft, sent.innovation)
        row = self.link(draft, None)
        assert (row.innovation != sent.innovation, row.innovation.title) == (True, "Nama Baru")
        assert list(sent.innovation.proposals.all()) == [sent]

    def test_unlink_of_the_only_proposal_changes_nothing(self, draft):
        former = draft.innovation
        assert self.link(draft, None).innovation == former

    def test_link_is_refused_for_a_foreign_innovation_and_once_it_was_sent(self, edition, sent, draft):
        with pytest.raises(Refused, match="instansi lain"):
            self.link(draft, worlds.make_submitted(edition).innovation)
        Proposal.objects.filter(pk=draft.pk).update(
            status="submitted", submitted_at=AT, submitted_by=draft.created_by
        )
        with pytest.raises(Refused, match="tidak dapat diubah"):
            self.link(draft, sent.innovation)

    def test_link_to_an_innovation_that_is_in_the_edition_already_is_refused(self, draft, staff):
        other = worlds.make_draft(draft.competition, agency=draft.agency, by=staff)
        with pytest.raises(Refused, match="sudah punya proposal"):
            self.link(draft, other.innovation)

    def test_the_page_offers_the_agencys_own_that_are_free(self, client, edition, sent, draft, staff):
        worlds.make_submitted(edition, title="Milik Lain")
        worlds.make_draft(draft.competition, agency=draft.agency, by=staff, title="Sudah Ada")
        sign_in(client, staff)
        url = reverse("proposals:innovation_link", args=[draft.code])
        page = client.get(url).content.decode()
        assert ["Tape Pasar (pernah diikutkan 2026)" in page, "Milik Lain" in page, "Sudah Ada" in page] == [
            True,
            False,
            False,
        ]
        answer = client.post(url, {"innovation": sent.innovation.code})
        assert (answer.status_code, answer.url) == (302, f"/inovasi/{sent.innovation.code}/")
        assert client.post(url, {"innovation": "ABCDEFGHJKMN"}).status_code == 422


@pytest.mark.parametrize("who", ["staff", "bureau"])
def test_pages_cost_the_same_with_one_row_and_with_many(client, edition, sent, staff, bureau, who):
    user = {"staff": staff, "bureau": bureau}[who]
    sign_in(client, user)
    urls = {
        "list": reverse("proposals:innovations"),
        "one": reverse("judging:innovation", args=[sent.innovation.code]),
        "exports": reverse("proposals:innovation_exports", args=[sent.innovation.code]),
        "award": reverse("proposals:innovation_recognise", args=[sent.innovation.code]),
    }

    def cost():
        found = {}
        for name, url in urls.items():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found[name] = len(queries)
        return found

    one = cost()
    for number in range(3):
        other = worlds.make_submitted(edition, agency=sent.agency, by=staff)
        later = worlds.make_edition(organiser=edition.organiser, publisher=edition.announced_by)
        again = worlds.make_submitted(later, agency=sent.agency, by=staff)
        Proposal.objects.filter(pk=again.pk).update(innovation=sent.innovation)
        for innovation in (other.innovation, sent.innovation):
            recognitions.enter(
                innovation=innovation,
                by=staff,
                at=AT,
                year=2020 + number,
                level="nation",
                name="Top",
                title="",
            )
    assert cost() == one
    assert max(one.values()) <= 12, one


def test_a_person_without_any_role_sees_an_empty_list(client, sent):
    nobody = worlds.make_user()
    assert not Membership.objects.filter(user=nobody).exists()
    page = sign_in(client, nobody).get(reverse("proposals:innovations"))
    assert (page.status_code, page.context["rows"]) == (200, [])
    assert page_of(client, sent.innovation).status_code == 404


def test_a_collaborator_of_another_agency_reaches_no_innovation_of_it(client, sent, staff):
    later = worlds.make_edition()
    draft = worlds.make_draft(later, agency=sent.agency, by=staff)
    guest = worlds.make_user(agency=worlds.make_agency())
    draft.collaborators.create(user=guest, role="writer", added_at=AT, added_by=staff)
    sign_in(client, guest)
    pages = [
        page_of(client, draft.innovation),
        client.get(reverse("proposals:innovation_link", args=[draft.code])),
        client.get(reverse("proposals:start_again", args=[later.slug, sent.innovation.code])),
        client.get(reverse("proposals:start_again", args=[later.slug, draft.innovation.code])),
    ]
    assert [page.status_code for page in pages] == [404, 403, 404, 404]
    assert (
        "Riwayat inovasi" not in client.get(reverse("proposals:detail", args=[draft.code])).content.decode()
    )
    client.force_login(staff)
    assert "Riwayat inovasi" in client.get(reverse("proposals:detail", args=[draft.code])).content.decode()
