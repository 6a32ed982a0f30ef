"""Dates and instants in words, for pages, mails and documents alike. Languages: "id" and "en"."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
UNITS = {
    "id": {"day": ("hari", "hari"), "hour": ("jam", "jam"), "minute": ("menit", "menit")},
    "en": {"day": ("day", "days"), "hour": ("hour", "hours"), "minute": ("minute", "minutes")},
}
UNDER_A_MINUTE = {"id": "kurang dari 1 menit", "en": "less than 1 minute"}


def zone_name(dt: datetime, zone: str) -> str:
    """The zone as officials write it: WIB, WITA or WIT, else the distance from UTC."""
    if zone in ZONE_NAMES:
        return ZONE_NAMES[zone]
    offset = dt.astimezone(ZoneInfo(zone)).strftime("%z")
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:]}"


def format_day(day: date, language: str = "id") -> str:
    """22 November 2024"""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def format_weekday(day: date, language: str = "id") -> str:
    """Jumat, 22 November 2024"""
    return f"{DAYS[language][day.weekday()]}, {format_day(day, language)}"


def format_clock(dt: datetime, zone: str, language: str = "id") -> str:
    """23.59 WIB in Indonesian, 23:59 WIB in English."""
    mark = "." if language == "id" else ":"
    return f"{dt.astimezone(ZoneInfo(zone)):%H{mark}%M} {zone_name(dt, zone)}"


def format_hours(begin: datetime, end: datetime, zone: str, language: str = "id") -> str:
    """09.00–09.25 WIB: two clocks of one day, the zone said once."""
    first = format_clock(begin, zone, language).partition(" ")[0]
    return f"{first}–{format_clock(end, zone, language)}"


def format_moment(dt: datetime, zone: str, language: str = "id") -> str:
    """Jumat, 22 November 2024 pukul 23.59 WIB"""
    local = dt.astimezone(ZoneInfo(zone))
    at = "pukul" if language == "id" else "at"
    return f"{format_weekday(local, language)} {at} {format_clock(dt, zone, language)}"


def format_length(length: timedelta, language: str = "id") -> str:
    """A whole number of the unit that still matters: days from 48 hours on, hours from 60 minutes on.

    Always rounded down, so that nobody is promised time that is not there.
    """
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return UNDER_A_MINUTE[language]
    if minutes >= 48 * 60:
        count, unit = minutes // (24 * 60), "day"
    elif minutes >= 60:
        count, unit = minutes // 60, "hour"
    else:
        count, unit = minutes, "minute"
    return f"{count} {UNITS[language][unit][count != 1]}"


def format_remaining(dt: datetime, now: datetime, language: str = "id") -> str:
    """2 hari lagi, or 3 jam lalu once the moment has passed."""
    length = format_length(abs(dt - now), language)
    if dt >= now:
        return f"{length} lagi" if language == "id" else f"{length} left"
    return f"{length} lalu" if language == "id" else f"{length} ago"
