"""Frames of the operators' binary protocols: a header of 32-bit numbers that begins with the frame's whole length."""

from __future__ import annotations

import struct
from dataclasses import dataclass

LONGEST = 64 * 1024
ANSWER = 0x8000_0000  # set in the command of an answer, in SMPP and CMPP alike


class BadFrameError(ValueError):
    """These bytes are no frame of the protocol, or not one with that content."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`raw` is the whole frame, its header with it."""

    command: int
    sequence: int
    body: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class Framing:
    """`fields` names the numbers of the header in their order, among them length, command and sequence."""

    fields: tuple[str, ...]

    @property
    def header(self) -> int:
        return 4 * len(self.fields)

    def take(self, buffer: bytearray) -> Frame | None:
        """Cut the first frame off the buffer, if it is whole. Raises `BadFrameError` where no frame can begin."""
        if len(buffer) < self.header:
            return None
        numbers = dict(zip(self.fields, struct.unpack_from(f">{len(self.fields)}I", buffer), strict=True))
        length = numbers["length"]
        if not self.header <= length <= LONGEST:
            raise BadFrameError(f"a frame of {length} bytes")
        if len(buffer) < length:
            return None
        raw = bytes(buffer[:length])
        del buffer[:length]
        return Frame(numbers["command"], numbers["sequence"], raw[self.header :], raw)
