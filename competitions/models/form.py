"""What an entrant is asked for, and what the screener checks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from kipp.lib.frozen import FrozenModel, FrozenQuerySet

from ..enums import AutomaticCheck, FileKinds, QuestionKind, StatementKind
from .edition import Competition, Track


def asked_on_condition(name: str) -> models.CheckConstraint:
    """A condition names a question and the answer it must have, or there is none."""
    either = Q(shown_when=None, shown_value="") | (Q(shown_when__isnull=False) & ~Q(shown_value=""))
    return models.CheckConstraint(condition=either, name=name)


class Section(models.Model):
    """A chapter of the proposal form; `weight` tells entrants what it counts in the guide.

    With a `track` it is asked of that track alone.
    """

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("urutan"))
    code = models.SlugField(_("kode"), max_length=40)
    title = models.CharField(_("judul bagian"), max_length=150)
    guidance = models.TextField(_("petunjuk"), blank=True)
    weight = models.PositiveSmallIntegerField(_("bobot"), default=0)
    track = models.ForeignKey(
        Track, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hanya untuk jalur")
    )

    class Meta:
        verbose_name = _("bagian formulir")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["competition", "code"], name="section_code_once")]

    def __str__(self):
        return self.title


class Question(models.Model):
    """One field of a section.

    `options` are the answers of a choice, or the column heads of a table. `minimum` and `maximum` bound
    a number, given in `unit`. `shown_when` names an earlier question that must be answered `shown_value`
    (of several choices: must include it).
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("urutan"))
    code = models.SlugField(_("kode"), max_length=40)
    label = models.CharField(_("pertanyaan"), max_length=300)
    guidance = models.TextField(_("petunjuk"), blank=True)
    kind = models.CharField(_("jenis"), max_length=8, choices=QuestionKind.choices)
    max_words = models.PositiveSmallIntegerField(_("batas kata"), null=True, blank=True)
    options = models.JSONField(_("pilihan atau judul kolom"), default=list, blank=True)
    unit = models.CharField(_("satuan"), max_length=30, blank=True)
    minimum = models.DecimalField(_("angka terkecil"), max_digits=18, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(_("angka terbesar"), max_digits=18, decimal_places=4, null=True, blank=True)
    is_required = models.BooleanField(_("wajib"), default=True)
    shown_when = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tampil bila")
    )
    shown_value = models.CharField(_("dijawab"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pertanyaan")
        ordering = ["section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="question_code_once"),
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.TEXT) | Q(max_words__gt=0),
                name="question_text_has_a_word_limit",
            ),
            asked_on_condition("question_condition_is_whole"),
        ]

    def __str__(self):
        return self.label


class AttachmentSlot(models.Model):
    """A named place for files, such as one of the three signed statements.

    With a `section` it is asked inside that chapter, else among the attachments at the end.
    """

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(_("urutan"))
    code = models.SlugField(_("kode"), max_length=40)
    title = models.CharField(_("nama berkas"), max_length=150)
    guidance = models.TextField(_("petunjuk"), blank=True)
    is_required = models.BooleanField(_("wajib"), default=True)
    section = models.ForeignKey(
        Section,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("ditanyakan di bagian"),
    )
    max_files = models.PositiveSmallIntegerField(_("paling banyak berkas"), default=1)
    accepts = models.CharField(
        _("jenis berkas"), max_length=8, choices=FileKinds.choices, default=FileKinds.PDF
    )
    statement = models.CharField(
        _("surat dari portal"), max_length=14, choices=StatementKind.choices, blank=True
    )
    shown_when = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tampil bila")
    )
    shown_value = models.CharField(_("dijawab"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("berkas yang diminta")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "code"], name="slot_code_once"),
            models.CheckConstraint(condition=Q(max_files__gt=0), name="slot_takes_a_file"),
            asked_on_condition("slot_condition_is_whole"),
        ]

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


class ReasonText(models.Model):
    """A sentence that the secretariat uses again and again in its reasons."""

    competition = models.ForeignKey(Competition, models.CASCADE, related_name="reason_texts")
    position = models.PositiveSmallIntegerField(_("urutan"))
    text = models.CharField(_("kalimat"), max_length=500)

    class Meta:
        verbose_name = _("kalimat alasan")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class FormAmendment(FrozenModel):
    """An official act that changed the form after the call was announced.

    `changes` lists what was changed as {"subject", "field", "before", "after"}, in plain values.
    """

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    letter_number = models.CharField(max_length=100)
    reason = models.TextField()
    changes = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["competition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "number"], name="amendment_number_once")
        ]

    def __str__(self):
        return f"{self.competition} #{self.number}"
