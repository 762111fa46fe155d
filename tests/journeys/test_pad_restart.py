"""The citizen's screen starts anew in the middle of a review."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pad_sample import CATALOGUE, rating, window

from bench.memory_broker import MemoryBroker
from domain.flow import Arrived
from domain.pad.review import CitizenPage, FaceTouched, SubmitTouched, page
from kiosk.terminal.program import Program
from kiosk.terminal.settings import Terminal
from review_pad.seats import citizen_program


class Citizen:
    """The program without its window, at a broker where no hall is."""

    def __init__(self, folder: Path, broker: MemoryBroker) -> None:
        terminal = Terminal(hall="h1", device="pad-w1", window="w1", data=str(folder))
        self.program: Program[Any, Any, Any] = citizen_program(
            terminal, broker.dial, wake=lambda: None, show=lambda _state: None
        )
        self.program.start()
        self.hears(CATALOGUE)

    def hears(self, snapshot: Any) -> CitizenPage:
        self.program.post(Arrived(snapshot))
        self.program.runner.drain()
        return page(self.program.runner.state)

    def touches(self, touch: object) -> None:
        threading.Event().wait(0.45)  # a touch sooner than that is meant for the screen before
        self.program.post(touch)
        self.program.runner.drain()

    def outbox(self) -> int:
        return len(self.program.link.outbox)


@pytest.fixture
def broker() -> Iterator[MemoryBroker]:
    made = MemoryBroker()
    yield made
    made.close()


def test_a_session_that_was_answered_is_not_asked_again_while_the_answer_is_on_its_way(
    broker: MemoryBroker, tmp_path: Path
) -> None:
    pad = Citizen(tmp_path, broker)
    invited = replace(window(), rating=rating("A012"))
    assert pad.hears(invited) is CitizenPage.FACES
    pad.touches(FaceTouched(5))
    pad.touches(SubmitTouched())
    assert pad.hears(invited) is CitizenPage.THANKS
    for _ in range(1000):
        if pad.outbox():
            break
        threading.Event().wait(0.01)
    assert pad.outbox() == 1
    pad.program.stop()

    again = Citizen(tmp_path, broker)
    assert again.hears(invited) is CitizenPage.CLERK
    assert again.hears(replace(invited, version=2, rating=rating("A013"))) is CitizenPage.FACES
    again.program.stop()


def test_a_session_without_an_answer_is_asked_again(broker: MemoryBroker, tmp_path: Path) -> None:
    pad = Citizen(tmp_path, broker)
    invited = replace(window(), rating=rating("A012"))
    pad.hears(invited)
    pad.touches(FaceTouched(5))
    pad.program.stop()
    again = Citizen(tmp_path, broker)
    assert again.hears(invited) is CitizenPage.FACES
    again.program.stop()
