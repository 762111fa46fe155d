"""Every screen program beside a bare Kivy program of the same size: first frame, memory, idle work; and a call's way.

What counts is when the glass changed (`glass.py`), so nothing is built into the programs for it.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from benchmarks.demo_hall import HALL, demo_hall
from benchmarks.glass import Glass, glass
from benchmarks.row import Row, percentile
from benchmarks.service import rss_mb
from demo.folder import SEATS, DemoFolder, Seat
from demo.programs import COMMANDS
from demo.stage import PLACES
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.topics import Topics

STARTS = 5
IDLE_S = 60.0  # six looks at the own health, and 6,000 ticks of the clock that counts CPU time
CALLS = 40
NEWEST = (0.1, 0.36)
"""Where the newest call stands on the hall's screen, as parts of the height: below it pages turn by themselves."""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Look:
    """One program, on its own glass. `idle` is the share of a core it uses when nothing happens."""

    first_frame_s: float
    rss_mb: float
    idle: float


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextlib.contextmanager
def on(shown: Glass, argv: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """A program on this glass, and the seconds to its first frame."""
    env = {**os.environ, "DISPLAY": shown.display, "SDL_VIDEODRIVER": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
    before = shown.sample()
    start = time.perf_counter()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        process = subprocess.Popen(
            [sys.executable, "-P", *argv], env=env, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, text=True
        )
    try:
        yield process, shown.wait_change(before, timeout_s=30) - start
    finally:
        process.terminate()
        process.wait(15)


def watch(floor: Sequence[str], ours: Sequence[str], width: int, height: int) -> tuple[Look, Look]:
    """Each the median of a few starts, taken by turns; then both at rest at the same time, each on its own glass.

    The same program may use twice as much of a core a few minutes later, on a machine that others use too.
    """
    first: tuple[list[float], list[float]] = ([], [])
    for _ in range(STARTS):
        for argv, took in zip((floor, ours), first, strict=True):
            with glass(width, height) as shown, on(shown, argv) as (_process, seconds):
                took.append(seconds)
    with contextlib.ExitStack() as stack:
        glasses = [stack.enter_context(glass(width, height)) for _ in first]
        shows = zip(glasses, (floor, ours), strict=True)
        pids = [stack.enter_context(on(shown, argv))[0].pid for shown, argv in shows]
        for shown in glasses:
            shown.settle(still_s=2.0)
        before = [cpu_s(pid) for pid in pids]
        time.sleep(IDLE_S)
        idle = [(cpu_s(pid) - earlier) / IDLE_S for pid, earlier in zip(pids, before, strict=True)]
        memory = [rss_mb(pid) for pid in pids]
    at_rest, at_work = (Look(percentile(first[n], 0.5), memory[n], idle[n]) for n in (0, 1))
    return at_rest, at_work


def bare_argv(width: int, height: int) -> list[str]:
    return [str(Path(__file__).with_name("bare_kivy.py")), f"{width}x{height}"]


def programs(folder: DemoFolder, port: int) -> list[Row]:
    rows: list[Row] = []
    for seat in SEATS:
        place = replace(PLACES[seat.program], left=0, top=0)
        size = (place.width, place.height)
        config = folder.write_seat(seat, HALL, port, place)
        floor, ours = watch(bare_argv(*size), [*COMMANDS[seat.program], "--config", str(config)], *size)
        rows += [
            Row(name=f"{seat.program}: first frame", unit="s", ours=ours.first_frame_s, floor=floor.first_frame_s,
                aim="<= 1.5 x", met=ours.first_frame_s <= 1.5 * floor.first_frame_s),
            Row(name=f"{seat.program}: RSS", unit="MB", ours=ours.rss_mb, floor=floor.rss_mb,
                aim="<= floor + 60", met=ours.rss_mb <= floor.rss_mb + 60),
            Row(name=f"{seat.program}: idle CPU", unit="% of a core", ours=ours.idle * 100, floor=floor.idle * 100,
                aim="<= 0.4 x", met=ours.idle <= 0.4 * floor.idle),
        ]  # fmt: skip
    return rows


class Supervisor:
    """The supervisor's device: asks, and waits for the answer."""

    def __init__(self, port: int) -> None:
        self._topics = Topics(HALL)
        self._answered = threading.Event()
        self._waiting_for = ""
        self._data: dict[str, str] = {}
        self._client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        ready = threading.Event()
        self._client.on_connect = lambda client, *_: client.subscribe(self._topics.reply("spare-desk"), qos=1)
        self._client.on_subscribe = lambda *_: ready.set()
        self._client.on_message = self._take
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        if not ready.wait(10):
            raise TimeoutError("no broker")

    def _take(self, _client: paho.Client, _userdata: object, message: paho.MQTTMessage) -> None:
        answer = json.loads(message.payload)
        if answer["id"] == self._waiting_for:
            if not answer["ok"]:
                raise RuntimeError(answer["error"])
            self._data = answer.get("data", {})
            self._answered.set()

    def send(self, kind: str, **data: object) -> None:
        self._waiting_for = new_id()
        self._answered.clear()
        properties = Properties(PacketTypes.PUBLISH)
        properties.ResponseTopic = self._topics.reply("spare-desk")
        request = {"id": self._waiting_for, "type": kind, "data": data}
        self._client.publish(self._topics.command("spare-desk"), json.dumps(request), qos=1, properties=properties)

    def answer(self) -> dict[str, str]:
        if not self._answered.wait(10):
            raise TimeoutError("the hall did not answer")
        return self._data

    def ask(self, kind: str, **data: object) -> dict[str, str]:
        self.send(kind, **data)
        return self.answer()

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


def calls(folder: DemoFolder, port: int, seat: Seat) -> list[Row]:
    """From the clerk's request leaving to the number on the hall's screen, beside a label's change."""
    place = replace(PLACES[seat.program], left=0, top=0)
    floor, ours = [], []
    with glass(place.width, place.height) as shown, on(shown, bare_argv(place.width, place.height)) as (process, _):
        assert process.stdin is not None
        for number in range(CALLS):
            before = shown.settle(still_s=0.2)
            start = time.perf_counter()
            process.stdin.write(f"A{number:03}\n")
            process.stdin.flush()
            floor.append(shown.wait_change(before, timeout_s=10) - start)
    config = folder.write_seat(seat, HALL, port, place)
    supervisor = Supervisor(port)
    supervisor.ask("window.open", window="w1", clerk="lin")
    with (
        glass(place.width, place.height) as screen,
        on(screen, [*COMMANDS[seat.program], "--config", str(config)]) as (process, _),
    ):
        screen.settle(still_s=2.0)
        shown = replace(screen, top=NEWEST[0], bottom=NEWEST[1])
        for _ in range(CALLS):
            supervisor.ask("ticket.issue", queue="elderly")
            before = shown.settle(still_s=3.0)  # after the pulses of the call before
            start = time.perf_counter()
            supervisor.send("ticket.call_next", window="w1")
            ours.append(shown.wait_change(before, timeout_s=10) - start)
            ticket = supervisor.answer()["ticket"]
            supervisor.ask("ticket.start", window="w1", ticket=ticket)
            supervisor.ask("ticket.finish", window="w1", ticket=ticket)
    supervisor.close()
    rows = []
    for share, limit in ((0.5, 50), (0.99, 150)):
        took = percentile(ours, share) * 1e3
        rows.append(
            Row(name=f"call -> drawn on the hall screen, p{share * 100:.0f}", unit="ms", ours=took,
                floor=percentile(floor, share) * 1e3, aim=f"<= {limit} ms", met=took <= limit)
        )  # fmt: skip
    return rows


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name, demo_hall(Path(name)) as (folder, port):
        seat = next(seat for seat in SEATS if seat.program == "screen-hall")
        return [*programs(folder, port), *calls(folder, port, seat)]
