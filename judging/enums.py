from django.db import models
from django.utils.translation import gettext_lazy as _


class ConflictSource(models.TextChoices):
    """Where a conflict of interest comes from; derived ones are computed and have no row."""

    DECLARED = "declared", _("Dinyatakan juri")
    ORGANISER = "organiser", _("Ditetapkan panitia")


class SheetStatus(models.TextChoices):
    DRAFT = "draft", _("Sedang dinilai")
    FINAL = "final", _("Final")


class DocumentKind(models.TextChoices):
    REPORT = "report", _("Laporan nilai proposal")
    RANKING = "ranking", _("Berita acara dan peringkat")
