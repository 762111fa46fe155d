"""What the log says of the people who work here. No PIN, no card, no hash of either."""

from __future__ import annotations

from dataclasses import dataclass

from domain.staff.people import StaffRole
from domain.staff.ways import ProofWay


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSignedIn:
    """A person has proved at a device who they are, by `way`."""

    at: int
    device: str
    staff: str
    role: StaffRole
    way: ProofWay


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSignedOut:
    at: int
    device: str
    staff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffActed:
    """Who asked through the desk for what follows: the events of that request come right after this one.

    `type` is the request's.
    """

    at: int
    device: str
    by: str
    type: str
