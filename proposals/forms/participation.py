"""What narrows the list of agencies, and the choice of whom to remind."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.enums import AgencyKind
from proposals.enums import ParticipationState
from proposals.participation import State
from proposals.reads.participation import Row
from proposals.reads.participation_reminders import Target

#: How an address names a state.
NAMES = {
    "belum": State.NOTHING,
    "draf": State.DRAFT,
    "terkirim": State.SUBMITTED,
    "lolos": State.PASSED,
    "penghargaan": State.AWARDED,
}


class ScopeForm(forms.Form):
    """What the chips say. An address that says nonsense says nothing."""

    penyelenggara = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    tahun = forms.IntegerField(required=False, min_value=2000, max_value=2100, widget=forms.HiddenInput)
    edisi = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def asked(self) -> dict[str, object]:
        self.is_valid()
        return {
            "organiser": self.cleaned_data.get("penyelenggara", ""),
            "year": self.cleaned_data.get("tahun"),
            "slug": self.cleaned_data.get("edisi", ""),
        }


class ParticipationFilter(ScopeForm):
    """By GET, over rows that are in memory already."""

    jenis = forms.ChoiceField(label=_("Jenis instansi"), required=False)
    status = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ("", _("Semua keadaan")),
            *((name, ParticipationState(state).label) for name, state in NAMES.items()),
        ],
    )
    cari = forms.CharField(label=_("Nama atau kode instansi"), required=False, max_length=100)

    def __init__(self, *args, kinds: Iterable[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        named = sorted(((kind, AgencyKind(kind).label) for kind in kinds), key=lambda choice: choice[1])
        self.fields["jenis"].choices = [("", _("Semua jenis")), *named]

    @property
    def is_narrow(self) -> bool:
        return any(self.chosen(name) for name in ("jenis", "status", "cari"))

    def chosen(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")

    def narrowed(self, rows: Iterable[Row]) -> list[Row]:
        kind, words = self.chosen("jenis"), self.chosen("cari").casefold()
        state = NAMES.get(self.chosen("status"))
        return [
            row
            for row in rows
            if kind in ("", row.body.kind)
            and (state is None or row.states[0] == state)
            and words in f"{row.name} {row.code}".casefold()
        ]


class RemindForm(forms.Form):
    """Whom to remind, of those who can be, and what the bureau adds in its own words."""

    instansi = forms.MultipleChoiceField(
        label=_("Instansi"),
        error_messages={
            "required": _("Pilih paling sedikit satu instansi."),
            "invalid_choice": _(
                "Sebagian instansi yang dipilih sudah mengirim atau sudah diingatkan hari ini, jadi tidak "
                "dikirimi lagi. Periksa pilihannya."
            ),
        },
    )
    catatan = forms.CharField(
        label=_("Catatan panitia"),
        required=False,
        max_length=1000,
        help_text=_("Boleh kosong. Ikut tertulis dalam surat, misalnya siapa yang dapat ditanya."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, targets: Iterable[Target], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instansi"].choices = [(one.code, one.name) for one in targets if one.can_be_reminded]

    def picked(self) -> list[str]:
        """What stands ticked: everybody, until somebody has chosen."""
        if self.is_bound:
            return self.data.getlist("instansi")
        return [code for code, _name in self.fields["instansi"].choices]
