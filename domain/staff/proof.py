"""What a person shows to prove who they are, and the result.

PIN and card are left out of `repr`, so that no log can hold them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from domain.staff.people import StaffRole
from domain.staff.ways import ProofWay


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffProof:
    """A PIN or a card. `person`: who they say they are; may be empty with a card."""

    person: str = ""
    pin: str | None = field(default=None, repr=False)
    card: str | None = field(default=None, repr=False)


class Proved(NamedTuple):
    """`person` has proved who they are, in the way `way`."""

    person: str
    role: StaffRole
    way: ProofWay
