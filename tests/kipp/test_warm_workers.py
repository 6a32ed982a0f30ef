"""A worker of the documents' queue loads the PDF engine as it starts: the first PDF is as quick as any."""

import json
import re
import subprocess
import sys

import pytest

from tests.kipp.processes import ROOT, environment, start, stop, wait_until

MEGABYTES = 200
CHILD = """
import json, pathlib, re, sys, time
import django; django.setup()
from celery import signals
from kipp.celery import app
app.amqp.queues.select(sys.argv[1].split(","))
signals.worker_process_init.send(sender=None)
from kipp.lib import pdf
took = []
is_warm = "kipp.lib.pdf_engine" in sys.modules
for number in range(2):
    began = time.process_time()
    pdf.render(f'<!doctype html><html lang="id"><title>{number}</title><h1>Laporan</h1><p>Isi ' * 20)
    took.append(time.process_time() - began)
# The peak of this program alone: getrusage would count the one that started it.
held = int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) // 1024
print(json.dumps({"is_warm": is_warm, "took": took, "held": held}))
"""


def child(tmp_path, queues: str) -> dict:
    command = [sys.executable, "-c", CHILD, queues]
    answer = subprocess.run(
        command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


@pytest.mark.parametrize(("queues", "is_warm"), [("celery,documents", True), ("celery", False)])
def test_only_workers_of_the_documents_queue_load_the_engine(tmp_path, queues, is_warm):
    assert child(tmp_path, queues)["is_warm"] is is_warm


def test_a_warm_worker_prints_its_first_page_sooner_and_stays_small(tmp_path):
    warm, cold = child(tmp_path, "documents"), child(tmp_path, "celery")
    assert cold["took"][0] > 3 * warm["took"][0]  # what warming spares, in CPU time of one run
    assert warm["held"] < MEGABYTES


def test_a_real_worker_warms_its_processes_without_being_taken_for_dead(tmp_path):
    """The pool kills processes that do not report in time; a warm-up must not count as being dead."""
    log = tmp_path / "log"
    command = ["-m", "celery", "--app", "kipp", "worker", "--queues", "celery,documents"]
    worker = start([*command, "--loglevel", "info", "--concurrency", "2"], environment(tmp_path / "var"), log)
    try:
        wait_until(lambda: len(warmed(log)) >= 2, seconds=120)
        wait_until(lambda: "ready." in log.read_text(), seconds=60)
    finally:
        stop(worker)
    assert len(warmed(log)) == 2
    assert "Timed out waiting for UP message" not in log.read_text()


def warmed(log) -> list[str]:
    return re.findall(r"The PDF engine is loaded", log.read_text())
