"""Shapes of data that several tables share, as named database constraints."""

from django.db.models import CheckConstraint, Q


def both_or_neither(first: str, second: str, *, name: str) -> CheckConstraint:
    """An instant and its person stand together or not at all (`published_at`, `published_by`)."""
    both = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    neither = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return CheckConstraint(condition=both | neither, name=name)
