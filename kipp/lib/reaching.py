"""Does an address of the open web answer? Asked by workers only, and never of a machine inside.

Names are resolved here, every address of a name is judged, and the connection goes to the very address
that was judged: a name that changes its mind in between leads nowhere. The same holds after a redirect.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from .addresses import Address, Unreachable, Verdict, is_inside, parts_of, resolve

CONNECT_SECONDS = 4
ALL_SECONDS = 12
MOST_REDIRECTS = 3
READ_BYTES = 512
AGENT = "KIPP-link-check/1"
NO_HEAD = {400, 403, 404, 405, 406, 410, 500, 501, 503}  # some answer GET only


@dataclass(frozen=True)
class Checker:
    """`resolve` and `is_inside` are what a test on one machine has to say differently."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    is_inside: Callable[[Address], bool] = is_inside
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def check(self, url: str) -> Verdict:
        deadline = time.monotonic() + ALL_SECONDS
        try:
            for _ in range(MOST_REDIRECTS + 1):
                status, onward = self._ask(url, deadline)
                if not onward:
                    return Verdict.ANSWERS if status < 400 else _refusal(status)
                url = urljoin(url, onward)
        except Unreachable as unreachable:
            return unreachable.verdict
        return Verdict.TOO_MANY

    def _ask(self, url: str, deadline: float) -> tuple[int, str]:
        status, onward = self._request("HEAD", url, deadline)
        if status in NO_HEAD:
            return self._request("GET", url, deadline)
        return status, onward

    def _request(self, method: str, url: str, deadline: float) -> tuple[int, str]:
        scheme, host, port, path = parts_of(url)
        addresses = self._judged(host, port)
        seconds = min(CONNECT_SECONDS, deadline - time.monotonic())
        if seconds <= 0:
            raise Unreachable(Verdict.SILENT)
        line = _Line(host, port, addresses[0], self.trust if scheme == "https" else None, seconds)
        try:
            line.request(method, path, headers={"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"})
            answer = line.getresponse()
            answer.read(READ_BYTES)
            onward = answer.getheader("Location") if 300 <= answer.status < 400 else None
            return answer.status, onward or ""
        except ssl.SSLCertVerificationError:
            raise Unreachable(Verdict.CERTIFICATE) from None
        except (OSError, http.client.HTTPException, ValueError):
            raise Unreachable(Verdict.SILENT) from None
        finally:
            line.close()

    def _judged(self, host: str, port: int) -> Sequence[str]:
        """All addresses of a name; one of them inside is enough to refuse the name."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError):
            raise Unreachable(Verdict.NO_NAME) from None
        if not found:
            raise Unreachable(Verdict.NO_NAME)
        if any(self.is_inside(ipaddress.ip_address(each.split("%")[0])) for each in found):
            raise Unreachable(Verdict.PRIVATE)
        return found


class _Line(http.client.HTTPConnection):
    """Speaks to `address` in the name of `host`."""

    def __init__(self, host: str, port: int, address: str, trust: ssl.SSLContext | None, seconds: float):
        super().__init__(host, port, timeout=seconds)
        self.address, self.trust = address, trust
        self.default_port = 443 if trust else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), timeout=self.timeout)
        if self.trust is not None:
            self.sock = self.trust.wrap_socket(self.sock, server_hostname=self.host)


def _refusal(status: int) -> Verdict:
    return Verdict.NOT_FOUND if status in (404, 410) else Verdict.CLOSED
