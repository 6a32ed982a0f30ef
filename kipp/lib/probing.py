"""Start a probe: a hostile file ends that process, not ours."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 20
PROBES = Path(__file__).with_name("probes")


def probe(act: str, content: bytes, *options: str) -> tuple[dict, bytes]:
    """What a probe found, and the copy that it wrote; a probe that died found a broken file."""
    with tempfile.TemporaryDirectory(prefix="kipp-probe-") as folder:
        given, copy = Path(folder, "given"), Path(folder, "copy")
        given.write_bytes(content)
        command = [sys.executable, "-I", str(PROBES), act, str(given), str(copy), *options]
        try:
            answer = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, cwd=folder)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            return {"problem": "broken"}, b""
        return json.loads(answer.stdout), copy.read_bytes() if copy.exists() else b""
