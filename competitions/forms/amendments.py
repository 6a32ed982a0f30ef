"""What a letter changes of an announced form: the fields that may change, the letter, the reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions import form_rules
from competitions.models import AttachmentSlot, FormAmendment, Question
from competitions.reads import amending, wording

from .details import plain_helper
from .form_builder import OptionsField, QuestionForm

LETTER = ("letter_number", "reason")


class LetterFields(forms.Form):
    letter_number = forms.CharField(
        label=_("Nomor surat"), max_length=FormAmendment._meta.get_field("letter_number").max_length
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Dibaca semua orang di halaman kompetisi."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def letter(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in LETTER}


class ChangeForm(LetterFields):
    """Only what a letter may change of this row; what stands is filled in."""

    def __init__(self, data=None, *, row: Question | AttachmentSlot):
        super().__init__(data)
        self.row = row
        names = amending.amendable(row)
        for name in names:
            self.fields[name] = self._field(name)
        self.order_fields([*names, *LETTER])
        self.helper = plain_helper()

    def _field(self, name: str) -> forms.Field:
        label, standing = amending.FIELDS[name], getattr(self.row, name)
        if name == "options":
            help_text = _("Pilihan tambahan, satu baris satu pilihan. Pilihan yang ada tetap berlaku.")
            return OptionsField(label=_("Pilihan tambahan"), help_text=help_text, required=False)
        if name == "is_required":
            return forms.BooleanField(label=_("Tetap wajib"), initial=standing, required=False)
        if name in ("max_words", "max_files"):
            most = form_rules.MOST_WORDS if name == "max_words" else form_rules.MOST_FILES
            least = 1 if name == "max_words" else standing
            return forms.IntegerField(label=label, initial=standing, min_value=least, max_value=most)
        longest = self.row._meta.get_field(name).max_length
        area = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(label=label, initial=standing, max_length=longest, widget=area)

    def clean(self):
        data = super().clean()
        if data.get("options"):
            fault = form_rules.options_fault(self.row.kind, [*self.row.options, *data["options"]])
            if fault is not None:
                self.add_error("options", wording.FAULTS[fault])
        if not self.errors and not amending.differing(self.row, self.values()):
            raise forms.ValidationError(_("Belum ada yang diubah."))
        return data

    def values(self) -> dict[str, object]:
        values = {name: self.cleaned_data[name] for name in amending.amendable(self.row)}
        if "options" in values:
            values["options"] = [*self.row.options, *values["options"]]
        return values


class AddedQuestionForm(LetterFields, QuestionForm):
    """A question that comes late is never required."""

    is_amending = True

    def arrange(self, competition):
        super().arrange(competition)
        del self.fields["is_required"]

    def values(self) -> dict:
        return super().values() | {"is_required": False}
