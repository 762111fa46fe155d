"""One SAM module on a serial line: a command goes out, and its reply comes back or not.

Every call blocks, at most three times as long as the command's own time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from kiosk.hw.apdu import wipe
from kiosk.hw.line import READ_AT_ONCE, DescriptorLine, LineBusyError
from kiosk.hw.resident_text import OF_IDENTITY, TEXT_LENGTH, BadCardTextError, ResidentText, read_resident_text
from kiosk.hw.sam_frames import (
    BROKEN_READER,
    FIND_CARD,
    NEWEST_ADDRESS,
    READ_BASE,
    RESEND,
    SAM_STATUS,
    SELECT_CARD,
    Frames,
    Reply,
    SamCommand,
    Status,
    frame,
)

TRIES = 3
LENGTHS_HEAD = 4  # text and photo length, two bytes each


class UnwellError(Exception):
    """The module gave no complete reply in any try, or reported that it cannot work."""


@dataclass(frozen=True, slots=True)
class SamRefused:
    """The module answered, but not with success."""

    status: int


class SamModule:
    """`patience` stretches the time each order is given (tests shorten it)."""

    def __init__(self, line: DescriptorLine, *, patience: float = 1.5) -> None:
        self._line = line
        self._patience = patience
        self._frames = Frames()
        self._heard = bytearray(READ_AT_ONCE)  # one place for all that comes, so that it can be overwritten

    def is_well(self) -> bool:
        """Whether the module reports that it works. Raises `UnwellError` if it does not answer."""
        return self._hear(SAM_STATUS).status == Status.OK

    def find(self) -> bool:
        return self._ask(FIND_CARD).status == Status.FOUND

    def select(self) -> bool:
        return self._ask(SELECT_CARD).status == Status.OK

    def lies_there(self) -> bool:
        """Whether the card that was read is still in the field: only then a query for a newer address succeeds."""
        reply = self._ask(NEWEST_ADDRESS)
        wipe(reply.data)
        return reply.status in (Status.OK, Status.NO_CONTENT)

    def read(self, photo: bytearray | None = None) -> ResidentText | SamRefused:
        """The text of the selected card. The photo comes along on the line; it is put into `photo`, or dropped."""
        reply = self._ask(READ_BASE)
        if reply.status != Status.OK:
            return SamRefused(reply.status)
        try:
            length = int.from_bytes(reply.data[:2], "big")
            if length != TEXT_LENGTH:
                return SamRefused(Status.READ_FAILED)
            with memoryview(reply.data) as view:
                text = read_resident_text(view[LENGTHS_HEAD : LENGTHS_HEAD + length], OF_IDENTITY)
                if photo is not None:
                    photo[:] = view[LENGTHS_HEAD + length :]
                return text
        except BadCardTextError:
            return SamRefused(Status.READ_FAILED)
        finally:
            wipe(reply.data)

    def _ask(self, order: SamCommand) -> Reply:
        """Raises `UnwellError`, and `LineGoneError` when the cable is pulled."""
        reply = self._hear(order)
        not_allowed = order.extra and reply.status == Status.NO_AUTHORITY  # says nothing about the other orders
        if reply.status in BROKEN_READER and not not_allowed:
            wipe(reply.data)
            raise UnwellError
        return reply

    def _hear(self, order: SamCommand) -> Reply:
        """The reply, whatever it says. Raises as `_ask`."""
        for _ in range(TRIES):
            reply = self._ask_once(order)
            if reply is not None and reply.status not in RESEND:
                return reply
        raise UnwellError

    def _ask_once(self, order: SamCommand) -> Reply | None:
        self._frames.clear()
        while self._line.read_into(self._heard, 0.0):
            wipe(self._heard)  # a late reply to an order given up
        end = time.monotonic() + order.seconds * self._patience
        try:
            self._line.write(frame(order.command), max(0.0, end - time.monotonic()))
        except LineBusyError:
            return None
        while (left := end - time.monotonic()) > 0:
            with memoryview(self._heard) as view:
                found = self._frames.feed(view[: self._line.read_into(self._heard, left)])
            wipe(self._heard)
            for reply in found:
                return reply if isinstance(reply, Reply) else None
        return None
