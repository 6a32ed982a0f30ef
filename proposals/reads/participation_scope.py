"""What a participation page is about: an organiser, and a year of theirs or one edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agencies.models import Agency, User
from competitions.models import Competition

from . import participation as reads


@dataclass(frozen=True)
class Scope:
    """`editions` are all that may be chosen from; with an `edition` nothing else of its year counts."""

    editions: Sequence[Competition]
    organiser: Agency
    year: int
    edition: Competition | None

    @property
    def organisers(self) -> list[Agency]:
        return list({edition.organiser_id: edition.organiser for edition in self.editions}.values())

    @property
    def own(self) -> list[Competition]:
        """Of this organiser, whatever the year."""
        return [edition for edition in self.editions if edition.organiser_id == self.organiser.pk]

    @property
    def years(self) -> list[int]:
        return sorted({edition.year for edition in self.own}, reverse=True)

    @property
    def of_the_year(self) -> list[Competition]:
        return [edition for edition in self.own if edition.year == self.year]

    @property
    def counted(self) -> list[Competition]:
        return [self.edition] if self.edition else self.of_the_year

    @property
    def name(self) -> str:
        return self.edition.name if self.edition else str(self.year)

    def still_open(self, at: datetime) -> list[Competition]:
        """Where an agency without an entry can still send one."""
        return [edition for edition in self.counted if may_still_enter(edition, at)]

    def ledger(self) -> reads.Ledger:
        parts = reads.of_one(self.edition) if self.edition else reads.by_year(self.own, self.year)
        return reads.ledger(parts)


def scope(user: User, *, organiser: str = "", year: int | None = None, slug: str = "") -> Scope | None:
    """What was asked for as far as it exists, else the latest year; None when nothing was announced yet."""
    editions = reads.counted_editions(user)
    if not editions:
        return None
    of_organiser = [one for one in editions if one.organiser.code == organiser] or [
        one for one in editions if one.organiser_id == editions[0].organiser_id
    ]
    edition = next((one for one in of_organiser if one.slug == slug), None)
    years = {one.year for one in of_organiser}
    year = edition.year if edition else year if year in years else max(years)
    return Scope(editions, of_organiser[0].organiser, year, edition)


def may_still_enter(edition: Competition, at: datetime) -> bool:
    """By the common deadline, or by an extension of somebody's own."""
    until = [extension.until for extension in edition.extensions.all()]
    return any(moment is not None and at < moment for moment in (edition.closes_at, *until))
