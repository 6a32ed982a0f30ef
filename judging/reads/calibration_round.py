"""The calibration round of a stage: how far it is, what is missing before each of its acts, and for whom.

While a round exists and was not revealed, nobody opens a live entry of its stage.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from agencies.models import User
from competitions.models import Criterion, Rubric, Stage
from judging.models import Anchor, AnchorSheet, Calibration, PanelMember, ScoreSheet


def round_of(stage: Stage) -> Calibration | None:
    """None while the stage has no round: then nothing waits for one."""
    return Calibration.objects.filter(stage=stage).first()


def refusal(stage: Stage) -> str:
    """Why live entries of the stage stay closed, in a sentence; empty when no round holds them back."""
    calibration = round_of(stage)
    if calibration is None or calibration.revealed_at:
        return ""
    if calibration.opened_at is None:
        return _("Panitia sedang menyiapkan kalibrasi. Proposal tahap ini terbuka sesudah kalibrasi selesai.")
    return _(
        "Nilai dahulu proposal kalibrasi di antrean Anda. Proposal tahap ini terbuka setelah panitia "
        "menunjukkan hasil kalibrasi."
    )


# ── What the bureau sets up ─────────────────────────────────────────────────


def set_up_refusal(stage: Stage) -> str:
    """A round comes before the first live sheet or not at all."""
    if stage.is_closed:
        return _("Tahap ini sudah ditutup.")
    if ScoreSheet.objects.filter(assignment__entry__stage=stage).exists():
        return _("Juri sudah membuka lembar nilai tahap ini, jadi kalibrasi tidak dapat diadakan lagi.")
    return ""


def criteria_of(stage: Stage) -> QuerySet[Criterion]:
    """Of the rubric in force, in its order."""
    newest = Rubric.objects.filter(stage=stage).order_by("-version").values("pk")[:1]
    return Criterion.objects.filter(rubric=Subquery(newest))


def missing(anchor: Anchor, criteria: list[Criterion]) -> list[str]:
    """Names of what the reference of an anchor lacks."""
    names = [row.name for row in criteria if not is_on_scale(anchor.reference.get(row.code), row)]
    return names if anchor.verdict.strip() else [*names, _("pertimbangan")]


def is_on_scale(points: object, criterion: Criterion) -> bool:
    return isinstance(points, int) and criterion.points_min <= points <= criterion.points_max


def open_blockers(stage: Stage, anchors: list[Anchor], criteria: list[Criterion]) -> list[str]:
    """What is missing before the jurors can begin."""
    found = []
    if not criteria:
        found.append(_("Tahap ini belum punya rubrik. Isi rubriknya di pengaturan edisi."))
    if not anchors:
        found.append(_("Belum ada proposal kalibrasi. Tambahkan sedikitnya satu; biasanya tiga."))
    for anchor in anchors:
        if lacking := missing(anchor, criteria):
            about = {"title": anchor.title, "parts": ", ".join(lacking)}
            found.append(_("Rujukan “%(title)s” belum lengkap: %(parts)s.") % about)
    if not seats(stage).exists():
        found.append(_("Panel juri masih kosong. Tambahkan juri lebih dahulu."))
    return found


# ── How far the panel is ────────────────────────────────────────────────────


def seats(stage: Stage) -> QuerySet[PanelMember]:
    """Jurors who sit now; `done` counts the anchors that each has handed in."""
    done = Count("anchor_sheets", filter=Q(anchor_sheets__finalised_at__isnull=False))
    rows = PanelMember.objects.filter(stage=stage, left_at=None).select_related("user")
    return rows.annotate(done=done).order_by("done", "user__name", "pk")


def unfinished(calibration: Calibration) -> list[PanelMember]:
    """Who has not handed in every anchor."""
    return list(seats(calibration.stage).filter(done__lt=calibration.anchors.count()))


# ── What a juror has to do ──────────────────────────────────────────────────


@dataclass(frozen=True)
class Turn:
    """One round on a juror's desk."""

    stage: Stage
    done: int
    count: int
    next_code: str | None
    is_opened: bool
    is_revealed: bool

    @property
    def number(self) -> int:
        return min(self.done + 1, self.count)

    @property
    def is_waiting(self) -> bool:
        """Live entries of the stage are still closed."""
        return not self.is_revealed


def turns_of(user: User) -> list[Turn]:
    """Rounds of the stages that this juror scores, those with work first. One query."""
    handed_in = AnchorSheet.objects.filter(
        anchor=OuterRef("pk"), member__user=user, finalised_at__isnull=False
    )
    open_ones = Anchor.objects.filter(calibration=OuterRef("pk")).exclude(Exists(handed_in))
    mine = PanelMember.objects.filter(user=user, left_at=None)
    rounds = (
        Calibration.objects.filter(stage__in=mine.values("stage"), stage__closed_at=None)
        .select_related("stage__competition")
        .annotate(
            count=_number_of(Anchor.objects.all()),
            done=_number_of(Anchor.objects.filter(Exists(handed_in))),
            next_code=Subquery(open_ones.order_by("position", "pk").values("code")[:1]),
        )
    )
    turns = [_turn(row) for row in rounds.order_by("pk")]
    return sorted(turns, key=lambda turn: (turn.next_code is None, turn.is_revealed))


def _number_of(anchors: QuerySet[Anchor]) -> Coalesce:
    """Of the round that is asked about."""
    own = anchors.filter(calibration=OuterRef("pk")).order_by().values("calibration")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)


def _turn(row) -> Turn:
    is_open = row.opened_at is not None and row.revealed_at is None
    return Turn(
        stage=row.stage,
        done=row.done,
        count=row.count,
        next_code=row.next_code if is_open else None,
        is_opened=row.opened_at is not None,
        is_revealed=row.revealed_at is not None,
    )
