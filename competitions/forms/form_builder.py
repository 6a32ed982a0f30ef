"""One chapter, question or place for files of the proposal form, each with just its own fields."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from competitions import form_rules
from competitions.enums import QuestionKind
from competitions.form_rules import Fault
from competitions.models import AttachmentSlot, Competition, Question, Section
from competitions.reads import wording
from competitions.reads.outline import LAST, Line, Outline, scored_by
from competitions.services.form import HARMLESS

from .details import plain_helper

OPTION_FIELDS = {
    QuestionKind.CHOICE: (_("Pilihan"), _("Satu pilihan satu baris. Pengusul memilih satu.")),
    QuestionKind.CHOICES: (_("Pilihan"), _("Satu pilihan satu baris. Pengusul boleh memilih beberapa.")),
    QuestionKind.TABLE: (
        _("Judul kolom"),
        _("Satu judul satu baris, misalnya Ukuran, Sebelum, Sesudah. Pengusul menambah barisnya sendiri."),
    ),
}
#: What each kind is good for, beside its name on the page where it is chosen.
KIND_HELP: dict[str, Promise] = {
    QuestionKind.TEXT: _("Uraian beberapa kalimat; penghitung kata memberi tahu sebelum batasnya lewat."),
    QuestionKind.SHORT: _("Nama, alamat, atau sebutan."),
    QuestionKind.YESNO: _("Dapat menjadi syarat bagi pertanyaan berikutnya."),
    QuestionKind.CHOICE: _("Tepat satu dari daftar Anda."),
    QuestionKind.CHOICES: _("Satu atau lebih dari daftar Anda, misalnya 17 SDGs."),
    QuestionKind.NUMBER: _("Dengan satuan dan batas, misalnya persen dari 0 sampai 100."),
    QuestionKind.DATE: _("Satu tanggal dari kalender."),
    QuestionKind.LINK: _("Alamat video, peta, atau halaman web."),
    QuestionKind.TABLE: _("Angka sebelum dan sesudah, jadwal, atau daftar mitra."),
}


class OptionsField(forms.CharField):
    """A list that people write as lines; blank lines and stray spaces are nothing."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), **kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = [" ".join(line.split()) for line in super().to_python(value).splitlines()]
        return [line for line in lines if line]


class ConditionField(forms.ChoiceField):
    """Which answer to which earlier question: each question a heading, its answers under it."""

    def __init__(self, lines: list[Line], **kwargs):
        super().__init__(choices=[("", _("Selalu ditanyakan")), *map(self._group, lines)], **kwargs)
        self.known = {line.row.pk: line.row for line in lines}

    @staticmethod
    def _group(line: Line) -> tuple[str, list]:
        answers = form_rules.offered(line.row.kind, line.row.options)
        title = line.title if len(line.title) <= 90 else f"{line.title[:89]}…"
        named = [(f"{line.row.pk}:{answer}", wording.answered(line.row, answer)) for answer in answers]
        return title, named

    def condition(self, value: str) -> dict:
        key, _colon, answer = value.partition(":")
        return {"shown_when": self.known.get(int(key)) if key else None, "shown_value": answer}


class PartForm(forms.ModelForm):
    """`values()` is what the verb writes. In an announced edition only the help text is left to change."""

    is_amending = False  # a letter stands behind it: announced or not, all fields are there

    def __init__(self, data=None, *, competition: Competition, instance=None, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        self.helper: FormHelper = plain_helper()
        if competition.announced_at is None or self.is_amending:
            self.arrange(competition)
        else:
            for name in set(self.fields) - set(HARMLESS):
                del self.fields[name]

    def arrange(self, competition: Competition) -> None:
        """Offer what this edition has to choose from."""

    def offer_conditions(self, form: Outline, before: tuple[int, ...], track: int | None) -> None:
        lines = [
            line
            for chapter in form.chapters
            if chapter.section.track_id in (None, track)
            for line in chapter.questions
            if (chapter.section.position, chapter.section.pk, line.row.position, line.row.pk) < before
            and form_rules.offered(line.row.kind, line.row.options)
        ]
        self.fields["condition"] = ConditionField(
            lines,
            label=_("Kapan ditanyakan"),
            required=False,
            help_text=_("Pilih jawaban yang membuka isian ini, atau biarkan selalu ditanyakan."),
        )
        awaited = self.instance.shown_when_id
        self.initial["condition"] = f"{awaited}:{self.instance.shown_value}" if awaited else ""

    def values(self) -> dict:
        values = {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}
        if "condition" in self.fields:
            values |= self.fields["condition"].condition(self.cleaned_data["condition"])
        return values


class SectionForm(PartForm):
    criteria = forms.MultipleChoiceField(
        label=_("Dinilai pada kriteria"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Juri diantar dari kriteria ini ke bagian ini."),
    )

    class Meta:
        model = Section
        fields = ["title", "guidance", "weight", "track"]
        help_texts = {
            "title": _("Seperti dalam pedoman, misalnya Latar Belakang dan Tujuan."),
            "guidance": _("Dibaca pengusul di bawah judul."),
            "weight": _("0 bila tidak dinilai. Semua bobot berjumlah 100, atau semuanya 0."),
            "track": _("Biarkan kosong bila semua jalur mengisi bagian ini."),
        }
        widgets = {"guidance": forms.Textarea(attrs={"rows": 3})}

    def arrange(self, competition):
        self.fields["track"].queryset = competition.tracks.all()
        self.fields["track"].empty_label = _("Semua jalur")
        rows = list(scored_by(competition))
        self.fields["criteria"].choices = [(row.pk, f"{row.name} ({row.rubric.stage.name})") for row in rows]
        if self.instance.pk:
            self.initial["criteria"] = [row.pk for row in rows if row.section_id == self.instance.pk]
        if not rows:
            del self.fields["criteria"]

    @property
    def criteria_chosen(self) -> list[int] | None:
        return [int(pk) for pk in self.cleaned_data["criteria"]] if "criteria" in self.fields else None


class QuestionForm(PartForm):
    class Meta:
        model = Question
        fields = ["label", "guidance", "max_words", "unit", "minimum", "maximum", "is_required"]
        labels = {"is_required": _("Wajib diisi")}
        help_texts = {
            "guidance": _("Dibaca pengusul di bawah pertanyaan."),
            "max_words": _("Penghitung di halaman pengusul memakai hitungan yang sama."),
            "unit": _("Misalnya persen, orang, atau rupiah. Kosongkan bila tidak ada."),
        }
        widgets = {
            "label": forms.Textarea(attrs={"rows": 2}),
            "guidance": forms.Textarea(attrs={"rows": 3}),
            "max_words": forms.NumberInput(attrs={"min": 1, "max": form_rules.MOST_WORDS}),
        }

    def __init__(self, data=None, *, section: Section, kind: str, form: Outline, **kwargs):
        self.section, self.kind, self.form = section, kind, form
        super().__init__(data, **kwargs)

    def arrange(self, competition):
        own = form_rules.OWN_FIELDS.get(self.kind, ())
        for name in {"max_words", "unit", "minimum", "maximum"} - set(own):
            del self.fields[name]
        if "options" in own:
            label, help_text = OPTION_FIELDS[QuestionKind(self.kind)]
            self.fields["options"] = OptionsField(label=label, help_text=help_text)
            self.offer_options(self.instance.options)
        if "max_words" in self.fields:
            self.fields["max_words"].required = True
        place = (self.section.position, self.section.pk)
        place += (self.instance.position, self.instance.pk) if self.instance.pk else (LAST,)
        self.offer_conditions(self.form, place, self.section.track_id)
        self.order_fields(["label", "guidance", "options", *own, "is_required", "condition"])

    def offer_options(self, options: list[str]) -> None:
        """In a box that shows them all."""
        self.initial["options"] = options
        self.fields["options"].widget.attrs["rows"] = max(5, len(options) + 1)

    @property
    def has_goals(self) -> bool:
        """A list of choices can be filled with the Sustainable Development Goals."""
        return "options" in self.fields and self.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)

    def clean(self):
        data = super().clean()
        if "label" not in self.fields:
            return data
        self._object("options", form_rules.options_fault(self.kind, data.get("options", [])))
        if "max_words" not in self.errors:
            limits = {name: data.get(name) for name in ("max_words", "minimum", "maximum")}
            fault = form_rules.limits_fault(self.kind, **limits)
            self._object("maximum" if fault == Fault.LIMITS_CROSSED else "max_words", fault)
        return data

    def _object(self, name: str, fault: Fault | None) -> None:
        if fault is not None:
            self.add_error(name, wording.FAULTS[fault])

    def values(self) -> dict:
        values = super().values()
        if "label" not in self.fields:
            return values
        if "options" in self.fields:
            values["options"] = self.cleaned_data["options"]
        return form_rules.own(self.kind, values | {"kind": self.kind})


class SlotForm(PartForm):
    class Meta:
        model = AttachmentSlot
        fields = ["title", "guidance", "section", "accepts", "max_files", "is_required", "statement"]
        labels = {"is_required": _("Wajib diunggah")}
        help_texts = {
            "guidance": _("Dibaca pengusul di bawah nama berkas."),
            "statement": _("Portal menyiapkan surat yang terisi dari proposal, untuk ditandatangani."),
        }
        widgets = {
            "guidance": forms.Textarea(attrs={"rows": 3}),
            "max_files": forms.NumberInput(attrs={"min": 1, "max": form_rules.MOST_FILES}),
        }

    def __init__(self, data=None, *, form: Outline, **kwargs):
        self.form = form
        super().__init__(data, **kwargs)

    def arrange(self, competition):
        self.fields["section"].queryset = competition.sections.all()
        self.fields["section"].empty_label = _("Di akhir formulir, bersama lampiran lain")
        section = self.instance.section or self.initial.get("section")
        self.offer_conditions(self.form, (LAST,), section.track_id if section else None)

    def clean_max_files(self):
        count = self.cleaned_data["max_files"]
        if not 1 <= count <= form_rules.MOST_FILES:
            text = _("Isi angka 1 sampai %(most)s.")
            raise forms.ValidationError(text, params={"most": form_rules.MOST_FILES})
        return count
