"""What an import would do, row by row, judged against the register as it is now.

The same plan is shown before and carried out after confirming, so that nobody confirms a stale picture.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from rapidfuzz import fuzz, process


class Outcome(TextChoices):
    NEW = "new", gettext_lazy("Baru")
    UPDATED = "updated", gettext_lazy("Diperbarui")
    SAME = "same", gettext_lazy("Tetap")
    ERROR = "error", gettext_lazy("Galat")


@dataclass(slots=True)
class PlannedRow:
    """One row of the file. `notes` say in words what will happen; `errors` why nothing can."""

    number: int
    values: Mapping[str, str]
    outcome: Outcome = Outcome.SAME
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    target: object = None

    def refuse(self, sentence: str) -> None:
        self.errors.append(sentence)
        self.outcome = Outcome.ERROR

    @property
    def is_error(self) -> bool:
        return self.outcome == Outcome.ERROR


def from_draft(stored: Iterable[Mapping]) -> list[PlannedRow]:
    """Rows as the draft keeps them: number, values, and what was wrong with their shape."""
    rows = []
    for item in stored:
        row = PlannedRow(item["number"], item["values"])
        for sentence in item["errors"]:
            row.refuse(sentence)
        rows.append(row)
    return rows


def counts(rows: Iterable[PlannedRow]) -> dict[str, int]:
    found = Counter(row.outcome for row in rows)
    return {outcome.value: found[outcome] for outcome in Outcome}


class Hints:
    """`Maksud Anda “dinas”?` for a word that is nearly known.

    Only so many are looked up: a file of five thousand wrong codes needs no five thousand hints.
    """

    def __init__(self, known: Iterable[str], most: int = 100):
        self.by_folded = {word.casefold(): word for word in sorted(known)}
        self.left = most

    def near(self, typed: str) -> str:
        if self.left == 0:
            return ""
        self.left -= 1
        found = process.extract(
            typed.casefold(), list(self.by_folded), scorer=fuzz.ratio, score_cutoff=60, limit=2
        )
        if not found:
            return ""
        words = _(" atau ").join(f"“{self.by_folded[folded]}”" for folded, _score, _index in found)
        return " " + _("Maksud Anda %(words)s?") % {"words": words}


def choice_named(choices: type[TextChoices], typed: str) -> str:
    """The key of a choice, given its key, its label or one side of its slash in any case; or nothing.

    Files are written in Indonesian, whatever language their reader chose for the pages.
    """
    wanted = typed.casefold()
    with override(settings.LANGUAGE_CODE):
        labels = [(key, str(label).casefold()) for key, label in choices.choices]
    for key, words in labels:
        if wanted in (key.casefold(), words, *words.split("/")):
            return key
    return ""


def choice_words(choices: type[TextChoices]) -> list[str]:
    return [key for key, _label in choices.choices]
