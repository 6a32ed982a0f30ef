"""Many proposals decided at once: each in its own transaction, so that one refusal stops no other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from agencies.models import User
from kipp.lib.errors import Refused
from proposals.enums import Outcome
from proposals.models import Proposal
from proposals.reads.screening_bulk import Candidate

from . import screening, screening_by_two
from .screening_steps import Found


@dataclass(frozen=True)
class Result:
    """`problem` says why nothing was done; empty when it was."""

    proposal: Proposal
    problem: str = ""


def pass_all(*, chosen: Sequence[tuple[Candidate, int]], by: User, at: datetime) -> list[Result]:
    """Decide, or propose where two people are wanted, that each passes. Computed lines are kept as found."""
    return [
        _tried(candidate, _outcome, Outcome.PASSED, _as_found(candidate), by=by, at=at, revision=revision)
        for candidate, revision in chosen
    ]


def reject_all(
    *, chosen: Sequence[tuple[Candidate, int]], line: str, note: str, by: User, at: datetime
) -> list[Result]:
    """Decide or propose that each is rejected for the same line, with the same words."""
    found = {line: Found(is_met=False, note=note)}
    return [
        _tried(candidate, _outcome, Outcome.REJECTED, found, by=by, at=at, revision=revision)
        for candidate, revision in chosen
    ]


def confirm_all(*, chosen: Sequence[tuple[Candidate, int]], by: User, at: datetime) -> list[Result]:
    """The second person decides each as the first proposed."""
    return [
        _tried(candidate, screening_by_two.confirm, by=by, at=at, revision=revision)
        for candidate, revision in chosen
    ]


def _tried(candidate: Candidate, verb, *arguments, **facts) -> Result:
    if candidate.problem:
        return Result(candidate.proposal, candidate.problem)
    try:
        verb(*arguments, version=candidate.version, **facts)
    except Refused as refused:
        return Result(candidate.proposal, " ".join(_sentences(refused)))
    return Result(candidate.proposal)


def _sentences(refused: Refused) -> Iterator[str]:
    yield str(refused.message)
    yield from (str(reason) for reason in refused.reasons)


def _outcome(outcome: Outcome, findings: dict[str, Found], *, version, **facts) -> None:
    by_two = version.proposal.competition.screened_by_two
    verb = screening_by_two.propose if by_two else screening.decide
    verb(version=version, outcome=outcome, findings=findings, **facts)


def _as_found(candidate: Candidate) -> dict[str, Found]:
    return {code: Found(is_met, note) for code, (is_met, note) in candidate.answers.items()}
