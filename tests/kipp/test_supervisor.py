"""Times are arguments: no test waits for a pause to pass."""

import subprocess
import sys

import pytest

from kipp.supervisor import Child, Supervisor

ENDS_AT_ONCE = [sys.executable, "-c", "raise SystemExit(3)"]
STAYS = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def supervise():
    started = []

    def make(command):
        said = []
        supervisor = Supervisor([Child("web", command)], said.append)
        started.append(supervisor)
        return supervisor, supervisor.children[0], said

    yield make
    for supervisor in started:
        supervisor.stop()


def die(supervisor, child, now):
    supervisor.look_after(now)
    child.process.wait()
    supervisor.look_after(now)


def test_look_after_child_that_dies_young_waits_longer_each_time(supervise):
    supervisor, child, said = supervise(ENDS_AT_ONCE)
    now, pauses = 1000.0, []
    for _ in range(6):
        die(supervisor, child, now)
        pauses.append(child.pause)
        now = child.restart_at
    assert pauses == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert said[0] == "web: exit 3, restart in 2 s"


def test_look_after_child_that_lived_a_minute_restarts_soon(supervise):
    supervisor, child, _ = supervise(ENDS_AT_ONCE)
    die(supervisor, child, 1000.0)
    supervisor.look_after(1002.0)
    child.process.wait()
    supervisor.look_after(1062.0)
    assert child.pause == 1.0


def test_look_after_waits_for_the_pause_to_pass(supervise):
    supervisor, child, _ = supervise(ENDS_AT_ONCE)
    die(supervisor, child, 1000.0)
    supervisor.look_after(1001.9)
    assert child.process is None
    supervisor.look_after(1002.0)
    assert child.process is not None


def test_stop_ends_the_child(supervise):
    supervisor, child, _ = supervise(STAYS)
    supervisor.look_after(1000.0)
    supervisor.stop()
    assert child.process.returncode == -15


def test_end_child_that_ignores_the_request_is_killed(supervise):
    command = [
        sys.executable,
        "-c",
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
    ]
    child = Child("deaf", command)
    child.process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True, text=True)
    with child.process.stdout:
        assert child.process.stdout.readline() == "deaf\n"
        child.ask_to_stop()
        child.end(deadline=0.0)
    assert child.process.returncode == -9
