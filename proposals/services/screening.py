"""The administrative selection: findings line by line, one decision, and taking it up again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from agencies import roles
from agencies.models import User
from agencies.services import audit, mailing
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from kipp.lib.errors import Refused, Stale
from proposals.enums import Outcome
from proposals.lifecycle import Act
from proposals.models import Entry, Finding, Proposal, ProposalVersion, Screening
from proposals.reads import screening as reads
from proposals.services import gate


@dataclass(frozen=True, slots=True)
class Found:
    """What the screener says of one line; None while they have not looked."""

    is_met: bool | None
    note: str = ""


@transaction.atomic
def save_findings(
    *,
    version: ProposalVersion,
    by: User,
    at: datetime,
    revision: int,
    findings: Mapping[str, Found],
    note: str = "",
) -> Screening:
    """Keep what was found so far, by the codes of the checklist. A stale revision is refused."""
    screening = _lock(version, at)
    _refuse_stale(screening, revision)
    _write(screening, findings, note)
    audit.record(
        by=by,
        at=at,
        verb="screening.saved",
        subject=f"proposal:{version.proposal.code}",
        number=version.number,
    )
    return screening


@transaction.atomic
def decide(
    *,
    version: ProposalVersion,
    by: User,
    at: datetime,
    outcome: str,
    revision: int,
    findings: Mapping[str, Found] | None = None,
    note: str | None = None,
) -> Screening:
    """Pass or reject, with the findings of the same form when they come along.

    Passing needs every line met and enters the proposal into the first scoring stage; rejecting needs
    a line that is not met. The agency's people get a letter. Pressed twice, done once.
    """
    screening = _lock(version, at, answered=(outcome, by, revision))
    if screening.outcome:
        return screening
    _refuse_stale(screening, revision)
    if findings is not None:
        _write(screening, findings, screening.note if note is None else note)
    unmet = _refuse_groundless(screening, outcome)
    screening.outcome, screening.decided_at, screening.decided_by = outcome, at, by
    screening.revision = revision + 1
    screening.save(update_fields=["outcome", "decided_at", "decided_by", "revision"])
    proposal = _step(version.proposal, Act.PASS if outcome == Outcome.PASSED else Act.REJECT)
    if outcome == Outcome.PASSED:
        Entry.objects.create(stage=_next_stage(proposal), proposal=proposal, version=version, admitted_at=at)
    _tell(version, "screening.decided", {"outcome": outcome, "unmet": unmet}, by=by, at=at)
    _write_letters(screening, "screening_decided", at)
    return screening


@transaction.atomic
def reconsider(*, version: ProposalVersion, by: User, at: datetime, reason: str) -> Screening:
    """Take a decision up again, with a reason, until the next stage has opened. Findings are kept."""
    proposal = _locked(version)
    screening = Screening.objects.filter(version=version).exclude(outcome="").first()
    if screening is None:
        raise Refused(_("Proposal ini belum diputuskan."))
    screening.version = version
    if not reason.strip():
        raise Refused(_("Tulis alasan peninjauan kembali."), status=422)
    stage = reads.next_stage(proposal.competition_id)
    if stage is not None and reads.has_opened(stage, at):
        raise Refused(
            _("Tahap %(stage)s sudah dimulai, jadi keputusan seleksi tidak dapat ditinjau kembali.")
            % {"stage": stage.name}
        )
    _step(proposal, Act.RECONSIDER)
    _withdraw_entry(stage, proposal)
    screening.outcome, screening.decided_at, screening.decided_by = "", None, None
    screening.revision += 1
    screening.save(update_fields=["outcome", "decided_at", "decided_by", "revision"])
    _tell(version, "screening.reconsidered", {"reason": reason.strip()}, by=by, at=at)
    _write_letters(screening, "screening_reconsidered", at)
    return screening


def _lock(version: ProposalVersion, at: datetime, answered: tuple | None = None) -> Screening:
    """The proposal's row is the lock. Refused while the agency may still take the proposal back."""
    proposal = _locked(version)
    if proposal.versions.filter(number__gt=version.number).exists():
        raise Refused(_("Instansi sudah mengirim versi yang lebih baru. Periksa versi itu."))
    if sentence := reads.obstacle(proposal, at):
        now = gate.arrival_words(at, proposal.competition)
        raise Refused(_("%(sentence)s Waktu server sekarang %(now)s.") % {"sentence": sentence, "now": now})
    screening, _is_new = Screening.objects.get_or_create(version=version)
    screening.version = version
    if screening.outcome and answered != (screening.outcome, screening.decided_by, screening.revision - 1):
        raise Stale(_("Proposal ini sudah diputuskan."), current=screening)
    if not screening.outcome:
        gate.moved(proposal, Act.PASS)
    return screening


def _locked(version: ProposalVersion) -> Proposal:
    """The row itself, under lock, in place of the copy that came along with the version."""
    version.proposal = gate.locked(version.proposal)
    return version.proposal


def _refuse_stale(screening: Screening, revision: int) -> None:
    if screening.revision != revision:
        raise Stale(
            _("Pemeriksaan ini sudah disimpan orang lain. Bandingkan, lalu simpan lagi."), current=screening
        )


def _write(screening: Screening, findings: Mapping[str, Found], note: str) -> None:
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


def _refuse_groundless(screening: Screening, outcome: str) -> list[str]:
    """The codes of the lines that are not met. Without a checklist, the note must carry the reason."""
    items = reads.checklist(screening.version.proposal.competition_id)
    said = dict(screening.findings.values_list("item_id", "is_met"))
    unmet = [item.code for item in items if said.get(item.pk) is False]
    if outcome == Outcome.PASSED:
        lacking = [item.question for item in items if said.get(item.pk) is not True]
        if lacking:
            raise Refused(
                _("Proposal lolos hanya bila semua butir terpenuhi. Yang belum:"), reasons=lacking, status=422
            )
    elif not unmet and (items or not screening.note):
        raise Refused(
            _("Tandai butir yang tidak terpenuhi lebih dahulu: itulah alasan yang diterima instansi."),
            status=422,
        )
    return unmet


def _next_stage(proposal: Proposal) -> Stage:
    stage = reads.next_stage(proposal.competition_id)
    if stage is None:
        raise Refused(_("Edisi ini belum mempunyai tahap penilaian. Tambahkan tahapnya lebih dahulu."))
    if stage.is_closed:
        raise Refused(_("Tahap %(stage)s sudah ditutup.") % {"stage": stage.name})
    return stage


def _withdraw_entry(stage: Stage | None, proposal: Proposal) -> None:
    try:
        Entry.objects.filter(stage=stage, proposal=proposal).delete()
    except ProtectedError:
        raise Refused(
            _("Proposal ini sudah ditugaskan kepada juri. Lepaskan penugasannya lebih dahulu.")
        ) from None


def _step(proposal: Proposal, act: Act) -> Proposal:
    proposal.status = gate.moved(proposal, act)
    proposal.save(update_fields=["status"])
    return proposal


def _tell(version: ProposalVersion, kind: str, facts: dict, *, by: User, at: datetime) -> None:
    proposal = version.proposal
    payload = {"number": version.number, "sha256": version.sha256, **facts}
    subject = f"proposal:{proposal.code}"
    ledger.append(
        competition=proposal.competition, by=by, at=at, happenings=[Happening(kind, subject, payload)]
    )
    audit.record(by=by, at=at, verb=kind, subject=subject, **payload)


def _write_letters(screening: Screening, template: str, at: datetime) -> None:
    proposal = screening.version.proposal
    people = User.objects.filter(
        memberships__agency=proposal.agency, memberships__role__in=roles.ENTRANT_ROLES, is_active=True
    ).distinct()
    unmet = screening.findings.filter(is_met=False).select_related("item").order_by("item__position")
    context = {
        "proposal": proposal,
        "screening": screening,
        "unmet": list(unmet),
        "path": reads.page_for_the_agency(proposal),
    }
    letters = [mailing.write(person.email, template, {"person": person, **context}) for person in people]
    mailing.queue_letters(letters=letters, at=at)
