"""The demo's programs are kept alive, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo import supervisor as module
from demo.supervisor import DemoProgram, Supervisor

SLEEPER = DemoProgram(name="sleeper", argv=("sleep", "1000"))


class Clock:
    """Moved by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def supervisor(tmp_path: Path, clock: Clock) -> Iterator[Supervisor]:
    with Supervisor(tmp_path / "log", tmp_path / "pids.json", monotonic=clock) as running:
        yield running


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def eventually(done: Callable[[], bool], do: Callable[[], object] = lambda: time.sleep(0.01)) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline
        do()


def test_a_killed_program_comes_back_at_once_however_often_it_is_killed(supervisor: Supervisor) -> None:
    supervisor.start(SLEEPER)
    for _ in range(20):
        before = supervisor.pids["sleeper"]
        os.kill(before, signal.SIGKILL)
        eventually(lambda b=before: supervisor.pids.get("sleeper") not in (None, b), lambda: supervisor.turn(0.5))


def test_a_program_that_fails_by_itself_waits_longer_each_time_and_is_never_given_up(
    supervisor: Supervisor, clock: Clock, tmp_path: Path
) -> None:
    starts = tmp_path / "starts"
    supervisor.start(DemoProgram(name="failing", argv=("sh", "-c", f"echo x >> {starts}; exit 3")))

    def ended(times: int) -> None:
        eventually(lambda: starts.exists() and starts.read_text().count("x") == times)
        eventually(lambda: "failing" not in supervisor.pids or times == 1, lambda: supervisor.turn(0.02))

    ended(1)
    eventually(lambda: starts.read_text().count("x") == 2, lambda: supervisor.turn(0.02))  # the first time at once
    for times, delay in enumerate((0.5, 1.0, 2.0, 5.0, 5.0, 5.0), start=2):
        ended(times)
        clock.now += delay - 0.1
        supervisor.turn(0.02)
        assert starts.read_text().count("x") == times
        clock.now += 0.1
        supervisor.turn(0.02)
        eventually(lambda n=times: starts.read_text().count("x") == n + 1)


def test_what_the_pids_file_says_is_what_runs(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(SLEEPER)
    os.kill(supervisor.pids["sleeper"], signal.SIGKILL)
    before = supervisor.pids["sleeper"]
    eventually(lambda: supervisor.pids.get("sleeper") not in (None, before), lambda: supervisor.turn(0.5))
    assert (tmp_path / "pids.json").read_text() == f'{{"sleeper": {supervisor.pids["sleeper"]}}}\n'


def test_stopping_ends_terminals_before_the_broker_and_kills_what_does_not_listen(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.3)
    order, ready = tmp_path / "order", tmp_path / "ready"
    polite = "trap 'echo {0} >> {1}; exit 0' TERM; while :; do sleep 0.01; done"
    supervisor.start(DemoProgram(name="broker", argv=("sh", "-c", polite.format("broker", order)), ends=2))
    supervisor.start(DemoProgram(name="screen", argv=("sh", "-c", polite.format("screen", order))))
    supervisor.start(
        DemoProgram(name="deaf", argv=("sh", "-c", f"trap '' TERM; touch {ready}; while :; do sleep 0.01; done"))
    )
    pids = list(supervisor.pids.values())
    eventually(ready.exists)
    time.sleep(0.1)  # the two polite shells have set their traps
    supervisor.stop()
    assert order.read_text().split() == ["screen", "broker"]
    assert not any(alive(pid) for pid in pids)


def test_killing_the_supervisor_itself_leaves_no_process_behind(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from demo.supervisor import *\n"
        "with Supervisor(Path(sys.argv[1]), Path(sys.argv[1]) / 'pids.json') as s:\n"
        "    s.start(DemoProgram(name='sleeper', argv=('sleep', '1000')))\n"
        "    print(s.pids['sleeper'], flush=True)\n"
        "    while True: s.turn()\n"
    )
    running = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
    assert running.stdout is not None
    child = int(running.stdout.readline())
    assert alive(child)
    eventually(lambda: b"sleep" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[0])
    running.kill()
    running.wait()
    running.stdout.close()
    eventually(lambda: not alive(child) or b"Z" in Path(f"/proc/{child}/stat").read_bytes().split()[2:3])


def test_a_log_that_grew_too_long_is_set_aside_under_the_running_program(
    supervisor: Supervisor, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOG_BYTES", 1000)
    log = tmp_path / "log" / "chatty.log"
    goes_on = tmp_path / "goes-on"
    talk = f"head -c 2000 /dev/zero | tr '\\0' x; while [ ! -e {goes_on} ]; do sleep 0.01; done; echo after; sleep 1000"
    supervisor.start(DemoProgram(name="chatty", argv=("sh", "-c", talk)))
    eventually(lambda: log.stat().st_size == 2000)
    clock.now += 60
    supervisor.turn(0.01)
    goes_on.touch()
    eventually(lambda: log.read_bytes() == b"after\n")
    assert (tmp_path / "log" / "chatty.log.1").stat().st_size == 2000


def test_a_program_that_freezes_after_its_first_sign_of_life_is_replaced(
    supervisor: Supervisor, clock: Clock, tmp_path: Path
) -> None:
    beat = (
        "import os, socket, time; s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);"
        "s.connect(chr(0) + os.environ['NOTIFY_SOCKET'][1:]); s.send(b'READY=1\\nWATCHDOG=1');"
        f"open({str(tmp_path / 'beaten')!r}, 'w').close(); time.sleep(1000)"
    )
    supervisor.start(DemoProgram(name="frozen", argv=(sys.executable, "-c", beat), watchdog_s=30))
    supervisor.start(DemoProgram(name="starting", argv=("sleep", "1000"), watchdog_s=30))
    before = supervisor.pids
    eventually((tmp_path / "beaten").exists)
    supervisor.turn(0.01)
    clock.now += 29
    supervisor.turn(0.01)
    assert supervisor.pids == before
    clock.now += 2
    supervisor.turn(0.01)
    supervisor.turn(0.01)
    assert supervisor.pids["frozen"] != before["frozen"]
    assert supervisor.pids["starting"] == before["starting"]  # it has not said yet that it will


def test_a_log_that_a_program_writes_elsewhere_is_bounded_too(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOG_BYTES", 1000)
    own, missing = tmp_path / "own.log", tmp_path / "missing.log"
    own.write_bytes(b"x" * 2000)
    with Supervisor(tmp_path / "log", tmp_path / "pids.json", more_logs=[own, missing], monotonic=clock) as running:
        clock.now += 60
        running.turn(0.01)
    assert own.read_bytes() == b""
    assert (tmp_path / "own.log.1").stat().st_size == 2000
