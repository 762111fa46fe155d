"""What somebody shows to prove who they are, and what it proves.

PIN and card are in no `repr`: what is never written cannot be read in a log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from domain.staff.people import StaffRole
from domain.staff.ways import ProofWay


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffProof:
    """`person` says who; with a card alone it may be empty, for the card says it."""

    person: str = ""
    pin: str | None = field(default=None, repr=False)
    card: str | None = field(default=None, repr=False)


class Proved(NamedTuple):
    """`person` has proved who they are, by `way`."""

    person: str
    role: StaffRole
    way: ProofWay
