"""The bureau's pages: forms keep what was typed, acts ask for a reason, lists cost the same at any length."""

import pytest
from django.utils import timezone

from agencies.models import Agency, AuditEvent, Invitation, Mail, Membership, User
from agencies.services import invitations
from tests.worlds import make_agency, make_user

NOW = timezone.now()
pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return make_agency("BAG-ORG", kind="bagian", name="Bagian Organisasi")


@pytest.fixture
def publisher(organiser):
    return make_user(agency=organiser, role="publisher", name="Ibu Rini")


@pytest.fixture
def bureau(client, organiser, publisher):
    user = make_user(agency=organiser, role="bureau", name="Pak Dedi")
    client.force_login(user)
    return user


def invite(by, number):
    return invitations.invite(by=by, at=NOW, email=f"tamu{number}@contoh.go.id", name=f"Tamu {number}")


# --- Lists --------------------------------------------------------------------------------------------

LISTS = {
    "/panitia/instansi/": (lambda by, number: make_agency(f"X-{number}"), 6),
    "/panitia/orang/": (lambda by, number: make_user(agency=by.memberships.get().agency), 8),
    "/panitia/undangan/": (invite, 6),
    "/panitia/surat/": (invite, 8),
}


@pytest.mark.parametrize("address", LISTS)
def test_list_costs_the_same_at_one_row_and_at_three(client, bureau, address, django_assert_num_queries):
    add, cost = LISTS[address]
    client.get(address)  # the first page of a session also writes down when it began
    for number in (1, 2, 3):
        add(bureau, number)
        if number != 2:
            with django_assert_num_queries(cost):
                assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", LISTS)
def test_list_hostile_query_never_fails(client, bureau, address):
    query = {"q": "%00\0'\"<", "page": "-9", "sort": "password", "kind": "x", "status": "x", "agency": "\0"}
    response = client.get(address, query)
    assert response.status_code == 200


@pytest.mark.parametrize("address", [*LISTS, "/panitia/instansi/baru/", "/panitia/impor/"])
def test_list_is_closed_to_people_outside_the_bureau(client, address):
    assert client.get(address).status_code == 302
    client.force_login(make_user(agency=make_agency(), role="head"))
    assert client.get(address).status_code == 403


def test_agency_list_filters_by_kind_parent_activity_and_words(client, bureau):
    parent = make_agency("DINKES", name="Dinas Kesehatan")
    make_agency("PKM-1", kind="puskesmas", parent=parent, name="Puskesmas Slerok")
    dead = make_agency("PKM-2", kind="puskesmas", parent=parent, name="Puskesmas Lama")
    Agency.objects.filter(pk=dead.pk).update(is_active=False)

    def codes(**query):
        page = client.get("/panitia/instansi/", query)
        return [agency.code for agency in page.context["object_list"]]

    assert codes(kind="puskesmas") == ["PKM-2", "PKM-1"]
    assert codes(parent="DINKES", sort="-name") == ["PKM-1", "PKM-2"]
    assert codes(kind="puskesmas", active="no") == ["PKM-2"]
    assert codes(q="slerok") == ["PKM-1"]
    assert codes(sort="-code") == ["PKM-2", "PKM-1", "DINKES", "BAG-ORG"]


def test_person_list_filters_by_role_agency_and_words(client, bureau, publisher):
    agency = make_agency("DK")
    siti = make_user(agency=agency, role="head", name="Siti")
    Membership.objects.create(user=siti, agency=agency, role="staff")

    def names(**query):
        return [person.name for person in client.get("/panitia/orang/", query).context["object_list"]]

    assert names(role="publisher") == ["Ibu Rini"]
    assert names(agency="DK") == ["Siti"]
    assert names(q="dedi") == ["Pak Dedi"]


def test_suggest_offers_agencies_in_use(client, bureau):
    make_agency("DINKES", name="Dinas Kesehatan")
    make_agency("MATI", name="Dinas Mati")
    Agency.objects.filter(code="MATI").update(is_active=False)
    page = client.get("/panitia/instansi/saran/", {"for": "parent", "parent": "dinas"})
    assert page.content.decode().strip() == '<option value="DINKES · Dinas Kesehatan"></option>'
    assert client.get("/panitia/instansi/saran/", {"for": "parent", "parent": "\0\0"}).content.strip() == b""


# --- Agencies -----------------------------------------------------------------------------------------


def test_create_agency_finds_the_parent_by_part_of_its_name(client, bureau):
    make_agency("DINKES", name="Dinas Kesehatan")
    data = {"name": "Puskesmas Slerok", "code": "pkm-slerok", "kind": "puskesmas", "parent": "kesehatan"}
    response = client.post("/panitia/instansi/baru/", data)
    assert (response.status_code, response.url) == (302, "/panitia/instansi/")
    agency = Agency.objects.get(code="PKM-SLEROK")
    assert (agency.parent.code, agency.root.code) == ("DINKES", "DINKES")


@pytest.mark.parametrize(
    ("parent", "sentence"),
    [
        ("zzz", "Tidak ada instansi aktif yang cocok dengan “zzz”. Ketik kode atau namanya."),
        (
            "dinas",
            "“dinas” cocok dengan beberapa instansi: D1 · Dinas Dua; D2 · Dinas Satu. Ketik kodenya.",
        ),
    ],
)
def test_create_agency_unclear_parent_keeps_every_word(client, bureau, parent, sentence):
    make_agency("D1", name="Dinas Dua")
    make_agency("D2", name="Dinas Satu")
    data = {"name": "Puskesmas Slerok", "code": "PKM", "kind": "puskesmas", "parent": parent}
    response = client.post("/panitia/instansi/baru/", data)
    assert response.status_code == 422
    form = response.context["form"]
    assert {name: form[name].value() for name in data} == data
    assert form.errors["parent"] == [sentence]


def test_create_agency_twice_says_the_code_is_taken(client, bureau):
    data = {"name": "Dinas Kesehatan", "code": "DINKES", "kind": "dinas", "parent": ""}
    assert [client.post("/panitia/instansi/baru/", data).status_code for _ in range(2)] == [302, 422]
    assert Agency.objects.filter(code="DINKES").count() == 1


def test_change_agency_shows_its_parent_and_refuses_a_circle(client, bureau):
    top = make_agency("AKAR", name="Akar")
    make_agency("DAUN", parent=top, name="Daun")
    page = client.get("/panitia/instansi/DAUN/")
    assert 'value="AKAR · Akar"' in page.content.decode()
    data = {"name": "Akar", "code": "AKAR", "kind": "dinas", "parent": "DAUN · Daun"}
    response = client.post("/panitia/instansi/AKAR/", data)
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["Akar tidak dapat berinduk pada instansi yang berada di bawahnya sendiri."],
    )


def test_deactivate_asks_for_a_reason_and_records_it(client, bureau):
    make_agency("DK")
    address = "/panitia/instansi/DK/nonaktif/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).status_code == 422
    assert Agency.objects.get(code="DK").is_active
    assert client.post(address, {"reason": "digabung"}).status_code == 302
    assert not Agency.objects.get(code="DK").is_active
    assert AuditEvent.objects.get().details == {"reason": "digabung"}


# --- People -------------------------------------------------------------------------------------------


def test_person_page_lets_a_bureau_add_and_remove_roles(client, bureau):
    agency, person = make_agency("DK"), make_user()
    address = f"/panitia/orang/{person.code}/"
    assert client.get(address).status_code == 200
    client.post(f"{address}peran/", {"role": "head", "agency": "DK"})
    assert list(person.memberships.values_list("agency", "role")) == [(agency.pk, "head")]
    client.post(f"{address}peran/DK/head/cabut/", {"reason": "mutasi"})
    assert person.memberships.count() == 0


def test_add_role_with_an_unknown_agency_keeps_the_words(client, bureau):
    person = make_user()
    response = client.post(f"/panitia/orang/{person.code}/peran/", {"role": "head", "agency": "zzz"})
    assert (response.status_code, response.context["role_form"]["agency"].value()) == (422, "zzz")


def test_bureau_cannot_touch_a_publisher(client, bureau, publisher, organiser):
    address = f"/panitia/orang/{publisher.code}/"
    reason = {"reason": "ingin"}
    assert client.post(f"{address}peran/BAG-ORG/publisher/cabut/", reason).status_code == 403
    assert client.post(f"{address}nonaktif/", reason).status_code == 403
    own = f"/panitia/orang/{bureau.code}/peran/"
    assert client.post(own, {"role": "publisher", "agency": "BAG-ORG"}).status_code == 422
    assert list(Membership.objects.filter(role="publisher")) == [publisher.memberships.get()]


def test_last_publisher_stays_and_the_page_says_why(client, publisher):
    client.force_login(publisher)
    address = f"/panitia/orang/{publisher.code}/peran/BAG-ORG/publisher/cabut/"
    response = client.post(address, {"reason": "cuti"})
    assert (response.status_code, response.context["message"]) == (
        409,
        "Ibu Rini adalah satu-satunya penanggung jawab aktif di Bagian Organisasi. "
        "Tunjuk penggantinya lebih dahulu.",
    )


def test_person_foreign_and_unknown_are_the_same_page(client):
    agency = make_agency()
    auditor = make_user(agency=agency, role="auditor")
    client.force_login(auditor)
    assert client.get(f"/panitia/orang/{auditor.code}/").status_code == 200
    assert client.get("/panitia/orang/TIDAKADA/").status_code == 404
    assert client.post(f"/panitia/orang/{auditor.code}/nonaktif/", {"reason": "x"}).status_code == 403


def test_workplace_may_be_an_agency_or_a_word(client, bureau):
    person, agency = make_user(), make_agency("DK")
    address = f"/panitia/orang/{person.code}/tempat-bekerja/"
    client.post(address, {"employer": "DK", "institution": ""})
    person.refresh_from_db()
    assert person.employer == agency


def test_account_shows_own_roles_and_saves_the_name(client, bureau):
    page = client.get("/akun/saya/")
    assert [row.role for row in page.context["memberships"]] == ["bureau"]
    assert client.post("/akun/saya/", {"name": ""}).status_code == 422
    client.post("/akun/saya/", {"name": "Dedi, S.Sos.", "institution": ""})
    assert User.objects.get(pk=bureau.pk).name == "Dedi, S.Sos."


# --- The outbox ---------------------------------------------------------------------------------------


def test_mail_list_never_shows_a_link_and_retries_the_failed(client, bureau):
    _, link = invite(bureau, 1)
    Mail.objects.update(status="failed", attempts=3, error="Server surat tidak dapat dihubungi.")
    page = client.get("/panitia/surat/").content.decode()
    assert (link in page, "Server surat tidak dapat dihubungi." in page) == (False, True)
    client.post("/panitia/surat/kirim-ulang/")
    assert Mail.objects.get().status == "queued"
    assert Invitation.objects.count() == 1
