"""An edition as a place with its steps in order: what the bureau sees first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from competitions.enums import Phase, StageKind
from competitions.models import Competition, Stage
from judging.enums import SheetStatus
from judging.models import Assignment, Plenary
from judging.reads import carried, plenaries
from kipp.lib.moments import format_moment
from proposals.lifecycle import SUBMITTED_ONCE, Status
from proposals.models import Proposal
from proposals.participation import Share
from proposals.reads import participation

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
    agencies: Share

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [
            (_("Didaftarkan"), self.drafts + self.submitted),
            (_("Terkirim"), self.submitted),
            (_("Lolos seleksi administrasi"), self.passed),
            (_("Memperoleh penghargaan"), self.awarded),
        ]


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
    return Funnel(
        drafts=sum(counts.values()) - submitted,
        submitted=submitted,
        passed=sum(counts.get(status, 0) for status in beyond),
        rejected=counts.get(Status.REJECTED, 0),
        awarded=counts.get(Status.AWARDED, 0),
        agencies=participation.ledger(participation.of_one(competition)).share,
    )


def steps(competition: Competition, at: datetime, *, may_publish: bool = True) -> list[Step]:
    """With links to pages that this person may open; only some may publish."""
    counts = dict(
        Proposal.objects.filter(competition=competition).values_list("status").annotate(n=Count("pk"))
    )
    phase = competition.phase_at(at)
    scoring = [s for s in competition.stages.all() if s.kind == StageKind.SCORING]
    return [
        _setup(competition),
        _registration(competition, phase, counts),
        _screening(competition, phase, counts),
        *_scoring(scoring, may_publish=may_publish),
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


def _scoring(stages: Sequence[Stage], *, may_publish: bool) -> list[Step]:
    entries = dict(
        Stage.objects.filter(pk__in=[s.pk for s in stages]).values_list("pk").annotate(n=Count("entries"))
    )
    standing = Assignment.objects.filter(entry__stage__in=stages).standing().order_by()
    jurors = standing.values_list("entry__stage", "member").annotate(
        total=Count("pk"), final=Count("pk", filter=Q(sheet__status=SheetStatus.FINAL))
    )
    sessions = plenaries.latest(stages)
    read: dict[int, list[tuple[int, int]]] = {stage.pk: [] for stage in stages}
    for stage_id, _member, total, final in jurors:
        read[stage_id].append((total, final))
    corrected = carried.corrected_since(stages)
    found = []
    acts = "judging:publish" if may_publish else "judging:ranking"
    for stage in stages:
        is_last = stage == stages[-1]
        found += [
            _scoring_step(stage, entries.get(stage.pk, 0), read[stage.pk]),
            *_session(stage, sessions.get(stage.pk), is_last=is_last),
            _result_step(stage, corrected.get(stage.pk, []), sessions.get(stage.pk), acts, is_last=is_last),
        ]
    return found


def _scoring_step(stage: Stage, entries: int, read: Sequence[tuple[int, int]]) -> Step:
    """`read` holds, a juror, how many readings and how many final sheets."""
    page = "judging:progress" if read else "judging:assignments"
    if not entries:
        state, note = AHEAD, _("Menunggu proposal yang lolos")
    elif stage.is_closed:
        state, note = DONE, _("Ditutup")
    else:
        state, note = CURRENT, _sheets_note(read) if read else _("Juri belum ditugaskan")
    return Step(stage.name, state, reverse(page, args=[stage.code]), note)


def _result_step(
    stage: Stage, corrected: Sequence[Stage], held: Plenary | None, acts: str, *, is_last: bool
) -> Step:
    """`corrected` earlier stages gave to this result what is no longer so; a session `held` comes first.

    `acts` is the page where something is done about it.
    """
    page = "judging:ranking"
    if corrected:
        note = _("Terbitkan koreksi: nilai %(stages)s sudah dikoreksi") % {"stages": carried.names(corrected)}
        state, page = CURRENT, acts
    elif stage.published_at:
        state, note = DONE, _("Diterbitkan")
    elif stage.is_closed and held and not held.confirmed_at:
        state, note = AHEAD, _("Setelah sidang pleno disahkan")
    elif stage.is_closed:
        state, page = CURRENT, acts
        note = _("Siap diterbitkan") if is_last else _("Tetapkan yang maju")
    else:
        state, note = AHEAD, _("Setelah tahap ditutup")
    return Step(_("Hasil %(stage)s") % {"stage": stage.name}, state, reverse(page, args=[stage.code]), note)


def _session(stage: Stage, held: Plenary | None, *, is_last: bool) -> list[Step]:
    """Where the edition foresees one, somebody opened one, or the result of the whole is still to be set."""
    is_required = plenaries.is_required(stage)
    if held is None and not is_required and (stage.published_at or not is_last):
        return []
    if not stage.is_closed:
        state, note = AHEAD, _("Setelah tahap ditutup")
    elif held is None:
        state, note = (CURRENT, _("Wajib sebelum hasil terbit")) if is_required else (AHEAD, _("Bila perlu"))
    elif held.confirmed_at:
        state, note = DONE, _("Disahkan")
    else:
        waits = _("Menunggu pengesahan") if held.asked_at else _("Sedang berlangsung")
        state, note = CURRENT, waits
    label = _("Pleno %(stage)s") % {"stage": stage.name}
    return [Step(label, state, reverse("judging:plenary", args=[stage.code]), note)]


def _sheets_note(read: Sequence[tuple[int, int]]) -> str:
    total, final = (sum(juror[at] for juror in read) for at in (0, 1))
    behind = sum(final < total for total, final in read)
    note = _("%(final)d dari %(total)d lembar final") % {"final": final, "total": total}
    if not behind:
        return note
    waits = ngettext("%(n)d juri belum selesai", "%(n)d juri belum selesai", behind) % {"n": behind}
    return f"{note} · {waits}"
