"""Whether one name is spoken under by two: the starts of a program that were heard, and when one of them came back.

A program that is started anew is heard under a new start, and its earlier one is never heard again. If that one comes
back, two programs are at work under one name: a copied memory card, a cloned machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

TWICE_MS = 60_000
"""So long after a start has come back the last time, two are taken to be at work."""

REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a program. `id` is its own alone; the rest is for an engineer."""

    id: str
    session: int
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Voices:
    """`starts`: the one heard last at the end. `returned_ms`: when one last came back, by a clock that never jumps."""

    starts: tuple[Start, ...] = ()
    returned_ms: int | None = None
    returns: int = 0

    @property
    def newest(self) -> str:
        """The id of the start that was heard last; "" before the first."""
        return self.starts[-1].id if self.starts else ""

    def left_behind(self, start: str) -> bool:
        """Whether another one has been heard since."""
        return start != self.newest and any(known.id == start for known in self.starts)

    def heard(self, start: Start, mono_ms: int | None) -> Voices:
        """`mono_ms` None: the word may be old, and a start that comes back with it has not come back."""
        if start.id == self.newest:
            return self
        others = tuple(known for known in self.starts if known.id != start.id)
        after = replace(self, starts=(*others, start)[-REMEMBERED:])
        if mono_ms is None or not self.left_behind(start.id):
            return after
        lasts = self.returned_ms is not None and mono_ms - self.returned_ms < TWICE_MS
        return replace(after, returned_ms=mono_ms, returns=self.returns + 1 if lasts else 1)

    def twice(self, mono_ms: int, *, returns: int = 1) -> str:
        """Which two speak, for an engineer; "" if one does. `returns`: so many must have come back in a row."""
        if self.returned_ms is None or mono_ms - self.returned_ms >= TWICE_MS or self.returns < returns:
            return ""
        two = sorted(self.starts[-2:], key=lambda start: (start.session, start.id))
        return " and ".join(f"session {one.session}" + (f" on {one.machine}" if one.machine else "") for one in two)
