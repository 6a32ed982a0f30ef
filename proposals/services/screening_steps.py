"""What every act of the administrative selection is made of: lock, guard, write, tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from agencies.enums import NoticeKind
from agencies.models import User
from agencies.services import audit, notices
from competitions.models import ChecklistItem, Stage
from competitions.reads import paths
from competitions.services import ledger, letters
from competitions.services.ledger import Happening
from kipp.lib.errors import Refused, Stale
from proposals.enums import Outcome
from proposals.lifecycle import Act
from proposals.models import Entry, Finding, Proposal, ProposalVersion, Screening
from proposals.reads import screening as reads
from proposals.reads.recipients import people_of, subject_of
from proposals.services import corrections, gate

DECISION = ("outcome", "decided_at", "decided_by")
PROPOSAL = ("proposed_outcome", "proposed_at", "proposed_by")


@dataclass(frozen=True, slots=True)
class Found:
    """What the screener says of one line; None while they have not looked."""

    is_met: bool | None
    note: str = ""


def locked(version: ProposalVersion, at: datetime) -> Proposal:
    """The row itself, under lock, in place of the copy that came along with the version."""
    version.proposal = corrections.locked(version.proposal, at)
    return version.proposal


def lock(version: ProposalVersion, at: datetime) -> Screening:
    """The proposal's row is the lock. Refused while the agency may still take the proposal back."""
    proposal = locked(version, at)
    if proposal.versions.filter(number__gt=version.number).exists():
        raise Refused(_("Instansi sudah mengirim versi yang lebih baru. Periksa versi itu."))
    if sentence := reads.obstacle(proposal, at):
        now = gate.arrival_words(at, proposal.competition)
        raise Refused(_("%(sentence)s Waktu server sekarang %(now)s.") % {"sentence": sentence, "now": now})
    screening, _is_new = Screening.objects.get_or_create(version=version)
    screening.version = version
    return screening


def was_answered(screening: Screening, outcome: str, by: User, revision: int) -> bool:
    """True when this very decision was taken by the first of two clicks; another decision is Stale."""
    if not screening.outcome:
        return False
    if (screening.outcome, screening.decided_by, screening.revision) != (outcome, by, revision + 1):
        raise Stale(_("Proposal ini sudah diputuskan."), current=screening)
    return True


def require_unanswered(screening: Screening) -> None:
    """Refused when a decision stands, or waits for the second person."""
    if screening.outcome:
        raise Stale(_("Proposal ini sudah diputuskan."), current=screening)
    gate.moved(screening.version.proposal, Act.PASS)
    if screening.is_proposed:
        raise Refused(
            _("Putusan sudah diusulkan %(name)s dan menunggu orang kedua. Sahkan atau kembalikan usulan itu.")
            % {"name": screening.proposed_by}
        )


def refuse_stale(screening: Screening, revision: int) -> None:
    if screening.revision != revision:
        raise Stale(
            _("Pemeriksaan ini sudah disimpan orang lain. Bandingkan, lalu simpan lagi."), current=screening
        )


def write(screening: Screening, findings: Mapping[str, Found], note: str) -> None:
    items = {item.code: item for item in reads.checklist(screening.version.proposal.competition_id)}
    rows = [
        Finding(screening=screening, item=items[code], is_met=found.is_met, note=found.note.strip())
        for code, found in findings.items()
        if code in items
    ]
    Finding.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["screening", "item"],
        update_fields=["is_met", "note"],
    )
    screening.note = note.strip()
    screening.revision += 1
    screening.save(update_fields=["note", "revision"])


def unmet_lines(screening: Screening, outcome: str) -> list[str]:
    """The codes of the lines that are not met. Refused when they do not carry this outcome.

    Without a checklist, the note must carry the reason.
    """
    items = reads.checklist(screening.version.proposal.competition_id)
    said = dict(screening.findings.values_list("item_id", "is_met"))
    unmet = [item.code for item in items if said.get(item.pk) is False]
    if outcome == Outcome.PASSED:
        _require_all_met(items, said)
    elif not unmet and (items or not screening.note):
        raise Refused(
            _("Tandai butir yang tidak terpenuhi lebih dahulu: itulah alasan yang diterima instansi."),
            status=422,
        )
    return unmet


def _require_all_met(items: Sequence[ChecklistItem], said: Mapping[int, bool | None]) -> None:
    lacking = [item.question for item in items if said.get(item.pk) is not True]
    if lacking:
        raise Refused(
            _("Proposal lolos hanya bila semua butir terpenuhi. Yang belum:"), reasons=lacking, status=422
        )


def conclude(screening: Screening, outcome: str, *, by: User, at: datetime) -> Screening:
    """The decision itself: who passes enters the first scoring stage; the agency's people get a letter."""
    unmet, version = unmet_lines(screening, outcome), screening.version
    screening.outcome, screening.decided_at, screening.decided_by = outcome, at, by
    screening.save(update_fields=[*DECISION, "revision"])
    proposal = step(version.proposal, Act.PASS if outcome == Outcome.PASSED else Act.REJECT)
    if outcome == Outcome.PASSED:
        Entry.objects.create(stage=_next_stage(proposal), proposal=proposal, version=version, admitted_at=at)
    facts = {"outcome": outcome, "unmet": unmet}
    if screening.proposed_by is not None:
        facts["proposed_by"] = screening.proposed_by.code
    tell(version, "screening.decided", facts, by=by, at=at)
    tell_agency(screening, outcome, at)
    return screening


def _next_stage(proposal: Proposal) -> Stage:
    stage = paths.first(proposal.competition_id, proposal.track_id)
    if stage is None:
        raise Refused(_("Edisi ini belum mempunyai tahap penilaian. Tambahkan tahapnya lebih dahulu."))
    if stage.is_closed:
        raise Refused(_("Tahap %(stage)s sudah ditutup.") % {"stage": stage.name})
    return stage


def step(proposal: Proposal, act: Act) -> Proposal:
    proposal.status = gate.moved(proposal, act)
    proposal.save(update_fields=["status"])
    return proposal


def record(version: ProposalVersion, verb: str, *, by: User, at: datetime, **facts) -> None:
    """What is no decision yet: for the history of the proposal alone."""
    subject = f"proposal:{version.proposal.code}"
    audit.record(by=by, at=at, verb=verb, subject=subject, number=version.number, **facts)


def tell(version: ProposalVersion, kind: str, facts: dict, *, by: User, at: datetime) -> None:
    """A decision, linked into the edition's chain as well."""
    proposal = version.proposal
    payload = {"number": version.number, "sha256": version.sha256, **facts}
    subject = f"proposal:{proposal.code}"
    ledger.append(
        competition=proposal.competition, by=by, at=at, happenings=[Happening(kind, subject, payload)]
    )
    audit.record(by=by, at=at, verb=kind, subject=subject, **payload)


def tell_agency(screening: Screening, template: str, at: datetime) -> None:
    """Everybody who writes for the agency: a notice, and a letter that may wait to be read."""
    proposal = screening.version.proposal
    unmet = screening.findings.filter(is_met=False).select_related("item").order_by("item__position")
    notices.tell(
        to=people_of(proposal),
        kind=NoticeKind.SCREENING,
        template=template,
        subject=subject_of(proposal),
        url=reads.page_for_the_agency(proposal),
        context={"proposal": proposal, "screening": screening, "unmet": list(unmet)},
        at=at,
        key=f"{subject_of(proposal)}:screening:{screening.pk}:{screening.revision}",
        batch=letters.gather(proposal.competition, NoticeKind.SCREENING, at=at),
    )
