"""A run of numbers today: which one was given last, and which may be out without being known here."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class NumberRun:
    """One counter under one prefix: a queue's own, or that of a series which several queues share."""

    counter: int = 0  # of the number given last, blocks of machines aside
    skipped: list[tuple[int, int]] = field(default_factory=list)  # first and last counter of each gap

    def given(self, counter: int) -> None:
        """This one is in somebody's hand."""
        self.counter = max(self.counter, counter)

    def skip(self, counter: int) -> None:
        """It goes on above `counter`. Whoever holds a number in between can still be called by it."""
        if counter > self.counter:
            self.skipped.append((self.counter + 1, counter))
            self.counter = counter

    def end_day(self) -> None:
        """Counters start again."""
        self.counter = 0
        self.skipped.clear()
