"""Who works on a proposal."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.models import AuditEvent, Mail, Membership, Notice
from kipp.lib.errors import Refused
from proposals.models import Collaborator, Proposal
from proposals.reads import people as reads
from proposals.services import people
from tests import worlds
from tests.proposals.worlds import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(desk):
    return worlds.make_user("tamu@contoh.go.id", agency=worlds.make_agency(), name="Tuti Tamu")


def share(desk, guest, role="writer", **fields):
    return people.share(
        proposal=desk.proposal, email=guest.email.upper(), role=role, by=desk.writer, at=NOW, **fields
    )


def status_of(client, user, name, *args, method="get", **data):
    client.force_login(user)
    return getattr(client, method)(reverse(f"proposals:{name}", args=args), data).status_code


def test_share_opens_one_proposal_to_somebody_of_another_agency(client, desk, guest):
    other = worlds.make_draft(desk.edition, agency=desk.agency, by=desk.writer)
    assert list(Proposal.objects.visible_to(guest)) == []
    share(desk, guest)
    assert list(Proposal.objects.visible_to(guest)) == [desk.proposal]
    assert list(Proposal.objects.entered_by(guest)) == [desk.proposal]
    assert status_of(client, guest, "edit", desk.proposal.code) == 200
    assert status_of(client, guest, "edit", other.code) == 404
    assert list(AuditEvent.objects.filter(verb="collaborator.added").values_list("details", flat=True)) == [
        {"user": guest.code, "role": "writer"}
    ]


def test_share_for_reading_does_not_let_write(client, desk, guest):
    share(desk, guest, role="reader")
    assert status_of(client, guest, "detail", desk.proposal.code) == 200
    assert status_of(client, guest, "edit", desk.proposal.code) == 403
    saved = status_of(
        client,
        guest,
        "save_answer",
        desk.proposal.code,
        desk.question.pk,
        method="post",
        text="Tamu",
        revision=1,
    )
    assert saved == 403


def test_writing_along_is_not_sending(client, desk, guest):
    """Only the agency sends, hands over, takes back, gives up, and says who works along."""
    share(desk, guest)
    code, revision = desk.proposal.code, desk.revision()
    assert status_of(client, guest, "submit", code, method="post", revision=revision) == 403
    for name in ("withdraw", "give_back", "take_back", "people", "hand_on"):
        assert status_of(client, guest, name, code, method="post", reason="x") == 403
    assert status_of(client, guest, "unshare", code, guest.code, method="post") == 403
    assert desk.fresh().status == "draft"


def test_share_tells_the_person_once_by_notice_and_letter(desk, guest):
    share(desk, guest)
    share(desk, guest)
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (guest, reverse("proposals:detail", args=[desk.proposal.code]))
    assert notice.title == f"Anda diajak bekerja pada proposal: {desk.proposal.title}"
    assert notice.text == (
        f"Rina Penulis dari {desk.agency.name} mengajak Anda ikut menulis proposal “{desk.proposal.title}”."
    )
    assert [mail.to for mail in Mail.objects.all()] == [guest.email]


def test_share_again_changes_the_role(desk, guest):
    share(desk, guest)
    share(desk, guest, role="reader")
    assert [row.role for row in Collaborator.objects.all()] == ["reader"]


@pytest.mark.parametrize("is_known", [True, False])
def test_share_refuses_who_has_no_open_account(desk, guest, is_known):
    type(guest).objects.filter(pk=guest.pk).update(is_active=False)
    email = guest.email if is_known else "tidakada@contoh.go.id"
    with pytest.raises(Refused, match="Belum ada akun"):
        people.share(proposal=desk.proposal, email=email, role="writer", by=desk.writer, at=NOW)


def test_share_refuses_the_agencys_own_people(desk):
    with pytest.raises(Refused, match="sudah dapat menulis"):
        share(desk, desk.head)


def test_share_stops_at_twenty(desk, monkeypatch):
    monkeypatch.setattr(people, "MOST_COLLABORATORS", 1)
    first, second = (worlds.make_user(agency=worlds.make_agency()) for _each in range(2))
    share(desk, first)
    share(desk, first, role="reader")
    with pytest.raises(Refused, match="Paling banyak 1"):
        share(desk, second)


def test_unshare_closes_the_proposal_and_keeps_the_words(client, desk, guest):
    shared = share(desk, guest)
    answer = desk.proposal.answers.first()
    answer.saved_by = guest
    answer.save(update_fields=["saved_by"])
    for _twice in range(2):
        people.unshare(collaborator=shared, by=desk.writer, at=NOW)
    assert status_of(client, guest, "detail", desk.proposal.code) == 404
    assert desk.proposal.answers.filter(saved_by=guest).count() == 1
    assert AuditEvent.objects.filter(verb="collaborator.removed").count() == 1


def test_hand_on_moves_all_that_a_leaver_answers_for(desk):
    second = worlds.make_draft(desk.edition, agency=desk.agency, by=desk.writer)
    theirs = worlds.make_draft(desk.edition, agency=desk.agency, by=desk.head)
    moved = people.hand_on(proposals=reads.owned_with(desk.proposal), to=desk.head, by=desk.writer, at=NOW)
    assert moved == [desk.proposal, second]
    assert set(reads.owned_with(theirs)) == {desk.proposal, second, theirs}
    assert Notice.objects.filter(user=desk.head).count() == 2
    again = people.hand_on(proposals=[desk.proposal], to=desk.head, by=desk.writer, at=NOW + timedelta(1))
    assert again == []


def test_hand_on_to_a_stranger_is_refused(desk, guest):
    with pytest.raises(Refused, match="hanya dapat dialihkan"):
        people.hand_on(proposals=[desk.proposal], to=guest, by=desk.writer, at=NOW)
    assert desk.fresh().owner is None


def test_page_offers_colleagues_only(client, desk, guest):
    client.force_login(desk.writer)
    page = client.get(reverse("proposals:people", args=[desk.proposal.code]))
    assert list(page.context["hand_on"].fields["to"].queryset) == [desk.head, desk.writer]
    answer = client.post(reverse("proposals:hand_on", args=[desk.proposal.code]), {"to": guest.code})
    assert answer.status_code == 422
    answer = client.post(
        reverse("proposals:hand_on", args=[desk.proposal.code]), {"to": desk.head.code, "takes_all": "on"}
    )
    assert answer.status_code == 302
    assert desk.fresh().owner == desk.head


def test_page_keeps_an_address_that_was_refused(client, desk):
    client.force_login(desk.writer)
    answer = client.post(
        reverse("proposals:people", args=[desk.proposal.code]), {"email": "x@contoh.go.id", "role": "reader"}
    )
    assert answer.status_code == 422
    assert 'value="x@contoh.go.id"' in answer.content.decode()


def test_page_says_that_the_owner_has_left(client, desk):
    Membership.objects.filter(user=desk.writer).delete()
    client.force_login(desk.head)
    page = client.get(reverse("proposals:people", args=[desk.proposal.code])).content.decode()
    assert "tidak lagi di instansi ini" in page


def test_edit_page_of_a_collaborator_stays_within_twelve_queries(
    client, desk, guest, django_assert_max_num_queries
):
    share(desk, guest)
    client.force_login(guest)
    client.get("/healthz")
    with django_assert_max_num_queries(12):
        assert client.get(reverse("proposals:edit", args=[desk.proposal.code])).status_code == 200
