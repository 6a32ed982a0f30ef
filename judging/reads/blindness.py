"""What the texts of a stage's entries give away, looked for a page at a time: nothing of it is stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competitions.enums import QuestionKind
from competitions.models import Stage
from judging import blindness
from judging.blindness import ClueKind
from proposals.models import Entry

MOST = 6  # passages shown of one entry; the others are counted

KIND_NAMES = {
    ClueKind.NAME: _("nama instansi"),
    ClueKind.SHORT: _("singkatan"),
    ClueKind.PARENT: _("instansi induk"),
    ClueKind.PERSON: _("nama inovator"),
    ClueKind.REGION: _("nama daerah"),
}


@dataclass(frozen=True)
class Passage:
    """`place` is the chapter it stands in."""

    place: str
    kind: str
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Scanned:
    """One entry: the passages that jurors would read, how many more there are, what the portal hides."""

    title: str
    agency: str
    passages: Sequence[Passage]
    more: int
    masked: int
    files: int

    @property
    def readable(self) -> int:
        return len(self.passages) + self.more


def entries(stage: Stage) -> QuerySet[Entry]:
    rows = Entry.objects.filter(stage=stage).order_by("proposal__title", "pk")
    return rows.select_related("version", "proposal__agency__parent", "proposal__agency__root")


def scan(stage: Stage, rows: Sequence[Entry]) -> list[Scanned]:
    """The most telling passages of each entry first."""
    return [_scan(entry, stage.competition.region) for entry in rows]


def _scan(entry: Entry, region: str) -> Scanned:
    payload, agency = json.loads(entry.version.payload), entry.proposal.agency
    names = [payload["agency"]["name"], agency.name]
    above = {row.name: None for row in (agency.parent, agency.root) if row and row.pk != agency.pk}
    wanted = blindness.clues(
        names=names,
        code=agency.code,
        parents=above,
        people=[member["name"] for member in payload["team"]],
        region=region,
    )
    found = [
        (hit, place, text)
        for place, text in _texts(payload)
        for hit in blindness.find(text, wanted, masked=names)
    ]
    readable = [row for row in found if not row[0].is_masked]
    readable.sort(key=lambda row: list(ClueKind).index(row[0].clue.kind))
    return Scanned(
        title=payload["title"],
        agency=agency.name,
        passages=[_passage(*row) for row in readable[:MOST]],
        more=max(0, len(readable) - MOST),
        masked=len(found) - len(readable),
        files=len(payload["attachments"]),
    )


def _passage(hit: blindness.Hit, place: str, text: str) -> Passage:
    return Passage(place, str(KIND_NAMES[hit.clue.kind]), *blindness.passage(text, hit))


def _texts(payload: Mapping) -> list[tuple[str, str]]:
    """What a blind stage shows of a version. Links, files, the video and the team are hidden whole."""
    answers = (
        (section["title"], row["text"])
        for section in payload["sections"]
        for row in section["answers"]
        if row["kind"] != QuestionKind.LINK
    )
    return [(str(_("Judul")), payload["title"]), *answers]
