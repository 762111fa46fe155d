"""Who has signed in at which device that acts for staff, and whether they may do what they ask there.

In memory alone: after a restart of the hall people sign in again. A session ends when the person signs out, has asked
nothing for half an hour, or when their entry in the list changes: a new PIN, a lost card, another role, disabled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.events import DayClosed, Event, StaffSignedIn, StaffSignedOut
from domain.refusal import Code, Refusal
from domain.staff.people import StaffMember, StaffRole
from hall.staff.roster import Roster

IDLE_MS = 30 * 60_000


@dataclass(slots=True)
class _Session:
    member: StaffMember
    used_ms: int


class DeskSessions:
    """The sessions of all such devices. All times are ms of a clock that never jumps."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._open: dict[tuple[str, str], _Session] = {}

    def refusal(self, device: str, by: str, needed: StaffRole, now_ms: int) -> Refusal | None:
        """Why the person `by` may not do something at this device that needs this role; None if they may."""
        session = self._open.get((device, by))
        if session is None:
            why = "has not signed in at this device" if by else "a request here says `by` whom it is made"
            return Refusal(Code.STAFF_NOT_SIGNED_IN, why)
        if now_ms - session.used_ms > IDLE_MS or self._roster.person(by) != session.member:
            del self._open[device, by]
            return Refusal(Code.STAFF_NOT_SIGNED_IN, "has to sign in again")
        session.used_ms = now_ms
        if not session.member.role.reaches(needed):
            return Refusal(Code.STAFF_NOT_ALLOWED, f"needs the role {needed.value}", record=True)
        return None

    def is_here(self, device: str, by: str, now_ms: int) -> bool:
        """Whether the person has signed in at this device; asking counts as their being there."""
        return self.refusal(device, by, StaffRole.CLERK, now_ms) is None

    def follow(self, events: Iterable[Event], now_ms: int) -> None:
        """Take in events that are on disk."""
        for event in events:
            if isinstance(event, StaffSignedIn):
                member = self._roster.person(event.staff)
                if member is not None:
                    self._open[event.device, event.staff] = _Session(member, now_ms)
            elif isinstance(event, StaffSignedOut):
                self._open.pop((event.device, event.staff), None)
            elif isinstance(event, DayClosed):
                self._open.clear()
