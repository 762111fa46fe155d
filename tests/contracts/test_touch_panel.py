"""A citizen's touch panel: what its events mean, and python-evdev on a panel that umockdev pretends."""

from __future__ import annotations

import os
import queue
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from umockdev_panel import NODE, tap, write_files

from domain.statuses import TouchStatus
from kiosk.hw.evdev_panel import EvdevPanel
from kiosk.hw.panel import PanelMove, PanelTouch
from kiosk.hw.panel_contacts import Axis, PanelContacts

AXIS = Axis(0, 100)
DOWN, ALONG, UP = PanelMove.DOWN, PanelMove.ALONG, PanelMove.UP
Event = tuple[int, int, int]
REPORT, DROPPED = (0, 0, 0), (0, 3, 0)


def slot(number: int) -> Event:
    return (3, 0x2F, number)


def contact(number: int) -> Event:
    return (3, 0x39, number)


def place(x: int, y: int) -> tuple[Event, Event]:
    return (3, 0x35, x), (3, 0x36, y)


def told(*events: Event, multi: bool = True) -> list[tuple[PanelMove, float, float]]:
    contacts = PanelContacts(AXIS, AXIS, multi=multi)
    return [(touch.move, touch.x, touch.y) for event in events for touch in contacts.event(*event)]


def test_a_finger_is_followed_from_its_touch_to_its_lift() -> None:
    touches = told(contact(7), *place(50, 25), REPORT, (3, 0x35, 60), REPORT, REPORT, contact(-1), REPORT)
    assert touches == [(DOWN, 0.5, 0.25), (ALONG, 0.6, 0.25), (UP, 0.6, 0.25)]


def test_only_the_first_finger_counts_until_it_is_lifted() -> None:
    first, second = (slot(0), contact(1), *place(10, 10)), (slot(1), contact(2), *place(90, 90))
    touches = told(*first, REPORT, *second, REPORT, slot(0), contact(-1), REPORT, slot(1), *place(80, 80), REPORT)
    assert touches == [(DOWN, 0.1, 0.1), (UP, 0.1, 0.1)]
    touches = told(
        *first, REPORT, *second, REPORT, slot(0), contact(-1), REPORT, slot(1), contact(-1), REPORT, contact(3), REPORT
    )
    assert touches[2:] == [(DOWN, 0.9, 0.9)], "once all are lifted a new one counts"


def test_a_finger_that_was_lifted_and_put_down_within_a_moment_is_another_touch() -> None:
    touches = told(contact(1), *place(10, 10), REPORT, contact(2), *place(90, 90), REPORT)
    assert touches == [(DOWN, 0.1, 0.1), (UP, 0.1, 0.1), (DOWN, 0.9, 0.9)]


def test_after_events_were_dropped_no_finger_is_taken_for_another() -> None:
    touches = told(contact(1), *place(10, 10), REPORT, DROPPED, *place(90, 90), REPORT, *place(80, 80), REPORT)
    assert touches == [(DOWN, 0.1, 0.1), (UP, 0.1, 0.1)]


def test_a_panel_for_one_finger_is_understood() -> None:
    touches = told((3, 0, 50), (3, 1, 25), (1, 0x14A, 1), REPORT, (1, 0x14A, 0), REPORT, multi=False)
    assert touches == [(DOWN, 0.5, 0.25), (UP, 0.5, 0.25)]


_codes = [
    slot(0),
    slot(1),
    slot(5),
    contact(1),
    contact(2),
    contact(-1),
    *place(5, 200),
    REPORT,
    DROPPED,
    (1, 0x14A, 1),
]


@given(st.lists(st.sampled_from(_codes), max_size=60))
def test_whatever_comes_each_touch_has_one_begin_and_one_end_and_lies_on_the_panel(events: list[Event]) -> None:
    contacts = PanelContacts(AXIS, AXIS, multi=True)
    touches = [touch for event in events for touch in contacts.event(*event)] + contacts.lift()
    down = False
    for touch in touches:
        assert down is (touch.move is not DOWN)
        down = touch.move is not UP
        assert 0 <= touch.x <= 1
        assert 0 <= touch.y <= 1
    assert not down


# ---- the driver

LISTEN = """
import sys, time
from kiosk.hw.evdev_panel import EvdevPanel
panel = EvdevPanel(sys.argv[1])
panel.start(lambda touch: print(touch.move, round(touch.x, 2), round(touch.y, 2), flush=True))
time.sleep(float(sys.argv[2]))
panel.stop()
"""


@pytest.mark.parametrize("path", [NODE, ""])
def test_python_evdev_reads_a_panel_named_or_found(path: str, tmp_path: Path) -> None:
    first, second = tap(1, 0.5, 0.25), tap(2, 1, 1)
    options = write_files(tmp_path, [(0.3, first[0]), (0.05, first[1]), (0.1, second[0]), (0.05, second[1])])
    done = subprocess.run(
        ["umockdev-run", *options, "--", sys.executable, "-c", LISTEN, path, "1.5"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:4] == ["down 0.5 0.25", "up 0.5 0.25", "down 1.0 1.0", "up 1.0 1.0"]


class FakeDevice:
    """An input device on a pipe. `direct`: it is a touch screen."""

    def __init__(self, path: str, *, direct: bool = True) -> None:
        self.path = path
        self.direct = direct
        self.grabbed = self.closed = False
        self._reading, self.writing = os.pipe()

    def fileno(self) -> int:
        return self._reading

    def grab(self) -> None:
        self.grabbed = True

    def read(self) -> list[Any]:
        data = os.read(self._reading, 4096)
        return [SimpleNamespace(type=t, code=c, value=v) for t, c, v in struct.iter_unpack("=3i", data)]

    def type(self, *events: Event) -> None:
        os.write(self.writing, b"".join(struct.pack("=3i", *event) for event in events))

    def close(self) -> None:
        self.closed = True

    def capabilities(self) -> dict[int, Any]:
        axis = SimpleNamespace(min=0, max=100)
        return {3: [(code, axis) for code in (0x2F, 0x35, 0x36, 0x39)]} if self.direct else {1: [30]}

    def input_props(self) -> list[int]:
        return [1] if self.direct else []


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def panel_among(*devices: FakeDevice, path: str = "") -> EvdevPanel:
    there = {device.path: device for device in devices}

    def opened(path: str) -> FakeDevice:
        if path not in there:
            raise FileNotFoundError(2, "No such file or directory")
        return there[path]

    return EvdevPanel(path, opened, lambda: list(there))


def test_of_two_panels_none_is_guessed_and_the_named_one_is_taken() -> None:
    panel = panel_among(FakeDevice("a"), FakeDevice("b"), FakeDevice("keyboard", direct=False))
    panel.start(lambda _touch: None)
    until(lambda: panel.status is TouchStatus.SEVERAL)
    panel.stop()
    one, other = FakeDevice("a"), FakeDevice("b")
    named = panel_among(one, other, path="b")
    named.start(lambda _touch: None)
    until(lambda: named.status is TouchStatus.READY)
    named.stop()
    assert (one.grabbed, other.grabbed) == (False, True), "taken from the display"


@pytest.mark.parametrize("path", ["", "none", "keyboard"])
def test_what_is_no_panel_is_never_taken_for_one(path: str) -> None:
    keyboard = FakeDevice("keyboard", direct=False)
    panel = panel_among(keyboard, path=path)
    panel.start(lambda _touch: None)
    until(lambda: path != "keyboard" or keyboard.closed)
    panel.stop()
    assert panel.status is TouchStatus.GONE
    assert not keyboard.grabbed


def test_a_panel_that_is_pulled_lifts_its_finger() -> None:
    device = FakeDevice("a")
    heard: queue.Queue[PanelTouch] = queue.Queue()
    panel = panel_among(device)
    panel.start(heard.put)
    device.type(contact(1), *place(50, 50), REPORT)
    assert heard.get(timeout=30).move is DOWN
    os.close(device.writing)
    assert heard.get(timeout=30).move is UP
    panel.stop()
