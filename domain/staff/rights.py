"""Which role a person needs to ask something through a device that acts for others. The device's own role is held
before, by `domain/roles.py`: both must allow it.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain import commands as c
from domain.config import Role
from domain.staff.commands import StaffSignIn, StaffSignOut
from domain.staff.people import StaffRole
from domain.staff.proof import StaffProof
from domain.window_commands import OpenWindow

OF_THE_DEVICE: frozenset[type[c.Command]] = frozenset({StaffSignIn, StaffSignOut, c.RecordFault, c.RecordPrint})
"""What a device says of itself, or how a person comes and goes: nobody has to stand behind it."""

NEEDED: Mapping[type[c.Command], StaffRole] = {}
"""Which role a command needs; `SUPERVISOR` where it has no entry."""


def needed(role: Role, command: c.Command) -> StaffRole | None:
    """The role that whoever asks `command` through a device of `role` needs; None if nobody need say who they are.

    Who opens a window with their own PIN or card proves it with that, and acts for nobody else.
    """
    if role is not Role.SUPERVISOR or type(command) in OF_THE_DEVICE:
        return None
    if isinstance(command, OpenWindow) and proof_of(command) is not None:
        return None
    return NEEDED.get(type(command), StaffRole.SUPERVISOR)


def proof_of(command: c.Command) -> StaffProof | None:
    """What a command shows to prove who somebody is."""
    if isinstance(command, OpenWindow):
        shown = StaffProof(person=command.clerk or "", pin=command.pin, card=command.card)
    elif isinstance(command, StaffSignIn):
        shown = StaffProof(person=command.staff, pin=command.pin, card=command.card)
    else:
        return None
    return None if shown.pin is None and shown.card is None else shown
