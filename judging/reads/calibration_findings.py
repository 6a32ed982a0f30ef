"""What a revealed round says: per anchor and criterion how the panel scored, against the reference.

A juror reads the others as a distribution; names are for the organisers. Only handed-in sheets count,
and no total is made of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from competitions.models import Criterion
from judging import agreement
from judging.models import Anchor, AnchorSheet, Calibration, PanelMember
from judging.reads.calibration_round import criteria_of
from kipp.lib.numbers import format_number

SENTENCES = {
    agreement.Grade.STRONG: gettext_lazy(
        "Kesepakatan panel kuat (alfa Krippendorff %(alpha)s): juri membaca rubrik dengan cara yang sama."
    ),
    agreement.Grade.FAIR: gettext_lazy(
        "Kesepakatan panel cukup (alfa Krippendorff %(alpha)s): bahas kriteria yang paling berbeda."
    ),
    agreement.Grade.WEAK: gettext_lazy(
        "Kesepakatan panel lemah (alfa Krippendorff %(alpha)s): samakan arti nilai sebelum menilai proposal."
    ),
}


@dataclass(frozen=True)
class Line:
    """One criterion of one anchor. `given` are the panel's points, ascending; organisers have no `own`."""

    criterion: Criterion
    reference: int
    given: list[int]
    own: int | None
    named: list[tuple[str, int]]

    @property
    def counts(self) -> Mapping[int, int]:
        return Counter(self.given)

    @property
    def in_words(self) -> str:
        """The distribution without the drawing: how many gave which points."""
        return ", ".join(f"{points} ({count}×)" for points, count in sorted(self.counts.items())) or "–"

    @property
    def spread(self) -> Fraction:
        """From the lowest to the highest, as a share of the scale."""
        scale = self.criterion.points_max - self.criterion.points_min
        return Fraction(self.given[-1] - self.given[0], scale) if self.given else Fraction(0)

    @property
    def extent(self) -> str:
        """`2 sampai 5`, or the one number that all gave."""
        if self.given[0] == self.given[-1]:
            return str(self.given[0])
        return _("%(low)d sampai %(high)d") % {"low": self.given[0], "high": self.given[-1]}

    @property
    def finding(self) -> str:
        if not self.given:
            return _("Belum ada juri yang selesai.")
        return f"{self._against_reference()}; {self._of_panel()}."

    def _against_reference(self) -> str:
        if self.own is None:
            return _panel_against(Fraction(mean(map(Fraction, self.given))) - self.reference)
        distance = self.own - self.reference
        if distance == 0:
            return _("Anda sama dengan rujukan")
        words = _("Anda %(n)d di atas rujukan") if distance > 0 else _("Anda %(n)d di bawah rujukan")
        return words % {"n": abs(distance)}

    def _of_panel(self) -> str:
        words = _("panel memberi %(extent)s") if self.spread else _("semua juri memberi %(extent)s")
        return words % {"extent": self.extent}


def _panel_against(distance: Fraction) -> str:
    if distance == 0:
        return _("Rata-rata panel sama dengan rujukan")
    shown = format_number(float(abs(distance)), 1, get_language() or "id")
    words = _("Rata-rata panel %(n)s di atas rujukan")
    if distance < 0:
        words = _("Rata-rata panel %(n)s di bawah rujukan")
    return words % {"n": shown}


@dataclass(frozen=True)
class Verdict:
    """One anchor: its lines, and where the panel was furthest apart."""

    anchor: Anchor
    lines: list[Line]
    comments: list[tuple[str, str]]

    @property
    def finding(self) -> str:
        widest = max(self.lines, key=lambda line: line.spread)
        if not widest.given:
            return _("Belum ada juri yang selesai")
        if not widest.spread:
            return _("Panel sepakat pada semua kriteria")
        about = {"criterion": widest.criterion.name, "extent": widest.extent}
        return _("Panel paling berbeda pada %(criterion)s (%(extent)s)") % about


@dataclass(frozen=True)
class Findings:
    verdicts: list[Verdict]
    agreement: str
    sheets: int


def findings(calibration: Calibration, anchors: Iterable[Anchor], own: PanelMember | None = None) -> Findings:
    """For one juror, or for organisers with everybody's name."""
    criteria = list(criteria_of(calibration.stage))
    final = AnchorSheet.objects.filter(anchor__calibration=calibration, finalised_at__isnull=False)
    sheets: dict[int, list[AnchorSheet]] = {}
    for sheet in final.select_related("member__user").order_by("member__user__name", "pk"):
        sheets.setdefault(sheet.anchor_id, []).append(sheet)
    verdicts = [_verdict(anchor, criteria, sheets.get(anchor.pk, []), own) for anchor in anchors]
    return Findings(verdicts, _agreement(verdicts), sum(map(len, sheets.values())))


def _verdict(
    anchor: Anchor, criteria: Sequence[Criterion], sheets: Sequence[AnchorSheet], own: PanelMember | None
) -> Verdict:
    comments = [] if own else [(row.member.user.name, row.comment) for row in sheets if row.comment]
    return Verdict(anchor, [_line(anchor, row, sheets, own) for row in criteria], comments)


def _line(
    anchor: Anchor, criterion: Criterion, sheets: Sequence[AnchorSheet], own: PanelMember | None
) -> Line:
    points = [(row.member, row.points.get(criterion.code)) for row in sheets]
    given = [(member, value) for member, value in points if value is not None]
    mine = [value for member, value in given if own and member.pk == own.pk]
    return Line(
        criterion=criterion,
        reference=anchor.reference[criterion.code],
        given=sorted(value for _member, value in given),
        own=mine[0] if mine else None,
        named=[] if own else [(member.user.name, value) for member, value in given],
    )


def _agreement(verdicts: Sequence[Verdict]) -> str:
    """Krippendorff's α over anchors and criteria, each scale stretched to 0..1, in one sentence."""
    units = [
        [_share(line, points) for points in line.given] for verdict in verdicts for line in verdict.lines
    ]
    alpha = agreement.alpha(units)
    if alpha is None:
        return _("Kesepakatan panel belum dapat dihitung: perlu sedikitnya dua juri dan nilai yang berbeda.")
    shown = {"alpha": format_number(alpha, 2, get_language() or "id")}
    return SENTENCES[agreement.grade(alpha)] % shown


def _share(line: Line, points: int) -> float:
    scale = line.criterion
    return (points - scale.points_min) / (scale.points_max - scale.points_min)
