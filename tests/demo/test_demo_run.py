"""`xiaochuang demo --headless` from outside. Stand-ins for the hall and its terminals only announce themselves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STAND_IN = Path(__file__).parent / "stand_in.py"

WITH_STAND_INS = """
    import sys
    from demo import programs
    from demo.__main__ import main
    from demo.supervisor import DemoProgram
    from kiosk.mqtt.messages import DeviceState, HostState, write
    from domain.statuses import DeviceStatus
    from kiosk.mqtt.topics import Topics

    topics = Topics("chunxiaoli")

    def program(name, port, topic, birth, ends=0):
        argv = (sys.executable, {stand_in!r}, str(port), topic, write(birth).decode())
        return DemoProgram(name=name, argv=argv, ends=ends)

    def terminal(seat, config, display, *, software_gl):
        birth = DeviceState(state=DeviceStatus.READY, session=1, at=0)
        return program(seat.program, programs.port, topics.device_state(seat.device), birth)

    def hall(folder, port):
        programs.port = port
        return program("hall", port, topics.host_state, HostState(online={online}, session=1, at=0), ends=1)

    programs.terminal, programs.hall = terminal, hall
    sys.exit(main(sys.argv[1:]))
"""

PIDS = ["broker", "hall", "kiosk", "pad-citizen", "pad-clerk", "screen-hall", "screen-window", "self-service"]


@contextmanager
def demo(folder: Path, *, online: bool = True) -> Iterator[subprocess.Popen[str]]:
    script = textwrap.dedent(WITH_STAND_INS).format(stand_in=str(STAND_IN), online=online)
    argv = [sys.executable, "-c", script, "--headless", "--dir", str(folder)]
    running = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def ready(running: subprocess.Popen[str]) -> dict[str, Any]:
    assert running.stdout is not None
    said: dict[str, Any] = json.loads(running.stdout.readline())
    return said


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


def wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + 60
    while not all(gone(pid) for pid in pids):
        assert time.monotonic() < deadline, [pid for pid in pids if not gone(pid)]
        time.sleep(0.01)


def test_the_ready_line_names_the_broker_the_display_and_every_process(tmp_path: Path) -> None:
    with demo(tmp_path / "demo") as running:
        said = ready(running)
        assert said["ready"] is True
        assert said["hall"] == "chunxiaoli"
        assert said["dir"] == str(tmp_path / "demo")
        assert said["mqtt"].startswith("mqtt://127.0.0.1:")
        assert said["display"].startswith(":")
        assert list(said["pids"]) == PIDS
        assert not any(gone(pid) for pid in (*said["pids"].values(), said["phone-page"]["pid"]))
        url = said["phone-page"]["url"]
        assert f'follow_url = "{url}t/{{ticket}}/{{key}}"' in (tmp_path / "demo" / "hall.toml").read_text()


def test_sigterm_ends_everything_and_says_nothing_more(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        said = ready(running)
        pids = [*json.loads((tmp_path / "pids.json").read_text()).values()]
        assert len(pids) == len(said["pids"]) + 3  # and the X server, the page for phones, the content
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=60)
        assert (running.returncode, out, err) == (0, "", "")
        assert all(gone(pid) for pid in pids)


def test_kill_9_of_the_demo_ends_everything_too(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        ready(running)
        pids = [*json.loads((tmp_path / "pids.json").read_text()).values()]
        running.kill()
        wait_until_gone(pids)


def test_a_killed_program_is_back_under_a_new_number(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        pids = ready(running)["pids"]
        for name in ("kiosk", "broker"):
            os.kill(pids[name], signal.SIGKILL)
            deadline = time.monotonic() + 60
            while json.loads((tmp_path / "pids.json").read_text()).get(name) == pids[name]:
                assert time.monotonic() < deadline
                time.sleep(0.005)


def test_births_of_an_earlier_run_do_not_make_a_kept_folder_ready(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        ready(running)
    with demo(tmp_path, online=False) as running:
        deadline = time.monotonic() + 60
        while not (tmp_path / "pids.json").exists() or "screen-window" not in (tmp_path / "pids.json").read_text():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(0.5)  # time enough for a wrong ready line
        running.send_signal(signal.SIGTERM)
        out, _ = running.communicate(timeout=60)
        assert out == ""
