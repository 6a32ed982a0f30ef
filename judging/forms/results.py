from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from judging.services.publishing import Letter


class ReasonForm(forms.Form):
    """The reason of an act that is written into the history."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alasan ini dicatat dan tidak dapat dihapus."),
    )

    def __init__(self, *args, action_label: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("reason", Submit("save", action_label or _("Simpan")))


class PublishForm(forms.Form):
    """The letter of a release; `expected_number` is the release that the publisher was shown.

    A shortlist rests on its minutes: its letter may follow.
    """

    letter_number = forms.CharField(label=_("Nomor surat"), max_length=100)
    letter_on = forms.DateField(
        label=_("Tanggal surat"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    signer = forms.CharField(label=_("Nama penanda tangan"), max_length=150)
    signer_post = forms.CharField(label=_("Jabatan penanda tangan"), max_length=150)
    reason = forms.CharField(
        label=_("Alasan koreksi"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Rilis sebelumnya tetap dapat dibaca; alasan ini tercantum pada rilis baru."),
    )
    expected_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, is_correction: bool, is_shortlist: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]
        if is_shortlist:
            for name in ("letter_number", "signer", "signer_post"):
                self.fields[name].required = False
        label = _("Tetapkan yang maju") if is_shortlist else _("Terbitkan")
        label = _("Terbitkan koreksi") if is_correction else label
        self.helper = FormHelper()
        rows = ["letter_number", "letter_on", "signer", "signer_post"]
        rows += ["reason"] if is_correction else []
        self.helper.layout = Layout(*rows, "expected_number", Submit("save", label))

    def letter(self) -> Letter:
        data = self.cleaned_data
        return Letter(data["letter_number"], data["letter_on"], data["signer"], data["signer_post"])


class VerifyForm(forms.Form):
    """The hash printed on a document, as people copy it: spaces and capitals do not matter."""

    kode = forms.CharField(
        label=_("Kode verifikasi (SHA-256)"),
        max_length=200,
        help_text=_("64 huruf dan angka yang tercetak di kaki dokumen."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout("kode", Submit("", _("Periksa")))

    def clean_kode(self) -> str:
        code = "".join(self.cleaned_data["kode"].split()).lower()
        if len(code) != 64 or set(code) - set("0123456789abcdef"):
            raise forms.ValidationError(
                _("Kode terdiri atas 64 huruf a–f dan angka. Salin seluruhnya dari dokumen.")
            )
        return code
