"""A card reader with a USB cable on `usb_testbed.py`: a CCID reader (USB class 0B), driven by the real libccid.

    umockdev-wrapper /usr/bin/python3 usb_card_reader.py HAND SLOT COMMAND …

HAND and SLOT are file descriptors that it inherits. SLOT is a listening socket: whoever connects is the card, as
vpcd's cards are (`bench/virtual_card.py`); a card in a reader that is pulled loses its connection.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import sys

from usb_testbed import Bed, run

MODEL = (0x04E6, 0x5116)  # one of those that libccid knows: SCM SCR 3310
CHANGES, COMMANDS, ANSWERS = 0x81, 0x02, 0x83  # endpoints

POWER_ON, POWER_OFF, SLOT_STATUS, TRANSFER = 0x62, 0x63, 0x65, 0x6F  # CCID 1.10 §6.1, PC to reader
DATA, STATUS, SLOT_CHANGE = 0x80, 0x81, 0x50  # §6.2 and §6.3, reader to PC
HEADER = struct.Struct("<BIBBBBB")  # type, length, slot, sequence, status, error, the rest
FAILED, MUTE = 0x40, 0xFE
ACTIVE, INACTIVE, ABSENT = 0, 1, 2

CARD_POWER_OFF, CARD_POWER_ON, CARD_ATR = b"\x00", b"\x01", b"\x04"  # vpcd's orders
ATR_SECONDS = 5.0

ABILITIES = struct.pack(
    "<BBHBBIIIBIIBIIIIIBBHBB",
    *(54, 0x21, 0x0110, 0, 7, 3),  # one slot, all voltages, T=0 and T=1
    *(4000, 4000, 0, 10752, 10752, 0),  # clock in kHz, rate in bit/s
    *(254, 0, 0, 0x0002007A, 271),  # it sees to the card's parameters itself and takes whole short APDUs
    *(0xFF, 0xFF, 0, 0, 1),
)
ENDPOINTS = b"".join(
    struct.pack("<BBBBHB", 7, 5, endpoint, kind, size, pause)
    for endpoint, kind, size, pause in ((CHANGES, 3, 8, 16), (COMMANDS, 2, 64, 0), (ANSWERS, 2, 64, 0))
)
INTERFACE = struct.pack("<9B", 9, 4, 0, 0, 3, 0x0B, 0, 0, 0) + ABILITIES + ENDPOINTS
CONFIGURATION = struct.pack("<BBHBBBBB", 9, 2, 9 + len(INTERFACE), 1, 1, 0, 0x80, 50) + INTERFACE


class CardReader:
    descriptors = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x200, 0, 0, 0, 64, *MODEL, 0x400, 0, 0, 0, 1) + CONFIGURATION

    def __init__(self, slot: socket.socket) -> None:
        self._slot = slot
        self._slot.setblocking(False)
        self._card: socket.socket | None = None
        self._powered = False
        self._told_present = False
        self._answers: list[bytes] = []
        self._awaited: int | None = None  # the sequence number of the command that the card works on
        self._heard = b""  # of its answer

    def hears(self, data: bytes) -> None:
        kind, length, _, sequence, *_ = HEADER.unpack_from(data)
        self._look()
        if kind == POWER_ON:
            self._power_on(sequence)
        elif kind == TRANSFER and self._powered:
            self._transfer(sequence, data[HEADER.size : HEADER.size + length])
        elif kind in {POWER_OFF, SLOT_STATUS}:
            if kind == POWER_OFF and self._powered:
                self._order(CARD_POWER_OFF)
                self._powered = False
            self._answer(STATUS, sequence)
        else:
            self._answer(DATA, sequence, failed=True)

    def says(self, endpoint: int) -> bytes | None:
        self._look()
        if endpoint == CHANGES:
            present = self._card is not None
            changed, self._told_present = present is not self._told_present, present
            return bytes((SLOT_CHANGE, 2 | present)) if changed else None
        if self._awaited is not None:
            self._listen(self._awaited)
        return self._answers.pop(0) if self._answers else None

    def loses_power(self) -> None:
        self._drop()
        self._answers.clear()
        self._awaited = None
        self._told_present = False

    def _look(self) -> None:
        """Whether the card still lies there, or one came."""
        with contextlib.suppress(BlockingIOError):
            if self._card is None:
                self._card, _ = self._slot.accept()
                self._card.setblocking(False)
            elif self._awaited is None and not _peek(self._card):
                self._drop()

    def _power_on(self, sequence: int) -> None:
        atr = b""
        if self._card is not None:
            try:
                self._order(CARD_POWER_ON)
                self._order(CARD_ATR)
                self._card.settimeout(ATR_SECONDS)
                (length,) = struct.unpack(">H", self._card.recv(2, socket.MSG_WAITALL))
                atr = self._card.recv(length, socket.MSG_WAITALL)
                self._card.setblocking(False)
            except (OSError, struct.error):
                self._drop()
        self._powered = bool(atr)
        self._answer(DATA, sequence, atr, failed=not atr)

    def _transfer(self, sequence: int, command: bytes) -> None:
        self._awaited, self._heard = sequence, b""
        self._order(command)

    def _listen(self, sequence: int) -> None:
        """For the card's answer; one that goes in the middle of it has none."""
        try:
            more = self._card.recv(4096) if self._card is not None else b""
        except BlockingIOError:
            return
        except OSError:
            more = b""
        self._heard += more
        whole = len(self._heard) >= 2 and len(self._heard) - 2 >= struct.unpack_from(">H", self._heard)[0]
        if whole or not more:
            self._awaited = None
            if not more:
                self._drop()
            self._answer(DATA, sequence, self._heard[2:] if whole else b"", failed=not whole)

    def _order(self, frame: bytes) -> None:
        if self._card is not None:
            with contextlib.suppress(OSError):  # what listens next finds that the card is gone
                self._card.sendall(struct.pack(">H", len(frame)) + frame)

    def _answer(self, kind: int, sequence: int, data: bytes = b"", *, failed: bool = False) -> None:
        state = ABSENT if self._card is None else ACTIVE if self._powered else INACTIVE
        status, error = (state | FAILED, MUTE) if failed else (state, 0)
        self._answers.append(HEADER.pack(kind, len(data), 0, sequence, status, error, 0) + data)

    def _drop(self) -> None:
        if self._card is not None:
            self._card.close()
        self._card = None
        self._powered = False


def _peek(card: socket.socket) -> bytes:
    """Empty once the card is gone; raises `BlockingIOError` while it lies there."""
    try:
        return card.recv(1, socket.MSG_PEEK)
    except ConnectionError:
        return b""


def main() -> int:
    hand, slot = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    return run(Bed(CardReader(slot)), hand, sys.argv[3:])


if __name__ == "__main__":
    sys.exit(main())
