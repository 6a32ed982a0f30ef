"""The import of people: it invites, it never makes passwords, and never invites twice."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.models import Agency, ImportDraft, Invitation, Mail, User
from agencies.reads.drafts import plan_of
from agencies.services import imports
from tests.worlds import make_agency, make_user

NOW = timezone.now()
HEADING = "nama;email;instansi;peran\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_user(agency=make_agency("BAG-ORG", kind="bagian"), role="publisher")


@pytest.fixture
def dinkes():
    return make_agency("DINKES", name="Dinas Kesehatan")


def upload(by, text):
    data = (HEADING + text).encode("cp1252")
    return imports.upload(by=by, at=NOW, kind="people", file_name="orang.csv", data=data)


def planned(by, text):
    return [(row.outcome, row.errors or row.notes) for row in plan_of(upload(by, text), by=by, at=NOW)]


def apply(by, text, *, at=NOW):
    return imports.apply(by=by, at=at, draft=upload(by, text), only_valid=False)


THREE = (
    "Siti Aminah;Siti@contoh.go.id;dinkes;Pimpinan instansi\n"
    "Siti Aminah;siti@contoh.go.id;DINKES;staff\n"
    "Joko;joko@contoh.go.id;DINKES;STAFF\n"
)


def test_apply_invites_everybody_once_and_makes_no_account(publisher, dinkes):
    apply(publisher, THREE)
    assert list(Invitation.objects.order_by("pk").values_list("email", "name", "agency__code", "role")) == [
        ("siti@contoh.go.id", "Siti Aminah", "DINKES", "head"),
        ("siti@contoh.go.id", "Siti Aminah", "DINKES", "staff"),
        ("joko@contoh.go.id", "Joko", "DINKES", "staff"),
    ]
    assert (User.objects.count(), Mail.objects.count()) == (1, 3)


def test_apply_the_same_file_twice_sends_nothing_the_second_time(publisher, dinkes):
    apply(publisher, THREE)
    assert planned(publisher, THREE) == [("same", ["Sudah diundang; undangannya masih berlaku."])] * 3
    apply(publisher, THREE)
    assert (Invitation.objects.count(), Mail.objects.count()) == (3, 3)


def test_apply_after_the_invitations_expired_invites_again(publisher, dinkes):
    apply(publisher, THREE)
    apply(publisher, THREE, at=NOW + timedelta(days=14))
    assert Invitation.objects.count() == 6


def test_plan_members_stay_and_other_accounts_get_another_role(publisher, dinkes):
    make_user("joko@contoh.go.id", agency=dinkes, role="staff")
    text = "Joko;joko@contoh.go.id;DINKES;staff\nJoko;joko@contoh.go.id;DINKES;head\n"
    assert planned(publisher, text) == [
        ("same", ["Sudah memegang peran ini."]),
        ("updated", ["Sudah punya akun; menerima undangan untuk peran baru."]),
    ]


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        (";;;", None),
        (";a@b.go.id;DINKES;staff", ["Nama kosong."]),
        ("A;;DINKES;staff", ["Alamat email kosong."]),
        ("A;salah;DINKES;staff", ["Alamat email “salah” tidak benar; contoh: nama@kota.go.id."]),
        ("A;a@b.go.id;;staff", ["Kode instansi kosong."]),
        ("A;a@b.go.id;DINKS;staff", ["Instansi dengan kode “DINKS” tidak ada. Maksud Anda “DINKES”?"]),
        ("A;a@b.go.id;MATI;staff", ["Dinas Mati sudah tidak aktif."]),
        ("A;a@b.go.id;DINKES;", ["Peran kosong."]),
        ("A;a@b.go.id;DINKES;staf", ["Peran “staf” tidak dikenal. Maksud Anda “staff”?"]),
        (
            "A;a@b.go.id;DINKES;juri",
            ["Peran “juri” tidak dikenal. Yang dikenal: staff, head, bureau, publisher, auditor."],
        ),
        (
            ";salah;;",
            [
                "Nama kosong.",
                "Alamat email “salah” tidak benar; contoh: nama@kota.go.id.",
                "Peran kosong.",
                "Kode instansi kosong.",
            ],
        ),
    ],
)
def test_plan_bad_row_says_everything_that_is_wrong(publisher, dinkes, line, sentences):
    dead = make_agency("MATI", name="Dinas Mati")
    Agency.objects.filter(pk=dead.pk).update(is_active=False)
    good = ("new", ["Menerima undangan lewat email."])
    expected = [("error", sentences), good] if sentences else [good]
    assert planned(publisher, f"{line}\nJoko;joko@contoh.go.id;DINKES;staff\n") == expected


def test_plan_same_person_and_role_twice_names_the_first_line(publisher, dinkes):
    text = "A;a@b.go.id;DINKES;staff\nB;A@B.go.id;dinkes;staff\n"
    assert planned(publisher, text)[1] == (
        "error",
        ["Orang, instansi, dan peran yang sama sudah ada di baris 2."],
    )


def test_plan_bureau_cannot_invite_a_publisher(publisher, dinkes):
    bureau = make_user(agency=dinkes, role="bureau")
    text = "A;a@b.go.id;DINKES;publisher\n"
    assert planned(bureau, text) == [
        ("error", ["Hanya penanggung jawab yang boleh mengundang penanggung jawab lain."])
    ]
    assert planned(publisher, text)[0][0] == "new"


# --- The pages ----------------------------------------------------------------------------------------


def post_file(client, data, kind="people", name="orang.csv"):
    file = SimpleUploadedFile(name, data)
    return client.post("/panitia/impor/", {"kind": kind, "file": file})


def test_import_pages_from_upload_to_result(client, publisher, dinkes):
    client.force_login(publisher)
    response = post_file(client, (HEADING + THREE + "X;salah;DINKES;staff\n").encode())
    draft = ImportDraft.objects.get()
    assert response.url == f"/panitia/impor/{draft.code}/"
    page = client.get(response.url)
    assert page.context["counts"] == {"new": 3, "updated": 0, "same": 0, "error": 1}
    assert [row.number for row in client.get(f"{response.url}?outcome=error").context["page_obj"]] == [5]
    confirm = f"{response.url}terapkan/"
    assert client.post(confirm).status_code == 409
    assert [client.post(confirm, {"only_valid": "yes"}).status_code for _ in range(2)] == [302, 302]
    assert Invitation.objects.count() == 3
    assert client.get(response.url).context["counts"] == {"new": 3, "updated": 0, "same": 0, "error": 1}


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"", 422), (b"%PDF\0", 422), (b"nama,umur\nA,1\n", 422), (b"x" * (2 * 1024 * 1024 + 1), 413)],
)
def test_import_page_bad_file_is_explained_beside_the_field(client, publisher, data, status):
    client.force_login(publisher)
    response = post_file(client, data)
    assert (response.status_code, list(response.context["form"].errors)) == (status, ["file"])
    assert ImportDraft.objects.count() == 0


def test_import_preview_belongs_to_who_uploaded_it(client, publisher, dinkes):
    draft = upload(publisher, THREE)
    client.force_login(make_user(agency=dinkes, role="bureau"))
    assert client.get(f"/panitia/impor/{draft.code}/").status_code == 404
    assert client.post(f"/panitia/impor/{draft.code}/terapkan/").status_code == 404


def test_import_preview_costs_the_same_for_one_row_and_for_three(
    client, publisher, dinkes, django_assert_num_queries
):
    client.force_login(publisher)
    client.get("/panitia/impor/")
    for text in (THREE.splitlines()[0], THREE):
        draft = upload(publisher, text)
        with django_assert_num_queries(9):
            client.get(f"/panitia/impor/{draft.code}/")
