"""What a person may be inside an agency. Pure."""

from typing import Any, NamedTuple

STAFF = "staff"
HEAD = "head"
BUREAU = "bureau"
PUBLISHER = "publisher"
AUDITOR = "auditor"

#: Roles that write for their agency; roles that run the agency's editions; roles that may read them.
ENTRANT_ROLES = frozenset({STAFF, HEAD})
ORGANISER_ROLES = frozenset({BUREAU, PUBLISHER})
OVERSEER_ROLES = ORGANISER_ROLES | {AUDITOR}


class Post(NamedTuple):
    """A role in an agency, whoever holds it."""

    role: str
    agency: Any
