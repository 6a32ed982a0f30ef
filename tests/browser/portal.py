"""The portal as a city runs it: started from an empty database, driven from outside, its clock moved on."""

import re
from pathlib import Path

from tests.kipp.processes import STARTED_WITHIN, environment, free_port, manage, start, stop, wait_until


class Portal:
    """The run command with its web server and worker; `variables` choose the profile."""

    def __init__(self, folder: Path, **variables: str):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.variables = environment(folder / "var", PORT=str(self.port), **variables)
        self.process = start(["manage.py", "run"], self.variables, self.log)
        wait_until(lambda: self.says("Portal siap") or self.process.poll() is not None, STARTED_WITHIN)
        assert self.process.poll() is None, self.log.read_text()

    def says(self, text: str) -> bool:
        return text in self.log.read_text()

    @property
    def first_link(self) -> str:
        return re.search(r"^  (http\S+/mulai/\S+)$", self.log.read_text(), re.MULTILINE).group(1)

    def manage(self, *arguments: str) -> str:
        return manage(self.variables, *arguments)

    def let_time_pass(self, **shifted: str) -> None:
        """Nobody waits three weeks for a test: the edition's dates move back instead of the clock forward."""
        lines = [
            "from datetime import timedelta",
            "from django.db.models import F",
            "from competitions.models import Competition",
            f"Competition.objects.update(**{{n: F(n) - timedelta(days=d) for n, d in {shifted!r}.items()}})",
        ]
        self.manage("shell", "-c", "\n".join(lines))

    def stop(self) -> None:
        if self.process.poll() is None:
            stop(self.process)
