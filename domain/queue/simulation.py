"""A simulation of the hall with mean service times: when is one waiting person called?"""

from __future__ import annotations

from heapq import heapify, heappop, heapreplace
from itertools import islice

from domain.state.state import QueueNow, State, WindowNow
from domain.views import WindowState

MINUTE = 60_000
PRIOR_WEIGHT = 4  # how many services the configuration's first guess is worth
LEFT_AT_LEAST = 0.5  # of a mean time, however long somebody has been at the window
MOST_CALLS = 200  # of one simulation


def mean_ms(queue: QueueNow) -> float:
    """How long a window is busy with one ticket of this queue, in ms.

    The configured guess counts as much as `PRIOR_WEIGHT` services, so the times of the day outweigh it soon.
    """
    guess = queue.config.service_minutes * MINUTE
    return (guess * PRIOR_WEIGHT + sum(queue.times)) / (PRIOR_WEIGHT + len(queue.times))


def left_ms(state: State, window: WindowNow, now: int) -> float:
    """How long the window will still be busy with its ticket, in ms: never less than `LEFT_AT_LEAST` of a mean time."""
    if window.ticket is None or window.busy_from is None:
        return 0.0
    mean = mean_ms(state.queue(window.ticket.queue))
    return max(mean - max(now - window.busy_from, 0), mean * LEFT_AT_LEAST)


class WaitSimulation:
    """The open windows, and the tickets that are called before one person of `queue`, who has `ahead` people ahead."""

    def __init__(self, state: State, queue: QueueNow, ahead: int, effective_at: int, now: int) -> None:
        self._now = now
        self._own, self._ahead = queue.config.id, ahead
        self._windows = [w for w in state.windows.values() if w.state is WindowState.OPEN]
        self._lines = {self._own: [*(entry[0] for entry in islice(queue.line.upcoming(), ahead)), effective_at + 1]}
        self._means = {self._own: mean_ms(queue)}
        lags = (lag for window, lag in state.serving(self._own) if window.state is WindowState.OPEN)
        latest = effective_at + max(lags, default=0)  # a window with a lag calls who came that much later first
        for name in {serves.queue for window in self._windows for serves in window.serves} - {self._own}:
            other = state.queues.get(name)
            if other is not None and len(other.line):
                before = islice(other.line.upcoming(), MOST_CALLS)
                self._lines[name] = [entry[0] for entry in before if entry[0] <= latest]
                self._means[name] = mean_ms(other)
        self._taken = dict.fromkeys(self._lines, 0)
        kept = self._means[self._own]
        self._free = [(left_ms(state, w, now) + len(w.kept) * kept, i) for i, w in enumerate(self._windows)]
        heapify(self._free)

    def ms_until_called(self) -> float | None:
        """In how many ms this person is called; None if that takes more than `MOST_CALLS`, or no window calls them."""
        for _ in range(MOST_CALLS):
            if not self._free:
                return None
            at, index = self._free[0]
            queue, later = self._choose(self._windows[index], self._now + at)
            if queue is None:
                if later is None:
                    heappop(self._free)
                else:
                    heapreplace(self._free, (later - self._now, index))
                continue
            if queue == self._own and self._taken[queue] == self._ahead:
                return at
            self._taken[queue] += 1
            heapreplace(self._free, (at + self._means[queue], index))
        return None

    def _choose(self, window: WindowNow, at: float) -> tuple[str | None, int | None]:
        """The queue that `window` calls from at `at`; if there is none, when a queue with a lag takes part, or None."""
        chosen: str | None = None
        smallest = later = None
        for serves in window.serves:
            line, taken = self._lines.get(serves.queue, ()), self._taken.get(serves.queue, 0)
            if taken >= len(line):
                continue
            place = line[taken] + serves.lag_minutes * MINUTE
            if serves.lag_minutes and place > at:
                later = place if later is None else min(later, place)
            elif smallest is None or place < smallest:
                chosen, smallest = serves.queue, place
        return chosen, later
