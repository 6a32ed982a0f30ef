"""The participation figure as a release has published it: frozen, and about nobody's draft."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from competitions.models import Competition
from judging.models import ResultRelease
from judging.reads import releases
from kipp.lib.templatetags.ui import number
from proposals.participation import percent


@dataclass(frozen=True)
class Kind:
    code: str
    owed: int
    entered: int
    agencies: Sequence[str]

    @property
    def label(self) -> str:
        """A kind that this portal knows no more is called by its code."""
        known: Mapping[str, str] = dict(AgencyKind.choices)
        return str(known.get(self.code, self.code))

    @property
    def percent(self) -> Decimal | None:
        return percent(self.entered, self.owed)


@dataclass(frozen=True)
class PublishedParticipation:
    """`judged` and `absent` are entries of the release's stage; `absent` ones were not presented."""

    release: ResultRelease
    owed: int
    entered: int
    kinds: Sequence[Kind]
    judged: int
    absent: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.entered, self.owed)

    @property
    def finding(self) -> str:
        facts = {"n": number(self.entered), "all": number(self.owed), "percent": self.percent}
        return _("%(n)s dari %(all)s instansi ikut serta (%(percent)s %%)") % facts

    @property
    def chart_rows(self) -> list[tuple[str, Decimal | None]]:
        return [(kind.label, kind.percent) for kind in self.kinds]


def of_edition(competition: Competition) -> PublishedParticipation | None:
    """From the furthest release in force that holds the figure: one query. Releases of old hold none."""
    for release in releases.in_force(competition):
        body = json.loads(release.payload)
        if block := body.get("participation"):
            return _read(release, body, block)
    return None


def _read(release: ResultRelease, body: Mapping, block: Mapping) -> PublishedParticipation:
    kinds = [Kind(row["kind"], row["owed"], row["entered"], row["agencies"]) for row in block["kinds"]]
    return PublishedParticipation(
        release=release,
        owed=block["owed"],
        entered=block["entered"],
        kinds=sorted(kinds, key=lambda kind: (-kind.entered / kind.owed, kind.label)),
        judged=sum(len(ranked["standings"]) for ranked in body["lists"]),
        absent=sum(len(ranked.get("absent", ())) for ranked in body["lists"]),
    )
