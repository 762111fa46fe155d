"""What an earlier configuration had: devices that are no longer in it, and blocks of numbers that machines could give.

Somebody may hold a paper that such a machine gave while the hall was away, and such a pad may hold a citizen's review.
The hall accepts both when they arrive, and nothing else from these devices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.config import Device
from domain.ticket_number import ticket_number


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerBlock:
    """A block of numbers of `queue` that `device` could give, in the form that the queue's numbers had then."""

    device: str
    queue: str
    first: int
    last: int
    prefix: str
    width: int

    def counter(self, number: str) -> int | None:
        """The counter of a number; None if the number is not in this block."""
        digits = number.removeprefix(self.prefix)
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
            return None
        counter = int(digits)
        own = self.first <= counter <= self.last and ticket_number(self.prefix, self.width, counter) == number
        return counter if own else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """`devices`: those that the configuration no longer has, by id. `blocks`: former blocks of any device."""

    devices: Mapping[str, Device] = field(default_factory=dict)
    blocks: tuple[FormerBlock, ...] = ()

    def counter(self, device: str, queue: str, number: str) -> int | None:
        """The counter of a number that `device` could once give for `queue`; None if it could not."""
        own = (one.counter(number) for one in self.blocks if (one.device, one.queue) == (device, queue))
        return next((counter for counter in own if counter is not None), None)
