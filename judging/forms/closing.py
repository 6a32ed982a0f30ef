from django import forms
from django.utils.translation import gettext_lazy as _

from judging.models import Assignment


class WaiversForm(forms.Form):
    """Which of the sheets on the page the stage goes on without, and one reason for all of them."""

    pilih = forms.MultipleChoiceField(
        required=True, error_messages={"required": _("Pilih lembar nilai yang dikecualikan.")}
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alasan ini dicatat dan tidak dapat dihapus."),
    )

    def __init__(self, *args, readings: list[Assignment], is_ticked: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_ticked = is_ticked
        self.readings = {reading.code: reading for reading in readings}
        self.fields["pilih"].choices = [(code, code) for code in self.readings]

    @property
    def rows(self) -> list[tuple[Assignment, bool]]:
        """Every sheet with whether it is ticked: all of one juror's, none of everybody's."""
        untouched = self.readings if self.is_ticked else ()
        chosen = self.data.getlist("pilih") if self.is_bound else untouched
        return [(reading, code in chosen) for code, reading in self.readings.items()]

    def picked(self) -> list[Assignment]:
        return [self.readings[code] for code in self.cleaned_data["pilih"]]
