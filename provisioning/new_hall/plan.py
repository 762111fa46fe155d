"""The plan of a new hall: how many queues, windows and machines it has, and their ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_QUEUES, MOST_WINDOWS, MOST_MACHINES, MOST_SCREENS = 26, 120, 20, 20
LAST = 899  # the last counter that the hall itself gives; those above belong to its machines
OWN_NUMBERS = 999 - LAST

QUEUES = (
    ("general", "综合受理", "General services", "clipboard-list"),
    ("social", "社保医保", "Social security", "old"),
    ("advice", "咨询", "Advice", "help-circle"),
    ("pickup", "领取结果", "Collection", "certificate"),
)
"""Id, names and icon of the first queues; further ones are numbered."""

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


class PlanRefusedError(ValueError):
    """An answer that is not possible; the text is for the person who gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HallPlan:
    """The answers. `broker`: name or address by which terminals reach the hall's server."""

    id: str
    name: str
    name_en: str
    queues: int = 4
    windows: int = 4
    machines: int = 1
    screens: int = 1
    broker: str
    hotline: str = "12345"
    opens: str = "09:00"
    closes: str = "17:00"

    def __post_init__(self) -> None:
        """Raises `PlanRefusedError`."""
        if not _ID.fullmatch(self.id):
            raise PlanRefusedError(f"{self.id!r} is no id: lower case letters, digits and dashes")
        for text in (self.name, self.name_en, self.broker):
            if not text.strip() or not text.isprintable():
                raise PlanRefusedError(f"{text!r} is no name")
        for what, count, least, most in (
            ("queues", self.queues, 1, MOST_QUEUES),
            ("windows", self.windows, 1, MOST_WINDOWS),
            ("machines", self.machines, 0, MOST_MACHINES),
            ("screens", self.screens, 0, MOST_SCREENS),
        ):
            if not least <= count <= most:
                raise PlanRefusedError(f"{count} {what}: {least} to {most} can be made here")
        for time in (self.opens, self.closes):
            if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time):
                raise PlanRefusedError(f"{time!r} is no time: 09:00")
        if self.opens >= self.closes:
            raise PlanRefusedError(f"opens at {self.opens} and closes at {self.closes}")

    def queue_rows(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Id, Chinese and English name, icon, prefix."""
        for number in range(self.queues):
            numbered = (f"queue-{number + 1}", f"业务{number + 1}", f"Services {number + 1}", "files")
            yield *(QUEUES[number] if number < len(QUEUES) else numbered), chr(ord("A") + number)

    def window_ids(self) -> list[str]:
        return [f"w{number}" for number in range(1, self.windows + 1)]

    def machine_ids(self) -> list[str]:
        return [f"kiosk-{number}" for number in range(1, self.machines + 1)]

    def screen_ids(self) -> list[str]:
        return [f"screen-{number}" for number in range(1, self.screens + 1)]

    def own_numbers(self, machine: int) -> tuple[int, int]:
        """First and last counter of the offline block of this machine (counted from 0)."""
        share = OWN_NUMBERS // max(1, self.machines)
        first = LAST + 1 + machine * share
        return first, first + share - 1
