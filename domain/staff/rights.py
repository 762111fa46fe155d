"""Which role a person needs for a request through a device that acts for staff. The device's own role is checked first,
in `domain/roles.py`: both must allow the request.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain import commands as c
from domain.config import Role
from domain.staff.commands import StaffSignIn, StaffSignOut
from domain.staff.people import StaffRole
from domain.staff.proof import StaffProof
from domain.window_commands import OpenWindow

OF_THE_DEVICE: frozenset[type[c.Command]] = frozenset(
    {StaffSignIn, StaffSignOut, c.RecordFault, c.RecordPrint, c.RecordNotice}
)
"""Commands that need no person: reports of a device about itself, and signing in and out."""

NEEDED: Mapping[type[c.Command], StaffRole] = {}
"""Which role a command needs; `SUPERVISOR` where it has no entry."""


def needed(role: Role, command: c.Command) -> StaffRole | None:
    """The role that a person needs for `command` through a device of `role`; None if no person is needed.

    A clerk who opens a window with their own PIN or card needs nothing else: they act for themselves.
    """
    if role is not Role.SUPERVISOR or type(command) in OF_THE_DEVICE:
        return None
    if isinstance(command, OpenWindow) and proof_of(command) is not None:
        return None
    return NEEDED.get(type(command), StaffRole.SUPERVISOR)


def proof_of(command: c.Command) -> StaffProof | None:
    """The PIN or card in a command; None if it has none."""
    if isinstance(command, OpenWindow):
        shown = StaffProof(person=command.clerk or "", pin=command.pin, card=command.card)
    elif isinstance(command, StaffSignIn):
        shown = StaffProof(person=command.staff, pin=command.pin, card=command.card)
    else:
        return None
    return None if shown.pin is None and shown.card is None else shown
