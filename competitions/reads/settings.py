"""The settings of an edition as a list of parts, each with what it holds."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competitions.models import Competition


@dataclass(frozen=True, slots=True)
class Part:
    """A settings page. `lead` says what it decides; `counts` is the list it holds."""

    slug: str
    title: str
    lead: str
    counts: str = ""


@dataclass(frozen=True, slots=True)
class PartState:
    part: Part
    url: str
    state: str
    is_done: bool


def _part(slug: str, title: str, lead: str, counts: str = "") -> tuple[str, Part]:
    return slug, Part(slug, title, lead, counts)


PARTS = dict(
    (
        _part(
            "identitas",
            gettext_lazy("Identitas"),
            gettext_lazy("Nama, tema, dasar hukum, dan kop surat edisi ini."),
        ),
        _part(
            "jadwal",
            gettext_lazy("Jadwal pendaftaran"),
            gettext_lazy("Kapan pendaftaran dibuka dan ditutup."),
        ),
        _part(
            "kategori",
            pgettext_lazy("many", "Kategori"),
            gettext_lazy("Setiap proposal memilih satu kategori."),
            "categories",
        ),
        _part(
            "kelompok",
            pgettext_lazy("many", "Kelompok peserta"),
            gettext_lazy("Siapa boleh ikut, menurut jenis instansinya."),
            "groups",
        ),
        _part(
            "jalur",
            pgettext_lazy("many", "Jalur"),
            gettext_lazy("Umur penerapan minimal dan kuota setiap jalur."),
            "tracks",
        ),
        _part(
            "formulir",
            gettext_lazy("Formulir proposal"),
            gettext_lazy("Bagian dan pertanyaan yang diisi peserta."),
            "sections",
        ),
        _part(
            "berkas",
            gettext_lazy("Berkas yang diminta"),
            gettext_lazy("Surat dan bukti yang diunggah peserta."),
            "slots",
        ),
        _part(
            "seleksi",
            gettext_lazy("Seleksi administrasi"),
            gettext_lazy("Yang diperiksa panitia, dan alasan bila tidak lolos."),
            "checklist",
        ),
        _part(
            "tahap",
            gettext_lazy("Tahap dan rubrik"),
            gettext_lazy("Urutan seleksi, cara menilai, dan rubrik setiap tahap."),
            "stages",
        ),
        _part(
            "penghargaan",
            pgettext_lazy("many", "Penghargaan"),
            gettext_lazy("Nama penghargaan dan peringkat yang memperolehnya."),
            "awards",
        ),
    )
)


def overview(competition: Competition) -> list[PartState]:
    """In the order of the pages. One small count a list: joined together they would multiply."""
    return [_state(competition, part) for part in PARTS.values()]


def _state(competition: Competition, part: Part) -> PartState:
    url = reverse("competitions:settings_part", args=[competition.slug, part.slug])
    if part.counts:
        count = getattr(competition, part.counts).count()
        state = _("%(count)s baris") % {"count": count} if count else _("Kosong")
        return PartState(part, url, state, count > 0)
    if part.slug == "jadwal":
        has_dates = competition.opens_at is not None and competition.closes_at is not None
        return PartState(part, url, _("Sudah diisi") if has_dates else _("Belum diisi"), has_dates)
    return PartState(part, url, competition.theme or _("Tema belum diisi"), bool(competition.theme))
