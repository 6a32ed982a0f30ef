"""Reading plain JSON field by field, so that every error names the field it is about."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

MISSING = object()


class BadField(ValueError):
    """The sentence begins with the field."""


def check_names(data: Any, known: Collection[str]) -> None:
    """A misspelt field would be silently left out: refuse it."""
    if not isinstance(data, Mapping):
        raise BadField("file: must hold one JSON object")
    if unknown := sorted(set(data) - set(known)):
        raise BadField(f"{unknown[0]}: unknown field; known are {', '.join(known)}")


def take(data: Mapping[str, Any], name: str, kind: type | tuple[type, ...], default: Any = MISSING) -> Any:
    """The field, of that kind; the default stands for a field that is absent or null."""
    value = data.get(name)
    if value is None:
        if default is MISSING:
            raise BadField(f"{name}: is missing")
        return default
    return check(name, value, kind)


def check(name: str, value: Any, kind: type | tuple[type, ...]) -> Any:
    if isinstance(value, bool) or not isinstance(value, kind):
        raise BadField(f"{name}: must be {NAMES[kind]}, not {value!r:.40}")
    return value


def whole(data: Mapping[str, Any], name: str, default: Any = MISSING, *, least: int) -> Any:
    number = take(data, name, int, default)
    if number is not None and number < least:
        raise BadField(f"{name}: must be at least {least}")
    return number


def strings(data: Mapping[str, Any], name: str, default: Any = MISSING) -> list[str]:
    return [check(f"{name}[{at}]", item, str) for at, item in enumerate(take(data, name, list, default))]


def pairs(data: Mapping[str, Any], name: str) -> list[tuple[int, int]]:
    """A list of pairs of whole numbers, empty by default."""
    found = []
    for at, pair in enumerate(take(data, name, list, [])):
        if not isinstance(pair, list) or len(pair) != 2:
            raise BadField(f"{name}[{at}]: must be a pair of whole numbers")
        left, right = (check(f"{name}[{at}]", number, int) for number in pair)
        found.append((left, right))
    return found


NUMBER = (int, float, Decimal)
EXACT = (int, Decimal)
NAMES = {
    int: "a whole number",
    str: "a text",
    list: "a list",
    dict: "an object",
    NUMBER: "a number",
    EXACT: "a number",
    (int, str): "a whole number or a text",
}
