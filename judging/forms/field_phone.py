"""What a visitor sends from the spot: a finding, pictures, and why findings are taken up again."""

from datetime import UTC, datetime

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from judging.enums import Verdict
from judging.forms.sheet import CommentField
from judging.models import Observation

LONGEST_NOTE = 2000
LONGEST_REASON = 500
EARLIEST, LATEST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class ObservationForm(forms.Form):
    """One claim. `noted_at` is what the device's clock said; one that was never set says nothing."""

    verdict = forms.ChoiceField(
        label=_("Temuan"),
        choices=Verdict.choices,
        error_messages={"required": _("Pilih dahulu temuan Anda.")},
    )
    note = CommentField(label=_("Catatan"), longest=LONGEST_NOTE)
    noted_at = forms.DateTimeField(required=False)
    revision = forms.IntegerField(min_value=0)

    @classmethod
    def of(cls, observation: Observation | None) -> "ObservationForm":
        """As it stands, to be filled in."""
        if observation is None:
            return cls(initial={"revision": 0})
        told = {name: getattr(observation, name) for name in ("verdict", "note", "revision")}
        return cls(initial=told)

    def clean_noted_at(self) -> datetime | None:
        told = self.cleaned_data["noted_at"]
        return told if told and EARLIEST < told < LATEST else None


class PhotoForm(forms.Form):
    """What comes with a picture; the picture itself is inspected by the verb."""

    key = forms.CharField(max_length=40, validators=[RegexValidator(r"^[\w-]+$")])
    caption = forms.CharField(label=_("Keterangan foto"), max_length=200, required=False)


class ReopeningForm(forms.Form):
    reason = CommentField(label=_("Alasan membuka kembali"), longest=LONGEST_REASON)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        submit = StrictButton(_("Buka kembali temuan saya"), type="submit", css_class="btn-secondary")
        self.helper.layout = Layout("reason", submit)
