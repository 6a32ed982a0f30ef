"""One proposal as its agency and its organiser see it: state, next steps, versions, files, outcome."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from competitions.enums import StageKind
from competitions.models import Extension, Stage
from competitions.reads import paths
from kipp.lib.templatetags.ui import day, moment
from proposals.enums import Attendance, ProposalStatus
from proposals.lifecycle import EDITABLE, SUBMITTED_ONCE, WITH_HEAD, Act, can
from proposals.models import Entry, Finding, Proposal, ProposalVersion, Screening, ScreeningLetter

from . import corrections, drafts, payload, screening_letters
from .corrections import CorrectionState

KINDS = {
    ProposalStatus.DRAFT: "warning",
    ProposalStatus.AWAITING: "info",
    ProposalStatus.SUBMITTED: "success",
    ProposalStatus.RETURNED: "warning",
    ProposalStatus.MENDED: "info",
    ProposalStatus.PASSED: "success",
    ProposalStatus.AWARDED: "success",
    ProposalStatus.REJECTED: "danger",
    ProposalStatus.DISQUALIFIED: "danger",
}


#: Who came no further: later stages are without them.
OUT = (ProposalStatus.REJECTED, ProposalStatus.DISQUALIFIED, ProposalStatus.NOT_AWARDED)


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    note: str = ""
    url: str = ""


def status_kind(status: str) -> str:
    """The colour of a status badge; the word stands beside it."""
    return KINDS.get(status, "neutral")


class DetailPage:
    def __init__(self, proposal: Proposal, at: datetime):
        self.proposal = proposal.as_of(at)
        self.at = at
        self.closes_at = proposal.deadline

    @property
    def is_open(self) -> bool:
        return self.closes_at is not None and self.at < self.closes_at

    @property
    def is_deadline_shown(self) -> bool:
        """While there is something that its agency may still do before it."""
        return (self.proposal.status == ProposalStatus.SUBMITTED and self.is_open) or not self.is_sent

    @property
    def extension(self) -> Extension | None:
        """The act to which its agency owes the deadline that holds."""
        if self.proposal.is_in_correction:
            return None
        granted = self.proposal.competition.extensions.all()
        mine = [one for one in granted if one.agency_id in (None, self.proposal.agency_id)]
        return next((one for one in mine if one.until == self.closes_at), None)

    @property
    def is_editable(self) -> bool:
        return self.proposal.status in EDITABLE and self.is_open

    @property
    def is_with_head(self) -> bool:
        return self.proposal.status in WITH_HEAD

    @property
    def is_comparable(self) -> bool:
        return len(self.versions) > 1

    @property
    def may_be_taken_back(self) -> bool:
        return can(self.proposal.status, Act.TAKE_BACK) and self.is_open

    @property
    def may_be_given_back(self) -> bool:
        return can(self.proposal.status, Act.GIVE_BACK)

    @property
    def may_be_withdrawn(self) -> bool:
        return can(self.proposal.status, Act.WITHDRAW)

    @cached_property
    def versions(self) -> list[ProposalVersion]:
        rows = self.proposal.versions.select_related("submitted_by", "screening", "correction")
        return list(rows)

    @property
    def correction(self) -> CorrectionState | None:
        """What was asked of the version that was sent last."""
        return corrections.state(self.versions[0], self.at) if self.is_sent else None

    @property
    def is_sent(self) -> bool:
        return self.proposal.status in SUBMITTED_ONCE

    @cached_property
    def content(self) -> dict:
        """What was sent last, word for word; before that, the draft, which its agency alone can open."""
        if self.is_sent:
            return json.loads(self.versions[0].payload)
        return payload.build(drafts.load(self.proposal), payload.next_number(self.proposal))

    @property
    def started_on(self) -> date | None:
        text = self.content["started_on"]
        return date.fromisoformat(text) if text else None

    @property
    def attachments(self) -> list[dict]:
        return self.content["attachments"]

    @cached_property
    def screening(self) -> Screening | None:
        """Only once it is decided: a checklist under way is the secretariat's own."""
        found = getattr(self.versions[0], "screening", None) if self.versions else None
        return found if found is not None and found.decided_at is not None else None

    @cached_property
    def letter(self) -> ScreeningLetter | None:
        """In which its agency was told the result."""
        return screening_letters.newest(self.proposal) if self.screening else None

    @cached_property
    def reasons(self) -> list[Finding]:
        if self.screening is None:
            return []
        unmet = self.screening.findings.filter(is_met=False)
        return list(unmet.select_related("item").order_by("item__position"))

    @cached_property
    def steps(self) -> list[Step]:
        stages = paths.on_the_way(self.proposal.competition.stages.all(), self.proposal.track_id)
        return [self._sending(), *(self._step(stage) for stage in stages)]

    def _sending(self) -> Step:
        if self.may_be_taken_back:
            until = moment(self.closes_at, self.proposal.competition.zone)
            note = _("Terkirim; dapat diambil kembali sampai %(until)s") % {"until": until}
            return Step(_("Pengiriman"), "done", note)
        if self.is_sent:
            return Step(_("Pengiriman"), "done")
        if self.proposal.status == ProposalStatus.WITHDRAWN:
            return Step(_("Pengiriman"), "blocked", _("Ditarik"))
        state = "current" if self.is_open else "blocked"
        return Step(_("Pengiriman"), state, "" if self.is_open else _("Tidak dikirim sampai penutupan"))

    def _step(self, stage: Stage) -> Step:
        if not self.is_sent:
            return Step(stage.name, "todo", self._dates(stage))
        if stage.kind == StageKind.SCREENING:
            return self._screening_step(stage)
        if stage.pk in self._missed:
            return Step(stage.name, "blocked", _("Tidak hadir; tidak dinilai"))
        if stage.published_at is not None:
            return Step(stage.name, "done", _("Hasil sudah terbit"), self._result_url())
        if self.proposal.status in OUT:
            return Step(stage.name, "todo", _("Tidak diikuti"))
        is_under_way = self.proposal.status == ProposalStatus.PASSED and self._has_begun(stage)
        return Step(stage.name, "current" if is_under_way else "todo", self._dates(stage))

    @cached_property
    def _missed(self) -> set[int]:
        """The stages at which nobody presented it; only what passed was ever expected at one."""
        if self.proposal.status not in (ProposalStatus.PASSED, ProposalStatus.NOT_AWARDED):
            return set()
        entries = Entry.objects.filter(proposal=self.proposal, attendance=Attendance.ABSENT)
        return set(entries.values_list("stage", flat=True))

    def _has_begun(self, stage: Stage) -> bool:
        return stage.opens_at is not None and self.at >= stage.opens_at

    def _screening_step(self, stage: Stage) -> Step:
        if self.proposal.is_in_correction:
            due = moment(self.closes_at, self.proposal.competition.zone)
            return Step(stage.name, "current", _("Menunggu perbaikan sampai %(due)s") % {"due": due})
        if self.proposal.status == ProposalStatus.SUBMITTED:
            is_ahead = self.is_open or (stage.opens_at is not None and self.at < stage.opens_at)
            return Step(stage.name, "todo" if is_ahead else "current", self._dates(stage))
        if self.proposal.status in (ProposalStatus.REJECTED, ProposalStatus.DISQUALIFIED):
            return Step(stage.name, "blocked", self.proposal.get_status_display())
        return Step(stage.name, "done")

    def _result_url(self) -> str:
        """Its own result, for an entry that was scored."""
        if self.proposal.status in (ProposalStatus.REJECTED, ProposalStatus.DISQUALIFIED):
            return ""
        return reverse("judging:proposal_result", args=[self.proposal.code])

    def _dates(self, stage: Stage) -> str:
        tz = self.proposal.competition.tz
        if stage.opens_at is None or stage.closes_at is None:
            return _("Jadwal belum diumumkan")
        dates = {
            "first": day(stage.opens_at.astimezone(tz).date()),
            "last": day(stage.closes_at.astimezone(tz).date()),
        }
        return _("%(first)s sampai %(last)s") % dates


def page(proposal: Proposal, at: datetime) -> DetailPage:
    return DetailPage(proposal, at)
