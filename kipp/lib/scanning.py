"""Ask a clamd whether a file is a known virus. Off unless CLAMD_URL names one."""

import socket
import struct
from urllib.parse import urlsplit

SECONDS = 15
PIECE = 64 * 1024


class Silent(Exception):
    """The scanner is on and gave no verdict: nobody knows yet."""


def virus_in(content: bytes, address: str) -> str:
    """The name of the virus, empty when there is none. Raises Silent."""
    if not address:
        return ""
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            answer = line.makefile("rb").read(1000).decode("utf-8", "replace").strip("\0\n ")
    except OSError as error:
        raise Silent(str(error)) from error
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer.endswith(" OK"):
        return ""
    raise Silent(answer)


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(parts.path)
        return line
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=SECONDS)
