"""On which side of its screen each part of a machine is. Screens name and draw it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    BELOW = "below"
    ABOVE = "above"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """`[places]` of terminal.toml."""

    cards: Side = Side.BELOW  # the card reader
    scanner: Side = Side.BELOW  # the scanner
    paper: Side = Side.BELOW  # where tickets come out
