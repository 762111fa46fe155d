"""What the configuration had not long ago: machines and pads that it has lost, and numbers that machines could give.

A paper that such a machine gave while the hall was away is in somebody's hand, and a review that such a pad holds was
given by somebody: both are taken when they arrive. Nothing else is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.config import Device
from domain.ticket_number import ticket_number


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerBlock:
    """Numbers of `queue` that `device` could give, as they were written then."""

    device: str
    queue: str
    first: int
    last: int
    prefix: str
    width: int

    def counter(self, number: str) -> int | None:
        """The counter of a number of this block; None if it is not of it."""
        digits = number.removeprefix(self.prefix)
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
            return None
        counter = int(digits)
        own = self.first <= counter <= self.last and ticket_number(self.prefix, self.width, counter) == number
        return counter if own else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """`devices`: those that the configuration has not any more, by id. `blocks`: of any device."""

    devices: Mapping[str, Device] = field(default_factory=dict)
    blocks: tuple[FormerBlock, ...] = ()

    def counter(self, device: str, queue: str, number: str) -> int | None:
        """The counter of a number that `device` could give of `queue` once."""
        own = (one.counter(number) for one in self.blocks if (one.device, one.queue) == (device, queue))
        return next((counter for counter in own if counter is not None), None)
