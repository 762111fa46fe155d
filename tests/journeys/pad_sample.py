"""A small hall as the pad of window w1 hears of it, and a walker that goes through a flow line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from domain.config import Level, Tag, Text
from domain.flow import Arrived, Ask, HallOnline, Record, StartTimer, StopTimer, TimerFired
from domain.views.catalogue import Catalogue, ClerkCard, ItemCard, QueueCard, TicketWay, WindowCard
from domain.views.public import Pause, QueuesSnapshot, QueueStatus, QueueView
from domain.views.ticket import TicketState, TicketView
from domain.views.window import RatingState, RatingView, WindowQueue, WindowSnapshot, WindowState
from kiosk.mqtt.bodies import read_answer, wire_form
from kiosk.mqtt.messages import Answer, Error

NINE = 1_795_222_800_000
"""2026-11-21 09:00 in Shanghai."""


def both(zh: str, en: str = "") -> Text:
    return Text(zh=zh, en=en or zh)


def _level(value: int, zh: str, en: str, *tags: Tag) -> Level:
    return Level(value=value, name=both(zh, en), bad=value <= 2, tags=tags)


LEVELS = (
    _level(1, "非常不满意", "Very dissatisfied", Tag(code="115", name=both("服务态度差效率低"))),
    _level(
        2, "不满意", "Dissatisfied", Tag(code="213", name=both("业务不熟练")), Tag(code="214", name=both("态度生硬"))
    ),
    _level(3, "基本满意", "Acceptable", Tag(code="314", name=both("服务态度一般"))),
    _level(4, "满意", "Satisfied", Tag(code="413", name=both("服务态度较好"))),
    _level(5, "非常满意", "Very satisfied", Tag(code="510", name=both("一次办结")), Tag(code="517", name=both("热情"))),
)


def clerk_card(name: str = "c1") -> ClerkCard:
    return ClerkCard(
        id=name,
        name=both("王敏", "Wang Min"),
        number="0107",
        post=both("综合受理", "General reception"),
        duty=both("受理社会保险事项", "Takes in social insurance matters"),
        promise=both("一次讲清，一次办好。", "Told once, done once."),
        contact="010-1234",
        portrait="c1.png",
    )


CATALOGUE = Catalogue(
    version=1,
    at=NINE - 3_600_000,
    hall="h1",
    name=both("某街道便民服务中心", "A street's service centre"),
    timezone="Asia/Shanghai",
    day_starts_minutes=240,
    hotline="12345",
    booking_phone="",
    follow_url="",
    review_url="https://example.org/r/{hall}/{window}",
    identify=(TicketWay.NONE,),
    queues=(
        QueueCard(id="social", name=both("社会保险"), prefix="A", icon="heart", examples=both("参保"), items=("i1",)),
        QueueCard(id="house", name=both("住房"), prefix="B", icon="home", examples=both("公租房"), items=()),
    ),
    items=(ItemCard(id="i1", name=both("参保登记", "Enrolment"), bureau=both("人社局")),),
    priorities=(),
    windows=(
        WindowCard(id="w1", number="1", name=both("综合受理"), kind="accept", queues=("social",), clerks=("c1", "c2")),
        WindowCard(id="w2", number="2", name=both("综合受理"), kind="accept", queues=("social", "house")),
    ),
    clerks=(clerk_card("c1"), clerk_card("c2")),
    levels=LEVELS,
    comment_limit=30,
    lapse_seconds=60,
    mend_days=7,
    offline=(),
)


def ticket(number: str, state: TicketState = TicketState.CALLED, **more: Any) -> TicketView:
    return TicketView(ticket=f"20261121-{number}", number=number, queue="social", state=state, issued_at=NINE, **more)


def rating(number: str = "A012", state: RatingState = RatingState.INVITED, session: str = "") -> RatingView:
    name = session or f"s-{number}"
    return RatingView(
        session=name, nonce=f"n-{name}", number=number, state=state, invited_at=NINE, expires_at=NINE + 60_000
    )


def window(version: int = 1, **more: Any) -> WindowSnapshot:
    base = WindowSnapshot(
        version=version,
        at=NINE,
        day="2026-11-21",
        window="w1",
        number="1",
        name=both("综合受理", "General reception"),
        kind="accept",
        state=WindowState.OPEN,
        clerk=clerk_card(),
        queues=(WindowQueue(id="social", waiting=0),),
        recalls_left=3,
    )
    return replace(base, **more)


def paused() -> WindowSnapshot:
    return window(state=WindowState.PAUSED, pause=Pause(reason="用餐休息。", contact="010-1234", since=NINE))


def queues(*, windows: int) -> QueuesSnapshot:
    view = QueueView(id="social", status=QueueStatus.OPEN, waiting=2, windows=windows)
    return QueuesSnapshot(version=1, at=NINE, day="2026-11-21", queues=(view,))


class Walker:
    """Goes through a flow: each `does` is half a second later, long enough for a person's next touch."""

    def __init__(self, state: Any, step: Callable[[Any, Any, int], tuple[Any, Iterable[Any]]]) -> None:
        self.state, self._step = state, step
        self.now_ms = 1000
        self.effects: list[Any] = []
        self.timers: dict[str, float] = {}
        self.does(HallOnline(), Arrived(CATALOGUE))

    def does(self, *inputs: Any, after_ms: int = 500) -> None:
        for given in inputs:
            self.now_ms += after_ms
            self.state, effects = self._step(self.state, given, self.now_ms)
            for effect in effects:
                self.effects.append(effect)
                match effect:
                    case StartTimer(name, seconds):
                        self.timers[name] = seconds
                    case StopTimer(name):
                        self.timers.pop(name, None)

    def hears(self, **changes: Any) -> None:
        self.does(Arrived(window(**changes)))

    def waits_for(self, timer: str) -> None:
        """Time passes until `timer` fires; it must be running."""
        seconds = self.timers.pop(timer)
        self.does(TimerFired(timer), after_ms=int(seconds * 1000))

    def of(self, kind: type) -> list[Any]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def records(self) -> list[Record]:
        return self.of(Record)

    @property
    def wire(self) -> tuple[str, dict[str, Any]]:
        """The last request as it goes over the wire: its name and its body."""
        return wire_form(self.asks[-1].command)

    @property
    def asks(self) -> list[Ask]:
        return self.of(Ask)

    def answered(self, *, ok: bool = True, code: str = "", **data: Any) -> None:
        answer = Answer(id="", ok=True, data=data) if ok else Answer(id="", ok=False, error=Error(code=code, data=data))
        self.does(read_answer(self.asks[-1], answer))
