"""What an address names on the network: its parts, where its name leads, and whether that is inside."""

import ipaddress
import socket
from enum import StrEnum
from urllib.parse import quote, urlsplit

SHARED = ipaddress.ip_network("100.64.0.0/10")  # carrier-grade NAT
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Verdict(StrEnum):
    ANSWERS = "answers"
    NOT_FOUND = "not_found"
    CLOSED = "closed"
    NO_NAME = "no_name"
    SILENT = "silent"
    PRIVATE = "private"
    UNFIT = "unfit"
    TOO_MANY = "too_many"
    CERTIFICATE = "certificate"


class Unreachable(Exception):
    def __init__(self, verdict: Verdict):
        super().__init__(verdict)
        self.verdict = verdict


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, by the system's own resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(row[4][0] for row in found))


def is_inside(address: Address) -> bool:
    """Anything that is not a plain address of the open internet, also when written as IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or _translated(address)
        if wrapped is not None:
            return is_inside(wrapped)
        if address.teredo is not None or address.is_site_local:
            return True
    elif address in SHARED:
        return True
    return not address.is_global or address.is_multicast or address.is_reserved


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in TRANSLATED else None


def parts_of(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise Unreachable(Verdict.UNFIT) from None
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise Unreachable(Verdict.UNFIT)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port, _ascii(path)


def _ascii(path: str) -> str:
    return quote(path, safe="%/:=&?~#+!$,;'@()*[]")
