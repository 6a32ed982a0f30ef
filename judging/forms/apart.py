from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.models import Stage
from judging.models import PanelMember


class SeatField(forms.ModelChoiceField):
    def label_from_instance(self, obj: PanelMember) -> str:
        return obj.user.name


class ApartForm(forms.Form):
    first = SeatField(queryset=PanelMember.objects.none(), label=_("Juri"), empty_label=_("Pilih juri"))
    second = SeatField(
        queryset=PanelMember.objects.none(), label=_("Tidak bersama"), empty_label=_("Pilih juri")
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        help_text=_("Misalnya satu kantor atau satu keluarga. Hanya dibaca panitia dan pengawas."),
    )

    def __init__(self, *args, stage: Stage, **kwargs):
        super().__init__(*args, **kwargs)
        seats = PanelMember.objects.seated().filter(stage=stage).select_related("user").order_by("user__name")
        self.fields["first"].queryset = self.fields["second"].queryset = seats
        self.helper = FormHelper()
        self.helper.layout = Layout("first", "second", "reason", Submit("save", _("Pisahkan")))
