"""What an entrant is asked for, and what the screener checks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import AutomaticCheck, QuestionKind
from .edition import Competition


class Section(models.Model):
    """A chapter of the proposal form; `weight` tells entrants what it counts in the guide."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("urutan"))
    code = models.SlugField(_("kode"), max_length=40)
    title = models.CharField(_("judul bagian"), max_length=150)
    guidance = models.TextField(_("petunjuk"), blank=True)
    weight = models.PositiveSmallIntegerField(_("bobot"), default=0)

    class Meta:
        verbose_name = _("bagian formulir")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "code"], name="section_code_once")]

    def __str__(self):
        return self.title


class Question(models.Model):
    """One field of a section. `shown_when` names a yes/no question that must be answered yes."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("urutan"))
    code = models.SlugField(_("kode"), max_length=40)
    label = models.CharField(_("pertanyaan"), max_length=300)
    guidance = models.TextField(_("petunjuk"), blank=True)
    kind = models.CharField(_("jenis"), max_length=8, choices=QuestionKind.choices)
    max_words = models.PositiveSmallIntegerField(_("batas kata"), null=True, blank=True)
    is_required = models.BooleanField(_("wajib"), default=True)
    shown_when = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tampil bila")
    )

    class Meta:
        verbose_name = _("pertanyaan")
        ordering = ["section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="question_code_once"),
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.TEXT) | Q(max_words__gt=0),
                name="question_text_has_a_word_limit",
            ),
        ]

    def __str__(self):
        return self.label


class AttachmentSlot(models.Model):
    """A named place for a file, such as one of the three signed statements."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(_("urutan"))
    code = models.SlugField(_("kode"), max_length=40)
    title = models.CharField(_("nama berkas"), max_length=150)
    guidance = models.TextField(_("petunjuk"), blank=True)
    is_required = models.BooleanField(_("wajib"), default=True)

    class Meta:
        verbose_name = _("berkas yang diminta")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "code"], name="slot_code_once")]

    def __str__(self):
        return self.title


class ChecklistItem(models.Model):
    """One line of the administrative selection, and the reason recorded when it fails."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField(_("urutan"))
    code = models.SlugField(_("kode"), max_length=40)
    question = models.CharField(_("yang diperiksa"), max_length=200)
    reason = models.CharField(_("alasan bila tidak lolos"), max_length=200)
    check_kind = models.CharField(
        _("pemeriksaan otomatis"), max_length=12, choices=AutomaticCheck.choices, blank=True
    )

    class Meta:
        verbose_name = _("butir seleksi administrasi")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "code"], name="checklist_code_once")]

    def __str__(self):
        return self.question
