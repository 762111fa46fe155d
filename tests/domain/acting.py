"""A small hall and somebody who acts in it: `day.do(…)` is done or fails the test, `day.refused(…)` says why not."""

from __future__ import annotations

from copy import copy, deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from in_place import everything_is_in_its_place, it_is_the_hall_of_its_snapshot

from domain import commands as c
from domain.config import (
    Clerk,
    Device,
    HallConfig,
    Item,
    Level,
    OfflineBlock,
    Priority,
    Queue,
    Ratings,
    Role,
    Series,
    Serves,
    Tag,
    Text,
    Window,
    WindowKind,
)
from domain.decide.hall import Hall
from domain.events import Event, RatingInvited
from domain.refusal import Code, Refusal
from domain.show.answers import answer
from domain.state.ticket import Ticket
from domain.statuses import PrinterReport

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000


def text(words: str) -> Text:
    return Text(zh=words, en=words)


def clerk(name: str) -> Clerk:
    return Clerk(id=name, name=text(name), number="01", post=text("p"), duty=text("d"), promise=text("p"), contact="1")


def window(name: str, *serves: str | tuple[str, int]) -> Window:
    lines = tuple(Serves(queue=s) if isinstance(s, str) else Serves(queue=s[0], lag_minutes=s[1]) for s in serves)
    return Window(id=name, number=name[-1], name=text(name), kind=WindowKind.ACCEPT, serves=lines)


LEVELS = tuple(
    Level(value=value, name=text(str(value)), bad=value <= 2, tags=(Tag(code=f"{value}07", name=text("tag")),))
    for value in (5, 4, 3, 2, 1)
)

HALL = HallConfig(
    id="hall",
    name=text("hall"),
    queues=(
        Queue(id="papers", name=text("papers"), prefix="A", items=("id-card", "permit"), last=899),
        Queue(id="social", name=text("social"), prefix="B", items=("pension",), last=899),
        Queue(id="advice", name=text("advice"), prefix="C", last=899),
    ),
    windows=(window("w1", "papers", ("social", 10)), window("w2", "social"), window("w3", "advice", "papers")),
    items=tuple(Item(id=name, name=text(name), bureau=text("b")) for name in ("id-card", "permit", "pension")),
    priorities=(
        Priority(id="elder", name=text("elder"), head_start_minutes=20),
        Priority(id="soldier", name=text("soldier"), head_start_minutes=30),
    ),
    clerks=(clerk("li"), clerk("wang")),
    devices=(
        Device(id="kiosk-1", role=Role.KIOSK, offline=(OfflineBlock(queue="papers", first=900, last=949),)),
        Device(id="kiosk-2", role=Role.KIOSK, offline=(OfflineBlock(queue="papers", first=950, last=999),)),
        Device(id="pad-1", role=Role.PAD, window="w1"),
        Device(id="citizen-2", role=Role.PAD_CITIZEN, window="w2"),
        Device(id="clerk-2", role=Role.PAD_CLERK, window="w2"),
    ),
    ratings=Ratings(levels=LEVELS),
)


def hall_with(**rules: Any) -> HallConfig:
    """The sample hall with other rules."""
    return replace(HALL, rules=replace(HALL.rules, **rules))


def in_series(config: HallConfig, *queues: str, prefix: str = "N", last: int = 899) -> HallConfig:
    """These queues get their numbers from one series, `all`; what machines could give of any of them, they give of it.
    As a hall is that has been read: the queues have the form of the series."""
    series = Series(id="all", prefix=prefix, last=last)

    def shared(block: OfflineBlock) -> OfflineBlock:
        return replace(block, queue="", series="all") if block.queue in queues else block

    return replace(
        config,
        series=(series,),
        queues=tuple(
            replace(q, series="all", prefix=prefix, first=series.first, last=last, width=series.width)
            if q.id in queues
            else q
            for q in config.queues
        ),
        devices=tuple(replace(d, offline=tuple(dict.fromkeys(map(shared, d.offline)))) for d in config.devices),
    )


def at(words: str, hours_ahead_of_utc: int = 8) -> int:
    """`2026-11-20 09:00` on a wall in China."""
    moment = datetime.fromisoformat(words).replace(tzinfo=UTC)
    return int(moment.timestamp() * 1000) - hours_ahead_of_utc * HOUR


LOOKED_AT_WHOLE = 40
"""So many events of a log are looked at with all that a hall is; longer ones by the places of the tickets alone."""


class Acting:
    """One hall, its clock and its whole log. After every step everything must be in its place (`in_place.py`)."""

    def __init__(self, config: HallConfig = HALL, now: int | None = None, **hall: Any) -> None:
        self.hall = Hall(config, **hall)
        self.now = at("2026-11-20 09:00") if now is None else now
        self.log: list[Event] = []
        self.printers: dict[str, PrinterReport] = {}
        self._tokens = 0

    def try_(self, command: c.Command, device: str = "") -> list[Event] | Refusal:
        self._tokens += 1
        short = len(self.log) < LOOKED_AT_WHOLE
        before = self.hall.dump() if short else None
        token = f"{self._tokens:048x}"[::-1]
        decision = self.hall.decide(command, self.now, device=device, token=token, printers=self.printers)
        if before is not None:
            assert self.hall.dump() == before, "deciding changed the hall"
        if not isinstance(decision, Refusal):
            for event in decision:
                self.hall.apply(event)
            self.log += decision
        everything_is_in_its_place(self.hall)
        if short:
            it_is_the_hall_of_its_snapshot(self.hall, self.now)
        return decision

    def call_for_help(self) -> str:
        """The id of the one that is open."""
        (one,) = self.hall.state.help
        return one.call

    def do(self, command: c.Command, device: str = "") -> Any:
        decision = self.try_(command, device)
        assert not isinstance(decision, Refusal), decision
        return answer(self.hall, command, decision, self.now)

    def refused(self, command: c.Command, device: str = "") -> Code:
        return self.refusal(command, device).code

    def refusal(self, command: c.Command, device: str = "") -> Refusal:
        decision = self.try_(command, device)
        assert isinstance(decision, Refusal), decision
        return decision

    def later(self, minutes: float = 0, seconds: float = 0) -> Acting:
        self.now += int(minutes * MINUTE + seconds * SECOND)
        return self

    # ---- what people do, in one word each; all of them say the number

    def take(self, queue: str = "papers", device: str = "kiosk-1", **more: Any) -> str:
        number: str = self.do(c.IssueTicket(queue=queue, **more), device).number
        return number

    def open(self, *windows: str) -> Acting:
        for name in windows or ("w1", "w2", "w3"):
            self.do(c.OpenWindow(window=name, clerk="li"))
        return self

    def call(self, window: str = "w1") -> str:
        number: str = self.do(c.CallNext(window=window)).number
        return number

    def start(self, number: str) -> str:
        self.do(c.StartService(window=self.ticket(number).window or "", ticket=self.ticket(number).id))
        return number

    def finish(self, number: str) -> str:
        self.do(c.FinishService(window=self.ticket(number).window or "", ticket=self.ticket(number).id))
        return number

    def serve(self, window: str = "w1") -> str:
        """The next one, from call to end."""
        return self.finish(self.start(self.call(window)))

    def miss(self, window: str = "w1") -> str:
        """The next one, who does not come."""
        number = self.call(window)
        self.later(seconds=60).do(c.NoShow(window=window, ticket=self.id(number)))
        return number

    def ticket(self, number: str) -> Ticket:
        return self.hall.state.numbers[number]

    def id(self, number: str) -> str:
        return self.ticket(number).id

    def state(self, number: str) -> str:
        return self.ticket(number).state.value

    def order(self, window: str = "w1") -> list[str]:
        """Whom this window would call, to the last. A copy of the living hall calls them: one that was read from a
        snapshot has built its lines anew, and in it nobody can have fallen out of a line."""
        shadow = copy(self.hall)
        shadow.state = deepcopy(self.hall.state, {id(self.hall.config): self.hall.config})
        numbers: list[str] = []
        while True:
            decision = shadow.decide(c.CallNext(window=window), self.now)
            if isinstance(decision, Refusal):
                return numbers
            ticket = decision[-1].ticket  # type: ignore[union-attr]
            number = shadow.state.tickets[ticket].number
            assert number not in numbers, f"{number} is called again and again"
            numbers.append(number)
            for event in decision:
                shadow.apply(event)
            shadow.state.windows[window].ticket = None

    def revived(self, **hall: Any) -> Acting:
        """The same hall after a power cut: the log alone is left."""
        again = Acting(self.hall.config, self.now, **hall)
        for event in self.log:
            again.hall.apply(event)
        again.log = list(self.log)
        return again


def invited(window: str = "w1", day: Acting | None = None) -> tuple[Acting, RatingInvited]:
    """A hall where somebody was served and is asked for a review now, and the invitation."""
    day = day or Acting().open()
    day.take("papers" if window != "w2" else "social")
    day.serve(window)
    event = day.log[-1]
    assert isinstance(event, RatingInvited)
    return day, event


def review(event: RatingInvited, level: int = 5, **more: Any) -> c.GiveRating:
    return c.GiveRating(**{"session": event.session, "nonce": event.nonce, "level": level, **more})
