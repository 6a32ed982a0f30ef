"""Canonical JSON: one value, one text, one hash, in any language.

The subset of RFC 8785 that needs no float formatting: strings, integers,
booleans, null, arrays, and objects with ASCII keys. A figure with decimals is
written as a string, so that no reader has to agree with us on rounding.
"""

import hashlib
import json
from typing import Any

# RFC 8785 numbers are IEEE doubles: beyond this a reader in JavaScript loses digits.
LARGEST_INTEGER = 2**53 - 1
#: Made once: `json.dumps` makes one for every call, and a plan of assignments makes 20,000.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def dumps(value: Any) -> str:
    """The canonical text of `value`.

    Raises TypeError (float or any other foreign type, key not a string) or
    ValueError (integer too large, key not ASCII, text that is not Unicode),
    both naming the path, as in `$.entries[3].total`.
    """
    _check(value, "$")
    return _ENCODER.encode(value)


def sha256(text: str) -> str:
    """Lower-case hexadecimal SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _check(value: Any, path: str) -> None:
    if isinstance(value, list | tuple):
        for position, item in enumerate(value):
            _check(item, f"{path}[{position}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_key(key, path)
            _check(item, f"{path}.{key}")
    else:
        _check_scalar(value, path)


def _check_scalar(value: Any, path: str) -> None:
    if isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, int):  # booleans too
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"{path}: {value} is beyond 2^53 - 1; write it as a string")
    elif value is not None:
        raise TypeError(f"{path}: {type(value).__name__} has no canonical form")


def _check_key(key: Any, path: str) -> None:
    if not isinstance(key, str):
        raise TypeError(f"{path}: the key {key!r} is not a string")
    if not key.isascii():  # beyond ASCII, sorting by UTF-16 unit and by code point differ
        raise ValueError(f"{path}: the key {key!r} is not ASCII")


def _check_text(text: str, path: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{path}: the text holds half a surrogate pair") from None
