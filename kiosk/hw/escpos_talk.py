"""The conversation with an ESC/POS printer on one open line: what it is asked, and which bytes count as its answers.

Status: the bits of DLE EOT. Anything else is no answer.

Proof that the printer has done everything it was sent: answers that cannot be noise. The answer to a single `GS r` is
00, and so is a break on the line, a line end, or half an automatic status. So a random row of questions follows the
cut, drawn for each ticket from two questions that this printer answers differently. The answers must have exactly the
same pattern.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence

from domain.statuses import PrinterStatus
from kiosk.hw.line import LineBusyError
from kiosk.hw.printer_line import DeviceLine


class EscposTalk:
    """`seconds` is how long a round of questions may take. All but `close` raise `LineGoneError`."""

    def __init__(self, line: DeviceLine, seconds: float) -> None:
        self._line = line
        self._seconds = seconds
        self._tells_apart: tuple[bytes, ...] = ()  # questions of IN_ORDER; empty: not learnt yet
        self._proof: Proof | None = None

    def status(self) -> PrinterStatus:
        """All four questions, within one deadline. A printer that answers nothing is unknown, never fine."""
        end = time.monotonic() + self._seconds
        while time.monotonic() < end and (early := self._line.read(0.0)):
            self._notice(early)  # status bytes that came before the questions do not count
        answers: dict[int, int] = {}
        for question in QUESTIONS:
            try:
                self._line.write(ask(question), max(0.0, end - time.monotonic()))
            except LineBusyError:
                break
            answer = self._answer(end)
            if answer is None:
                break
            answers[question] = answer
        return status_of(answers)

    def learn(self) -> bool:
        """Find a question of `IN_ORDER` that the printer answers with another byte than the first one. Done once, while
        the printer is idle. True if anything was asked: then the caller must read the line empty, as `status` does."""
        if self._tells_apart:
            return False
        first, *others = IN_ORDER
        self._tells_apart = (first,)
        end = time.monotonic() + self._seconds
        usual = self._alone(first, end)
        for question in others:
            answer = self._alone(question, end)
            if len(answer) == len(usual) == 1 and answer != usual:
                self._tells_apart = (first, question)
                break
        return True

    def new_proof(self) -> bytes:
        """The bytes of a new proof, to be sent behind a ticket or alone. From now on its answers are expected."""
        self._proof = Proof(self._tells_apart or IN_ORDER[:1])
        return self._proof.asked

    @property
    def is_proved(self) -> bool:
        return self._proof is not None and self._proof.holds

    def write(self, data: bytes, seconds: float) -> None:
        """Write all of `data` within `seconds`. Raises `LineBusyError`."""
        self._line.write(data, seconds)

    def listen(self, seconds: float) -> None:
        """Read what comes within `seconds`."""
        self._notice(self._line.read(seconds))

    def close(self) -> None:
        self._line.close()

    def _answer(self, end: float) -> int | None:
        """The first status byte before `end`; noise is skipped."""
        while (left := end - time.monotonic()) > 0:
            heard = self._line.read(left)
            self._notice(heard)
            for answer in heard:
                if is_real_time(answer):
                    return answer
        return None

    def _alone(self, question: bytes, end: float) -> bytes:
        """The answer to one question of `IN_ORDER`, before `end`."""
        answer = b""
        try:
            self._line.write(question, max(0.0, end - time.monotonic()))
        except LineBusyError:
            return b""
        while not answer and (left := end - time.monotonic()) > 0:
            answer = in_order(self._line.read(left))
        return answer

    def _notice(self, heard: bytes) -> None:
        if self._proof is not None:
            self._proof.hear(heard)


PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER = 1, 2, 3, 4
QUESTIONS = (PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER)

REAL_TIME_MASK, REAL_TIME_FIXED = 0x93, 0x12  # 02 and 10 are always set, 01 and 80 never

# Each status with the questions and bits that mean it, the most telling first: an open cover also stops the paper,
# and both make the printer offline.
MEANINGS: tuple[tuple[PrinterStatus, int, int], ...] = (
    (PrinterStatus.COVER_OPEN, OFFLINE_CAUSE, 0x04),
    (PrinterStatus.PAPER_OUT, PAPER, 0x60),
    (PrinterStatus.PAPER_OUT, OFFLINE_CAUSE, 0x20),
    (PrinterStatus.CUTTER, ERROR_CAUSE, 0x08),
    (PrinterStatus.OFFLINE, ERROR_CAUSE, 0x64),  # an error of another kind: it does not print
    (PrinterStatus.OFFLINE, OFFLINE_CAUSE, 0x40),
    (PrinterStatus.OFFLINE, PRINTER, 0x28),
    (PrinterStatus.NEAR_END, PAPER, 0x0C),
)


def ask(question: int) -> bytes:
    """DLE EOT: answered at once, whatever the printer is busy with."""
    return bytes((0x10, 0x04, question))


FORGET_REST = b"\x10\x05\x02" + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE ENQ 2 and DLE DC4 8: forget what is in the buffer, so that no rest of a ticket comes out when paper is back."""


def is_real_time(answer: int) -> bool:
    return answer & REAL_TIME_MASK == REAL_TIME_FIXED


def status_of(answers: Mapping[int, int]) -> PrinterStatus:
    """The status from the answers to all `QUESTIONS`. It is UNKNOWN if an answer is missing or is no status byte.

    A fault in one answer counts even if another answer is missing.
    """
    heard = {question: answer for question, answer in answers.items() if is_real_time(answer)}
    for status, question, bits in MEANINGS:
        if heard.get(question, 0) & bits and (len(heard) == len(QUESTIONS) or not status.can_print):
            return status
    return PrinterStatus.READY if len(heard) == len(QUESTIONS) else PrinterStatus.UNKNOWN


ANSWER_MASK, ANSWER_FIXED = 0x90, 0x00  # 10 and 80 never; DLE EOT always has 10

IN_ORDER = (b"\x1d\x72\x01", b"\x1d\x72\x02", b"\x1d\x49\x01", b"\x1d\x49\x02")
"""GS r 1 (paper), GS r 2 (drawer), GS I 1 (model), GS I 2 (type): one byte each, when all before has been done.
The first is known to all printers with `in_order_status`; GS r 2 and GS I tell nothing that is needed here."""

PAIR_ROW = 8
LONE_ROW = range(6, 22)


class Proof:
    """The proof for one ticket. `questions`: those of `IN_ORDER` to ask, two or only one."""

    def __init__(self, questions: Sequence[bytes]) -> None:
        self._row = _drawn(questions)
        self._heard = b""

    @property
    def asked(self) -> bytes:
        return b"".join(self._row)

    def hear(self, heard: bytes) -> None:
        """Take in bytes that came since the ticket was sent. Answers to DLE EOT, and other bytes, do not count."""
        self._heard = (self._heard + in_order(heard))[: len(self._row) + 1]  # one too many is enough

    @property
    def holds(self) -> bool:
        """Whether every question has its answer: the same questions the same answer, different ones different
        answers."""
        if len(self._heard) != len(self._row):
            return False
        pairs = set(zip(self._row, self._heard, strict=True))
        return len(pairs) == len(set(self._row)) == len(set(self._heard))


def in_order(heard: bytes) -> bytes:
    """Those bytes that may answer a question of `IN_ORDER`."""
    return bytes(answer for answer in heard if answer & ANSWER_MASK == ANSWER_FIXED)


def _drawn(questions: Sequence[bytes]) -> list[bytes]:
    """A random row that contains every question; with a single question, its length is random."""
    if len(questions) == 1:
        return [*questions] * secrets.choice(LONE_ROW)
    while True:
        row = [secrets.choice(questions) for _ in range(PAIR_ROW)]
        if len(set(row)) == len(questions):
            return row
