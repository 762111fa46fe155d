"""The hall as one aggregate: `decide` says what a command would make happen, `apply` makes it so.

State is what the events add up to: nothing else writes it. `decide` changes nothing and `apply` never fails on an
event that `decide` made, so events can be kept on disk between the two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.commands import Command
from domain.config import HallConfig
from domain.events import Event
from domain.refusal import Refusal

Verify = Callable[[str, bytes, str], bool]
"""`(public key in base64, signed bytes, signature in base64)` → whether the signature is true."""


class Hall:
    """One hall: its day, tickets, windows, ratings and bookings.

    `verify` checks the signature of a pad that has a public key; without it such a pad's reviews are refused.
    """

    def __init__(self, config: HallConfig, *, verify: Verify | None = None) -> None:
        raise NotImplementedError

    @property
    def day(self) -> str:
        """The open hall day as ISO date, or "" before the first one."""
        raise NotImplementedError

    def decide(self, command: Command, now: int, *, device: str = "", fresh: str = "") -> list[Event] | Refusal:
        """What `command` makes happen at `now`, or why not. Changes nothing.

        `device` is who asks (its role was checked with `roles.may`). `fresh` is at least 48 random hex digits: the
        session and nonce of a rating come from it (`FinishService` without it invites to no rating).
        A command in a new hall day gets `DayClosed` and `DayOpened` in front of its own events.
        """
        raise NotImplementedError

    def apply(self, event: Event) -> None:
        """Fold one event into the state."""
        raise NotImplementedError

    def dump(self) -> dict[str, Any]:
        """The whole state, ready for JSON."""
        raise NotImplementedError

    @classmethod
    def load(cls, config: HallConfig, data: dict[str, Any], *, verify: Verify | None = None) -> Hall:
        """The hall that made `data` with `dump`."""
        raise NotImplementedError
