"""What was found in the version before: readable beside the new one, and offered where nothing changed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from competitions.enums import AutomaticCheck
from proposals.models import Finding, ProposalVersion

#: Keys of a version's content on which the answer to a line rests; a line that people check rests on all.
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    AutomaticCheck.AGE: ("started_on", "track"),
    AutomaticCheck.DUPLICATE: ("title",),
    AutomaticCheck.QUOTA: ("track",),
    AutomaticCheck.GROUP: ("group", "track"),
    AutomaticCheck.AWARDS: ("track",),
    AutomaticCheck.STATEMENTS: ("attachments",),
}
EVERYTHING = (
    *("title", "category", "group", "track", "started_on"),
    *("team_kind", "team", "video_url", "sections", "attachments"),
)


@dataclass(frozen=True)
class Carried:
    """One line as it stood in the version before; `is_offered` when what it rests on is the same."""

    finding: Finding
    number: int
    is_offered: bool

    @property
    def sentence(self) -> str:
        said = {
            True: _("Versi %(number)s: terpenuhi."),
            False: _("Versi %(number)s: tidak terpenuhi."),
            None: _("Versi %(number)s: belum diperiksa."),
        }[self.finding.is_met]
        return " ".join([said % {"number": self.number}, self.finding.note]).strip()


def findings(version: ProposalVersion, content: Mapping) -> dict[int, Carried]:
    """By line of the checklist. Two queries, and none for a first version."""
    if version.number == 1:
        return {}
    rows = ProposalVersion.objects.filter(proposal=version.proposal_id, number__lt=version.number)
    before = rows.prefetch_related("screening__findings__item").first()
    screening = getattr(before, "screening", None)
    if screening is None:
        return {}
    is_same = _comparer(json.loads(before.payload), content)
    return {
        finding.item_id: Carried(finding, before.number, is_same(finding.item.check_kind))
        for finding in screening.findings.all()
    }


def _comparer(before: Mapping, after: Mapping) -> Callable[[str], bool]:
    return lambda kind: all(before.get(k) == after.get(k) for k in RESTS_ON.get(kind, EVERYTHING))
