"""Reminders to those without an entry: read before they go, once a day, to nobody who has sent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import AuditEvent, Mail, MailBatch, Membership, Notice
from competitions.models import Competition, Extension
from kipp.lib.errors import Refused
from proposals.reads import participation_reminders as reads
from proposals.services.participation import remind
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    organiser = worlds.make_agency("BAG-ORG", kind="bagian")
    edition = worlds.make_edition(organiser=organiser)
    edition.groups.update(kinds=["dinas"])
    return edition


@pytest.fixture
def bureau(edition):
    return worlds.make_user(agency=edition.organiser, role="bureau")


@pytest.fixture
def offices(edition):
    """A has nothing, B a draft, C has sent, D has nobody; A has a head and somebody who left."""
    found = {code: worlds.make_agency(code) for code in "ABCD"}
    for code in "ABC":
        worlds.make_user(f"staf@{code.lower()}.go.id", agency=found[code], name=f"Staf {code}")
    worlds.make_user("kepala@a.go.id", agency=found["A"], role="head", name="Kepala A")
    worlds.make_user("lama@a.go.id", agency=found["A"], is_active=False)
    worlds.make_draft(edition, agency=found["B"], by=found["B"].memberships.get().user, title="Rahasia B")
    worlds.make_submitted(edition, agency=found["C"], by=found["C"].memberships.get().user)
    return found


def sent_to() -> dict[str, str]:
    return dict(Mail.objects.values_list("to", "body"))


def test_targets_are_those_with_nothing_or_only_a_draft(edition, offices):
    found = {one.code: one for one in reads.targets(edition, timezone.now())}
    assert {code: (one.has_draft, [p.name for p in one.people]) for code, one in found.items()} == {
        "A": (False, ["Kepala A", "Staf A"]),
        "B": (True, ["Staf B"]),
        "D": (False, []),
    }
    assert [one.can_be_reminded for one in found.values()] == [True, True, False]


def test_remind_writes_to_staff_and_heads_and_records_each_agency(edition, bureau, offices):
    at = timezone.now()
    told = remind(competition=edition, codes=["A", "B", "C"], by=bureau, at=at, note="Hubungi Dimas.")
    assert (told.agencies, told.people, told.passed_over) == (2, 3, 1)
    letters = sent_to()
    assert sorted(letters) == ["kepala@a.go.id", "staf@a.go.id", "staf@b.go.id"]
    assert "Instansi A: belum ada proposal" in letters["staf@a.go.id"]
    assert f"/proposal/baru/{edition.slug}/" in letters["staf@a.go.id"]
    assert "Instansi B: sudah ada draf, tetapi belum dikirim" in letters["staf@b.go.id"]
    assert "Hubungi Dimas." in letters["staf@b.go.id"]
    assert "Rahasia B" not in letters["staf@b.go.id"]
    events = AuditEvent.objects.filter(verb="participation.reminded").order_by("subject")
    assert [(event.subject, event.by, event.details["people"]) for event in events] == [
        ("agency:A", bureau, 2),
        ("agency:B", bureau, 1),
    ]
    assert MailBatch.objects.get().written_by == bureau
    assert Notice.objects.count() == 3


def test_remind_twice_on_a_day_is_refused_and_again_tomorrow_is_not(edition, bureau, offices):
    at = timezone.now()
    remind(competition=edition, codes=["A"], by=bureau, at=at)
    with pytest.raises(Refused, match="sudah diingatkan"):
        remind(competition=edition, codes=["A"], by=bureau, at=at)
    assert remind(competition=edition, codes=["A", "B"], by=bureau, at=at).agencies == 1
    assert remind(competition=edition, codes=["A"], by=bureau, at=at + timedelta(days=1)).people == 2


def test_remind_at_midnight_of_the_edition_is_another_day(edition, bureau, offices):
    """The day is the edition's: 23.30 and 00.30 in Jakarta lie on one day of UTC."""
    evening = timezone.now().replace(hour=16, minute=30)  # 23.30 WIB
    remind(competition=edition, codes=["A"], by=bureau, at=evening)
    told = remind(competition=edition, codes=["A"], by=bureau, at=evening + timedelta(hours=1))
    assert told.agencies == 1


def test_remind_somebody_of_two_agencies_writes_one_letter(edition, bureau, offices):
    shared = worlds.make_user("dua@go.id", agency=offices["A"], name="Dua Kantor")
    Membership.objects.create(user=shared, agency=offices["B"], role="staff")
    remind(competition=edition, codes=["A", "B"], by=bureau, at=timezone.now())
    (letter,) = Mail.objects.filter(to="dua@go.id")
    assert "- Instansi A: belum ada proposal\n- Instansi B: sudah ada draf" in letter.body


def test_remind_who_muted_reminders_gets_the_notice_alone(edition, bureau, offices):
    person = offices["B"].memberships.get().user
    person.unmailed = ["reminder"]
    person.save(update_fields=["unmailed"])
    assert remind(competition=edition, codes=["B"], by=bureau, at=timezone.now()).people == 1
    assert (Mail.objects.count(), Notice.objects.get().user) == (0, person)


def test_remind_after_the_deadline_reaches_only_who_was_given_longer(edition, bureau, offices):
    at = timezone.now()
    Competition.objects.filter(pk=edition.pk).update(closes_at=at - timedelta(days=1))
    Extension.objects.create(
        competition=edition,
        agency=offices["B"],
        until=at + timedelta(days=2),
        letter_number="1",
        reason="Listrik padam.",
        granted_at=at,
        granted_by=bureau,
    )
    fresh = Competition.objects.prefetch_related("extensions", "groups").get()
    assert [one.code for one in reads.targets(fresh, at)] == ["B"]
    with pytest.raises(Refused):
        remind(competition=fresh, codes=["A"], by=bureau, at=at)


# --- Pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def page(client, edition, bureau):
    client.force_login(bureau)
    return client, reverse("proposals:participation_remind", args=[edition.slug])


def test_page_offers_everybody_who_can_be_reached_and_names_the_others(page, offices):
    client, address = page
    shown = client.get(address)
    assert (shown.context["picked"], [one.code for one in shown.context["unreachable"]]) == (
        ["A", "B"],
        ["D"],
    )
    text = shown.content.decode()
    assert "Belum punya akun: undang dahulu" in text
    assert "Rahasia B" not in text


def test_page_shows_letters_before_they_go_and_sends_on_the_second_press(page, offices, edition):
    client, address = page
    form = {"instansi": ["A", "B"], "catatan": "Sampai jumpa."}
    preview = client.post(address, form | {"langkah": "lihat"})
    text = preview.content.decode()
    assert (preview.status_code, Mail.objects.count()) == (200, 0)
    assert "2 instansi, 3 penerima. Belum ada yang dikirim." in text
    for words in ("kepala@a.go.id", "Sampai jumpa.", "belum ada proposal", "Kirim kepada 3 orang"):
        assert words in text
    answer = client.post(address, form | {"langkah": "kirim"})
    assert answer.url == f"{reverse('proposals:participation')}?edisi={edition.slug}"
    shown = {letter.to: letter.body for _one, letter in preview.context["letters"]}
    assert sent_to() == shown


@pytest.mark.parametrize("codes", [[], ["C"], ["D"], ["tidak-ada"]])
def test_page_refuses_who_cannot_be_reminded_and_keeps_the_note(page, offices, codes):
    client, address = page
    answer = client.post(address, {"instansi": codes, "catatan": "Tetap ada.", "langkah": "kirim"})
    assert (answer.status_code, Mail.objects.count()) == (422, 0)
    assert "Tetap ada." in answer.content.decode()


def test_page_sends_nothing_on_a_second_click(page, offices):
    client, address = page
    form = {"instansi": ["A"], "langkah": "kirim"}
    client.post(address, form)
    assert client.post(address, form).status_code == 422
    assert Mail.objects.count() == 2


def test_page_is_closed_to_auditors_and_other_organisers(client, edition, offices):
    address = reverse("proposals:participation_remind", args=[edition.slug])
    client.force_login(worlds.make_user(agency=edition.organiser, role="auditor"))
    assert client.get(address).status_code == 403
    client.force_login(worlds.make_user(agency=worlds.make_agency(kind="bagian"), role="bureau"))
    assert client.get(address).status_code == 404
