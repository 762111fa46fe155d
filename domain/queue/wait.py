"""How long someone will wait: an estimate from the service times of the day and the open windows, shown as a range.

Up to `SIMULATED_AHEAD` people ahead the hall is simulated with mean times: each open window is free after the rest of
its ticket in hand, then calls the tickets that it would really call, until the person's turn. In a longer line, where
single people matter little, each window gets its share of the work of its other queues instead, which costs the same
for any length. A service time is how long a window is busy with a ticket, with the way to the window and clearing up.
Tickets that nobody came for count too, with their short time.
"""

from __future__ import annotations

from heapq import heapify, heapreplace
from math import sqrt

from domain.queue.simulation import WaitSimulation, left_ms, mean_ms
from domain.state.state import QueueNow, State, WindowNow
from domain.views import QueueStatus, Wait, WindowState

MINUTE = 60_000
DEALT_ONE_BY_ONE = 40  # people ahead; beyond, whole rounds at once
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
    lags = [lag for _, lag in serving if lag]
    if len(own) < len(serving) and wait > min(lags):
        wait = min(lags) + (wait - min(lags)) * len(own) / len(serving)
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
    for serves in window.serves:
        if serves.queue == queue.config.id:
            continue
        other = state.queues.get(serves.queue)
        if other is None or not len(other.line):
            continue
        sharing = [lag for w, lag in state.serving(serves.queue) if w.state is WindowState.OPEN]
        lag = serves.lag_minutes * MINUTE
        work += other.line.before(place + 1 - lag) * mean_ms(other) / len(sharing)
    return work
