"""Codes for rows that the plan of assignments takes in order of code."""

from kipp.lib.codes import new_code


def ascending_codes(count: int) -> list[str]:
    """Unguessable as all codes are, but in the order of the rows: so the same seed deals the same cards."""
    return sorted(new_code() for _ in range(count))
