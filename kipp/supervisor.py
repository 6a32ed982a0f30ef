"""Keeps a few child processes alive and takes them along when it ends. Knows nothing of Django."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

GRACE_SECONDS = 35  # longer than the longest task
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0
PR_SET_PDEATHSIG = 1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Runs in the child: even when the supervisor is killed outright, Linux ends the child."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    pause: float = 1.0

    def start(self, now: float) -> None:
        # Its own session: Ctrl-C reaches the supervisor only, which then stops the children in order.
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        self.started_at = now

    def bury(self, now: float) -> int:
        """Take note of a death: the next start waits, longer each time it dies young."""
        code = self._collect()
        self.pause = 1.0 if now - self.started_at >= HEALTHY_AFTER else min(self.pause * 2, LONGEST_PAUSE)
        self.restart_at = now + self.pause
        self.process = None
        return code

    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._collect()

    def _collect(self) -> int:
        """The exit code; whatever the child left behind in its session goes with it."""
        assert self.process is not None
        code = self.process.wait()
        with contextlib.suppress(ProcessLookupError):  # nothing was left behind
            os.killpg(self.process.pid, signal.SIGKILL)
        return code


class Supervisor:
    def __init__(self, children: Sequence[Child], say: Callable[[str], None]):
        self.children = children
        self.say = say
        self.stopping = threading.Event()

    def run(self, before_stop: Callable[[], None]) -> None:
        """Start the children and keep them running until a stop signal arrives; then stop them all."""
        for number in STOP_SIGNALS:
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            while not self.stopping.wait(0.3):
                self.look_after(time.monotonic())
            before_stop()
        finally:
            self.stop()

    def look_after(self, now: float) -> None:
        for child in self.children:
            if child.is_dead():
                code = child.bury(now)
                self.say(f"{child.name}: exit {code}, restart in {child.pause:.0f} s")
            if child.process is None and now >= child.restart_at:
                child.start(now)

    def stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            child.end(deadline)
