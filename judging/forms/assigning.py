"""Forms of assigning: a spreadsheet of readings, and a juror who leaves."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from judging.models import PanelMember


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("CSV atau XLSX, paling besar 2 MB dan 5.000 baris."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"empty": _("Berkas ini kosong. Pilih berkas yang sudah diisi.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("file", Submit("save", _("Unggah dan periksa")))


class SuccessorField(forms.ModelChoiceField):
    def label_from_instance(self, member: PanelMember) -> str:
        office = member.user.institution
        return f"{member.user.name} · {office}" if office else member.user.name


class LeaveForm(forms.Form):
    """Why a juror leaves, and who reads on in their stead."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alasan ini dicatat dan tidak dapat dihapus. Juri lain tidak membacanya."),
    )
    letter_number = forms.CharField(label=_("Nomor surat"), max_length=100, required=False)
    coming = SuccessorField(
        label=_("Siapa yang meneruskan"),
        queryset=PanelMember.objects.none(),
        required=False,
        empty_label=_("Dibagi rata kepada juri lain"),
        help_text=_(
            "Pengganti dari luar panel ditambahkan ke panel lebih dahulu. Yang tidak boleh dibaca pengganti "
            "karena benturan kepentingan dibagikan kepada juri lain."
        ),
    )

    def __init__(self, *args, successors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coming"].queryset = successors
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "reason", "letter_number", "coming", Submit("save", _("Lihat bacaan yang berpindah"))
        )
