"""Whatever bytes come over a printer's line: they end in a status, and confirm no ticket that was not cut.

The line is a list in memory and time passes only while nothing comes, so nothing here waits.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from escpos_peer import EscposPeer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.statuses import PrinterStatus
from kiosk.hw import escpos_printer, escpos_talk
from kiosk.hw.escpos_printer import EscposPrinter
from kiosk.hw.escpos_talk import EscposTalk
from kiosk.hw.line import LineBusyError, LineGoneError
from kiosk.hw.printer import NotPrinted, Printed, TicketPaper
from kiosk.hw.wiring import PrinterWiring

PAPER = TicketPaper(hall="春晓里", number="A012", queue="养老", ahead="前面 3 人", time="09:30")
TELLING = b"\x00\x03\x10\x12\x14\x16\x1a\x1e\x20\x32\x72\x7e\xff\r\nOK"  # what printers and broken lines do say
FRAMES = 100_000


class Clock:
    """In the place of the module `time`."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 1e-6  # no look at a clock takes no time
        return self.now


class MemoryLine:
    """`said` is what comes next, one piece a read. `takes` is done with what is written."""

    def __init__(self, clock: Clock, takes: Callable[[bytes], None] = lambda _data: None) -> None:
        self.said: deque[bytes] = deque()
        self.takes = takes
        self._clock = clock

    def write(self, data: bytes, _seconds: float) -> None:
        self.takes(data)

    def read(self, seconds: float) -> bytes:
        if self.said:
            return self.said.popleft()
        self._clock.now += max(0.0, seconds)
        return b""

    def close(self) -> None:
        self.said.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(escpos_talk, "time", made)
    monkeypatch.setattr(escpos_printer, "time", made)
    return made


def frame_of(chance: random.Random) -> bytes:
    """Random bytes, or random ones of those that mean something."""
    length = chance.randrange(24)
    return chance.randbytes(length) if chance.random() < 0.3 else bytes(chance.choices(TELLING, k=length))


def nearly(asked: bytes, chance: random.Random) -> bytes:
    """A random frame, or the answers to `asked` with a few bytes changed, lost or put in between."""
    if chance.random() < 0.3:
        return frame_of(chance)
    known: dict[bytes, int] = {}
    said = [known.setdefault(asked[at : at + 3], chance.choice(TELLING)) for at in range(0, len(asked), 3)]
    for _ in range(chance.randrange(3)):
        at = chance.randrange(len(said))
        said[at : at + chance.randrange(2)] = [chance.choice(TELLING)] * chance.randrange(2)
    return bytes(said)


def pieces_of(frame: bytes, chance: random.Random) -> list[bytes]:
    size = chance.randrange(1, 9)
    return [frame[at : at + size] for at in range(0, len(frame), size)]


def answers(asked: bytes, heard: bytes) -> bool:
    """Whether each question of `asked` is answered in `heard`, alike to alike, and another's with another byte."""
    questions = [asked[at : at + 3] for at in range(0, len(asked), 3)]
    said = [byte for byte in heard if not byte & 0x90]
    first: dict[bytes, int] = {}
    return (
        len(said) == len(questions)
        and all(first.setdefault(question, byte) == byte for question, byte in zip(questions, said, strict=True))
        and len(set(first.values())) == len(first)
    )


def test_a_hundred_thousand_random_frames_are_a_status_and_nothing_else(clock: Clock) -> None:
    chance = random.Random(7)
    line = MemoryLine(clock)
    seen = set()
    for _ in range(FRAMES):
        frame = frame_of(chance)
        talk = EscposTalk(line, 0.5)
        line.said.extend(chance.choice(([], [b""])))  # nothing early, so that the frame is heard as answers
        line.said.extend(pieces_of(frame, chance))
        status = talk.status()
        seen.add(status)
        if status.can_print:
            assert sum(byte & 0x93 == 0x12 for byte in frame) >= 4
        line.said.clear()
    assert seen == set(PrinterStatus) - {PrinterStatus.NONE}


def test_a_hundred_thousand_random_frames_confirm_a_ticket_only_if_they_answer_what_was_asked(clock: Clock) -> None:
    chance = random.Random(8)
    line = MemoryLine(clock)
    seen = set()
    for _ in range(FRAMES):
        talk = EscposTalk(line, 0.5)
        line.said.extend(pieces_of(frame_of(chance), chance))
        talk.learn()
        line.said.clear()
        asked = talk.new_proof()
        frame = nearly(asked, chance)
        line.said.extend(pieces_of(frame, chance))
        while line.said:
            talk.listen(0.1)
        assert talk.is_proved == answers(asked, frame)
        seen.add(talk.is_proved)
    assert seen == {True, False}


def test_a_line_that_takes_nothing_or_is_gone_says_so_and_nothing_else(clock: Clock) -> None:
    chance = random.Random(9)

    def fails(data: bytes) -> None:
        if chance.random() < 0.2:
            raise LineBusyError(chance.randrange(len(data)))
        if chance.random() < 0.1:
            raise LineGoneError("pulled")

    line = MemoryLine(clock, fails)
    for _ in range(10_000):
        talk = EscposTalk(line, 0.5)
        line.said.extend(pieces_of(frame_of(chance), chance))
        try:
            assert isinstance(talk.status(), PrinterStatus)
            talk.learn()
        except LineGoneError:
            pass
        line.said.clear()


def test_a_line_that_never_stops_talking_is_asked_no_longer_than_its_deadline(clock: Clock) -> None:
    line = MemoryLine(clock)
    for byte in (b"\x00", b"\xff", b"\x12"):
        line.read = lambda _seconds, byte=byte: byte  # type: ignore[method-assign]
        talk = EscposTalk(line, 0.05)
        begun = clock.now
        assert talk.status() is PrinterStatus.UNKNOWN
        talk.learn()
        assert clock.now - begun < 0.2


noise = st.one_of(
    st.binary(max_size=12),
    st.lists(st.sampled_from(TELLING), max_size=24).map(bytes),
    st.integers(0, 64).map(bytes),
    st.lists(st.sampled_from([b"\x10\x00\x00\x00", b"\x14\x00\x03\x00", b"\x12"]), max_size=5).map(b"".join),
)


@dataclass(frozen=True)
class Mishaps:
    """What befalls a printer within one ticket; `chatter` stands before its answers, again and again or once each."""

    kind: str
    chatter: list[bytes]
    endless: bool
    dip: bytes
    ends_after: int
    piece: int


any_mishaps = st.builds(
    Mishaps,
    kind=st.sampled_from(["none", "stuck", "reboots", "paper ends"]),
    chatter=st.lists(noise, max_size=8),
    endless=st.booleans(),
    dip=noise,
    ends_after=st.integers(0, 400),
    piece=st.integers(1, 64),
)


@settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(mishaps=any_mishaps)
def test_no_noise_confirms_a_ticket_that_does_not_lie_in_the_tray(clock: Clock, mishaps: Mishaps) -> None:
    line = MemoryLine(clock)
    chatter: deque[bytes] = deque()

    def says(answer: bytes) -> None:
        if chatter:
            answer = chatter[0] + answer
            chatter.rotate(-1)
            if not mishaps.endless:
                chatter.pop()
        line.said.extend(answer[at : at + mishaps.piece] for at in range(0, len(answer), mishaps.piece))

    peer = EscposPeer(says)
    line.takes = peer.arrives
    printer = EscposPrinter(PrinterWiring(status_seconds=0.5, print_seconds=2.0))
    printer._talk = EscposTalk(line, 0.5)
    assert printer.status() is PrinterStatus.READY
    chatter.extend(mishaps.chatter)
    peer.stuck = mishaps.kind == "stuck"
    peer.reboots_saying = mishaps.dip if mishaps.kind == "reboots" else None
    peer.ends_after = mishaps.ends_after if mishaps.kind == "paper ends" else None
    outcome = printer.print(PAPER)
    if isinstance(outcome, Printed):
        assert len(peer.paper.tickets) == 1
    else:
        assert isinstance(outcome, NotPrinted)
