"""The import of agencies: what is foreseen, what is done, and that doing it twice does it once."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agencies.models import Agency, AuditEvent, ImportDraft
from agencies.reads.drafts import plan_of, result_of
from agencies.reads.importing import counts
from agencies.services import imports
from kipp.lib.errors import Refused
from tests.worlds import make_agency, make_user

NOW = timezone.now()
TEGAL = Path(__file__).parents[2] / "competitions" / "presets" / "agencies-tegal.csv"
pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return make_user(agency=make_agency("BUREAU", kind="bagian"), role="bureau")


def upload(by, text, kind="agencies"):
    data = text.encode() if isinstance(text, str) else text
    return imports.upload(by=by, at=NOW, kind=kind, file_name="daftar.csv", data=data)


def planned(by, text):
    return plan_of(upload(by, text), by=by, at=NOW)


def apply(by, draft, *, only_valid=False):
    return imports.apply(by=by, at=NOW, draft=draft, only_valid=only_valid)


def register():
    return {
        agency.code: (agency.name, agency.kind, agency.parent and agency.parent.code, agency.root.code)
        for agency in Agency.objects.select_related("parent", "root")
    }


def test_apply_the_list_of_tegal_goes_in_as_it_is(bureau):
    draft = upload(bureau, TEGAL.read_bytes())
    assert counts(plan_of(draft, by=bureau, at=NOW)) == {"new": 94, "updated": 0, "same": 0, "error": 0}
    apply(bureau, draft)
    found = register()
    assert len(found) == 95
    assert found["SMPN-19"] == ("SMP Negeri 19 Tegal", "smp", "DISDIKBUD", "DISDIKBUD")
    assert found["BAG-ORG"] == ("Bagian Organisasi", "bagian", "SETDA", "SETDA")
    assert found["DP3AP2KB"][0] == (
        "Dinas Pengendalian Penduduk, Keluarga Berencana, Pemberdayaan Perempuan dan Perlindungan Anak"
    )


def test_apply_the_same_file_twice_changes_nothing_the_second_time(bureau):
    apply(bureau, upload(bureau, TEGAL.read_bytes()))
    before = register()
    draft = upload(bureau, TEGAL.read_bytes())
    assert counts(plan_of(draft, by=bureau, at=NOW)) == {"new": 0, "updated": 0, "same": 94, "error": 0}
    apply(bureau, draft)
    assert register() == before


def test_apply_parent_later_in_the_file_is_found(bureau):
    apply(bureau, upload(bureau, "kode,nama,jenis,induk\nPKM,Puskesmas,puskesmas,DK\nDK,Dinkes,dinas,\n"))
    assert register()["PKM"] == ("Puskesmas", "puskesmas", "DK", "DK")


def test_apply_twice_at_once_does_it_once(bureau):
    draft = upload(bureau, "kode,nama,jenis\nDK,Dinkes,dinas\n")
    first, second = apply(bureau, draft), apply(bureau, draft)
    assert first.applied_at == second.applied_at == NOW
    assert AuditEvent.objects.filter(verb="import.applied").count() == 1
    assert result_of(draft) == {"new": 1, "updated": 0, "same": 0, "error": 0}


def test_apply_moves_a_branch_to_its_new_root(bureau):
    top = make_agency("LAMA")
    branch = make_agency("CABANG", parent=top)
    make_agency("DAUN", parent=branch)
    apply(bureau, upload(bureau, "kode,nama,jenis,induk\nBARU,Baru,dinas,\nCABANG,Cabang,upt,BARU\n"))
    assert register()["CABANG"] == ("Cabang", "upt", "BARU", "BARU")
    assert register()["DAUN"][3] == "BARU"


def test_apply_without_the_parent_column_keeps_parents(bureau):
    make_agency("ANAK", parent=make_agency("IBU"), name="Nama Lama")
    rows = planned(bureau, "kode,nama,jenis\nANAK,Nama Baru,dinas\n")
    assert [(row.outcome, row.notes) for row in rows] == [("updated", ["nama: Nama Lama → Nama Baru"])]
    apply(bureau, upload(bureau, "kode,nama,jenis\nANAK,Nama Baru,dinas\n"))
    assert register()["ANAK"] == ("Nama Baru", "dinas", "IBU", "IBU")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (",Dinas,dinas,", "Kode kosong."),
        (
            "A B,Dinas,dinas,",
            "Kode hanya boleh memuat huruf, angka, - dan _, paling panjang 40; contoh: SMPN-17.",
        ),
        ("A,,dinas,", "Nama kosong."),
        (f"A,{'x' * 201},dinas,", "Nama lebih dari 200 huruf."),
        ("A,Dinas,,", "Jenis kosong."),
        ("A,Dinas,dinass,", "Jenis “dinass” tidak dikenal. Maksud Anda “dinas”?"),
        (
            "A,Dinas,zzz,",
            "Jenis “zzz” tidak dikenal. Yang dikenal: setda, sekretariat, inspektorat, dinas, badan, bagian, "
            "kecamatan, kelurahan, desa, puskesmas, blud, bumd, sd, smp, upt, lainnya.",
        ),
        ("A,Dinas,dinas,A", "Induk berputar: instansi ini berada di bawah dirinya sendiri."),
        (
            "A,Dinas,dinas,BUREAUX",
            "Induk “BUREAUX” tidak ada, baik di berkas maupun di daftar instansi. Maksud Anda “BUREAU”?",
        ),
        ("A,Dinas,dinas,MATI", "Induk “MATI” sudah tidak aktif."),
        (
            "A,Dinas,dinas,,sisa",
            "Ada isi di luar kolom berjudul. Apit nama yang memuat koma dengan tanda kutip.",
        ),
    ],
)
def test_plan_bad_row_says_what_is_wrong(bureau, line, sentence):
    dead = make_agency("MATI")
    Agency.objects.filter(pk=dead.pk).update(is_active=False)
    [row] = planned(bureau, f"kode,nama,jenis,induk\n{line}\n")
    assert (row.outcome, row.errors) == ("error", [sentence])


def test_plan_duplicates_circles_and_orphans_name_their_rows(bureau):
    text = (
        "kode,nama,jenis,induk\n"
        "A,Satu,dinas,\n"
        "a,Dua,dinas,\n"
        "B,Tiga,dinas,C\n"
        "C,Empat,dinas,B\n"
        "D,Lima,dinas,C\n"
        "E,Enam,zzzz,\n"
        "F,Tujuh,dinas,E\n"
        "G,Delapan,upt,F\n"
    )
    circle = "Induk berputar: instansi ini berada di bawah dirinya sendiri."
    found = {row.number: row.errors for row in planned(bureau, text) if row.number != 7}
    assert found == {
        2: [],
        3: ["Kode A sudah ada di baris 2."],
        4: [circle],
        5: [circle],
        6: ["Induk C di baris 5 masih galat."],
        8: ["Induk E di baris 7 masih galat."],
        9: ["Induk F di baris 8 masih galat."],
    }


def test_plan_kinds_may_be_written_as_people_read_them(bureau):
    rows = planned(bureau, "KODE;Nama;JENIS\nS;SMP 1;smp negeri\nR;RSUD;RSUD/BLUD\nU;UPTD;uptd\n")
    assert [row.outcome for row in rows] == ["new", "new", "new"]


def test_plan_kinds_in_a_file_stay_indonesian_for_a_bureau_that_reads_english(bureau):
    with override("en"):
        rows = planned(bureau, "kode;nama;jenis\nS;SMP 1;smp negeri\nR;RSUD;RSUD/BLUD\nU;UPTD;uptd\n")
    assert [(row.outcome, row.errors) for row in rows] == [("new", [])] * 3


def test_apply_with_errors_needs_the_explicit_choice(bureau):
    draft = upload(bureau, "kode,nama,jenis\nDK,Dinkes,dinas\nX,,dinas\n")
    with pytest.raises(Refused) as caught:
        apply(bureau, draft)
    assert caught.value.message == (
        "Masih ada baris yang galat. Perbaiki berkas, atau pilih impor baris yang benar saja."
    )
    assert set(register()) == {"BUREAU"}
    apply(bureau, draft, only_valid=True)
    assert set(register()) == {"BUREAU", "DK"}
    assert result_of(draft) == {"new": 1, "updated": 0, "same": 0, "error": 1}


def test_apply_only_valid_never_closes_a_circle_with_rows_left_out(bureau):
    """In the register B is under A; the file moves A under B, and B away, but B's row is wrong."""
    make_agency("B", parent=make_agency("A"))
    draft = upload(bureau, "kode,nama,jenis,induk\nA,A,dinas,B\nB,B,dinas,TIADA\n")
    apply(bureau, draft, only_valid=True)
    assert [register()[code][2:] for code in "AB"] == [(None, "A"), ("A", "A")]


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        (
            "kode,nama,jenis,alamat",
            "Kolom “alamat” tidak dikenal. Judul kolom di baris pertama: kode, nama, jenis, induk.",
        ),
        (
            "kode,nama",
            "Kolom yang belum ada: jenis. Judul kolom yang dikenal: kode, nama, jenis, induk.",
        ),
        ("kode,nama,jenis,nama", "Kolom “nama” ada lebih dari satu."),
        ("kode,nama,jenis", "Berkas hanya berisi judul kolom. Tambahkan isinya di bawah judul."),
    ],
)
def test_upload_bad_heading_names_the_column(bureau, heading, sentence):
    with pytest.raises(Refused) as caught:
        upload(bureau, heading + ("\na,b,c,d\n" if heading != "kode,nama,jenis" else "\n"))
    assert (caught.value.message, caught.value.status) == (sentence, 422)


def test_upload_example_files_are_importable(bureau, client):
    client.force_login(bureau)
    make_agency("DINKES")
    for kind, outcomes in (("agencies", ["updated", "new"]), ("people", ["new"])):
        data = client.get(f"/panitia/impor/contoh/{kind}.csv").content
        draft = upload(bureau, data, kind=kind)
        assert [row.outcome for row in plan_of(draft, by=bureau, at=NOW)] == outcomes


def test_apply_costs_the_same_queries_for_one_row_and_for_three(bureau, django_assert_num_queries):
    for text in ("A,Satu,dinas,\n", "B,Dua,dinas,A\nC,Tiga,dinas,\nD,Empat,dinas,BUREAU\n"):
        draft = upload(bureau, "kode,nama,jenis,induk\n" + text)
        with django_assert_num_queries(10):
            apply(bureau, draft)


CODES = st.sampled_from(["A", "B", "C", "D", "E"])
ROWS = st.lists(
    st.tuples(CODES, st.sampled_from(["dinas", "upt", "salah"]), st.one_of(st.just(""), CODES)), max_size=8
)


class ImportProperties(TestCase):
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ROWS.filter(bool), ROWS.filter(bool))
    def test_importing_twice_changes_nothing_and_no_tree_has_a_circle(self, first, second):
        by = make_user()
        for rows in (first, second):
            lines = [f"{code},Nama {code},{kind},{parent}" for code, kind, parent in rows]
            text = "kode,nama,jenis,induk\n" + "\n".join(lines)
            apply(by, upload(by, text), only_valid=True)
            before = register()
            again = upload(by, text)
            found = counts(plan_of(again, by=by, at=NOW + timedelta(minutes=1)))
            assert (found["new"], found["updated"]) == (0, 0)
            apply(by, again, only_valid=True)
            assert register() == before
            for code, (_, _, parent, root) in before.items():
                assert root == top_of(before, code, parent)
        ImportDraft.objects.all().delete()


def top_of(found, code, parent):
    seen = {code}
    while parent:
        assert parent not in seen
        seen.add(parent)
        code, parent = parent, found[parent][2]
    return code


def test_plan_five_thousand_hostile_rows_stay_quick(bureau):
    """A chain without an end and unknown parents: work never grows with the square of the rows."""
    chain = [f"C{n},Nama,dinas,C{n + 1}" for n in range(2500)]
    wrong = [f"W{n},Nama,dinas,TIADA{n}" for n in range(2500)]
    draft = upload(bureau, "kode,nama,jenis,induk\n" + "\n".join(chain + wrong))
    started = time.monotonic()
    assert counts(plan_of(draft, by=bureau, at=NOW))["error"] == 5000
    assert time.monotonic() - started < 10
