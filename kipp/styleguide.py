"""The style guide: every component with plain, full and awkward contents. Wired in DEBUG only."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import django_filters
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from kipp.lib.web import PUBLIC, access

NOW = datetime(2024, 11, 20, 10, 0, tzinfo=UTC)
DEADLINE = datetime(2024, 11, 22, 16, 59, tzinfo=UTC)
LONG_TITLE = (
    "Sistem Pelayanan Terpadu Kesehatan Ibu dan Anak Berbasis Kelurahan dengan Pendampingan Kader, "
    "Kunjungan Rumah, Pemantauan Gizi Harian, dan Rujukan Cepat bagi Keluarga Berisiko di Pesisir Utara"
)
LONG_AGENCY = (
    "Unit Pelaksana Teknis Daerah Pusat Kesehatan Masyarakat Tegal Barat pada Dinas Kesehatan, "
    "Pengendalian Penduduk"
)


NAVIGATION = [
    {"label": "Beranda", "url": "/", "icon": "home", "active": True, "count": 0},
    {"label": "Kompetisi", "url": "#", "icon": "flag", "active": False, "count": 0},
    {"label": "Proposal saya", "url": "#", "icon": "file", "active": False, "count": 3},
    {"label": "Instansi", "url": "#", "icon": "building", "active": False, "count": 0},
]
SPRITE = settings.BASE_DIR / "static" / "img" / "icons.svg"


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    text: str
    url: str = ""
    done: bool = False


#: What the components are shown with; none of it changes between requests.
SAMPLES = {
    "now": NOW,
    "deadline": DEADLINE,
    "long_title": LONG_TITLE,
    "long_agency": LONG_AGENCY,
    "nav": {
        "items": NAVIGATION,
        "edition": {
            "name": "KIPP Kota Tegal 2024",
            "step": "Pendaftaran",
            "open_until": "Ditutup 2 hari lagi",
        },
        "server_time": "Rabu, 20 November 2024 pukul 17.00 WIB",
    },
    "steps": [
        Step("Persiapan", "done", "#"),
        Step("Pendaftaran", "current", "#", "Ditutup 2 hari lagi"),
        Step("Seleksi", "blocked", "#", "2 penghambat"),
        Step("Penilaian", "todo"),
        Step("Pleno", "todo"),
        Step("Hasil", "todo"),
    ],
    "lines": [
        Line("Judul dan kategori", done=True),
        Line("Ringkasan melebihi 200 kata (kini 231)", "#"),
        Line("Surat pernyataan implementasi belum diunggah", "#"),
    ],
    "facts": [
        ("Instansi", LONG_AGENCY),
        ("Kategori", "Kesehatan"),
        ("Mulai diterapkan", "1 Maret 2023"),
        ("Tautan video", ""),
    ],
    "bars": [
        ("Perangkat daerah", 14),
        ("Puskesmas dan RSUD", 9),
        ("Sekolah", 4),
        (LONG_AGENCY, 1),
        ("BUMD", 0),
    ],
    "dots": [
        ("Kebaruan", Decimal("82.5"), Decimal("74")),
        ("Signifikansi", Decimal("68.25"), Decimal("71.5")),
        ("Keberlanjutan", None, Decimal("70")),
    ],
    "rows": [
        (1, "Lady Song", "Puskesmas Tegal Timur", Decimal("91.67")),
        (2, LONG_TITLE, LONG_AGENCY, Decimal("84.5")),
        (3, "Besuk Kiamat", "RSUD Kardinah", None),
    ],
}


class SampleForm(forms.Form):
    title = forms.CharField(label="Judul inovasi", help_text="Paling banyak 200 huruf, tanpa singkatan.")
    summary = forms.CharField(label="Ringkasan", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    agency = forms.ChoiceField(label="Instansi", choices=[("", "Pilih instansi"), ("1", LONG_AGENCY)])
    started_on = forms.DateField(label="Mulai diterapkan", widget=forms.DateInput(attrs={"type": "date"}))
    track = forms.ChoiceField(
        label="Kelompok",
        widget=forms.RadioSelect,
        choices=[("umum", "Umum"), ("replikasi", "Replikasi"), ("khusus", "Khusus")],
    )
    proof = forms.FileField(label="Surat pernyataan", help_text="PDF, paling besar 10 MB.", required=False)
    is_true = forms.BooleanField(label="Saya menyatakan bahwa isian ini benar.")


class SampleFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label="Status", choices=[("s", "Terkirim"), ("d", "Draf")])
    q = django_filters.CharFilter(label="Cari")


def _filter() -> SampleFilter:
    data = QueryDict("status=s&q=posyandu")
    return SampleFilter(data, queryset=models.QuerySet())


def _form_with_errors() -> SampleForm:
    return SampleForm({"title": "", "summary": "Teks yang sudah ditulis tetap ada.", "started_on": "besok"})


@access(PUBLIC)
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", _context())


def _context() -> dict:
    return SAMPLES | {
        "icons": re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()),
        "filter": _filter(),
        "form": SampleForm(),
        "form_with_errors": _form_with_errors(),
        "page_obj": Paginator(range(1234), 50).page(7),
    }
