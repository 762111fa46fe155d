"""The pad's two programs, without windows, at a real broker and a real hall service."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.mosquitto import Mosquitto
from demo.folder import DemoFolder
from domain.commands import IssueTicket
from domain.flow import DOUBLE_TAP_MS, Ask
from domain.pad.clerk_actions import Action, Pressed
from domain.pad.clerk_panels import ClerkTouched
from domain.pad.clerk_state import ClerkState, Phase, phase
from domain.pad.review import CitizenPage, CitizenState, FaceTouched, SubmitTouched, TagTouched, page
from domain.views.window import RatingState
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import dial
from kiosk.mqtt.messages import new_id
from kiosk.terminal.program import Program
from kiosk.terminal.settings import Terminal
from program.clock import monotonic_ms
from review_pad.seats import citizen_program, clerk_program

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


def changed_ms(state: ClerkState | CitizenState) -> int:
    """When what a touch means last became something else."""
    changed = state.settled_ms if isinstance(state, ClerkState) else state.changed_ms
    return -DOUBLE_TAP_MS if changed is None else changed


class Seat:
    """One program with its loop turned by hand: `until` drains it until something holds."""

    def __init__(self, make: Callable[..., Program[Any, Any, Any]], terminal: Terminal) -> None:
        self._woken = threading.Event()
        self.program = make(terminal, dial(terminal.broker), wake=self._woken.set, show=lambda _state: None)
        self.program.start()

    @property
    def state(self) -> Any:
        return self.program.runner.state

    def until(self, holds: Callable[[Any], object]) -> Any:
        end = time.monotonic() + PATIENCE_S
        while not holds(self.state):
            assert time.monotonic() < end, self.state
            self._woken.wait(0.5)
            self._woken.clear()
            self.program.runner.drain()
        return self.state

    def touch(self, *touches: object) -> None:
        """Each when the last change is long enough ago: sooner the pad takes no touch."""
        for one in touches:
            self.until(lambda state: monotonic_ms() - changed_ms(state) > DOUBLE_TAP_MS)
            self.program.runner.post(one)
            self.program.runner.drain()


class Hall:
    """The hall service of the demo hall, which knows the key of its citizen's pad."""

    def __init__(self, folder: DemoFolder, port: int) -> None:
        files = ["--config", str(folder.hall_toml), "--data", str(folder.hall_data)]
        self._command = [sys.executable, "-m", "hall", *files, "--broker", f"127.0.0.1:{port}"]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=ROOT)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait(30)


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[Hall]:
    folder = DemoFolder(tmp_path / "demo")
    folder.path.mkdir()
    folder.write_hall(ROOT / "demo/hall.toml", real_hours=False)
    made = Hall(folder, broker.port)
    made.start()
    yield made
    made.kill()


def terminal(broker: Mosquitto, tmp_path: Path, device: str) -> Terminal:
    data = tmp_path / device
    data.mkdir()
    return Terminal(
        hall="chunxiaoli",
        device=device,
        data=str(data),
        window="w1",
        signing_key_file=str(DemoFolder(tmp_path / "demo").signing_key),
        broker=Broker(port=broker.port),
    )


def open_window(clerk: Seat) -> None:
    clerk.until(lambda state: phase(state) is Phase.CLOSED and state.known.online and state.known.catalogue)
    clerk.touch(ClerkTouched("lin"), Pressed(Action.MAIN))
    clerk.until(lambda state: phase(state) is Phase.IDLE)


def somebody_comes(clerk: Seat, elsewhere: Terminal, **collecting: str) -> None:
    """A number is taken, by the supervisor's program."""
    other = Seat(clerk_program, elsewhere)
    try:
        other.until(lambda state: state.known.online)
        queue = clerk.state.known.window.queues[0].id
        other.program.link.ask(Ask("issue", IssueTicket(**(collecting or {"queue": queue})), new_id()))
        clerk.until(lambda state: state.arrival)
    finally:
        other.program.stop()


def serve_one(clerk: Seat, elsewhere: Terminal) -> None:
    """Open, take a number, call, start, finish: the invitation to review is out."""
    open_window(clerk)
    somebody_comes(clerk, elsewhere)
    for then in (Phase.CALLED, Phase.SERVING, Phase.IDLE):
        clerk.touch(Pressed(Action.MAIN))
        clerk.until(lambda state, then=then: phase(state) is then)


def reviewed(state: ClerkState) -> RatingState | None:
    window = state.known.window
    return window.rating.state if window and window.rating else None


def test_a_service_is_reviewed_with_a_signature_that_the_hall_checks(
    broker: Mosquitto, hall: Hall, tmp_path: Path
) -> None:
    clerk = Seat(clerk_program, terminal(broker, tmp_path, "pad-w1-clerk"))
    pad = Seat(citizen_program, terminal(broker, tmp_path, "pad-w1-citizen"))
    try:
        serve_one(clerk, terminal(broker, tmp_path, "spare-desk"))
        pad.until(lambda state: page(state) is CitizenPage.FACES)
        pad.touch(FaceTouched(2), TagTouched("214"), SubmitTouched())
        assert page(pad.state) is CitizenPage.THANKS
        clerk.until(lambda state: reviewed(state) is RatingState.GIVEN)
    finally:
        clerk.program.stop()
        pad.program.stop()


def test_the_clerk_reads_the_pickup_code_of_who_was_called(broker: Mosquitto, hall: Hall, tmp_path: Path) -> None:
    clerk = Seat(clerk_program, terminal(broker, tmp_path, "pad-w1-clerk"))
    pad = Seat(citizen_program, terminal(broker, tmp_path, "pad-w1-citizen"))
    try:
        open_window(clerk)
        somebody_comes(clerk, terminal(broker, tmp_path, "spare-desk"), pickup="QJ20260417")
        clerk.touch(Pressed(Action.MAIN))
        assert clerk.until(lambda state: state.pickup and state.pickup.code).pickup.code == "QJ20260417"
        pad.until(lambda state: state.known.window and state.known.window.ticket)
        assert "QJ20260417" not in repr(pad.state)
        for then in (Phase.SERVING, Phase.IDLE):
            clerk.touch(Pressed(Action.MAIN))
            clerk.until(lambda state, then=then: phase(state) is then)
        assert clerk.state.pickup is None
    finally:
        clerk.program.stop()
        pad.program.stop()


def test_refusals_of_the_hall_reach_the_clerk(broker: Mosquitto, hall: Hall, tmp_path: Path) -> None:
    clerk = Seat(clerk_program, terminal(broker, tmp_path, "pad-w1-clerk"))
    try:
        open_window(clerk)
        clerk.touch(Pressed(Action.MAIN))
        assert clerk.until(lambda state: state.notice).notice.code == "queue.empty"
        somebody_comes(clerk, terminal(broker, tmp_path, "spare-desk"))
        clerk.touch(Pressed(Action.MAIN))
        clerk.until(lambda state: phase(state) is Phase.CALLED and state.pending is None)
        clerk.touch(Pressed(Action.NO_SHOW))
        assert clerk.until(lambda state: state.notice).notice.ready_ms is not None
    finally:
        clerk.program.stop()


def test_a_review_given_while_the_hall_is_away_reaches_it_when_it_is_back(
    broker: Mosquitto, hall: Hall, tmp_path: Path
) -> None:
    clerk = Seat(clerk_program, terminal(broker, tmp_path, "pad-w1-clerk"))
    pad = Seat(citizen_program, terminal(broker, tmp_path, "pad-w1-citizen"))
    try:
        serve_one(clerk, terminal(broker, tmp_path, "spare-desk"))
        pad.until(lambda state: page(state) is CitizenPage.FACES)
        hall.kill()
        pad.until(lambda state: not state.known.online)
        pad.touch(FaceTouched(5), SubmitTouched())
        assert page(pad.state) is CitizenPage.THANKS
        pad.until(lambda _state: len(pad.program.link.outbox) == 1)
        hall.start()
        clerk.until(lambda state: reviewed(state) is RatingState.GIVEN)
    finally:
        clerk.program.stop()
        pad.program.stop()
