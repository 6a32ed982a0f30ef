from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import timeline


class Zone(models.TextChoices):
    WIB = "Asia/Jakarta", _("WIB (Jakarta)")
    WITA = "Asia/Makassar", _("WITA (Makassar)")
    WIT = "Asia/Jayapura", _("WIT (Jayapura)")


class Phase(models.TextChoices):
    """Where the call stands; computed from the clock, never stored."""

    SETUP = timeline.SETUP, _("Persiapan")
    ANNOUNCED = timeline.ANNOUNCED, _("Diumumkan")
    OPEN = timeline.OPEN, pgettext_lazy("phase", "Pendaftaran dibuka")
    CLOSED = timeline.CLOSED, pgettext_lazy("phase", "Pendaftaran ditutup")


class EnteredAs(models.TextChoices):
    ANY = "any", _("Tim atau perorangan")
    TEAM = "team", _("Tim")
    INDIVIDUAL = "individual", _("Perorangan")


class QuestionKind(models.TextChoices):
    TEXT = "text", _("Teks dengan batas kata")
    YESNO = "yesno", _("Ya atau tidak")


class StageKind(models.TextChoices):
    """What a stage means: a checklist, scores, or a decision in session."""

    SCREENING = "screening", _("Seleksi administrasi")
    SCORING = "scoring", _("Penilaian")
    DECISION = "decision", _("Sidang pleno")


class Aggregate(models.TextChoices):
    MEAN = "mean", _("Rata-rata")
    MEDIAN = "median", _("Median")


class CutKind(models.TextChoices):
    NONE = "none", _("Semua entri maju")
    TOP_N = "top_n", _("Peringkat teratas")
    THRESHOLD = "threshold", _("Nilai minimal")


class RankedBy(models.TextChoices):
    OVERALL = "overall", _("Satu daftar untuk semua")
    GROUP = "group", _("Daftar terpisah per kelompok")
    CATEGORY = "category", _("Daftar terpisah per kategori")


class AutomaticCheck(models.TextChoices):
    """What the portal can tell the screener by itself about one line of the checklist."""

    NONE = "", _("Diperiksa oleh panitia")
    AGE = "age", _("Umur penerapan")
    COMPLETE = "complete", _("Kelengkapan isian")
    STATEMENTS = "statements", _("Berkas pernyataan")
    DUPLICATE = "duplicate", _("Judul ganda")
    QUOTA = "quota", _("Kuota instansi")
    GROUP = "group", _("Kelompok peserta")
