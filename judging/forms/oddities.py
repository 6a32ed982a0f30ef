from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """What a juror is asked to explain about one sheet."""

    question = forms.CharField(
        label=_("Yang perlu dijelaskan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Juri membaca kalimat ini di surat dan di portal."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("question", Submit("ask", _("Minta penjelasan")))


class ExplainForm(forms.Form):
    """A juror's answer, which joins the comment of the sheet."""

    text = forms.CharField(
        label=_("Penjelasan Anda"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Penjelasan ini ditambahkan pada catatan umum lembar Anda. Nilai Anda tidak berubah."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("text", Submit("explain", _("Kirim penjelasan")))
