"""The settings of an edition as a list of parts, each with what it holds."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
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


FILES = "berkas"  # a part of the form's page since files stand among the questions


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
            gettext_lazy("Umur minimal, kuota, dan syarat penghargaan setiap jalur."),
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
    """In the order of the pages."""
    counts = _counts(competition)
    return [_state(competition, part, counts) for part in PARTS.values()]


def _counts(competition: Competition) -> dict[str, int]:
    """The length of every list in one query. Each is a subquery: joined together they would multiply."""
    relations = [part.counts for part in PARTS.values() if part.counts]
    lengths = {f"{relation}_count": _length(relation) for relation in relations}
    row = Competition.objects.values(**lengths).get(pk=competition.pk)
    return {relation: row[f"{relation}_count"] for relation in relations}


def _length(relation: str) -> Coalesce:
    model = Competition._meta.get_field(relation).related_model
    rows = model.objects.filter(competition=OuterRef("pk")).order_by().values("competition")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _state(competition: Competition, part: Part, counts: dict[str, int]) -> PartState:
    url = reverse("competitions:settings_part", args=[competition.slug, part.slug])
    if part.counts:
        count = counts[part.counts]
        state = _("%(count)s baris") % {"count": count} if count else _("Kosong")
        return PartState(part, url, state, count > 0)
    if part.slug == "jadwal":
        has_dates = competition.opens_at is not None and competition.closes_at is not None
        return PartState(part, url, _("Sudah diisi") if has_dates else _("Belum diisi"), has_dates)
    return PartState(part, url, competition.theme or _("Tema belum diisi"), bool(competition.theme))
