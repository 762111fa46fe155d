"""What the hall tells a device about the person who signed in there."""

from __future__ import annotations

from dataclasses import dataclass

from domain.staff.people import StaffRole


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAnswer:
    """Answer to `staff.sign_in`: who the person is, and their role."""

    staff: str
    role: StaffRole
