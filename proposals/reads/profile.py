"""What Indeks Inovasi Daerah asks of one innovation: what is known, what can be offered, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kipp.lib.templatetags.ui import number
from proposals.enums import InnovationForm, InnovationPhase
from proposals.indicators import GUIDE, Indicator
from proposals.models import IndicatorClaim, Innovation, InnovationProfile
from proposals.words import count_words

from . import reuse
from .shown import shown

#: Short facts that every report names; which dates there are depends on how far the innovation is.
FACTS = ("phase", "initiator", "is_digital", "form", "affair", "applied_on")
TEXTS = ("aims", "benefits", "results")


@dataclass(frozen=True)
class Line:
    """One indicator and what is claimed of it; level 0 claims nothing."""

    indicator: Indicator
    level: int = 0
    evidence: str = ""

    @property
    def points(self) -> int:
        return self.level * self.indicator.weight

    @property
    def words(self) -> str:
        return self.indicator.levels[self.level - 1] if self.level else ""


class Profile:
    """An innovation's profile as it is stored; empty while nobody saved one."""

    def __init__(self, innovation: Innovation):
        self.innovation = innovation
        self.stored: InnovationProfile | None = getattr(innovation, "profile", None)

    @cached_property
    def claims(self) -> dict[str, IndicatorClaim]:
        if self.stored is None:
            return {}
        return {claim.code: claim for claim in self.stored.claims.all()}

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(indicator) for indicator in GUIDE.indicators]

    def _line(self, indicator: Indicator) -> Line:
        claim = self.claims.get(indicator.code)
        return Line(indicator, claim.level, claim.evidence) if claim else Line(indicator)

    @property
    def score(self) -> int:
        return GUIDE.score({line.indicator.code: line.level for line in self.lines})

    @property
    def highest(self) -> int:
        return GUIDE.highest

    @property
    def claimed(self) -> int:
        return sum(line.level > 0 for line in self.lines)

    @property
    def design_words(self) -> int:
        return count_words(self.stored.design) if self.stored else 0

    @property
    def least_design_words(self) -> int:
        return GUIDE.least_design_words

    @property
    def is_assumed(self) -> bool:
        return any(indicator.is_assumed for indicator in GUIDE.indicators)

    @cached_property
    def missing(self) -> list[str]:
        """Sentences: what the index would send back."""
        if self.stored is None:
            return [_("Profil belum diisi.")]
        blank = [
            _("Isi %(field)s.") % {"field": self.stored._meta.get_field(name).verbose_name}
            for name in (*FACTS, *TEXTS)
            if getattr(self.stored, name) in ("", None)
        ]
        return [*blank, *self._design(), *self._indicators()]

    def _design(self) -> list[str]:
        short = self.least_design_words - self.design_words
        if short <= 0:
            return []
        facts = {"short": number(short), "least": number(self.least_design_words)}
        return [_("Rancang bangun kurang %(short)s kata dari paling sedikit %(least)s kata.") % facts]

    def _indicators(self) -> list[str]:
        unclaimed = len(self.lines) - self.claimed
        unproved = sum(line.level > 0 and not line.evidence for line in self.lines)
        found = []
        if unclaimed:
            text = ngettext("%(n)s indikator belum diklaim.", "%(n)s indikator belum diklaim.", unclaimed)
            found.append(text % {"n": unclaimed})
        if unproved:
            text = ngettext(
                "%(n)s indikator belum disertai bukti.", "%(n)s indikator belum disertai bukti.", unproved
            )
            found.append(text % {"n": unproved})
        return found


@dataclass(frozen=True)
class Offers:
    """What the latest proposal gives for fields that are still empty; `source` names it."""

    source: str
    values: Mapping[str, object]


def offers(innovation: Innovation) -> Offers:
    """From the sections that the guide names; nothing is stored before a person saves it."""
    proposal = reuse.source_among(reuse.with_sources(innovation.proposals.all()))
    if proposal is None:
        return Offers("", {})
    said, _version = reuse.content(proposal)
    values: dict[str, object] = {field: _prose(said, sections) for field, sections in GUIDE.offers.items()}
    values |= {"form": InnovationForm.SERVICE, "is_digital": _answer(said, GUIDE.digital_question)}
    if said["started_on"]:
        values |= {"phase": InnovationPhase.APPLIED, "applied_on": said["started_on"]}
    return Offers(proposal.competition.name, {name: value for name, value in values.items() if value})


def _answer(said: Mapping, code: str) -> str:
    """What a question was answered, wherever it stands; empty when it was not asked."""
    given = (answer for section in said["sections"] for answer in section["answers"])
    return next((answer["text"] for answer in given if answer["code"] == code), "")


def _prose(said: Mapping, sections: tuple[str, ...]) -> str:
    """The texts of the named sections in that order, parted by an empty line."""
    by_code = {section["code"]: section for section in said["sections"]}
    texts = [
        shown(answer).text.strip()
        for code in sections
        if code in by_code
        for answer in by_code[code]["answers"]
        if answer["kind"] == "text"
    ]
    return "\n\n".join(text for text in texts if text)
