"""Small forms of a juror's own queue: a mark, a step in the order, an abstention, readings to open."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from judging.enums import QueuePart

STEPS = {"naik": -1, "turun": 1}


class QueueForm(forms.Form):
    """What of the queue is listed: `tahap` is a stage's code, `hanya` a part."""

    tahap = forms.CharField(required=False, max_length=16)
    hanya = forms.ChoiceField(required=False, choices=QueuePart.choices)

    def wanted(self) -> tuple[str, str]:
        """Stage and part; whatever cannot be read is left out."""
        self.full_clean()
        return self.cleaned_data.get("tahap", ""), self.cleaned_data.get("hanya", "")


class OpeningForm(forms.Form):
    """Readings of which the juror says that no conflict of interest is known."""

    codes = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Centang sedikitnya satu proposal.")},
    )

    def __init__(self, data=None, *, codes):
        super().__init__(data)
        self.fields["codes"].choices = [(code, code) for code in codes]


class FlagForm(forms.Form):
    is_flagged = forms.BooleanField(required=False)


class MoveForm(forms.Form):
    """Which way: `naik` is read earlier."""

    step = forms.TypedChoiceField(choices=[(name, name) for name in STEPS], coerce=STEPS.get)


class AbstainForm(forms.Form):
    """No verdict, and why."""

    reason = forms.CharField(
        label=_("Alasan abstain"),
        help_text=_("Misalnya: bidang ini di luar keahlian saya. Hanya panitia yang membacanya."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="abstain_%s")

    @property
    def helper(self) -> FormHelper:
        step_back = StrictButton(_("Abstain dari proposal ini"), type="submit", css_class="btn-secondary")
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout("reason", Div(step_back, css_class="actions"))
        return helper
