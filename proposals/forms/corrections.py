"""What the secretariat types when it returns a proposal."""

from datetime import datetime, timedelta

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.forms.moments import WallClockField, in_zone, on_wall
from competitions.models import Competition

from .entrant import ProseField

USUAL = timedelta(days=7)
SHORTEST = timedelta(days=1)


class CorrectionForm(forms.Form):
    note = ProseField(
        label=_("Yang perlu diperbaiki"),
        required=True,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Dibaca instansi di atas formulirnya. Tulis satu hal per baris, dengan jelas."),
    )
    due_at = WallClockField(
        label=_("Batas waktu perbaikan"),
        help_text=_("Tanggal dan jam menurut zona waktu edisi. Jam server yang menentukan."),
    )
    letter_number = forms.CharField(
        label=_("Nomor surat"),
        required=False,
        max_length=100,
        help_text=_("Bila pengembalian ini disampaikan dengan surat."),
    )

    def __init__(
        self,
        data=None,
        *,
        competition: Competition,
        at: datetime,
        note: str = "",
        before: datetime | None = None,
    ):
        """`before` is when the next stage begins: the date that is offered does not run into it."""
        self.zone = competition.zone
        offered = on_wall(at + USUAL, self.zone).replace(hour=23, minute=59, second=0, microsecond=0)
        if before is not None and at + SHORTEST < before:
            offered = min(offered, on_wall(before, self.zone))
        super().__init__(data, initial={"note": note, "due_at": offered})
        self.fields["note"].error_messages["required"] = _("Tulis apa yang perlu diperbaiki.")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def values(self) -> dict[str, object]:
        return self.cleaned_data | {"due_at": in_zone(self.cleaned_data["due_at"], self.zone)}
