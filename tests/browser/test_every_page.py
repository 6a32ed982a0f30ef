"""Every page of everybody: no barriers, no noise, nothing sticking out or heavy, on a desk and on a phone.

The addresses come from the URLconf: a new one is visited, or says below why it is no page.
"""

import pytest
from django.core.cache import cache
from django.utils import timezone

from agencies.services import first_run
from tests.browser.visiting import Eye, Visit, html, patterns, signed_in, visits, wear
from tests.contracts.town import make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BUREAU = "panitia/"
ACTS = "only takes what a form sends"
PARTS = "answers a script with a part of a page"
FILES = "hands out a file"
MACHINES = "answers a machine"
LEADS = "leads to where the juror stopped"
PIECES = "leaves in pieces, to be printed"
NO_PAGES = {
    "bahasa/setlang/": ACTS,
    "dokumen/<str:code>/ulang/": ACTS,
    "juri/<str:code>/abstain/": ACTS,
    "juri/<str:code>/benturan/": ACTS,
    "juri/<str:code>/lewati/": ACTS,
    "juri/<str:code>/tanda/": ACTS,
    "juri/<str:code>/urutan/": ACTS,
    "juri/<str:code>/buka/": ACTS,
    "juri/<str:code>/catatan/": ACTS,
    "juri/<str:code>/nilai/<int:criterion_pk>/": ACTS,
    "juri/<str:code>/penjelasan/": "opens to a juror who was asked to explain; test_oddities drives it",
    "juri/lapangan/<str:code>/klaim/<str:claim_code>/": ACTS,
    "juri/lapangan/<str:code>/klaim/<str:claim_code>/foto/": ACTS,
    "juri/lapangan/<str:code>/selesai/": ACTS,
    "juri/lapangan/<str:code>/buka-kembali/": ACTS,
    "juri/lapangan/<str:code>/foto/<str:photo_code>/": FILES,
    "juri/lapangan/<str:code>/foto/<str:photo_code>/utuh/": FILES,
    "juri/lapangan/<str:code>/foto/<str:photo_code>/hapus/": ACTS,
    "juri/luring.js": "works beside the pages of a juror; test_juror_offline drives it",
    "juri/lanjut/": LEADS,
    "juri/lanjut/<str:stage_code>/": LEADS,
    "panitia/edisi/<slug:slug>/seleksi/<str:code>/tinjau-ulang/": ACTS,
    "panitia/impor/<slug:code>/terapkan/": ACTS,
    "akun/saya/jabatan/<slug:post_code>/hapus/": ACTS,
    "panitia/berita-acara/<str:code>/ulang/": ACTS,
    "panitia/orang/<slug:code>/jabatan/<slug:post_code>/hapus/": ACTS,
    "panitia/tahap/<str:code>/panel/terpisah/<str:pair_code>/hapus/": ACTS,
    "panitia/tahap/<str:code>/peringkat/semua/": PIECES,
    "panitia/orang/<slug:code>/peran/": ACTS,
    "panitia/orang/<slug:code>/tempat-bekerja/": ACTS,
    "panitia/surat/kirim-ulang/": ACTS,
    "panitia/tahap/<str:code>/panel/<str:member_code>/keluarkan/": ACTS,
    "panitia/tahap/<str:code>/panel/tambah/<str:user_code>/": ACTS,
    "panitia/tahap/<str:code>/penugasan/<str:entry_code>/<str:member_code>/": ACTS,
    "panitia/tahap/<str:code>/penugasan/lepas/<str:assignment_code>/": ACTS,
    "panitia/tahap/<str:code>/penugasan/rencana/<str:plan_code>/batalkan/": ACTS,
    "panitia/tahap/<str:code>/penugasan/rencana/<str:plan_code>/terapkan/": ACTS,
    "panitia/tahap/<str:code>/tutup/": ACTS,
    "panitia/tahap/<str:code>/hari-h/<str:slot_code>/datang/": ACTS,
    "panitia/tahap/<str:code>/hari-h/<str:slot_code>/tidak-datang/": ACTS,
    "panitia/tahap/<str:code>/hari-h/giliran/": ACTS,
    "panitia/tahap/<str:code>/jadwal/jeda/<str:slot_code>/hapus/": ACTS,
    "panitia/tahap/<str:code>/jadwal/lengkapi/": ACTS,
    "panitia/tahap/<str:code>/jadwal/pindah/<str:slot_code>/": ACTS,
    "panitia/tahap/<str:code>/jadwal/umumkan/": ACTS,
    "panitia/undangan/<slug:code>/kirim-ulang/": ACTS,
    "proposal/<str:code>/ambil-kembali/": ACTS,
    "proposal/<str:code>/isi/<int:question_pk>/": ACTS,
    "proposal/<str:code>/isi/identitas/": ACTS,
    "proposal/<str:code>/isi/tim/": ACTS,
    "proposal/<str:code>/kembalikan/": ACTS,
    "proposal/<str:code>/berkas/<slug:slot_code>/surat/": ACTS,
    "proposal/<str:code>/berkas/<slug:slot_code>/unggah/": ACTS,
    "proposal/<str:code>/unggahan/<str:upload_code>/": ACTS,
    "proposal/<str:code>/tanda-terima/ulang/": ACTS,
    "akun/saya/surat/": ACTS,
    "inovasi/<str:code>/ekspor/<str:export_code>/ulang/": ACTS,
    "instansi/<slug:code>/orang/undangan/<slug:invitation_code>/batal/": ACTS,
    "panitia/edisi/<slug:slug>/pengingat/kirim/": ACTS,
    "panitia/edisi/<slug:slug>/seleksi/<str:code>/kembalikan/cabut/": ACTS,
    "panitia/edisi/<slug:slug>/seleksi/<str:code>/sahkan/": ACTS,
    "panitia/edisi/<slug:slug>/seleksi/<str:code>/usulan-kembali/": ACTS,
    "panitia/edisi/<slug:slug>/seleksi/pilihan/": ACTS,
    "panitia/surat/kiriman/<slug:code>/kirim/": ACTS,
    "panitia/surat/kiriman/<slug:code>/ulang/": ACTS,
    "panitia/tahap/<str:code>/kehadiran/<str:entry_code>/": ACTS,
    "juri/kalibrasi/<str:code>/catatan/": ACTS,
    "juri/kalibrasi/<str:code>/nilai/<int:criterion_pk>/": ACTS,
    "panitia/tahap/<str:code>/kalibrasi/ambil/<str:proposal_code>/": ACTS,
    "panitia/tahap/<str:code>/kalibrasi/batalkan/": ACTS,
    "panitia/tahap/<str:code>/kalibrasi/buka/": ACTS,
    "panitia/tahap/<str:code>/kalibrasi/proposal/<str:anchor_code>/hapus/": ACTS,
    "panitia/tahap/<str:code>/kalibrasi/siapkan/": ACTS,
    "pemberitahuan/dibaca/": ACTS,
    "proposal/<str:code>/isi/<int:question_pk>/riwayat/<int:version_pk>/": ACTS,
    "proposal/<str:code>/isi/<int:question_pk>/sisihkan/": ACTS,
    "proposal/<str:code>/orang/<slug:user_code>/keluarkan/": ACTS,
    "proposal/<str:code>/orang/alihkan/": ACTS,
    "surat-seleksi/<str:code>/ulang/": ACTS,
    "kunjungan/<str:code>/penerima/": ACTS,
    "kunjungan/<str:code>/tanggapan/": ACTS,
    "panitia/tahap/<str:code>/kunjungan/<str:visit_code>/klaim/<str:claim_code>/geser/": ACTS,
    "panitia/tahap/<str:code>/kunjungan/<str:visit_code>/klaim/<str:claim_code>/hapus/": ACTS,
    "panitia/tahap/<str:code>/kunjungan/<str:visit_code>/tutup/": ACTS,
    "panitia/tahap/<str:code>/pleno/minta/": ACTS,
    "panitia/tahap/<str:code>/pleno/putusan/<str:proposal_code>/hapus/": ACTS,
    "sidang/<str:code>/kembalikan/": ACTS,
    "sidang/<str:code>/sahkan/": ACTS,
    "jadwal/sekarang/": PARTS,
    "tahap/<str:code>/giliran.json": PARTS,
    "panitia/instansi/saran/": PARTS,
    "proposal/<str:code>/isi/<int:question_pk>/banding/": PARTS,
    "proposal/<str:code>/isi/hadir/": PARTS,
    "proposal/<str:code>/berkas/": PARTS,
    "proposal/<str:code>/isi/kesiapan/": PARTS,
    "proposal/<str:code>/tautan/": PARTS,
    "dokumen/<str:code>.pdf": FILES,
    "kunjungan/<str:code>.ics": FILES,
    "kunjungan/<str:code>/berita-acara.pdf": FILES,
    "panitia/berita-acara/<str:code>.pdf": FILES,
    "panitia/tahap/<str:code>/lembar-nilai.csv": FILES,
    "panitia/tahap/<str:code>/peringkat.csv": FILES,
    "juri/<str:code>/lampiran/<str:sha256>/": FILES,
    "juri/<str:code>/lampiran/<str:sha256>/halaman/<int:page>/": FILES,
    "kompetisi/<slug:slug>/tahap/<str:code>/aturan.json": FILES,
    "tahap/<str:code>/jadwal.ics": FILES,
    "proposal/<str:code>/presentasi.ics": FILES,
    "panitia/impor/contoh/<slug:kind>.csv": FILES,
    "panitia/rilis/<str:code>/dokumen.zip": FILES,
    "proposal/<str:code>/lampiran/<str:attachment_code>/": FILES,
    "proposal/<str:code>/lampiran/<str:attachment_code>/halaman/<int:page>/": FILES,
    "proposal/<str:code>/surat/<str:sheet_code>/": FILES,
    "proposal/<str:code>/tanda-terima.pdf": FILES,
    r"^verifikasi/(?P<sha256>[0-9a-f]{64})/rilis\.json$": FILES,
    "inovasi/<str:code>/ekspor/<str:export_code>/": FILES,
    "panitia/edisi/<slug:slug>/seleksi/surat.zip": FILES,
    "panitia/partisipasi/unduh.csv": FILES,
    "panitia/tahap/<str:code>/penugasan/lembar.<str:kind>": FILES,
    "panitia/partisipasi/unduh.xlsx": FILES,
    "surat-seleksi/<str:code>.pdf": FILES,
    "pemberitahuan/<slug:code>/": "marks a notice as read and leads to its page",
    "healthz": MACHINES,
    "readyz": MACHINES,
    "mulai/<str:token>/": "is there only while nobody is; visited below",
    "akun/^confirm-email/(?P<key>[-:\\w]+)/$": "needs a letter; test_look opens it",
    "akun/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "needs a letter; test_look opens it",
    "akun/login/code/confirm/": "signing in by a code is switched off",
    "akun/password/set/": "everybody has a password",
}


def look_around(people: list[str], page, home: str) -> tuple[Eye, set[str]]:
    """What everybody of these was shown, and at which addresses."""
    town, eye, known = make_town(), Eye(page, home), {}
    personas = town.personas | {"juror-new": town.ours.unopened.member.user}
    for who in people:
        cache.clear()
        client = signed_in(personas[who])
        wear(page, client, home)
        for visit in visits(town, who, client, known):
            eye.look(visit)
    return eye, set(known)


def unseen(seen: set[str], *, is_bureau: bool) -> list[str]:
    return sorted(p for p in patterns() if p.startswith(BUREAU) == is_bureau and p not in seen)


def excused(*, is_bureau: bool) -> list[str]:
    return sorted(p for p in NO_PAGES if p.startswith(BUREAU) == is_bureau)


def test_every_page_of_visitors_entrants_and_jurors_is_fit_to_be_seen(page, live_server):
    people = ["anonymous", "staff-a", "head-a", "juror", "juror-new"]
    eye, seen = look_around(people, page, live_server.url)
    assert (eye.found, eye.abroad) == ([], [])
    assert unseen(seen, is_bureau=False) == excused(is_bureau=False)


def test_every_page_of_organisers_is_fit_to_be_seen(page, live_server):
    eye, seen = look_around(["publisher", "bureau", "auditor"], page, live_server.url)
    assert (eye.found, eye.abroad) == ([], [])
    assert unseen(seen, is_bureau=True) == excused(is_bureau=True)


def test_the_first_page_of_an_empty_portal_is_fit_to_be_seen(page, live_server):
    path = "/mulai/" + first_run.first_run_link(timezone.now()).rsplit("/mulai/", 1)[1]
    eye = Eye(page, live_server.url)
    eye.look(Visit("anonymous", "", path, html(signed_in(None), path)))
    assert (eye.found, eye.abroad) == ([], [])
