"""Signing in and out at a device through which people act for others: the desk, later the console and staff menus."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSignIn:
    """From now on requests of this device may say `by` this person. With a card alone, the card says who."""

    staff: str = ""
    pin: str | None = field(default=None, repr=False)
    card: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSignOut:
    """The person leaves this device."""

    staff: str
