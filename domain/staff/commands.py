"""Signing in and out at a device through which staff act: the supervisor's device and staff menus."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSignIn:
    """From now on requests of this device may name this person in `by`. With a card, `person` may be empty: the card
    says who."""

    staff: str = ""
    pin: str | None = field(default=None, repr=False)
    card: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSignOut:
    """The person leaves this device."""

    staff: str
