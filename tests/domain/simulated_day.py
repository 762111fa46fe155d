"""A day of a hall with people who come and go at random: arrivals with a morning rush, services of every length,
some who never come to the window. Time jumps from event to event; the hall decides as always."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from random import Random

from acting import HALL, HOUR, MINUTE, Acting

from domain import commands as c
from domain.config import HallConfig
from domain.queue.wait import expected_ms, mean_ms
from domain.state.state import State
from domain.views.window import WindowState


@dataclass(frozen=True)
class Guess:
    """What was said when a number was taken, and what came of it; minutes."""

    ours: float
    low: int
    high: int
    naive: float  # people ahead x mean
    shared: float  # the same over the windows that are open
    truth: float


def simulate(seed: int, config: HallConfig | None = None, hours: float = 6.0) -> list[Guess]:
    chance = Random(seed)
    guesses = {queue: chance.uniform(4, 12) for queue in ("papers", "social", "advice")}
    config = config or replace(HALL, queues=tuple(replace(q, service_minutes=guesses[q.id]) for q in HALL.queues))
    truth = {queue: guess * chance.uniform(0.6, 1.6) for queue, guess in guesses.items()}
    load = chance.uniform(0.7, 1.05)
    busy = chance.sample(["w1", "w2", "w3"], 3)
    day = Acting(config).open(*busy)
    start = day.now
    coming: list[tuple[int, int, str, str]] = []
    rate = load * 9 / sum(truth.values())  # people a minute, all queues together
    clock = 0.0
    while clock < hours * 60:
        rush = 1.5 if clock < 90 else 0.85
        clock += chance.expovariate(rate * rush)
        coming.append((start + int(clock * MINUTE), len(coming), "arrive", chance.choice(list(guesses))))
    heapq.heapify(coming)
    said: dict[str, tuple[float, int, int, float, float, int]] = {}
    results: list[Guess] = []

    def begin(window: str) -> None:
        decision = day.try_(c.CallNext(window=window))
        ticket = day.hall.state.windows[window].ticket
        if not isinstance(decision, list) or ticket is None:
            return
        ours, low, high, naive, shared, taken = said[ticket.number]
        results.append(Guess(ours, low, high, naive, shared, (day.now - taken) / MINUTE))
        if chance.random() < 0.06:
            at, what = day.now + 70_000, "miss"
        else:
            day.start(ticket.number)
            minutes = chance.lognormvariate(0, 0.6) / 1.197 * truth[ticket.queue]
            at, what = day.now + int(minutes * MINUTE), "finish"
        heapq.heappush(coming, (at, len(said) + 10**6, what, window))

    while coming:
        day.now, _, what, who = heapq.heappop(coming)
        state = day.hall.state
        if what == "arrive":
            taken = day.do(c.IssueTicket(queue=who, priority="elder" if chance.random() < 0.15 else None))
            queue, ticket = state.queues[who], state.numbers[taken.number]
            ours = expected_ms(state, queue, taken.ahead, ticket.effective_at, day.now)
            assert ours is not None
            assert taken.wait is not None
            mean = mean_ms(queue) / MINUTE
            naive = taken.ahead * mean
            said[taken.number] = (
                ours / MINUTE,
                taken.wait.low,
                taken.wait.high,
                naive,
                naive / windows(state, who),
                day.now,
            )
        else:
            ticket = state.windows[who].ticket
            assert ticket is not None
            day.do((c.NoShow if what == "miss" else c.FinishService)(window=who, ticket=ticket.id))
        for window in busy:
            if state.windows[window].ticket is None:
                begin(window)
    assert day.now < start + 24 * HOUR
    return results


def windows(state: State, queue: str) -> int:
    return sum(window.state is WindowState.OPEN for window, _ in state.serving(queue)) or 1


def error(guesses: list[Guess], which: str) -> float:
    """Mean absolute error in minutes."""
    return sum(abs(getattr(guess, which) - guess.truth) for guess in guesses) / len(guesses)


def bias(guesses: list[Guess], which: str) -> float:
    return sum(getattr(guess, which) - guess.truth for guess in guesses) / len(guesses)
