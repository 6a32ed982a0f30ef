"""Calendar files (RFC 5545) that any calendar on a phone takes: events with an instant, nothing more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

CONTENT_TYPE = "text/calendar; charset=utf-8"
FOLD = 75  # octets of a line, without the line break
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """`uid` stays for as long as the thing itself, so that a newer file moves it instead of doubling it."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[Event], *, stamped_at: datetime, sequence: int) -> bytes:
    """`sequence` grows with every change: calendars keep the event with the higher one."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Portal KIPP//ID",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += _event(event, stamped_at, sequence)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event, stamped_at: datetime, sequence: int) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_instant(stamped_at)}"
    yield f"SEQUENCE:{sequence}"
    yield f"DTSTART:{_instant(event.starts_at)}"
    yield f"DTEND:{_instant(event.ends_at)}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    printable = "".join(letter for letter in words if letter == "\n" or ord(letter) >= ord(" "))
    return printable.translate(ESCAPES)


def _folded(line: str) -> bytes:
    """Lines of at most 75 octets, never cut inside a letter; what follows begins with a space."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > FOLD:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
