"""One proposal as its agency and its organiser see it: state, next steps, versions, files, outcome."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from competitions.enums import StageKind
from competitions.models import Stage
from kipp.lib.templatetags.ui import day
from proposals.enums import ProposalStatus
from proposals.lifecycle import EDITABLE, SUBMITTED_ONCE, Act, can
from proposals.models import Attachment, Finding, Proposal, ProposalVersion, Screening

from . import drafts, payload

KINDS = {
    ProposalStatus.DRAFT: "warning",
    ProposalStatus.AWAITING: "info",
    ProposalStatus.SUBMITTED: "success",
    ProposalStatus.PASSED: "success",
    ProposalStatus.AWARDED: "success",
    ProposalStatus.REJECTED: "danger",
    ProposalStatus.DISQUALIFIED: "danger",
}


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
        self.proposal = proposal
        self.at = at
        self.closes_at = proposal.competition.closing(proposal.agency)

    @property
    def is_open(self) -> bool:
        return self.closes_at is not None and self.at < self.closes_at

    @property
    def is_editable(self) -> bool:
        return self.proposal.status in EDITABLE and self.is_open

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
        return list(self.proposal.versions.select_related("submitted_by"))

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

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(self.proposal.attachments.current().select_related("slot").order_by("slot__position"))

    @cached_property
    def screening(self) -> Screening | None:
        """Only once it is decided: a checklist under way is the secretariat's own."""
        if not self.versions:
            return None
        decided = Screening.objects.filter(version=self.versions[0], decided_at__isnull=False)
        return decided.first()

    @cached_property
    def reasons(self) -> list[Finding]:
        if self.screening is None:
            return []
        unmet = self.screening.findings.filter(is_met=False)
        return list(unmet.select_related("item").order_by("item__position"))

    @cached_property
    def steps(self) -> list[Step]:
        stages = list(self.proposal.competition.stages.all())
        return [self._sending(), *(self._step(stage) for stage in stages)]

    def _sending(self) -> Step:
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
        if stage.published_at is not None:
            return Step(stage.name, "done", _("Hasil sudah terbit"), self._result_url())
        if self.proposal.status in (ProposalStatus.REJECTED, ProposalStatus.DISQUALIFIED):
            return Step(stage.name, "todo", _("Tidak diikuti"))
        return Step(stage.name, "todo", self._dates(stage))

    def _screening_step(self, stage: Stage) -> Step:
        if self.proposal.status == ProposalStatus.SUBMITTED:
            return Step(stage.name, "current", self._dates(stage))
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
