"""What a verb says when it will not act."""

from collections.abc import Sequence


class Refused(Exception):
    """A guard's refusal, in a sentence that tells the person what to do.

    `reasons` lists every blocker when there are several; `status` is the HTTP answer: 409 for the
    wrong moment or a stale copy, 413 for too much, 422 for input that cannot be taken. `way` is the
    address of the page where the person must go first: who only opens a page is led there.
    """

    def __init__(self, message: str, *, reasons: Sequence[str] = (), status: int = 409, way: str = ""):
        super().__init__(message)
        self.message = message
        self.reasons = tuple(reasons)
        self.status = status
        self.way = way

    def __str__(self) -> str:
        return str(self.message)


class Stale(Refused):
    """Somebody saved a newer revision; `current` is what stands in the database now."""

    def __init__(self, message: str, *, current: object):
        super().__init__(message, status=409)
        self.current = current
