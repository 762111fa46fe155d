"""Measures how accurate the promised wait is: simulated days of the demo hall, beside people ahead times the mean.

People come in a Poisson stream with a morning and an afternoon peak; services are log-normal, each queue with its own
mean, which the configuration guesses wrong by up to half; two windows take lunch; one in twelve people is not there
when called. Both estimates are asked at the moment of issue and compared with what then happened.
"""

from __future__ import annotations

import heapq
import math
import random
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from benchmarks.row import Row
from benchmarks.rules import happen
from domain.commands import CallNext, CloseWindow, FinishService, IssueTicket, NoShow, OpenWindow, StartService
from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.events import TicketCalled, TicketIssued
from domain.queue.order import people_ahead
from domain.queue.wait import estimate, expected_ms, mean_ms
from domain.refusal import Refusal
from hall.config.file import read_hall

MINUTE = 60_000
DAYS = 8
MONDAY = 1_795_395_600_000  # 2026-11-23T01:00:00Z, 9 o'clock in the hall
LENGTH = 8 * 60 * MINUTE
LUNCH = {"w2": (180, 225), "w3": (225, 270)}  # minutes after opening
TRUE_MINUTES = {"elderly": 7.0, "relief": 9.0, "family": 6.0, "advice": 5.0, "pickup": 2.5, "unsolved": 12.0}
SHARE = {"elderly": 0.3, "relief": 0.16, "family": 0.2, "advice": 0.2, "pickup": 0.12, "unsolved": 0.02}


@dataclass
class Asked:
    """The estimates for one person at issue, and the wait that followed, all in minutes."""

    ours: float
    low: float
    high: float
    naive: float
    issued_at: int
    waited: float | None = None


@dataclass(order=True)
class Due:
    at: int
    order: int
    what: str = field(compare=False)
    who: str = field(compare=False, default="")


class Day:
    """One simulated day in a hall of its own."""

    def __init__(self, config: HallConfig, seed: int, start: int) -> None:
        self.random = random.Random(seed)
        self.hall = Hall(config)
        self.start = start
        self.asked: dict[str, Asked] = {}
        self._due: list[Due] = []
        self._order = 0
        self._busy: set[str] = set()
        self._away: set[str] = set()

    def run(self) -> list[Asked]:
        for window in self.hall.config.windows:
            clerk = self.hall.config.clerks[0].id
            happen(self.hall, self.hall.decide(OpenWindow(window=window.id, clerk=clerk), self.start))
        self._plan_people()
        for window, (leaves, returns) in LUNCH.items():
            self._at(self.start + leaves * MINUTE, "leave", window)
            self._at(self.start + returns * MINUTE, "return", window)
        while self._due:
            due = heapq.heappop(self._due)
            getattr(self, f"_{due.what}")(due.at, due.who)
        return [one for one in self.asked.values() if one.waited is not None]

    def _at(self, at: int, what: str, who: str = "") -> None:
        self._order += 1
        heapq.heappush(self._due, Due(at, self._order, what, who))

    def _plan_people(self) -> None:
        at = float(self.start)
        while at < self.start + LENGTH:
            hour = (at - self.start) / (60 * MINUTE)
            rate = (
                0.32 + 0.40 * math.exp(-((hour - 1.5) ** 2)) + 0.25 * math.exp(-((hour - 5.5) ** 2))
            )  # people a minute
            at += self.random.expovariate(rate) * MINUTE
            self._at(int(at), "come")

    def _come(self, now: int, _who: str) -> None:
        queue = self.random.choices(list(SHARE), list(SHARE.values()))[0]
        priority = "senior" if self.random.random() < 0.15 else None
        decided = self.hall.decide(IssueTicket(queue=queue, priority=priority), now)
        issued = next(event for event in happen(self.hall, decided) if isinstance(event, TicketIssued))
        state = self.hall.state
        ticket, line = state.tickets[issued.ticket], state.queue(queue)
        ahead = people_ahead(state, ticket)
        ours = expected_ms(state, line, ahead, ticket.effective_at, now)
        if ours is not None:
            wait = self._range(ahead, now, issued.ticket)
            self.asked[issued.ticket] = Asked(ours / MINUTE, *wait, naive=ahead * mean_ms(line) / MINUTE, issued_at=now)
        for window in self.hall.config.windows:
            self._free(now, window.id)

    def _range(self, ahead: int, now: int, ticket: str) -> tuple[float, float]:
        state = self.hall.state
        found = state.tickets[ticket]
        wait = estimate(state, state.queue(found.queue), ahead, found.effective_at, now)
        assert wait is not None
        return wait.low, wait.high

    def _free(self, now: int, window: str) -> None:
        if window in self._busy or window in self._away:
            return
        decided = self.hall.decide(CallNext(window=window), now)
        if isinstance(decided, Refusal):
            self._at(now + MINUTE, "free", window) if now < self.start + LENGTH else None
            return
        called = next(event for event in happen(self.hall, decided) if isinstance(event, TicketCalled))
        asked = self.asked.get(called.ticket)
        if asked is not None and asked.waited is None:
            asked.waited = (now - asked.issued_at) / MINUTE
        self._busy.add(window)
        if self.random.random() < 1 / 12:
            self._at(now + 90_000, "miss", f"{window} {called.ticket}")
        else:
            self._at(now + self.random.randrange(10_000, 40_000), "begin", f"{window} {called.ticket}")

    def _miss(self, now: int, who: str) -> None:
        window, ticket = who.split()
        happen(self.hall, self.hall.decide(NoShow(window=window, ticket=ticket), now))
        self._done(now, window)

    def _begin(self, now: int, who: str) -> None:
        window, ticket = who.split()
        happen(self.hall, self.hall.decide(StartService(window=window, ticket=ticket), now))
        mean = TRUE_MINUTES[self.hall.state.tickets[ticket].queue]
        minutes = self.random.lognormvariate(math.log(mean) - 0.18, 0.6)
        self._at(now + int(minutes * MINUTE), "end", who)

    def _end(self, now: int, who: str) -> None:
        window, ticket = who.split()
        happen(self.hall, self.hall.decide(FinishService(window=window, ticket=ticket), now))
        self._done(now + self.random.randrange(5_000, 30_000), window)

    def _done(self, now: int, window: str) -> None:
        self._at(now, "clear", window)

    def _clear(self, now: int, window: str) -> None:
        self._busy.discard(window)
        self._free(now, window)

    def _leave(self, now: int, window: str) -> None:
        if window in self._busy:
            self._at(now + MINUTE, "leave", window)
            return
        self._away.add(window)
        happen(self.hall, self.hall.decide(CloseWindow(window=window), now))

    def _return(self, now: int, window: str) -> None:
        if window not in self._away:
            self._at(now + MINUTE, "return", window)
            return
        self._away.discard(window)
        clerk = self.hall.config.clerks[0].id
        happen(self.hall, self.hall.decide(OpenWindow(window=window, clerk=clerk), now))
        self._free(now, window)


def rows() -> list[Row]:
    config = read_hall(Path(__file__).parent.parent / "demo" / "hall.toml")
    if isinstance(config, list):
        raise TypeError(config)
    people = [one for day in range(DAYS) for one in Day(config, day, MONDAY).run()]
    waits = [one.waited or 0.0 for one in people]
    ours = fmean(abs(one.ours - waited) for one, waited in zip(people, waits, strict=True))
    naive = fmean(abs(one.naive - waited) for one, waited in zip(people, waits, strict=True))
    inside = fmean(one.low <= waited <= one.high for one, waited in zip(people, waits, strict=True))
    return [
        Row(
            name=f"wait estimate, mean error ({len(people)} people, mean wait {fmean(waits):.0f} min)",
            unit="minutes",
            ours=ours,
            floor=naive,
            aim="< naive",
            met=ours < naive,
        ),
        Row(name="wait estimate, share of people inside the range shown", unit="share", ours=inside),
    ]
