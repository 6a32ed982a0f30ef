"""An edition may take teams only, or individuals only: the form offers it, readiness says so."""

import pytest

from competitions.models import Competition
from proposals.forms.entrant import HeaderForm, StartForm
from proposals.models import Proposal
from proposals.reads import readiness
from tests.proposals.asking import address, send_json
from tests.proposals.worlds import NOW

pytestmark = pytest.mark.django_db

TEAM, INDIVIDUAL = ("team", "Tim"), ("individual", "Perorangan")


def take(desk, entered_as: str) -> None:
    Competition.objects.filter(pk=desk.edition.pk).update(entered_as=entered_as)


def blockers(desk) -> list[tuple[str, str]]:
    page = f"/proposal/{desk.proposal.code}/isi/#"
    found = readiness.blockers(desk.fresh(), NOW)
    return [(blocker.text, blocker.url.removeprefix(page)) for blocker in found]


@pytest.mark.parametrize(
    ("entered_as", "offered"),
    [("any", [TEAM, INDIVIDUAL]), ("team", [TEAM]), ("individual", [INDIVIDUAL])],
)
def test_form_offers_only_what_the_edition_takes(desk, entered_as, offered):
    take(desk, entered_as)
    choices = HeaderForm(proposal=desk.fresh()).fields["team_kind"].choices
    assert [(value, str(label)) for value, label in choices] == offered


@pytest.mark.parametrize(
    ("entered_as", "made"), [("any", "team"), ("team", "team"), ("individual", "individual")]
)
def test_start_makes_a_draft_that_the_edition_takes(desk, writer, entered_as, made):
    take(desk, entered_as)
    body = {"agency": desk.agency.pk, "title": "Baru", "code": StartForm(user=desk.writer)["code"].initial}
    writer.post(f"/proposal/baru/{desk.edition.slug}/", body)
    assert Proposal.objects.get(title="Baru").team_kind == made


def test_save_of_a_kind_that_is_not_taken_is_422(desk, writer):
    take(desk, "individual")
    answer = send_json(writer, address(desk, "save_header"), team_kind="team", revision=0)
    assert answer.status_code == 422
    assert (
        send_json(writer, address(desk, "save_header"), team_kind="individual", revision=0).status_code == 200
    )


@pytest.mark.parametrize(
    ("entered_as", "kind", "sentence"),
    [
        ("individual", "team", "Edisi ini hanya menerima pengusul perorangan. Ubah pilihan Pengusul."),
        ("team", "individual", "Edisi ini hanya menerima pengusul berupa tim. Ubah pilihan Pengusul."),
    ],
)
def test_draft_of_another_kind_cannot_be_sent(desk, entered_as, kind, sentence):
    assert blockers(desk) == []
    take(desk, entered_as)
    Proposal.objects.filter(pk=desk.proposal.pk).update(team_kind=kind)
    assert blockers(desk) == [(sentence, "id_team_kind")]


def test_individual_with_two_names_cannot_be_sent(desk):
    Proposal.objects.filter(pk=desk.proposal.pk).update(team_kind="individual")
    assert blockers(desk) == []
    desk.proposal.team.create(position=2, name="Budi")
    sentence = "Pengusul perorangan hanya satu orang. Hapus nama lainnya."
    assert blockers(desk) == [(sentence, "tim")]
