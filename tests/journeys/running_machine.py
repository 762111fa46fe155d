"""A whole number machine without a window, driven by a test: fakes for its parts, a real broker, a real hall."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from paho.mqtt.client import CallbackAPIVersion, Client, MQTTMessage, MQTTv5

from bench.fake_cards import FakeCards
from bench.fake_printer import FakePrinter
from bench.fake_scanner import FakeScanner
from domain.flow import DOUBLE_TAP_MS, DoneTouched
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Machine, Page
from domain.views.catalogue import TicketWay
from kiosk.hw.cards import CardReader
from kiosk.hw.printer import TicketPrinter
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import dial
from kiosk.number_machine.machine import NumberMachine, Parts
from kiosk.terminal.settings import Terminal
from program.clock import monotonic_ms

TOML = """
id = "longgang"
name = { zh = "龙冈街道政务服务中心", en = "Longgang Service Centre" }
follow_url = "https://hall.example/{hall}/{ticket}"
[rules]
identify = ["card", "phone", "none"]
[[queues]]
id = "social"
prefix = "A"
name = { zh = "社保医保", en = "Social insurance" }
examples = { zh = "参保登记", en = "Enrolment" }
pickup_code = "QJ####"
[[windows]]
id = "w1"
number = "1"
name = { zh = "综合受理", en = "Applications" }
kind = "accept"
serves = [{ queue = "social" }]
[[priorities]]
id = "elder"
name = { zh = "60 岁以上老年人", en = "Aged 60 or over" }
head_start_minutes = 20
min_age = 60
[[calendars]]
id = "default"
sessions = [{ days = [1, 2, 3, 4, 5, 6, 7], opens = 04:00:00, closes = 03:59:59.999 }]
[[clerks]]
id = "lin"
name = { zh = "林晓雯", en = "Lin Xiaowen" }
number = "001"
post = { zh = "综合受理岗", en = "Applications" }
duty = { zh = "接件", en = "Takes applications" }
promise = { zh = "当场接件", en = "Taken at once" }
contact = "8101"
[notices]
signature = "龙冈中心"
called = { zh = "您的号码{number}请到{window}号窗口。", en = "Number {number}: please go to window {window}." }
near = { zh = "您的号码{number}前面还有{ahead}位。", en = "Number {number}: {ahead} ahead of you." }
[[devices]]
id = "m1"
role = "kiosk"
offline = [{ queue = "social", first = 900, last = 949 }]
[[devices]]
id = "desk"
role = "desk"
"""
PATIENCE_S = 60.0
ROOT = Path(__file__).parents[2]


class RunningHall:
    """The hall service as a program of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir()
        (folder / "hall.toml").write_text(TOML, encoding="utf-8")
        self._folder = folder
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "hall", "--config", str(self._folder / "hall.toml")]
        command += ["--data", str(self._folder / "data"), "--broker", f"127.0.0.1:{self._port}"]
        log = (self._folder / "hall.log").open("ab")
        with log:
            self._process = subprocess.Popen(command, stderr=log, cwd=ROOT, env=os.environ)

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)


class RunningMachine:
    """`until` lets it run until something is so; the test's own thread is its main thread. `printer` and `reader`:
    instead of the fake ones."""

    def __init__(
        self, data: Path, port: int, *, printer: TicketPrinter | None = None, reader: CardReader | None = None
    ) -> None:
        self.cards, self.printer, self.scanner = FakeCards(), FakePrinter(), FakeScanner()
        self._woken = threading.Event()
        terminal = Terminal(hall="longgang", device="m1", data=str(data), broker=Broker(port=port))
        self._machine = NumberMachine(
            terminal,
            dial(terminal.broker),
            Parts(reader or self.cards, self.scanner, printer or self.printer),
            key=b"key of the hall",
            wake=self._woken.set,
            show=lambda _state: None,
        )
        self._machine.start()

    @property
    def state(self) -> Machine:
        return self._machine.runner.state

    @property
    def outbox(self) -> int:
        return len(self._machine.program.link.outbox)

    @property
    def number(self) -> str:
        """The number that stands on the screen."""
        given = self.state.visit.given
        return given.number if given and self.state.page is Page.NUMBER else ""

    def until(self, so: Callable[[], Any]) -> RunningMachine:
        deadline = time.monotonic() + PATIENCE_S
        while not so():
            assert time.monotonic() < deadline, f"not so after {PATIENCE_S} s; {self.state}"
            self._woken.wait(0.02)
            self._woken.clear()
            self._machine.runner.drain()
        return self

    def touch(self, *inputs: object) -> RunningMachine:
        """Touches of someone who is not in a hurry: the screen has stood for longer than a double tap takes."""
        for given in inputs:
            self.until(lambda: monotonic_ms() - self.state.changed_at > DOUBLE_TAP_MS)
            self._machine.runner.post(given)
            self._woken.set()
            self._machine.runner.drain()
        return self

    def take_number(self) -> str:
        """From the resting machine to a number on the screen; returns it and goes away."""
        self.touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
        self.until(lambda: self.number)
        number = self.number
        self.touch(DoneTouched())
        return number

    def stop(self) -> None:
        self._machine.stop()


class Ears:
    """Hears everything that goes over the broker."""

    def __init__(self, port: int) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTv5)
        self._client.on_message = self._take
        self._client.connect("127.0.0.1", port)
        self._client.subscribe("#", qos=1)
        self._client.loop_start()

    def _take(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        self.heard.append((message.topic, message.payload))

    def events(self, kind: str) -> list[dict[str, object]]:
        """The committed events of a kind."""
        found = [json.loads(payload) for topic, payload in self.heard if topic == "xc/v1/longgang/event"]
        return [event["data"] for event in found if event["type"].endswith(kind)]

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
