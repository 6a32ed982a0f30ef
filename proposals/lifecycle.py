"""The states of a proposal and the only moves between them. Pure."""

from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    AWAITING = "awaiting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    MENDED = "mended"
    PASSED = "passed"
    REJECTED = "rejected"
    AWARDED = "awarded"
    NOT_AWARDED = "not_awarded"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"


class Act(StrEnum):
    HAND_OVER = "hand_over"
    GIVE_BACK = "give_back"
    SUBMIT = "submit"
    APPROVE = "approve"
    TAKE_BACK = "take_back"
    WITHDRAW = "withdraw"
    RETURN = "return"
    LAPSE = "lapse"
    PASS = "pass"  # noqa: S105 - an act, not a password
    REJECT = "reject"
    RECONSIDER = "reconsider"
    ADVANCE = "advance"
    AWARD = "award"
    END = "end"
    DISQUALIFY = "disqualify"


MOVES: dict[tuple[Status, Act], Status] = {
    (Status.DRAFT, Act.HAND_OVER): Status.AWAITING,
    (Status.DRAFT, Act.SUBMIT): Status.SUBMITTED,
    (Status.DRAFT, Act.WITHDRAW): Status.WITHDRAWN,
    (Status.AWAITING, Act.GIVE_BACK): Status.DRAFT,
    (Status.AWAITING, Act.APPROVE): Status.SUBMITTED,
    (Status.SUBMITTED, Act.TAKE_BACK): Status.DRAFT,
    (Status.SUBMITTED, Act.RETURN): Status.RETURNED,
    (Status.RETURNED, Act.SUBMIT): Status.SUBMITTED,
    (Status.RETURNED, Act.HAND_OVER): Status.MENDED,
    (Status.RETURNED, Act.LAPSE): Status.SUBMITTED,
    (Status.MENDED, Act.GIVE_BACK): Status.RETURNED,
    (Status.MENDED, Act.APPROVE): Status.SUBMITTED,
    (Status.MENDED, Act.LAPSE): Status.SUBMITTED,
    (Status.SUBMITTED, Act.PASS): Status.PASSED,
    (Status.SUBMITTED, Act.REJECT): Status.REJECTED,
    (Status.PASSED, Act.RECONSIDER): Status.SUBMITTED,
    (Status.REJECTED, Act.RECONSIDER): Status.SUBMITTED,
    (Status.PASSED, Act.ADVANCE): Status.PASSED,
    (Status.NOT_AWARDED, Act.ADVANCE): Status.PASSED,
    (Status.PASSED, Act.AWARD): Status.AWARDED,
    (Status.PASSED, Act.END): Status.NOT_AWARDED,
    (Status.AWARDED, Act.AWARD): Status.AWARDED,
    (Status.AWARDED, Act.END): Status.NOT_AWARDED,
    (Status.NOT_AWARDED, Act.AWARD): Status.AWARDED,
    (Status.NOT_AWARDED, Act.END): Status.NOT_AWARDED,
    (Status.SUBMITTED, Act.DISQUALIFY): Status.DISQUALIFIED,
    (Status.PASSED, Act.DISQUALIFY): Status.DISQUALIFIED,
    (Status.AWARDED, Act.DISQUALIFY): Status.DISQUALIFIED,
}

#: The agency writes; its head reads what was handed over; the secretariat waits for a better version.
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
WITH_HEAD = frozenset({Status.AWAITING, Status.MENDED})
IN_CORRECTION = frozenset({Status.RETURNED, Status.MENDED})
#: What was sent stands, word for word, whatever its agency writes meanwhile.
SUBMITTED_ONCE = frozenset(Status) - {Status.DRAFT, Status.AWAITING, Status.WITHDRAWN}
SENT = SUBMITTED_ONCE - IN_CORRECTION


class IllegalMoveError(ValueError):
    """The act does not exist in this state."""


def move(status: str, act: Act) -> Status:
    try:
        return MOVES[Status(status), act]
    except KeyError:
        raise IllegalMoveError(f"{act} from {status}") from None


def standing(status: str, due_at: datetime | None, at: datetime) -> Status:
    """The status as the clock has it: a correction that was not sent in time is over."""
    if Status(status) in IN_CORRECTION and due_at is not None and at >= due_at:
        return move(status, Act.LAPSE)
    return Status(status)


def can(status: str, act: Act) -> bool:
    return (Status(status), act) in MOVES
