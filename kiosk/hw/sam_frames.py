"""The frames between us and the SAM module of an identity-card reader: their bytes, their status words.

`AA AA AA 96 69 | LEN | CMD PARA DATA | CHK`; a reply carries SW1 SW2 SW3 in place of CMD PARA. LEN (two bytes, big
endian) counts everything behind it; CHK makes the XOR of LEN and all that follows zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AA AA AA 96 69")
LENGTH_BYTES = 2
SHORTEST, LONGEST = 4, 2400  # LEN of a bare status; of text, photo and fingerprints, and some room


class Status(IntEnum):
    """SW3."""

    OK = 0x90
    NO_CONTENT = 0x91
    FOUND = 0x9F
    BAD_CHECKSUM = 0x10
    BAD_LENGTH = 0x11
    BAD_COMMAND = 0x21
    NO_AUTHORITY = 0x23
    UNKNOWN_ERROR = 0x24
    CARD_REJECTS_SAM = 0x31
    SAM_REJECTS_CARD = 0x32
    VERIFICATION_FAILED = 0x33
    WRONG_CARD_TYPE = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    SAM_UNAUTHORISED = 0x66
    FIND_FAILED = 0x80
    SELECT_FAILED = 0x81


RESEND = {Status.BAD_CHECKSUM, Status.BAD_LENGTH}  # our frame was disturbed on its way
WRONG_CARD = {Status.CARD_REJECTS_SAM, Status.SAM_REJECTS_CARD, Status.WRONG_CARD_TYPE, Status.VERIFICATION_FAILED}
BROKEN_READER = {Status.NO_AUTHORITY, Status.SELF_TEST_FAILED, Status.SAM_UNAUTHORISED}


@dataclass(frozen=True, slots=True)
class SamCommand:
    """A command with how long its answer has been seen to take, at most. `extra`: not every module may do it."""

    command: bytes
    seconds: float
    extra: bool = False


RESET = SamCommand(b"\x10\xff", 0.5)
SAM_STATUS = SamCommand(b"\x11\xff", 0.3)
FIND_CARD = SamCommand(b"\x20\x01", 0.1)
SELECT_CARD = SamCommand(b"\x20\x02", 0.1)
READ_BASE = SamCommand(b"\x30\x01", 2.0)
NEWEST_ADDRESS = SamCommand(b"\x30\x03", 1.5, extra=True)
BAUD_RATES = (115200, 57600, 38400, 19200, 9600)  # that a module may be set to


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply with a right checksum. `data` is somebody's card: out of `repr`, and wiped after use."""

    status: int
    data: bytearray = field(repr=False)


class Damaged:
    """A frame whose checksum is wrong: ask again."""


def frame(command: bytes) -> bytes:
    """The frame of a command (CMD, PARA and any data)."""
    body = (len(command) + 1).to_bytes(LENGTH_BYTES, "big") + command
    return PREAMBLE + body + bytes((reduce(xor, body),))


ROOM = 16_384
"""Bytes: the longest frame that is not whole yet, and a piece of the line."""

PIECE = ROOM - len(PREAMBLE) - LENGTH_BYTES - LONGEST


class Frames:
    """Finds frames in what the line brings: in pieces, with noise before and between them.

    A card's text is in one buffer, which never moves, and is overwritten as soon as it has been handed out.
    """

    def __init__(self) -> None:
        self._room = bytearray(ROOM)
        self._seen = 0  # how many bytes of it are used

    def feed(self, data: bytes | memoryview) -> list[Reply | Damaged]:
        """The frames that are whole with `data`."""
        found: list[Reply | Damaged] = []
        for at in range(0, len(data), PIECE):
            piece = data[at : at + PIECE]
            self._room[self._seen : self._seen + len(piece)] = piece
            self._seen += len(piece)
            self._take(found)
        return found

    def _take(self, found: list[Reply | Damaged]) -> None:
        with memoryview(self._room) as view:
            while (start := self._start()) is not None:
                length = int.from_bytes(view[start : start + LENGTH_BYTES], "big")
                if not SHORTEST <= length <= LONGEST:
                    self._drop(start)
                    continue
                end = start + LENGTH_BYTES + length
                if self._seen < end:
                    break
                if reduce(xor, view[start:end]):
                    found.append(Damaged())
                    self._drop(start)
                    continue
                found.append(Reply(view[start + 4], bytearray(view[start + 5 : end - 1])))
                self._drop(end)

    def clear(self) -> None:
        """Forget a frame that never became whole."""
        self._drop(self._seen)

    def _start(self) -> int | None:
        """Where LEN stands behind the first preamble; noise before that is dropped."""
        at = self._room.find(PREAMBLE, 0, self._seen)
        if at < 0:
            self._drop(max(0, self._seen - len(PREAMBLE) + 1))
            return None
        self._drop(at)
        start = len(PREAMBLE)
        return start if self._seen >= start + LENGTH_BYTES else None

    def _drop(self, count: int) -> None:
        """What is behind moves to the front; the room that it leaves is overwritten."""
        rest = self._seen - count
        with memoryview(self._room) as view:
            view[:rest] = view[count : self._seen]
            view[rest : self._seen] = bytes(count)
        self._seen = rest
