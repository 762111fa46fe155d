"""The people of `staff.toml`: who they are, their roles, and the form of a PIN and of a card's number.

Roles are ordered: each may do what the ones before it may. Of a PIN an argon2 hash is kept, of a card a keyed hash:
neither can be reversed.
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
"""Ids of people, like all ids in hall.toml: lower case, digits and dashes."""

_CARD = re.compile(r"[0-9A-Z]{4,64}")
_BETWEEN = re.compile(r"[:.-]")


class StaffRole(StrEnum):
    """In ascending order: each role may do what the ones before it may."""

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
    """One person who works here. `pin` and `cards` are hashes; "" and (): the person has none."""

    id: str  # of a clerk: as in hall.toml
    name: Text  # as screens show it
    role: StaffRole = StaffRole.CLERK  # what this person may do
    pin: str = field(default="", repr=False)  # its slow hash (argon2)
    cards: tuple[str, ...] = field(default=(), repr=False)  # keyed hashes of staff cards
    disabled: bool = False  # can no longer sign in; the entry stays for readers of old logs


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffList:
    """All of `staff.toml`."""

    people: tuple[StaffMember, ...] = ()  # everybody who can sign in

    def person(self, id_: str) -> StaffMember | None:
        return next((one for one in self.people if one.id == id_), None)

    def holder(self, card: str) -> StaffMember | None:
        """The person whose card has this keyed hash; None: nobody's."""
        return next((one for one in self.people if card in one.cards), None)


def pin_mistake(pin: str) -> str:
    """Why a PIN must not be given to a person; "" if it may.

    Four digits are enough because wrong tries must wait. PINs that everybody would try first are refused.
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
    """A PIN in the form in which it is hashed. Full-width digits of a Chinese keyboard become ordinary ones, and blanks
    around it are removed. A text that is no PIN does not become one.
    """
    return normal(told)


def card_number(told: str) -> str | None:
    """The number of a card in the form in which it is hashed; None if this is no card number.

    Readers write the same card as `04:a3:1f:22`, `04A31F22` or in full-width characters: all give one form. If a reader
    types another number for the card (decimal, other byte order), the card must be enrolled there once more.
    """
    plain = _BETWEEN.sub("", normal(told))
    return plain if _CARD.fullmatch(plain) else None
