"""No Indonesian sentence is left on a page in English: every address, read by somebody who may."""

import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client

from proposals.indicators import GUIDE
from tests.contracts.addresses import samples_of
from tests.contracts.walking import path_of, walk

pytestmark = pytest.mark.django_db

READERS = ("publisher", "juror", "staff-a", "anonymous")
#: Words that no Indonesian sentence does without, the portal's own nouns and buttons, and those of dates.
INDONESIAN = re.compile(
    r"\b(yang|dan|atau|untuk|dari|dengan|oleh|pada|bila|belum|sudah|tidak|akan|masih|setelah|semua|setiap"
    r"|anda|ini|itu|sampai|dapat|harus|pukul|hari|simpan|batal|kirim|cari|nama|keluar|masuk|beranda|instansi"
    r"|juri|tahap|nilai|berkas|alasan|panitia|peringkat|penilaian|pendaftaran|bobot|kriteria|catatan|hasil"
    r"|lembar|rilis|dokumen|perangkat|seleksi|berita|tanda|ya|senin|selasa|rabu|kamis|jumat|sabtu|minggu|januari"
    r"|februari|maret|juni|juli|agustus|oktober|desember)\b",
    re.I,
)
#: What people wrote, the preset, headings of files, letters: they stay in the language they were written in.
DATA = re.compile(
    r"Jawaban untuk \w+\.|Uraikan \w+|Surat (?:tidak )?ada[?.]|Instansi [A-Z]+-[A-Z0-9-]+|Perangkat Daerah"
    r"|Juri (?:\d+|Belum Mulai|Tanpa Bacaan|Berbenturan)|Penilaian Proposal|Seleksi Administrasi"
    r"|Kompetisi tahunan untuk [^.]+\.|kode, nama, jenis, induk|nama, email, instansi, peran"
    r"|(?:Tidak lolos|Hasil) seleksi administrasi: [\w ]+|Tanda terima proposal: [\w ]+"
    r"|Proposal dikembalikan untuk diperbaiki: Inovasi \d+|Pemeriksaan Pendaftaran|Susunan nasional [^.]+\."
    r"|Hasil kalibrasi: [\w ]*|Mohon penjelasan nilai: [\w ]+|Tugas juri: [\w ]+"
    r"|Berita acara verifikasi lapangan: [\w ]+|Tidak menjawab\."
    r"|Belum ditandatangani\.|Tanda tangani surat pernyataan\.|Lomba satu hari [^.]+\."
)
#: The indicators of the index are assumptions in Indonesian, until the guide of the year is confirmed.
INDICATORS = re.compile(
    "|".join(re.escape(text) for one in GUIDE.indicators for text in (one.name, *one.levels)), re.I
)
SPOKEN = {"aria-label", "title", "placeholder", "alt"}
VIEWS = sorted({pattern for pattern, _ in walk() if not pattern.startswith("admin/")})


class Ear(HTMLParser):
    """What a page says: its text, the names it gives to screen readers, the words it hands to its scripts.

    What it marks as Indonesian (letters and notices, in the language they were written in) is left out.
    """

    def __init__(self):
        super().__init__()
        self.said, self.is_code = [], False

    def handle_starttag(self, tag, attrs):
        self.is_code = tag in {"script", "style"} or (tag != "html" and ("lang", "id") in attrs)
        self.said += [
            text for name, text in attrs if text and (name in SPOKEN or name.startswith("data-text"))
        ]

    def handle_endtag(self, tag):
        self.is_code = False

    def handle_data(self, data):
        if not self.is_code:
            self.said.append(data)


def indonesian(page: str) -> list[str]:
    """The passages that still speak Indonesian."""
    ear = Ear()
    ear.feed(page)
    passages = [" ".join(INDICATORS.sub("", DATA.sub("", said)).split()) for said in ear.said]
    return sorted({passage for passage in passages if INDONESIAN.search(passage)})


@pytest.fixture(scope="module")
def readers(town):
    return {name: _reader(town.personas[name]) for name in READERS}


def _reader(user) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    return client


def first_page(readers: dict[str, Client], path: str) -> str:
    """The page at an address as the first person sees it to whom it is open; nothing when it is no page."""
    for client in readers.values():
        response = client.get(path)
        if response.streaming:
            b"".join(response)  # closing it unread would close the database too
        elif response.status_code == 200:
            is_page = response.headers["Content-Type"].startswith("text/html")
            return response.content.decode() if is_page else ""
    return ""


@pytest.mark.parametrize("pattern", VIEWS)
def test_address_speaks_no_indonesian_in_english(pattern, town, readers):
    cache.clear()
    paths = [path_of(pattern, values) for values in samples_of(pattern, town).values()]
    left = {path: found for path in paths if (found := indonesian(first_page(readers, path)))}
    assert left == {}


def test_indonesian_hears_text_labels_and_words_for_scripts():
    page = (
        '<p>Belum ada berkas.</p><a title="Buka semua" href="/nilai/dan">Open</a>'
        '<form data-text-saved="Sudah disimpan"><script>"yang"</script><b>Jawaban untuk latar.</b></form>'
        '<pre lang="id">Surat untuk Anda.</pre>'
    )
    assert indonesian(page) == ["Belum ada berkas.", "Buka semua", "Sudah disimpan"]
