"""A ZIP file that is written while it is sent: nothing is kept but the last few bytes."""

import zipfile
from collections.abc import Iterable, Iterator

CHUNK = 64 * 1024


class _Pipe:
    """What `zipfile` writes and the response reads."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def drain(self) -> bytes:
        data, self.parts = b"".join(self.parts), []
        return data


def zipped(stored: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """Stored files, each under its name in the archive."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, file in stored:
            with archive.open(name, "w") as target, file.open("rb") as source:
                while block := source.read(CHUNK):
                    target.write(block)
                    yield pipe.drain()
    yield pipe.drain()
