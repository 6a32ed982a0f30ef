import json
import logging
import sys

from kipp.lib.logs import JsonFormatter


def event(message, *arguments, error=None, **fields):
    record = logging.LogRecord("kipp.test", logging.WARNING, __file__, 1, message, arguments, error)
    record.created = 1_767_225_600.5  # 2026-01-01 00:00:00.5 UTC
    vars(record).update(fields)
    return JsonFormatter().format(record)


def test_format_event_is_one_object_on_one_line():
    line = event("Nilai %s\nbaris palsu", "tersimpan", entry="A1")
    assert "\n" not in line
    assert json.loads(line) == {
        "at": "2026-01-01T00:00:00.500+00:00",
        "level": "WARNING",
        "logger": "kipp.test",
        "message": "Nilai tersimpan\nbaris palsu",
        "entry": "A1",
    }


def test_format_error_keeps_its_traceback():
    try:
        raise ValueError("rusak")
    except ValueError:
        line = event("gagal", error=sys.exc_info())
    assert json.loads(line)["traceback"].endswith("ValueError: rusak")
