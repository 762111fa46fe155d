"""The people of `staff.toml`: who they are, which role they have, how a PIN and the number of a card must look.

Roles are in order: who has one may do what the ones before it may. What is kept of a PIN is an argon2 hash, of a card a
keyed hash: neither leads back to what it was made of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from domain.config import Text
from domain.normal_form import normal

SHORTEST_PIN, LONGEST_PIN = 4, 12
PERSON_ID = r"^[a-z0-9][a-z0-9-]{0,31}$"
"""Of a person, as of everything in hall.toml: lower case, digits and dashes."""

_CARD = re.compile(r"[0-9A-Z]{4,64}")
_BETWEEN = re.compile(r"[:.-]")


class StaffRole(StrEnum):
    """From the first to the last, each may do what the one before may."""

    CLERK = "clerk"  # sits at a window
    SUPERVISOR = "supervisor"  # 大厅主管: acts for any window
    DIRECTOR = "director"  # 主任
    ADMINISTRATOR = "administrator"  # looks after machines and lists

    def reaches(self, needed: StaffRole) -> bool:
        """Whether this role is `needed` or one above it."""
        order = list(StaffRole)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One person who works here. `pin` and `cards` are hashes; "" and () for who has none."""

    id: str  # as clerks have it in hall.toml
    name: Text  # as screens show it
    role: StaffRole = StaffRole.CLERK  # what this person may do
    pin: str = field(default="", repr=False)  # its slow hash (argon2)
    cards: tuple[str, ...] = field(default=(), repr=False)  # keyed hashes of staff cards
    disabled: bool = False  # proves nothing any more; the entry stays for who reads old logs


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffList:
    """All of `staff.toml`."""

    people: tuple[StaffMember, ...] = ()  # everybody who may prove themselves

    def person(self, id_: str) -> StaffMember | None:
        return next((one for one in self.people if one.id == id_), None)

    def holder(self, card: str) -> StaffMember | None:
        """Whose card has this keyed hash."""
        return next((one for one in self.people if card in one.cards), None)


def pin_mistake(pin: str) -> str:
    """Why this is no PIN to give somebody; "" if it is one.

    Four digits are enough where wrong ones slow down; the ones that everybody tries first are not.
    """
    if not pin.isascii() or not pin.isdigit():
        return "a PIN is digits alone"
    if not SHORTEST_PIN <= len(pin) <= LONGEST_PIN:
        return f"a PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits, this one has {len(pin)}"
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        return "this PIN is one that everybody tries first"
    return ""


def typed_pin(told: str) -> str:
    """A PIN in the one form in which it is hashed: a Chinese keyboard types full-width digits, and a line that was
    copied has a blank at its end. What is no PIN stays none.
    """
    return normal(told)


def card_number(told: str) -> str | None:
    """The number of a card in the one form in which it is hashed, or None if this is no number of a card.

    Readers write one card as `04:a3:1f:22`, `04A31F22` or in full-width signs; all are one. A reader that types another
    number of the same card (decimal, other byte order) has to enrol it once more.
    """
    plain = _BETWEEN.sub("", normal(told))
    return plain if _CARD.fullmatch(plain) else None
