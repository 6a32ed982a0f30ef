"""An edition as a place with its steps in order: what the bureau sees first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agencies.models import Agency
from competitions.enums import Phase, StageKind
from competitions.models import Competition, Stage
from judging.enums import SheetStatus
from judging.models import Assignment
from kipp.lib.moments import format_moment
from proposals.lifecycle import SUBMITTED_ONCE, Status
from proposals.models import Proposal

DONE, CURRENT, AHEAD = "done", "current", "todo"


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    url: str
    note: str


@dataclass(frozen=True)
class Funnel:
    """Proposals by how far they came, and the agencies that take part."""

    drafts: int
    submitted: int
    passed: int
    rejected: int
    awarded: int
    agencies_entered: int
    agencies_invited: int

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [
            (_("Didaftarkan"), self.drafts + self.submitted),
            (_("Terkirim"), self.submitted),
            (_("Lolos seleksi administrasi"), self.passed),
            (_("Memperoleh penghargaan"), self.awarded),
        ]

    @property
    def percent_entered(self) -> int:
        return round(100 * self.agencies_entered / self.agencies_invited) if self.agencies_invited else 0


def funnel(competition: Competition) -> Funnel:
    """Drafts count as registered; their content stays the agency's."""
    counts = dict(
        Proposal.objects.filter(competition=competition)
        .exclude(status=Status.WITHDRAWN)
        .values_list("status")
        .annotate(n=Count("pk"))
    )
    submitted = sum(n for status, n in counts.items() if status in SUBMITTED_ONCE)
    beyond = (Status.PASSED, Status.AWARDED, Status.NOT_AWARDED)
    kinds = {kind for group in competition.groups.all() for kind in group.kinds}
    return Funnel(
        drafts=sum(counts.values()) - submitted,
        submitted=submitted,
        passed=sum(counts.get(status, 0) for status in beyond),
        rejected=counts.get(Status.REJECTED, 0),
        awarded=counts.get(Status.AWARDED, 0),
        agencies_entered=Proposal.objects.filter(
            competition=competition, status__in=SUBMITTED_ONCE
        ).aggregate(n=Count("agency", distinct=True))["n"],
        agencies_invited=Agency.objects.filter(is_active=True, kind__in=kinds).count(),
    )


def steps(competition: Competition, at: datetime) -> list[Step]:
    counts = dict(
        Proposal.objects.filter(competition=competition).values_list("status").annotate(n=Count("pk"))
    )
    phase = competition.phase_at(at)
    scoring = [s for s in competition.stages.all() if s.kind == StageKind.SCORING]
    return [
        _setup(competition),
        _registration(competition, phase, counts),
        _screening(competition, phase, counts),
        *_scoring(scoring),
    ]


def _setup(competition: Competition) -> Step:
    is_done = competition.announced_at is not None
    note = _("Sudah diumumkan") if is_done else _("Lengkapi, lalu umumkan")
    url = reverse("competitions:settings", args=[competition.slug])
    return Step(_("Persiapan"), DONE if is_done else CURRENT, url, note)


def _registration(competition: Competition, phase: Phase, counts: dict[str, int]) -> Step:
    state = {Phase.SETUP: AHEAD, Phase.ANNOUNCED: AHEAD, Phase.OPEN: CURRENT, Phase.CLOSED: DONE}[phase]
    sent = sum(n for status, n in counts.items() if status in SUBMITTED_ONCE)
    note = _("%(sent)d terkirim") % {"sent": sent}
    if phase in (Phase.ANNOUNCED, Phase.OPEN):
        moment = competition.opens_at if phase == Phase.ANNOUNCED else competition.closing()
        word = _("Dibuka %(moment)s") if phase == Phase.ANNOUNCED else _("Sampai %(moment)s")
        shown = word % {"moment": format_moment(moment, competition.zone, get_language() or "id")}
        note = f"{shown} · {note}"
    url = reverse("competitions:detail", args=[competition.slug])
    return Step(_("Pendaftaran"), state, url, note)


def _screening(competition: Competition, phase: Phase, counts: dict[str, int]) -> Step:
    waiting = counts.get(Status.SUBMITTED, 0)
    seen = sum(n for status, n in counts.items() if status in SUBMITTED_ONCE) - waiting
    url = reverse("proposals:screening_list", args=[competition.slug])
    if phase != Phase.CLOSED:
        return Step(_("Seleksi"), AHEAD, url, _("Mulai setelah pendaftaran ditutup"))
    if waiting:
        note = ngettext("%(n)d belum diperiksa", "%(n)d belum diperiksa", waiting) % {"n": waiting}
        return Step(_("Seleksi"), CURRENT, url, note)
    return Step(_("Seleksi"), DONE if seen else AHEAD, url, _("%(n)d sudah diperiksa") % {"n": seen})


def _scoring(stages: Sequence[Stage]) -> list[Step]:
    entries = dict(
        Stage.objects.filter(pk__in=[s.pk for s in stages]).values_list("pk").annotate(n=Count("entries"))
    )
    standing = Assignment.objects.filter(entry__stage__in=stages).standing()
    sheets = {
        (stage, status): n
        for stage, status, n in standing.values_list("entry__stage", "sheet__status").annotate(n=Count("pk"))
    }
    found = []
    for stage in stages:
        final = sheets.get((stage.pk, SheetStatus.FINAL), 0)
        total = sum(n for (pk, _status), n in sheets.items() if pk == stage.pk)
        found += _stage_steps(stage, entries.get(stage.pk, 0), final, total)
    return found


def _stage_steps(stage: Stage, entries: int, final: int, total: int) -> list[Step]:
    page = "judging:progress" if total else "judging:assignments"
    if not entries:
        state, note = AHEAD, _("Menunggu proposal yang lolos")
    elif stage.is_closed:
        state, note = DONE, _("Ditutup")
    else:
        state = CURRENT
        note = _("%(final)d dari %(total)d lembar final") % {"final": final, "total": total}
        note = note if total else _("Juri belum ditugaskan")
    if stage.published_at:
        result = DONE, _("Diterbitkan"), "judging:ranking"
    elif stage.is_closed:
        result = CURRENT, _("Siap diterbitkan"), "judging:publish"
    else:
        result = AHEAD, _("Setelah tahap ditutup"), "judging:ranking"
    result_state, result_note, result_page = result
    return [
        Step(stage.name, state, reverse(page, args=[stage.code]), note),
        Step(
            _("Hasil %(stage)s") % {"stage": stage.name},
            result_state,
            reverse(result_page, args=[stage.code]),
            result_note,
        ),
    ]
