"""How long someone will wait: an estimate from the day's own times and the windows open, shown as a range.

Each window that serves the queue is free after what is left of its ticket in hand and after its share of the *other*
queues it serves; then the people ahead are dealt to whichever window is free first. A time is counted as the window is
busy with a ticket, walking and clearing up included; tickets that nobody came for count as well, with their short time.
"""

from __future__ import annotations

from heapq import heapify, heapreplace
from math import sqrt

from domain.state import QueueNow, State, WindowNow
from domain.views import QueueStatus, Wait, WindowState

MINUTE = 60_000
PRIOR_WEIGHT = 4  # how many services the configuration's first guess is worth
DEALT_ONE_BY_ONE = 40  # people ahead; beyond, whole rounds at once
SPREAD = 0.6  # of one service; services differ by about so much


def mean_ms(queue: QueueNow) -> float:
    """How long a window is busy with one ticket of this queue: the guess, giving way to what was seen."""
    guess = queue.config.service_minutes * MINUTE
    return (guess * PRIOR_WEIGHT + sum(queue.times)) / (PRIOR_WEIGHT + len(queue.times))


def expected_ms(state: State, queue: QueueNow, ahead: int, place_at: int, now: int) -> float | None:
    """The best single guess for someone at `place_at` with `ahead` people before them, or None without a window."""
    serving = [(w, lag) for w, lag in state.serving(queue.config.id) if w.state is WindowState.OPEN]
    own = [w for w, lag in serving if lag == 0] or [w for w, _ in serving]
    if not own:
        return None
    mean = mean_ms(queue)
    free = [_left(state, w, now) + _others(state, w, queue, place_at) for w in own]
    heapify(free)
    wait = _deal(free, ahead, mean)
    lags = [lag for _, lag in serving if lag]
    if len(own) < len(serving) and wait > min(lags):
        wait = min(lags) + (wait - min(lags)) * len(own) / len(serving)
    moment = queue.hours.at(now)
    if moment.status is QueueStatus.EARLY and moment.opens_at is not None:
        wait = max(wait, moment.opens_at - now)
    return wait


def estimate(state: State, queue: QueueNow, ahead: int, place_at: int, now: int) -> Wait | None:
    """The same as a range in whole minutes, rounded outward to steps that people say."""
    wait = expected_ms(state, queue, ahead, place_at, now)
    if wait is None:
        return None
    spread = SPREAD * sqrt(max(wait, 0.0) * mean_ms(queue)) / 2
    low, high = (wait - spread) / MINUTE, (wait + spread) / MINUTE
    step = 1 if high <= 10 else 5 if high <= 60 else 10
    return Wait(low=max(int(low // step * step), 0), high=max(int(-(-high // step) * step), 1))


def _deal(free: list[float], ahead: int, mean: float) -> float:
    """When the window for the one after `ahead` others is free; `free` is a heap of when each window is."""
    rounds = max(ahead - DEALT_ONE_BY_ONE, 0) // len(free)
    for _ in range(ahead - rounds * len(free)):
        heapreplace(free, free[0] + mean)
    return free[0] + rounds * mean


def _left(state: State, window: WindowNow, now: int) -> float:
    """What is left of the ticket in hand: less the longer it has lasted, never nothing."""
    if window.ticket is None or window.busy_from is None:
        return 0.0
    mean = mean_ms(state.queue(window.ticket.queue))
    return max(mean - max(now - window.busy_from, 0), mean / 2)


def _others(state: State, window: WindowNow, queue: QueueNow, place_at: int) -> float:
    """This window's share of those in its other queues who come before `place_at`, and of those kept for it."""
    work = len(window.kept) * mean_ms(queue) if window.kept else 0.0
    for serves in window.serves:
        if serves.queue == queue.config.id:
            continue
        other = state.queues.get(serves.queue)
        if other is None or not len(other.line):
            continue
        sharing = [lag for w, lag in state.serving(serves.queue) if w.state is WindowState.OPEN]
        lag = serves.lag_minutes * MINUTE
        if lag and 0 in sharing:
            continue  # that queue has windows of its own: this one helps only now and then
        work += other.line.before(place_at - lag) * mean_ms(other) / len(sharing)
    return work
