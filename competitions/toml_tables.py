"""Read a table of a TOML file field by field; every complaint names the field. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_MISSING = object()


class PresetError(ValueError):
    """A field of a preset file that cannot be used, as in `stages[1].criteria[0].weight: ...`."""

    def __init__(self, path: str, message: str):
        super().__init__(f"{path}: {message}")
        self.path = path


@dataclass
class Table:
    """One table, its place in the file, and which of its keys have been read."""

    values: dict[str, Any]
    path: str = ""
    seen: set[str] = field(default_factory=set)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def text(self, key: str, default: str | None = None) -> str:
        value = self._read(key, default, str)
        if default is None and not value.strip():
            raise PresetError(self.at(key), "must not be empty")
        return value.strip()

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 10_000) -> int:
        value = self._read(key, default, int)
        if not least <= value <= most:
            raise PresetError(self.at(key), f"{value} is not between {least} and {most}")
        return value

    def wholes(self, key: str, default: list[int], *, least: int, most: int) -> tuple[int, ...]:
        values = self._read(key, default, list)
        for number, value in enumerate(values):
            if type(value) is not int or not least <= value <= most:
                message = f"must be a whole number between {least} and {most}"
                raise PresetError(f"{self.at(key)}[{number}]", message)
        return tuple(values)

    def flag(self, key: str, default: bool) -> bool:
        return self._read(key, default, bool)

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        value = self._read(key, default, str)
        allowed = tuple(allowed)
        if value not in allowed:
            raise PresetError(self.at(key), f"{value!r} is none of {', '.join(filter(None, allowed))}")
        return value

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        values = self._read(key, default, list)
        for number, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                raise PresetError(f"{self.at(key)}[{number}]", "must be a text")
        return tuple(values)

    def tables(self, key: str) -> list["Table"]:
        values = self._read(key, [], list)
        for number, value in enumerate(values):
            if not isinstance(value, dict):
                raise PresetError(f"{self.at(key)}[{number}]", "must be a table")
        return [Table(value, f"{self.at(key)}[{number}]") for number, value in enumerate(values)]

    def has(self, key: str) -> bool:
        return key in self.values

    def finish(self) -> None:
        """Refuse what nobody asked for: a misspelt key must not be lost in silence."""
        if unknown := sorted(set(self.values) - self.seen):
            raise PresetError(self.at(unknown[0]), "is not a field of a preset")

    def _read(self, key: str, default: Any, kind: type) -> Any:
        self.seen.add(key)
        value = self.values.get(key, _MISSING)
        if value is _MISSING:
            if default is None:
                raise PresetError(self.at(key), "is missing")
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise PresetError(self.at(key), f"must be a {_KINDS[kind]}, not {value!r}")
        return value


_KINDS = {str: "text", int: "whole number", bool: "true or false", list: "list"}
