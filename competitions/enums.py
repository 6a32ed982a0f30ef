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
    """How a question is answered; what an answer reads in the database is in `proposals.answers`."""

    TEXT = "text", _("Teks dengan batas kata")
    SHORT = "short", _("Teks pendek satu baris")
    YESNO = "yesno", _("Ya atau tidak")
    CHOICE = "choice", _("Satu pilihan")
    CHOICES = "choices", _("Beberapa pilihan")
    NUMBER = "number", _("Angka")
    DATE = "date", _("Tanggal")
    LINK = "link", _("Tautan")
    TABLE = "table", _("Tabel")


class YesNo(models.TextChoices):
    """What the answer to a yes/no question reads, in the database as in the frozen version."""

    YES = "ya", _("Ya")
    NO = "tidak", _("Tidak")


class FileKinds(models.TextChoices):
    """What a place for files takes."""

    PDF = "pdf", _("PDF")
    DOCUMENT = "document", _("PDF, DOCX, atau XLSX")
    IMAGE = "image", _("Foto (JPEG atau PNG)")
    ANY = "any", _("PDF, DOCX, XLSX, atau foto")


class StatementKind(models.TextChoices):
    """Statements that the portal fills from the proposal, to be signed and uploaded."""

    NONE = "", _("Tidak ada; pengusul menyiapkan sendiri")
    IMPLEMENTATION = "implementation", _("Pernyataan implementasi inovasi")
    IDENTITY = "identity", _("Pernyataan identitas inovator")
    REPLICATION = "replication", _("Pernyataan kesediaan replikasi")


class AwardRule(models.TextChoices):
    """What earlier awards of an innovation mean for a track."""

    ANY = "any", _("Boleh pernah atau belum pernah menerima penghargaan")
    NEVER = "never", _("Belum pernah menerima penghargaan")
    FORMER = "former", _("Sudah pernah menerima penghargaan")


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


class CommentRule(models.TextChoices):
    """Where a juror must say why. Extreme points are the lowest and the highest of a scale."""

    NEVER = "never", _("Tidak wajib")
    EXTREMES = "extremes", _("Wajib untuk nilai terendah dan tertinggi")
    ALWAYS = "always", _("Wajib untuk setiap kriteria")


class PeerView(models.TextChoices):
    """What a juror sees of the others on an entry, and never before their own sheet is final."""

    NOTHING = "nothing", _("Tidak ada")
    TOTALS = "totals", _("Nilai akhir juri lain")
    SHEETS = "sheets", _("Nilai per kriteria dan catatan juri lain")


class EntrantView(models.TextChoices):
    """What an agency reads of its own published result."""

    TOTAL = "total", _("Nilai akhir saja")
    ROWS = "rows", _("Nilai per kriteria")
    COMMENTS = "comments", _("Nilai per kriteria dan catatan juri")


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
    AWARDS = "awards", _("Riwayat penghargaan")
