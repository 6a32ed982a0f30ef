"""The states of a proposal and the only moves between them. Pure."""

from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    AWAITING = "awaiting"
    SUBMITTED = "submitted"
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

#: The text belongs to the agency alone; it is frozen; it stands in judging.
EDITABLE = frozenset({Status.DRAFT})
SUBMITTED_ONCE = frozenset(Status) - {Status.DRAFT, Status.AWAITING, Status.WITHDRAWN}


class IllegalMoveError(ValueError):
    """The act does not exist in this state."""


def move(status: str, act: Act) -> Status:
    try:
        return MOVES[Status(status), act]
    except KeyError:
        raise IllegalMoveError(f"{act} from {status}") from None


def can(status: str, act: Act) -> bool:
    return (Status(status), act) in MOVES
