"""The way out: addresses that people typed open through a page that says where one is going.

The target is signed, so that nobody can make the portal's own address lead to a place of theirs.
"""

from urllib.parse import urlsplit

from django.core import signing
from django.urls import reverse

SCHEMES = ("http", "https")
_signer = signing.Signer(salt="kipp.leaving")


def leave_url(target: str | None) -> str:
    """The address of the leave page for a typed address; empty for what no browser should open as a page."""
    target = (target or "").strip()
    return reverse("proposals:leave", args=[_signer.sign_object(target)]) if host_of(target) else ""


def target_of(signed: str) -> str | None:
    """The address that was signed, None for a forged one."""
    try:
        target = _signer.unsign_object(signed)
    except (signing.BadSignature, ValueError):
        return None
    return target if isinstance(target, str) and host_of(target) else None


def host_of(target: str) -> str:
    """The host as the network knows it: letters that look alike are told apart (xn--…). Empty: no page."""
    try:
        parts = urlsplit(target)
        if parts.scheme not in SCHEMES or not parts.hostname:
            return ""
        return parts.hostname.encode("idna").decode()
    except ValueError:
        return ""
