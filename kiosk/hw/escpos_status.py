"""What an ESC/POS printer says about itself: the bits of DLE EOT. Anything else is no answer."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.hw.printer import PrinterStatus

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
    """The status by the answers to all `QUESTIONS`; one that is missing or no status byte makes it unknown.

    Trouble that an answer does tell is told even when another answer is missing.
    """
    heard = {question: answer for question, answer in answers.items() if is_real_time(answer)}
    for status, question, bits in MEANINGS:
        if heard.get(question, 0) & bits and (len(heard) == len(QUESTIONS) or not status.can_print):
            return status
    return PrinterStatus.READY if len(heard) == len(QUESTIONS) else PrinterStatus.UNKNOWN
