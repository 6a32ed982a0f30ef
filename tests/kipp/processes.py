"""Starts the portal's real processes for a test, and looks at what lives and what is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """A clean environment: nothing that the tests set for themselves reaches the processes."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "kipp.settings",
        "VAR_DIR": str(folder),
        "STATIC_HASHED": "false",
        "PYTHONUNBUFFERED": "1",
        **variables,
    }


def start(arguments: list[str], variables: dict[str, str], log: Path) -> subprocess.Popen:
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=variables, stdout=output, stderr=subprocess.STDOUT
        )


def manage(variables: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    answer = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


#: Seconds that a portal may take on a busy machine to migrate an empty database and answer.
STARTED_WITHIN = 300


def wait_until(condition, seconds: float = 60):
    """The first truthy answer; fails when none comes in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{condition} did not come true within {seconds} s")


def status_of(url: str) -> int:
    """The HTTP status; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def parents() -> dict[int, int]:
    """pid -> parent of every living process (Linux)."""
    table = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended while we looked
            if fields[0] != "Z":
                table[int(folder.name)] = int(fields[1])
    return table


def descendants(pid: int) -> set[int]:
    table = parents()
    found, fresh = set(), {pid}
    while fresh:
        fresh = {child for child, parent in table.items() if parent in fresh}
        found |= fresh
    return found


def stop(process: subprocess.Popen, seconds: float = 45) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(seconds)
