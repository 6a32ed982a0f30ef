"""Calendar files by RFC 5545, read back by a reader that shares nothing with the writer."""

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from kipp.lib import ical

AT = datetime(2026, 3, 9, 1, 2, 3, tzinfo=UTC)
WIB = timezone(timedelta(hours=7))
UNESCAPED = {"n": "\n", "N": "\n"}


def read(body: bytes) -> list[tuple[str, str]]:
    """Name and value of every line: unfolded (3.1), values unescaped (3.3.11)."""
    assert body.endswith(b"\r\n")
    lines = body.replace(b"\r\n ", b"").removesuffix(b"\r\n").split(b"\r\n")
    pairs = [line.decode().partition(":") for line in lines]
    plain = re.compile(r"\\(.)", re.DOTALL)
    return [
        (name, plain.sub(lambda found: UNESCAPED.get(found[1], found[1]), value))
        for name, _colon, value in pairs
    ]


def event(**changes) -> ical.Event:
    start = datetime(2026, 3, 10, 9, 0, tzinfo=WIB)
    known = {"uid": "abc@kipp", "starts_at": start, "ends_at": start + timedelta(minutes=20), "summary": "A"}
    return ical.Event(**known | changes)


def write(*events) -> bytes:
    return ical.calendar("Jadwal", events, stamped_at=AT, sequence=7)


def test_calendar_writes_every_event_in_utc():
    body = write(event(location="Aula", description="Tahap 2\nhttps://rapat.contoh", url="https://kipp/x"))
    assert read(body) == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Portal KIPP//ID"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "Jadwal"),
        ("BEGIN", "VEVENT"),
        ("UID", "abc@kipp"),
        ("DTSTAMP", "20260309T010203Z"),
        ("SEQUENCE", "7"),
        ("DTSTART", "20260310T020000Z"),
        ("DTEND", "20260310T022000Z"),
        ("SUMMARY", "A"),
        ("LOCATION", "Aula"),
        ("DESCRIPTION", "Tahap 2\nhttps://rapat.contoh"),
        ("URL", "https://kipp/x"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


def test_calendar_escapes_what_would_end_a_value():
    body = write(event(summary="Batik; kain, dan \\ garis\nbaru"))
    assert b"SUMMARY:Batik\\; kain\\, dan \\\\ garis\\nbaru\r\n" in body


def test_calendar_cannot_be_given_lines_by_a_title():
    body = write(event(summary="A\r\nEND:VEVENT\r\nBEGIN:VEVENT"))
    assert body.count(b"\r\nBEGIN:VEVENT") == 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_calendar_folds_any_title_within_75_octets_and_gives_it_back(title):
    body = write(event(summary=title))
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    for line in body.split(b"\r\n"):
        line.decode()  # never cut inside a letter
    assert dict(read(body))["SUMMARY"] == title
