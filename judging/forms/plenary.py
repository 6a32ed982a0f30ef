"""Forms of a session. Moments are read on the edition's wall clock."""

from collections.abc import Iterator
from datetime import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.forms.moments import WallClockField, in_zone, on_wall
from judging.enums import PlenaryPart, Ruling
from judging.forms.presentations import RevisionForm
from judging.models import Attendee, Plenary, PlenaryDecision
from judging.services.plenary import Seat

BLANK_ROWS = 3
ROW = ("name", "post", "part", "present")


class OpenForm(forms.Form):
    held_at = WallClockField(label=_("Waktu sidang"), help_text=_("Menurut jam edisi ini."))
    place = forms.CharField(label=_("Tempat"), max_length=200, help_text=_("Misalnya: Ruang Rapat Sekda."))

    def __init__(self, *args, zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.helper = FormHelper()
        self.helper.layout = Layout("held_at", "place", Submit("save", _("Buka sidang pleno")))

    def clean_held_at(self) -> datetime:
        return in_zone(self.cleaned_data["held_at"], self.zone)


class AttendanceForm(RevisionForm):
    """Time, place, and a row for each person: those invited, then some empty ones.

    The fields of a row are `name-`, `post-`, `part-` and `present-` with the attendee's id, or `new1` and on.
    """

    held_at = WallClockField(label=_("Waktu sidang"))
    place = forms.CharField(label=_("Tempat"), max_length=200)

    def __init__(self, *args, plenary: Plenary, **kwargs):
        self.zone = plenary.stage.competition.zone
        self.attendees = {str(row.pk): row for row in plenary.attendees.all()}
        initial = {"revision": plenary.revision, "held_at": on_wall(plenary.held_at, self.zone)}
        super().__init__(*args, initial={**initial, "place": plenary.place}, **kwargs)
        for key in self._keys():
            self._add_row(key, self.attendees.get(key) or Attendee(part=PlenaryPart.GUEST))

    def _keys(self) -> list[str]:
        return [*self.attendees, *(f"new{number}" for number in range(1, BLANK_ROWS + 1))]

    def _add_row(self, key: str, row: Attendee) -> None:
        name, post, part, present = (f"{field}-{key}" for field in ROW)
        if row.user_id is None:
            self.fields[name] = forms.CharField(
                label=_("Nama"), max_length=150, required=False, initial=row.name
            )
        self.fields[post] = forms.CharField(
            label=_("Jabatan"), max_length=150, required=False, initial=row.post
        )
        self.fields[part] = forms.ChoiceField(
            label=_("Peran"), choices=PlenaryPart.choices, initial=row.part, required=row.pk is not None
        )
        self.fields[present] = forms.BooleanField(label=_("Hadir"), required=False, initial=row.is_present)

    @property
    def rows(self) -> Iterator[tuple[Attendee | None, forms.BoundField | None, list[forms.BoundField]]]:
        """Who it is about, the field of a name that may be changed, then post, part and presence."""
        for key in self._keys():
            name = self[f"name-{key}"] if f"name-{key}" in self.fields else None
            yield self.attendees.get(key), name, [self[f"{field}-{key}"] for field in ROW[1:]]

    def clean_held_at(self) -> datetime:
        return in_zone(self.cleaned_data["held_at"], self.zone)

    def clean(self):
        data = super().clean()
        for key in self._keys():
            has_words = data.get(f"post-{key}") or data.get(f"present-{key}")
            if f"name-{key}" in self.fields and has_words and not data.get(f"name-{key}"):
                self.add_error(f"name-{key}", _("Isi nama, atau kosongkan seluruh barisnya."))
        return data

    def seats(self) -> list[Seat]:
        """Rows with a name; one whose name was emptied is left out."""
        data, found = self.cleaned_data, []
        for key in self._keys():
            row = self.attendees.get(key)
            name = row.name if row and row.user_id else data.get(f"name-{key}", "").strip()
            if name:
                part = data[f"part-{key}"] or PlenaryPart.GUEST
                pk = row.pk if row else None
                found.append(Seat(pk, name, data[f"post-{key}"], part, data[f"present-{key}"]))
        return found


class DecisionForm(RevisionForm):
    ruling = forms.ChoiceField(label=_("Keputusan sidang"), choices=Ruling.choices, widget=forms.RadioSelect)
    place = forms.IntegerField(
        label=_("Peringkat yang diputuskan"),
        min_value=1,
        required=False,
        help_text=_("Hanya bila pindah peringkat. Yang lain bergeser menurut urutan nilainya."),
    )
    reason = forms.CharField(
        label=_("Alasan atau catatan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Seperti yang diucapkan dalam sidang. Tercantum dalam berita acara dan hasil."),
    )

    def __init__(self, *args, plenary: Plenary, decision: PlenaryDecision | None, **kwargs):
        initial: dict[str, object] = {"revision": plenary.revision}
        if decision is not None:
            initial |= {"ruling": decision.ruling, "place": decision.place, "reason": decision.reason}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "revision", "ruling", "place", "reason", Submit("save", _("Catat keputusan"))
        )

    def clean(self):
        data = super().clean()
        if data.get("ruling") == Ruling.MOVED and not data.get("place") and "place" not in self.errors:
            self.add_error("place", _("Isi peringkat yang diputuskan."))
        return data


class ConfirmForm(RevisionForm):
    has_read = forms.BooleanField(
        label=_("Saya sudah membaca seluruh naskah ini, dan isinya sesuai dengan keputusan sidang."),
        error_messages={"required": _("Baca seluruh naskahnya, lalu beri tanda di sini.")},
    )

    def __init__(self, *args, plenary: Plenary, **kwargs):
        super().__init__(*args, initial={"revision": plenary.revision}, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("revision", "has_read", Submit("save", _("Sahkan sidang pleno")))
