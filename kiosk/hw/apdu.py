"""Commands to a chip card (ISO 7816-4): send one, follow 61xx and 6Cxx to the whole answer."""

from __future__ import annotations

from typing import Protocol

OK = 0x9000
SECURITY_NOT_SATISFIED = 0x6982
MORE_DATA = 0x61
WRONG_LENGTH = 0x6C
MOST_ROUNDS = 8  # a card that keeps promising more is broken
LONGEST_ANSWER = 4096


class CardGoneError(Exception):
    """The card was pulled, or gives no (whole) answer any more."""


class Link(Protocol):
    """A powered card. `send` returns the answer with its two status bytes, or raises `CardGoneError`."""

    def send(self, command: bytes) -> bytearray: ...


def exchange(link: Link, command: bytes) -> tuple[bytearray, int]:
    """The whole answer to `command` and its status word. Raises `CardGoneError`."""
    data = bytearray()
    for _ in range(MOST_ROUNDS):
        answer = link.send(command)
        if len(answer) < 2 or len(data) + len(answer) > LONGEST_ANSWER:
            raise CardGoneError("an answer without a status, or without an end")
        data += answer[:-2]
        high, low = answer[-2:]
        wipe(answer)
        if high == MORE_DATA:
            command = bytes((0x00, 0xC0, 0x00, 0x00, low))
        elif high == WRONG_LENGTH:
            command = _with_length(command, low)
        else:
            return data, high << 8 | low
    wipe(data)
    raise CardGoneError("the card promises more and more")


def _with_length(command: bytes, expected: int) -> bytes:
    """`command` with another Le: in place of its own, or behind the data of one that has none."""
    has_data_alone = len(command) > 5 and len(command) == 5 + command[4]
    whole = command if has_data_alone or len(command) == 4 else command[:-1]
    return whole + bytes((expected,))


def wipe(buffer: bytearray) -> None:
    """Overwrite what was read: it is somebody's."""
    buffer[:] = bytes(len(buffer))
