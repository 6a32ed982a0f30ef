"""Tell the people of a proposal what became of it: called by the verbs, inside their transaction."""

from datetime import datetime

from django.urls import reverse

from agencies.enums import NoticeKind
from agencies.models import User
from agencies.services import notices
from competitions.services import letters
from proposals.models import Correction, Proposal, ProposalVersion
from proposals.reads.recipients import people_of, subject_of

#: What a proposal that has been sent, or given up, no longer asks of anybody.
ASKED = (NoticeKind.REMINDER, NoticeKind.RETURNED, NoticeKind.APPROVAL)


def received(proposal: Proposal, version: ProposalVersion, by: User, at: datetime) -> None:
    """The receipt leaves at once, whoever reads letters before they go: it proves what the clock saw."""
    edition = proposal.competition
    closing = edition.closing(proposal.agency)
    settled(proposal, at)
    notices.tell(
        to=people_of(proposal, by),
        kind=NoticeKind.RECEIPT,
        subject=subject_of(proposal),
        url=reverse("proposals:receipt", args=[proposal.code]),
        template="receipt",
        context={
            "proposal": proposal,
            "version": version,
            "competition": edition,
            "closing": closing if at < closing else None,
        },
        at=at,
        key=f"{subject_of(proposal)}:receipt:{version.number}",
        batch=letters.gather(edition, NoticeKind.RECEIPT, at=at, holds=False),
    )


def handed_over(proposal: Proposal, by: User, at: datetime) -> None:
    """The heads of the agency, who approve it or give it back; a letter within the agency."""
    notices.settle(subject=subject_of(proposal), kind=NoticeKind.APPROVAL, at=at)
    heads = User.objects.heading(proposal.agency).exclude(pk=by.pk)
    _tell_inside(proposal, heads, "handed_over", by, at)


def given_back(proposal: Proposal, by: User, at: datetime) -> None:
    """The writers, with the head's note."""
    notices.settle(subject=subject_of(proposal), kind=NoticeKind.APPROVAL, at=at)
    _tell_inside(proposal, people_of(proposal).exclude(pk=by.pk), "given_back", by, at)


def settled(proposal: Proposal, at: datetime) -> None:
    """Nobody needs to be asked any more."""
    for kind in ASKED:
        notices.settle(subject=subject_of(proposal), kind=kind, at=at)


def _tell_inside(proposal: Proposal, to, template: str, by: User, at: datetime) -> None:
    notices.tell(
        to=to,
        kind=NoticeKind.APPROVAL,
        subject=subject_of(proposal),
        url=reverse("proposals:detail", args=[proposal.code]),
        template=template,
        context={"proposal": proposal, "by": by},
        at=at,
        key=f"{subject_of(proposal)}:{template}:{at.isoformat()}",
    )


def returned(correction: Correction, proposal: Proposal, at: datetime) -> None:
    """Who can mend it, with what is asked and until when."""
    _tell_of_correction(correction, proposal, "returned", at)


def correction_over(correction: Correction, proposal: Proposal, at: datetime) -> None:
    """Its date has passed, or it was lifted: there is nothing left to mend."""
    notices.settle(subject=subject_of(proposal), kind=NoticeKind.RETURNED, at=at)
    _tell_of_correction(correction, proposal, "correction_over", at)


def sent_again(proposal: Proposal, version: ProposalVersion, at: datetime) -> None:
    """The organiser's people, in the portal only: the mended version waits for them."""
    edition = proposal.competition
    notices.tell(
        to=User.objects.organising_for(edition.organiser),
        kind=NoticeKind.SCREENING,
        subject=subject_of(proposal),
        url=reverse("proposals:screening", args=[edition.slug, proposal.code]),
        template="sent_again",
        context={"proposal": proposal, "version": version, "competition": edition},
        at=at,
        key=f"{subject_of(proposal)}:sent_again:{version.number}",
        by_mail=False,
    )


def _tell_of_correction(correction: Correction, proposal: Proposal, template: str, at: datetime) -> None:
    edition = proposal.competition
    notices.tell(
        to=people_of(proposal),
        kind=NoticeKind.RETURNED,
        subject=subject_of(proposal),
        url=reverse("proposals:detail", args=[proposal.code]),
        template=template,
        context={"proposal": proposal, "correction": correction, "competition": edition},
        at=at,
        key=f"{subject_of(proposal)}:{template}:{correction.version.number}",
        batch=letters.gather(edition, NoticeKind.RETURNED, at=at),
    )
