"""Whether two programs run under one name: which starts of a program were heard, and when an earlier one came back.

A program that is restarted is heard under a new start, and its earlier start is never heard again. If an earlier start
does come back, two programs run under one name: a copied memory card, a cloned machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

TWICE_MS = 60_000
"""How long after the last return of an earlier start two programs are assumed."""

REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a program. `id` is unique to it; the rest is for an engineer."""

    id: str
    session: int
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Voices:
    """The starts heard under one name, newest last. `returned_ms`: when an earlier one last came back, by a clock that
    never jumps. `returns`: how many came back in a row."""

    starts: tuple[Start, ...] = ()
    returned_ms: int | None = None
    returns: int = 0

    @property
    def newest(self) -> str:
        """The id of the start that was heard last; "" before the first."""
        return self.starts[-1].id if self.starts else ""

    def left_behind(self, start: str) -> bool:
        """Whether this start was heard before, and another one since."""
        return start != self.newest and any(known.id == start for known in self.starts)

    def heard(self, start: Start, mono_ms: int | None) -> Voices:
        """The same after hearing `start`. `mono_ms` None: the message may be old, so an earlier start in it does not
        count as a return."""
        if start.id == self.newest:
            return self
        others = tuple(known for known in self.starts if known.id != start.id)
        after = replace(self, starts=(*others, start)[-REMEMBERED:])
        if mono_ms is None or not self.left_behind(start.id):
            return after
        lasts = self.returned_ms is not None and mono_ms - self.returned_ms < TWICE_MS
        return replace(after, returned_ms=mono_ms, returns=self.returns + 1 if lasts else 1)

    def twice(self, mono_ms: int, *, returns: int = 1) -> str:
        """Which two programs run, in words for an engineer; "" if there is one. `returns`: how many returns in a row it
        takes."""
        if self.returned_ms is None or mono_ms - self.returned_ms >= TWICE_MS or self.returns < returns:
            return ""
        two = sorted(self.starts[-2:], key=lambda start: (start.session, start.id))
        return " and ".join(f"session {one.session}" + (f" on {one.machine}" if one.machine else "") for one in two)
