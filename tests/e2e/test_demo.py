"""The whole hall as `scripts/demo` starts it, seen from outside: by the wire, by processes, by the browser's page."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import DeviceState, Request, new_id, read
from kiosk.mqtt.one_question import NoAnswerError, ask
from kiosk.mqtt.port import Incoming, Login
from kiosk.mqtt.topics import Topics

DEMO = [sys.executable, "-P", "-m", "demo"]
TOPICS = Topics("chunxiaoli")
PROGRAMS = ["screen-window", "pad-citizen", "pad-clerk", "kiosk", "self-service", "screen-hall", "hall", "broker"]


class Demo:
    """A running demo."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [*DEMO, "--headless", "--dir", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        self.said: dict[str, Any] = json.loads(line)
        self.broker = Broker(port=int(self.said["mqtt"].rpartition(":")[2]))

    def ask(self, device: str, type_: str, **data: object) -> dict[str, Any]:
        answer = ask(self.broker, TOPICS, device, Request(id=new_id(), type=type_, data=data), 10)
        assert answer.ok, answer
        return answer.data or {}

    def pid(self, name: str) -> int | None:
        pid: int | None = json.loads((self.folder / "pids.json").read_text()).get(name)
        return pid

    def stop(self) -> tuple[str, str]:
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=60)


def numbers_are_given(demo: Demo) -> bool:
    try:
        return str(demo.ask("spare-kiosk", "ticket.issue", queue="pickup")["number"]).startswith("E")
    except NoAnswerError:
        return False  # not back yet


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def eventually(done: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.process.kill()
    running.process.communicate()


def test_any_mqtt_client_takes_a_number_and_calls_it(demo: Demo) -> None:
    pins = {one["id"]: one["pin"] for one in demo.said["clerks"]}
    assert list(pins.values()) == ["1001", "1002", "1003", "1004", "1005"], "in the order of its clerks"
    demo.ask("spare-pad-2", "window.open", window="w2", clerk="zhao", pin=pins["zhao"])
    given = demo.ask("spare-kiosk", "ticket.issue", queue="family")
    called = demo.ask("spare-pad-2", "ticket.call_next", window="w2")
    assert called["number"] == given["number"]


def test_a_message_to_a_phone_is_read_in_the_shell(demo: Demo) -> None:
    number = demo.ask("spare-kiosk", "ticket.issue", queue="relief", phone="13800000000")["number"]
    command = [sys.executable, "-m", "xiaochuang", "bench", "--data", str(demo.folder), "phones"]
    eventually(lambda: number in subprocess.run(command, capture_output=True, text=True, check=False).stdout)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_killed_program_is_back_and_announced_again(demo: Demo, name: str) -> None:
    heard: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
    watching = Connection(
        demo.broker,
        Login(f"watch-{name}", subscriptions=(TOPICS.host_state, TOPICS.device_state("+"))),
        on_message=heard.put,
        on_link=lambda _: None,
    )
    watching.start()
    try:
        eventually(lambda: watching.up)
        before = demo.pid(name)
        assert before is not None
        killed_at = time.time_ns() // 1_000_000
        os.kill(before, signal.SIGKILL)
        eventually(lambda: demo.pid(name) not in (None, before))
        if name not in ("hall", "broker"):
            device = {"kiosk": "kiosk-1", "self-service": "kiosk-2", "screen-window": "screen-w1"}.get(
                name, name.replace("pad-", "pad-w1-")
            )
            born = TOPICS.device_state(device)

            def announced() -> bool:
                message = heard.get(timeout=30)
                if message.topic != born:
                    return False
                state = read(DeviceState, message.payload)
                return state.state == "ready" and state.at > killed_at

            eventually(announced)
        eventually(lambda: numbers_are_given(demo))
    finally:
        watching.stop()


def test_the_same_folder_again_is_the_same_hall_day_and_sigterm_leaves_nothing(tmp_path: Path) -> None:
    first = Demo(tmp_path)
    try:
        number = first.ask("spare-kiosk", "ticket.issue", queue="advice")["number"]
        pids = [*json.loads((tmp_path / "pids.json").read_text()).values()]
        out, err = first.stop()
        assert (first.process.returncode, out, err) == (0, "", "")
        assert [pid for pid in pids if not gone(pid)] == []
    finally:
        first.process.kill()
    second = Demo(tmp_path)
    try:
        assert second.ask("spare-desk", "ticket.lookup", number=number)["number"] == number
        assert second.ask("spare-kiosk", "ticket.issue", queue="advice")["number"] != number
    finally:
        second.stop()


def test_without_a_desktop_a_page_on_loopback_shows_the_screens_and_the_phones(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    running = subprocess.Popen(
        [*DEMO, "--dir", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    try:
        assert running.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            line = running.stdout.readline()
            assert line, said
            said += line
        pages = re.findall(r"http://127\.0\.0\.1:\S+", said)
        assert len(pages) == 3

        def shows(page: str, words: str) -> bool:
            try:
                with urllib.request.urlopen(page, timeout=5) as answer:
                    return words in answer.read().decode()
            except OSError:
                return False  # not listening yet

        view, password = pages[0].split("#")
        eventually(lambda: shows(view, "<title>小窗 Xiaochuang</title>"))
        assert password.startswith("password="), "behind the #: no server logs it"
        for library in ("core/rfb.js", "vendor/pako/lib/zlib/inflate.js"):
            assert shows(view + library, "export"), "the page is nothing without noVNC's"
        eventually(lambda: shows(pages[1], "Phones"))
        eventually(lambda: shows(pages[2], "用手机评价"))
        vnc = (tmp_path / "log" / "x11vnc.log").read_text
        eventually(lambda: "PORT=" in vnc())
        pids = [*json.loads((tmp_path / "pids.json").read_text()).values()]
    finally:
        running.send_signal(signal.SIGTERM)
        rest, _ = running.communicate(timeout=60)
    assert "stopping …" in rest
    assert [pid for pid in pids if not gone(pid)] == []
