from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConflictSource(models.TextChoices):
    """Where a conflict of interest comes from; derived ones are computed and have no row."""

    DECLARED = "declared", _("Dinyatakan juri")
    ORGANISER = "organiser", _("Ditetapkan panitia")


class ExpertiseLevel(models.IntegerChoices):
    """How much a juror knows of a category; a plan gives entries to those who know more."""

    GENERAL = 1, _("Umum")
    RELATED = 2, _("Terkait")
    EXPERT = 3, _("Ahli")


class EndedAs(models.TextChoices):
    """Why a reading ended without a score: never a zero."""

    CONFLICT = "conflict", _("Benturan kepentingan")
    ABSTAINED = "abstained", _("Abstain")
    LEFT = "left", _("Juri meninggalkan panel")


class PlanSource(models.TextChoices):
    DEALT = "dealt", _("Dibagikan portal")
    SHEET = "sheet", _("Dari lembar kerja")
    ORPHANS = "orphans", _("Pengganti juri yang keluar")


class TurnPhase(models.TextChoices):
    """What happens in a room now."""

    WAITING = "waiting", _("Menunggu")
    PRESENTING = "presenting", _("Paparan")
    ASKING = "asking", _("Tanya jawab")
    ENDED = "ended", _("Selesai")


class MinutesKind(models.TextChoices):
    """What a berita acara records."""

    SHORTLIST = "shortlist", _("Penetapan yang maju")
    PRESENTATION = "present", _("Presentasi dan wawancara")
    FIELD = "field", _("Verifikasi lapangan")
    PLENARY = "plenary", _("Sidang pleno")


class PlenaryPart(models.TextChoices):
    """What somebody is in a session."""

    CHAIR = "chair", _("Pimpinan sidang")
    SECRETARY = "secretary", _("Sekretaris")
    MEMBER = "member", _("Anggota")
    GUEST = "guest", _("Undangan")


class Ruling(models.TextChoices):
    """What a session decided of an entry, against the order of scores."""

    KEPT = "kept", _("Sesuai urutan nilai")
    MOVED = "moved", _("Pindah peringkat")
    EXCLUDED = "excluded", _("Tidak diikutkan")


class Verdict(models.TextChoices):
    """What was seen of a claim on the spot."""

    CONFIRMED = "confirmed", _("Sesuai")
    PARTLY = "partly", _("Sebagian sesuai")
    REFUTED = "refuted", _("Tidak sesuai")
    UNSEEN = "unseen", _("Tidak dapat diperiksa")


class SheetStatus(models.TextChoices):
    DRAFT = "draft", _("Sedang dinilai")
    FINAL = "final", _("Final")


class QueuePart(models.TextChoices):
    """What a juror can have listed of their queue."""

    UNREAD = "belum", _("Belum dibaca")
    BEGUN = "sedang", _("Sedang dinilai")
    FLAGGED = "ditandai", _("Ditandai")
    FINAL = "final", pgettext_lazy("queue", "Final")


class DocumentKind(models.TextChoices):
    REPORT = "report", _("Laporan nilai proposal")
    RANKING = "ranking", _("Berita acara dan peringkat")
