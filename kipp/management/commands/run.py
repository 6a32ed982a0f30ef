"""The whole portal as one command: prepares the database, then runs web server and worker as children."""

import io
import json
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.services import first_run
from kipp.supervisor import Child, Supervisor

PATIENCE_SECONDS = 60


class Command(BaseCommand):
    help = "Prepare the database and run the portal: web server, worker and beat under one supervisor."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="build the demo edition in an empty database")

    def handle(self, *, demo: bool, **options):
        port = int(os.environ.get("PORT", "8000"))
        refuse_taken_port(port)
        call_command("prepare")
        call_command("migrate", interactive=False, verbosity=0)
        welcome = demo_welcome() if demo else first_run_welcome()
        supervisor = Supervisor(children_for(port), say=self.say)
        announcer = threading.Thread(target=self.announce, args=(port, welcome, supervisor), daemon=True)
        announcer.start()
        supervisor.run(before_stop=lambda: self.say(_("Menghentikan portal, mohon tunggu sebentar …")))
        self.say(_("Portal berhenti."))

    def announce(self, port: int, welcome: list[str], supervisor: Supervisor) -> None:
        """Print the address once the portal really answers there."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not supervisor.stopping.wait(0.2) and time.monotonic() < deadline:
            if answers(port):
                for line in [*welcome, _("Portal siap di %(url)s") % {"url": settings.SITE_URL}]:
                    self.say(line)
                return

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def children_for(port: int) -> list[Child]:
    home = str(settings.BASE_DIR)
    config = str(settings.BASE_DIR / "gunicorn.conf.py")
    web = [sys.executable, "-m", "gunicorn", "--chdir", home, "--config", config, "kipp.wsgi"]
    # Trying the portal as root does no harm; docs/operations.md tells production's worker otherwise.
    quiet = ["-W", "ignore::UserWarning:celery.platforms"]
    worker = [sys.executable, *quiet, "-m", "celery", "--quiet", "--workdir", home, "--app", "kipp", "worker"]
    worker += ["--beat", "--queues", "celery,documents", "--loglevel", "warning"]
    return [Child("web", web, {"PORT": str(port)}), Child("worker", worker)]


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sentence = _("Porta %(port)s sedang dipakai program lain. Pilih porta lain, misalnya PORT=8010.")
            raise CommandError(sentence % {"port": port}) from error


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def is_empty() -> bool:
    return not get_user_model().objects.exists()


def demo_welcome() -> list[str]:
    """Build the demo edition once; its sign-ins are kept so that a restart can show them again."""
    kept = settings.VAR_DIR / "demo.json"
    if is_empty():
        answer = io.StringIO()
        call_command("demo", stdout=answer)
        kept.touch(mode=0o600)
        kept.write_text(answer.getvalue())
    if not kept.exists():
        return [_("Basis data sudah berisi; edisi demo tidak dibuat.")]
    sign_ins = json.loads(kept.read_text())["sign_ins"]
    rows = [f"  {row['role']:<28} {row['email']:<36} {row['password']}" for row in sign_ins]
    return ["", _("Akun demo (peran, surel, kata sandi):"), *rows, ""]


def first_run_welcome() -> list[str]:
    if first_run.is_founded():
        return []
    link = first_run.first_run_link(timezone.now())
    return [_("Buka tautan sekali pakai ini untuk membuat akun pertama:"), f"  {link}"]
