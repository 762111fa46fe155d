"""The conversation with an ESC/POS printer on one open line: what it is asked, and which bytes count as its answers."""

from __future__ import annotations

import time

from kiosk.hw.escpos_proof import IN_ORDER, Proof, in_order
from kiosk.hw.escpos_status import QUESTIONS, ask, is_real_time, status_of
from kiosk.hw.line import LineBusyError
from kiosk.hw.printer import PrinterStatus
from kiosk.hw.printer_line import Line


class EscposTalk:
    """`seconds` is how long a round of questions may take. All but `close` raise `LineGoneError`."""

    def __init__(self, line: Line, seconds: float) -> None:
        self._line = line
        self._seconds = seconds
        self._tells_apart: tuple[bytes, ...] = ()  # questions of IN_ORDER; empty: not learnt yet
        self._proof: Proof | None = None

    def status(self) -> PrinterStatus:
        """All four questions, within one deadline. A printer that answers nothing is unknown, never fine."""
        end = time.monotonic() + self._seconds
        while time.monotonic() < end and (early := self._line.read(0.0)):
            self._notice(early)  # status bytes that nobody asked for yet say nothing
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
        """Once, while the printer rests: find another question of `IN_ORDER` that it answers with another byte than
        the first. True if anything was asked; the line is to be heard out then, as by `status`."""
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
        """What to send behind a ticket, or behind nothing; from here on its answers are listened for."""
        self._proof = Proof(self._tells_apart or IN_ORDER[:1])
        return self._proof.asked

    @property
    def is_proved(self) -> bool:
        return self._proof is not None and self._proof.holds

    def write(self, data: bytes, seconds: float) -> None:
        """Write all of `data` within `seconds`. Raises `LineBusyError`."""
        self._line.write(data, seconds)

    def listen(self, seconds: float) -> None:
        """Take what comes within `seconds`."""
        self._notice(self._line.read(seconds))

    def close(self) -> None:
        self._line.close()

    def _answer(self, end: float) -> int | None:
        """The first status byte before `end`; noise is passed over."""
        while (left := end - time.monotonic()) > 0:
            heard = self._line.read(left)
            self._notice(heard)
            for answer in heard:
                if is_real_time(answer):
                    return answer
        return None

    def _alone(self, question: bytes, end: float) -> bytes:
        """What is answered to one question in order, before `end`."""
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
