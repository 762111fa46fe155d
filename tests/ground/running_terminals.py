"""The terminals of the sample hall without their windows: their real flows, links and files, on a real broker."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.fake_printer import FakePrinter
from bench.mosquitto import Mosquitto
from domain.flow import DOUBLE_TAP_MS, DoneTouched
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Machine, Page
from domain.pad.clerk_state import ClerkState
from domain.pad.review import CitizenState
from domain.views.catalogue import TicketWay
from e_screen.board import EScreenState, start, step
from e_screen.subscriptions import filters
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import dial
from kiosk.number_machine.machine import NumberMachine, Parts
from kiosk.terminal.program import Program
from kiosk.terminal.settings import Terminal
from program.clock import monotonic_ms
from review_pad.seats import citizen_program, clerk_program

PATIENCE_S = 60.0
MOVES_S = 2.0
"""Who stays before the machine touches it so often: a number on paper stands on the screen for 15 s."""


class Terminals:
    """`until` lets them all run until something is so; the test's thread is their main thread."""

    def __init__(self, folder: Path, broker: Mosquitto, *, kiosk: str = "kiosk") -> None:
        self._folder = folder
        self.broker = broker
        self._woken = threading.Event()
        self._moves_at: float | None = None  # of who stays before the machine
        wake = self._woken.set
        self.printer = FakePrinter()
        printing = Parts(printer=self.printer)
        self.machine = NumberMachine(
            self._terminal("kiosk-1", kiosk), self._dial, printing, key=b"key", wake=wake, show=lambda _state: None
        )
        self.clerk = clerk_program(self._terminal("pad-1", "clerk", "w1"), self._dial, wake=wake, show=lambda _s: None)
        self.citizen = citizen_program(
            self._terminal("pad-2", "citizen", "w1"), self._dial, wake=wake, show=lambda _state: None
        )
        self.screen: Program[EScreenState, Any, Any] = Program(
            self._terminal("screen-1", "screen"),
            self._dial,
            name="screen-hall",
            filters=filters,
            state=start("", "zh_CN"),
            step=step,
            wake=wake,
            show=lambda _state: None,
        )
        self._all = (self.machine, self.clerk, self.citizen, self.screen)
        self._runners = (self.machine.runner, self.clerk.runner, self.citizen.runner, self.screen.runner)
        for each in self._all:
            each.start()

    def _terminal(self, device: str, folder: str, window: str | None = None) -> Terminal:
        data = self._folder / folder
        data.mkdir(parents=True, exist_ok=True)
        broker = Broker(port=self.broker.port)
        return Terminal(hall="test-hall", device=device, window=window, data=str(data), broker=broker)

    @property
    def _dial(self) -> Any:
        return dial(Broker(port=self.broker.port))

    @property
    def kiosk_state(self) -> Machine:
        return self.machine.runner.state

    @property
    def clerk_state(self) -> ClerkState:
        return self.clerk.runner.state

    @property
    def citizen_state(self) -> CitizenState:
        return self.citizen.runner.state

    @property
    def screen_state(self) -> EScreenState:
        return self.screen.runner.state

    def until(self, so: Callable[[], Any]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not so():
            assert time.monotonic() < deadline, f"not so after {PATIENCE_S} s; {self.kiosk_state}"
            self._woken.wait(0.02)
            self._woken.clear()
            if self._moves_at is not None and time.monotonic() >= self._moves_at:
                self._moves_at = time.monotonic() + MOVES_S
                self.machine.runner.post(SomewhereTouched())
            for runner in self._runners:
                runner.drain()

    def touch(self, *inputs: object) -> None:
        """At the machine, by someone who is not in a hurry: what is on the screen has stood for a while."""
        for given in inputs:
            self.until(lambda: monotonic_ms() - self.kiosk_state.changed_at > DOUBLE_TAP_MS)
            self.machine.runner.post(given)
            self.machine.runner.drain()

    def take_number(self, *, stay: bool = False) -> str:
        """At the machine: from rest to a number on the screen. The person goes away, or stays before it."""
        self.touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
        self.until(lambda: self.kiosk_state.page is Page.NUMBER)
        given = self.kiosk_state.visit.given
        assert given is not None
        if stay:
            self._moves_at = time.monotonic()
        else:
            self.touch(DoneTouched())
        return given.number

    def stores(self) -> set[str]:
        """Whose snapshots the terminals show; "" for what they do not know yet."""
        known = (
            self.kiosk_state.catalogue,
            self.kiosk_state.queues,
            self.clerk_state.known.window,
            self.clerk_state.known.catalogue,
            self.citizen_state.known.window,
            self.screen_state.calls,
            self.screen_state.queues,
            self.screen_state.catalogue,
            self.screen_state.windows.get("w1"),
        )
        return {snapshot.store if snapshot is not None else "" for snapshot in known}

    @property
    def all_online(self) -> bool:
        states = (self.kiosk_state, self.clerk_state.known, self.citizen_state.known, self.screen_state)
        return all(state.online for state in states)

    def stop(self) -> None:
        for each in self._all:
            each.stop()
