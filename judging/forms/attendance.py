from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.enums import Attendance

#: What the buttons of a row send.
ANSWERS = {"hadir": Attendance.PRESENT, "tidak-hadir": Attendance.ABSENT, "belum": Attendance.UNKNOWN}


class AttendanceForm(forms.Form):
    """One row of the list; whether a note is needed is the verb's to say."""

    kehadiran = forms.ChoiceField(choices=[(name, name) for name in ANSWERS])
    keterangan = forms.CharField(label=_("Keterangan"), required=False, max_length=300)

    def attendance(self) -> Attendance:
        return ANSWERS[self.cleaned_data["kehadiran"]]
