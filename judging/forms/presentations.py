"""Forms of the timetable and of the day. Moments are read on the edition's wall clock."""

from collections.abc import Sequence
from datetime import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.forms.moments import WallClockField, in_zone, on_wall
from judging.enums import TurnPhase
from judging.models import Timetable
from judging.reads.timetables import Board
from judging.services.timetables import Settings
from kipp.lib.moments import format_clock

MOST_ROOMS = 8
LONGEST_BREAK = 240
START_OF_ROOM = "awal-"


class RevisionForm(forms.Form):
    """An act on the board: the revision that its page was read at."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SettingsForm(RevisionForm):
    starts_at = WallClockField(
        label=_("Mulai"), help_text=_("Hari dan jam giliran pertama, menurut jam edisi ini.")
    )
    minutes_present = forms.IntegerField(label=_("Menit paparan"), min_value=1, max_value=240)
    minutes_ask = forms.IntegerField(
        label=_("Menit tanya jawab"), min_value=0, max_value=240, help_text=_("Isi 0 bila tidak ada.")
    )
    minutes_between = forms.IntegerField(
        label=_("Menit jeda antargiliran"),
        min_value=0,
        max_value=240,
        help_text=_("Untuk berganti pengusul dan mengisi nilai."),
    )

    def __init__(self, *args, timetable: Timetable, **kwargs):
        self.zone = timetable.stage.competition.zone
        kwargs.setdefault("initial", _initial(timetable, self.zone))
        super().__init__(*args, **kwargs)
        self.shown = min(max(len(timetable.rooms), 1) + 1, MOST_ROOMS)
        for number in range(1, self.shown + 1):
            self.fields[f"room_{number}"] = forms.CharField(
                label=_("Ruang %(number)d") % {"number": number}, max_length=120, required=number == 1
            )
            self.fields[f"link_{number}"] = forms.URLField(
                label=_("Tautan ruang %(number)d (bila daring)") % {"number": number},
                max_length=500,
                required=False,
                assume_scheme="https",
            )
        self.helper = FormHelper()
        rooms = [
            Div(f"room_{number}", f"link_{number}", css_class="room-fields")
            for number in range(1, self.shown + 1)
        ]
        self.helper.layout = Layout(
            "revision",
            "starts_at",
            Div("minutes_present", "minutes_ask", "minutes_between", css_class="minute-fields"),
            HTML("<h2>{{ rooms_title }}</h2><p>{{ rooms_help }}</p>"),
            *rooms,
            Submit("save", _("Simpan jadwal")),
        )

    def clean_starts_at(self) -> datetime:
        return in_zone(self.cleaned_data["starts_at"], self.zone)

    def clean(self):
        cleaned = super().clean()
        names = [cleaned.get(f"room_{number}", "").strip() for number in range(1, self.shown + 1)]
        used = [name for name in names if name]
        if names[: len(used)] != used:
            self.add_error(None, _("Isi ruang berurutan; hanya ruang terakhir yang dapat dikosongkan."))
        elif len({name.lower() for name in used}) != len(used):
            self.add_error(None, _("Beri setiap ruang nama yang berbeda."))
        return cleaned

    def settings(self) -> Settings:
        data = self.cleaned_data
        rooms = [
            {"name": data[f"room_{number}"].strip(), "link": data[f"link_{number}"]}
            for number in range(1, self.shown + 1)
            if data[f"room_{number}"].strip()
        ]
        return Settings(
            data["starts_at"], data["minutes_present"], data["minutes_ask"], data["minutes_between"], rooms
        )


def _initial(timetable: Timetable, zone: str) -> dict[str, object]:
    found: dict[str, object] = {
        "revision": timetable.revision,
        "starts_at": on_wall(timetable.starts_at, zone),
        "minutes_present": timetable.minutes_present,
        "minutes_ask": timetable.minutes_ask,
        "minutes_between": timetable.minutes_between,
    }
    for number, room in enumerate(timetable.rooms, start=1):
        found |= {f"room_{number}": room["name"], f"link_{number}": room["link"]}
    return found


class BreakForm(RevisionForm):
    after = forms.ChoiceField(label=_("Sesudah"))
    label = forms.CharField(label=_("Acara"), max_length=120, help_text=_("Misalnya: Istirahat siang."))
    minutes = forms.IntegerField(
        label=_("Lamanya, dalam menit"), min_value=1, max_value=LONGEST_BREAK, required=False
    )
    resumes_at = WallClockField(
        label=_("Atau dilanjutkan pada"),
        required=False,
        help_text=_("Untuk bermalam: giliran berikutnya mulai pada hari dan jam ini."),
    )

    def __init__(self, *args, board: Board, **kwargs):
        super().__init__(*args, initial={"revision": board.timetable.revision}, **kwargs)
        self.zone = board.timetable.stage.competition.zone
        self.places = _places(board)
        self.fields["after"].choices = [(key, label) for key, (_room, _place, label) in self.places.items()]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "revision", "after", "label", "minutes", "resumes_at", Submit("save", _("Sisipkan jeda"))
        )

    def clean_resumes_at(self) -> datetime | None:
        return in_zone(self.cleaned_data["resumes_at"], self.zone)

    def clean(self):
        cleaned = super().clean()
        said = [bool(cleaned.get(name)) for name in ("minutes", "resumes_at")]
        if sum(said) != 1 and not self.errors:
            self.add_error("minutes", _("Isi lamanya, atau kapan dilanjutkan: salah satu saja."))
        return cleaned

    def place(self) -> dict[str, int]:
        room, place, _label = self.places[self.cleaned_data["after"]]
        return {"room": room, "place": place}


def _places(board: Board) -> dict[str, tuple[int, int, str]]:
    """What a break can stand behind: the beginning of a room, or any turn of it."""
    zone = board.timetable.stage.competition.zone
    found = {}
    for room in board.rooms:
        found[f"{START_OF_ROOM}{room.number}"] = (
            room.number,
            0,
            _("%(room)s: di awal") % {"room": room.name},
        )
        for place in room.places:
            slot = place.slot
            title = slot.entry.proposal.agency.name if slot.entry else slot.label
            label = f"{room.name}, {format_clock(slot.ends_at, zone)}: {title}"
            found[slot.code] = (room.number, place.index + 1, label)
    return found


class DrawForm(RevisionForm):
    seed = forms.CharField(
        label=_("Angka pengacak"),
        max_length=64,
        help_text=_(
            "Sebaiknya disebut peserta pada rapat teknis. Diumumkan bersama jadwal, sehingga siapa pun dapat "
            "mengundi ulang dan mendapat urutan yang sama."
        ),
    )

    def __init__(self, *args, timetable: Timetable, **kwargs):
        super().__init__(*args, initial={"revision": timetable.revision}, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("revision", "seed", Submit("save", _("Undi urutan")))


class MoveForm(RevisionForm):
    """`urutan` counts from 1, as people do; beyond the last means last."""

    ruang = forms.IntegerField(min_value=1, max_value=MOST_ROOMS)
    urutan = forms.IntegerField(min_value=0, max_value=1000)

    def target(self) -> dict[str, int]:
        data = self.cleaned_data
        return {"revision": data["revision"], "room": data["ruang"] - 1, "place": data["urutan"] - 1}


class TurnForm(RevisionForm):
    slot = forms.CharField(max_length=16)
    phase = forms.ChoiceField(choices=TurnPhase.choices)


#: What the buttons at the door send.
HEADS: Sequence[tuple[str, bool]] = (("ya", True), ("tidak", False))


class ArrivalForm(forms.Form):
    """One tap: the agency came, with its head or without, or with so many companions."""

    pimpinan = forms.ChoiceField(choices=[(word, word) for word, _came in HEADS], required=False)
    pendamping = forms.IntegerField(min_value=0, max_value=99, required=False)

    def arrival(self) -> dict[str, object]:
        head = dict(HEADS).get(self.cleaned_data["pimpinan"])
        return {"head_came": head, "companions": self.cleaned_data["pendamping"]}
