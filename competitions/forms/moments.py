"""Moments as the edition's wall clock shows them, and days before a deadline."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

FORMAT = "%Y-%m-%dT%H:%M"


class WallClockField(forms.DateTimeField):
    """A date and time without a zone; the form joins it with the edition's zone by `in_zone`."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(format=FORMAT, attrs={"type": "datetime-local"})
        super().__init__(widget=widget, input_formats=[FORMAT], **kwargs)

    def to_python(self, value):
        moment = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


class DaysField(forms.CharField):
    """Days before a deadline as people list them, "7, 3, 1"; each once, the earliest reminder first."""

    FARTHEST = 60

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        words = [word.strip() for word in super().to_python(value).split(",") if word.strip()]
        if not all(word.isdecimal() and 0 < int(word) <= self.FARTHEST for word in words):
            text = _("Tulis angka 1 sampai %(most)s, dipisahkan koma.")
            raise forms.ValidationError(text % {"most": self.FARTHEST})
        return sorted(set(map(int, words)), reverse=True)

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != data


def on_wall(at: datetime | None, zone: str) -> datetime | None:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if at else None


def in_zone(moment: datetime | None, zone: str) -> datetime | None:
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment else None
