"""A run of numbers today: the last one given, and the skipped ones that may exist on paper without being known here."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class NumberRun:
    """One counter under one prefix: a queue's own, or that of a series which several queues share."""

    counter: int = 0  # of the last number given, not counting machines' blocks
    skipped: list[tuple[int, int]] = field(default_factory=list)  # first and last counter of each gap

    def given(self, counter: int) -> None:
        """Note that this number was given."""
        self.counter = max(self.counter, counter)

    def skip(self, counter: int) -> None:
        """Go on above `counter`. The holder of a skipped number can still be called."""
        if counter > self.counter:
            self.skipped.append((self.counter + 1, counter))
            self.counter = counter

    def end_day(self) -> None:
        """Counters start again."""
        self.counter = 0
        self.skipped.clear()
