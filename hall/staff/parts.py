"""The parts of the hall service that deal with staff."""

from __future__ import annotations

from dataclasses import dataclass

from hall.requests import RawRequest
from hall.staff.checker import Checker
from hall.staff.gate import StaffGate
from hall.staff.roster import Roster
from kiosk.mqtt.port import Incoming

Waiting = tuple[Incoming, RawRequest]
"""A request that waits for the check of its proof."""


@dataclass(frozen=True, slots=True)
class StaffParts:
    """The list of people, the checks at each request, and the thread that checks proofs."""

    roster: Roster
    gate: StaffGate
    checker: Checker[Waiting]
