"""Who was at a machine is not found in its memory afterwards: neither the number nor the text of the card."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chip_cards import citizen_text, with_check
from houses import eventually
from sam_peer import SamPeer

from tests.memory_of import remembers

pytestmark = pytest.mark.running

MACHINE = """
import queue, sys
from domain.number_machine.effects import ReadCards
from kiosk.hw.sam import SamCards
from kiosk.hw.wiring import SamWiring
from kiosk.number_machine.parts import Readers

said = queue.SimpleQueue()
cards = SamCards(SamWiring(path=sys.argv[1], poll_ms=20), patience=1.0, today=lambda: "20261121")
readers = Readers(cards, None, key=b"k" * 32, post=lambda one: said.put(type(one).__name__))
readers.start()
readers.listen(ReadCards(on=True))
while True:
    what = said.get()
    if what == "CardGone":
        readers.wipe()
    print(what, flush=True)
"""
"""The readers of both kiosks, on a real port, without their window."""

PLACE = "北京市朝阳区某某街道"
"""Of the address on each card; nobody needs it, so that no text is ever made of it."""


class Machine:
    def __init__(self, port: Path) -> None:
        argv = [sys.executable, "-c", MACHINE, str(port)]
        self._process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)

    def until(self, what: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.strip() == what:
                return
        raise AssertionError(f"it ended before: {what}")

    def remembers(self, *words: bytes) -> bool:
        """Whether one of them stands anywhere in what it can write to."""
        return bool(remembers(self._process.pid, *words))

    def end(self) -> None:
        self._process.kill()
        self._process.wait(30)


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[SamPeer]:
    module = SamPeer(tmp_path)
    yield module
    module.unplug()


@pytest.fixture
def machine(peer: SamPeer) -> Iterator[Machine]:
    made = Machine(peer.path)
    yield made
    made.end()


def test_who_was_there_is_in_no_memory_when_the_card_has_gone(machine: Machine, peer: SamPeer) -> None:
    for visit in range(5):
        number = with_check(f"1101051949{visit + 1:02}1700{visit}")
        peer.text = citizen_text(number, name="李秀兰")
        machine.until("CardRead")
        peer.text = None
        machine.until("CardGone")
        assert not machine.remembers(number.encode("utf-16-le"), PLACE.encode("utf-16-le"), PLACE.encode())
        # A text of Python cannot be overwritten; its place is used again when the person has gone.
        assert eventually(lambda number=number: not machine.remembers(number.encode()), within_s=10)
