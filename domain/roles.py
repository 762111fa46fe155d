"""Which role of device may ask what: a table, and one question to it."""

from __future__ import annotations

from domain.commands import Command
from domain.config import Role
from domain.refusal import Refusal
from domain.views import LookUp, ReplayQuestion, SnapshotQuestion

Question = LookUp | ReplayQuestion | SnapshotQuestion


def may(role: Role, device_window: str | None, asked: Command | Question) -> Refusal | None:
    """None if a device of `role` at `device_window` may ask `asked`, else why not.

    `hall.snapshot` is open to every role: HALL gives the desk all of it and everyone else the public parts.
    """
    raise NotImplementedError
