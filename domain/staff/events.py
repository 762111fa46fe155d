"""Events about the people who work here. They hold no PIN, no card, and no hash of either."""

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
    """A person asked for something through the supervisor's device. The events of that request follow right after this
    one.

    `type`: the name of the request.
    """

    at: int
    device: str
    by: str
    type: str
