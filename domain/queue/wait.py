"""How long someone will wait: an estimate from the service times of the day and the open windows, shown as a range.

Up to `SIMULATED_AHEAD` people ahead the hall is simulated with mean times: each open window is free after the rest of
its ticket in hand, then calls the tickets that it would really call, until the person's turn. In a longer line single
people matter little: each window is given its share of the work of its other queues, which costs the same for any
length. A service time is how long a window is busy with a ticket, including the way to the window and clearing up.
Tickets that nobody came for count too, with their short time.
"""

from __future__ import annotations

from heapq import heapify, heappop, heapreplace
from itertools import islice
from math import sqrt

from domain.config import Serves
from domain.state.state import QueueNow, State, WindowNow
from domain.views.public import QueueStatus, Wait
from domain.views.window import WindowState

MINUTE = 60_000
DEALT_ONE_BY_ONE = 40  # people ahead; beyond that, whole rounds are dealt at once
SIMULATED_AHEAD = 60  # people ahead, up to which the hall is simulated
SPREAD = 0.75  # of one service: two of three waits end within the range


def expected_ms(state: State, queue: QueueNow, ahead: int, effective_at: int, now: int) -> float | None:
    """The best single guess, in ms, for someone with effective time `effective_at` and `ahead` people ahead.

    None if no open window serves the queue.
    """
    if not any(window.state is WindowState.OPEN for window, _ in state.serving(queue.config.id)):
        return None
    wait = (
        WaitSimulation(state, queue, ahead, effective_at, now).ms_until_called() if ahead <= SIMULATED_AHEAD else None
    )
    if wait is None:
        wait = _shared(state, queue, ahead, effective_at, now)
    moment = queue.hours.at(now)
    if moment.status is QueueStatus.EARLY and moment.opens_at is not None:
        wait = max(wait, moment.opens_at - now)
    return wait


def estimate(state: State, queue: QueueNow, ahead: int, effective_at: int, now: int) -> Wait | None:
    """The same as a range in minutes, rounded outward to 1, 5 or 10 minutes, as people say it."""
    wait = expected_ms(state, queue, ahead, effective_at, now)
    if wait is None:
        return None
    spread = SPREAD * sqrt(max(wait, 0.0) * mean_ms(queue)) / 2
    low, high = (wait - spread) / MINUTE, (wait + spread) / MINUTE
    step = 1 if high <= 10 else 5 if high <= 60 else 10
    return Wait(low=max(int(low // step * step), 0), high=max(int(-(-high // step) * step), 1))


def _shared(state: State, queue: QueueNow, ahead: int, effective_at: int, now: int) -> float:
    """The wait in a long line, in ms: each window's share of its other queues' work, then the people ahead dealt to
    the windows."""
    serving = [(w, lag) for w, lag in state.serving(queue.config.id) if w.state is WindowState.OPEN]
    own = [(w, lag) for w, lag in serving if lag == 0] or serving
    free = [left_ms(state, w, now) + _others(state, w, queue, effective_at + lag) for w, lag in own]
    heapify(free)
    wait = _deal(free, ahead, mean_ms(queue))
    joining = sorted(lag for _, lag in serving if lag) if len(own) < len(serving) else []
    for sharing, lag in enumerate(joining, start=len(own)):
        if wait > lag:
            wait = lag + (wait - lag) * sharing / (sharing + 1)
    return wait


def _deal(free: list[float], ahead: int, mean: float) -> float:
    """When a window is free for the person after `ahead` others; `free` is a heap of when each window is free."""
    rounds = max(ahead - DEALT_ONE_BY_ONE, 0) // len(free)
    for _ in range(ahead - rounds * len(free)):
        heapreplace(free, free[0] + mean)
    return free[0] + rounds * mean


def _others(state: State, window: WindowNow, queue: QueueNow, place: int) -> float:
    """This window's share of the work before effective time + lag `place` in its other queues, and of the tickets kept
    for it, in ms."""
    work = len(window.kept) * mean_ms(queue) if window.kept else 0.0
    for serves in state.served(window):
        if serves.queue == queue.config.id:
            continue
        other = state.queues.get(serves.queue)
        if other is None or not len(other.line):
            continue
        sharing = [lag for w, lag in state.serving(serves.queue) if w.state is WindowState.OPEN]
        lag = serves.lag_minutes * MINUTE
        work += other.line.before(place + 1 - lag) * mean_ms(other) / len(sharing)
    return work


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
        windows = [w for w in state.windows.values() if w.state is WindowState.OPEN]
        self._served = [state.served(window) for window in windows]
        self._lines = {self._own: [*(entry[0] for entry in islice(queue.line.upcoming(), ahead)), effective_at + 1]}
        self._means = {self._own: mean_ms(queue)}
        lags = (lag for window, lag in state.serving(self._own) if window.state is WindowState.OPEN)
        latest = effective_at + max(lags, default=0)  # with a lag, later tickets are called first
        for name in {serves.queue for served in self._served for serves in served} - {self._own}:
            other = state.queues.get(name)
            if other is not None and len(other.line):
                before = islice(other.line.upcoming(), MOST_CALLS)
                self._lines[name] = [entry[0] for entry in before if entry[0] <= latest]
                self._means[name] = mean_ms(other)
        self._taken = dict.fromkeys(self._lines, 0)
        kept = self._means[self._own]
        self._free = [(left_ms(state, w, now) + len(w.kept) * kept, i) for i, w in enumerate(windows)]
        heapify(self._free)

    def ms_until_called(self) -> float | None:
        """In how many ms this person is called; None if that takes more than `MOST_CALLS`, or no window calls them."""
        for _ in range(MOST_CALLS):
            if not self._free:
                return None
            at, index = self._free[0]
            queue, later = self._choose(self._served[index], self._now + at)
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

    def _choose(self, served: tuple[Serves, ...], at: float) -> tuple[str | None, int | None]:
        """The queue from which a window that serves `served` calls at `at`. If there is none: None, and when a queue
        with a lag joins (or None)."""
        chosen: str | None = None
        smallest = later = None
        for serves in served:
            line, taken = self._lines.get(serves.queue, ()), self._taken.get(serves.queue, 0)
            if taken >= len(line):
                continue
            place = line[taken] + serves.lag_minutes * MINUTE
            if serves.lag_minutes and place > at:
                later = place if later is None else min(later, place)
            elif smallest is None or place < smallest:
                chosen, smallest = serves.queue, place
        return chosen, later
