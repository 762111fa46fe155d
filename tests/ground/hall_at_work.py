"""People at work in a running hall, for tests that break the ground under it: machines that give numbers, clerks that
call them. Each on a thread of its own, each goes on whatever happens, and each remembers what a person has seen.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.fake_printer import FakePrinter
from domain.flow import DOUBLE_TAP_MS, DoneTouched
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Machine, Page
from domain.views.catalogue import TicketWay
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import dial
from kiosk.number_machine.machine import NumberMachine, Parts
from kiosk.terminal.settings import Terminal
from program.clock import monotonic_ms
from tests.hall.mqtt_asker import Asker

NUMBER_S = 15.0
"""So long somebody stands before a machine that shows no number, and goes away."""

PAUSE_S = 0.42


class MachineAtWork(threading.Thread):
    """A number machine without its window: its real flow, link, files. One person after the other takes a number.

    `shown`: every number that stood on its screen, and which of its people saw it.
    """

    def __init__(self, device: str, hall: str, port: int, folder: Path, queues: list[str]) -> None:
        super().__init__(name=device, daemon=True)
        self.shown: dict[str, set[int]] = {}
        self._person = 0
        self._queues = itertools.cycle(queues)
        self._woken = threading.Event()
        self._ended = threading.Event()
        folder.mkdir(parents=True, exist_ok=True)
        broker = Broker(port=port)
        self._machine = NumberMachine(
            Terminal(hall=hall, device=device, data=str(folder), broker=broker),
            dial(broker),
            Parts(printer=FakePrinter()),
            key=b"key",
            wake=self._woken.set,
            show=self._look,
        )

    def run(self) -> None:
        self._machine.start()
        while not self._ended.is_set():
            self._person += 1
            self._touch(SomewhereTouched(), QueueChosen(next(self._queues)), WayChosen(TicketWay.NONE))
            self._until(lambda: self._state.page is not Page.WHO, 1.0)
            if self._state.page is Page.PRIORITY:
                self._touch(PriorityChosen(None))
            self._until(lambda: self._state.page in {Page.NUMBER, Page.PROBLEM, Page.HOME}, NUMBER_S)
            self._touch(DoneTouched(), DoneTouched())
        self._until(lambda: not self._state.visit.request, NUMBER_S)
        self._machine.stop()

    def end(self) -> None:
        self._ended.set()
        self.join(60)
        assert not self.is_alive()

    @property
    def _state(self) -> Machine:
        return self._machine.runner.state

    def _look(self, state: Machine) -> None:
        given = state.visit.given
        if state.page is Page.NUMBER and given is not None:
            self.shown.setdefault(given.number, set()).add(self._person)

    def _touch(self, *inputs: Any) -> None:
        for given in inputs:
            self._until(lambda: False, PAUSE_S)
            self._until(lambda: monotonic_ms() - self._state.changed_at > DOUBLE_TAP_MS, NUMBER_S)
            self._machine.runner.post(given)
            self._machine.runner.drain()

    def _until(self, so: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not so() and time.monotonic() < deadline:
            self._woken.wait(0.05)
            self._woken.clear()
            self._machine.runner.drain()


class ClerkAtWork(threading.Thread):
    """Opens a window, calls, serves, finishes; opens it again when it is shut. `served`: the numbers, in order."""

    def __init__(self, device: str, hall: str, port: int, window: str, clerk: str, pin: str) -> None:  # noqa: PLR0917
        super().__init__(name=f"clerk-{window}", daemon=True)
        self.served: list[str] = []
        self._asker = Asker(port, hall, f"clerk-{window}")
        self._device, self._window, self._clerk, self._pin = device, window, clerk, pin
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(AssertionError):  # nobody answered in time
                self._one()

    def end(self) -> None:
        self._ended.set()
        self.join(60)
        assert not self.is_alive()
        self._asker.close()

    def _one(self) -> None:
        called = self._ask("ticket.call_next")
        if called["ok"]:
            ticket = called["data"]["ticket"]
            time.sleep(0.1)
            self._ask("ticket.start", ticket=ticket)
            time.sleep(0.1)
            if self._ask("ticket.finish", ticket=ticket)["ok"]:
                self.served.append(called["data"]["number"])
            return
        code = called["error"]["code"]
        if code == "window.busy":
            self._let_go()
        elif code == "window.not_open":
            self._ask("window.open", clerk=self._clerk, pin=self._pin)
        time.sleep(0.3)

    def _let_go(self) -> None:
        """Whoever was called before the hall went away is here still."""
        current = self._asker.retained(self._asker.topics.window_state(self._window)).get("ticket")
        if current is not None:
            self._ask("ticket.start", ticket=current["ticket"])
            if self._ask("ticket.finish", ticket=current["ticket"])["ok"]:
                self.served.append(current["number"])

    def _ask(self, type_: str, **data: Any) -> dict[str, Any]:
        return self._asker.ask(self._device, type_, {"window": self._window, **data}, timeout_s=5.0)
