"""A small hall as a number machine hears of it, and a walker that goes through the flow line by line, as a citizen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from domain.config import NoticeBoard, Text
from domain.flow import Arrived, Ask, HallAway, HallOnline, HallTime, Look, NoAnswer, StartTimer, StopTimer, TimerFired
from domain.number_machine.effects import IssueOffline, PrintTicket
from domain.number_machine.inputs import (
    NoOwnNumber,
    OfflineIssued,
    OfflineRefused,
    PhoneDone,
    PrintEnded,
    PriorityChosen,
    ReaderChanged,
    ReaderPart,
)
from domain.number_machine.state import Machine, Page, Problem
from domain.number_machine.step import begin, step
from domain.views.catalogue import Block, Catalogue, PriorityCard, QueueCard, TicketWay, WindowCard
from domain.views.public import HoursLine, NoticesSnapshot, Pause, QueuesSnapshot, QueueStatus, QueueView, Wait
from kiosk.mqtt.bodies import read_answer, wire_form
from kiosk.mqtt.messages import Answer, Error

NINE = 1_795_222_800_000
"""2026-11-21 09:00 in Shanghai."""


def both(zh: str, en: str = "") -> Text:
    return Text(zh=zh, en=en or zh)


def queue_card(name: str, prefix: str, zh: str, en: str, icon: str, examples: Text) -> QueueCard:  # noqa: PLR0917
    return QueueCard(id=name, name=both(zh, en), prefix=prefix, icon=icon, examples=examples, items=())


QUEUES = (
    queue_card(
        "social",
        "A",
        "社保医保",
        "Social insurance",
        "id",
        both("参保登记、信息变更、待遇资格认证", "Enrolment, changes of data, eligibility checks"),
    ),
    queue_card(
        "civil",
        "B",
        "民政残联",
        "Civil affairs",
        "users",
        both("老年优待、残疾人补贴、低保申请", "Senior cards, disability allowance, minimum income"),
    ),
    queue_card(
        "advice",
        "C",
        "综合咨询",
        "Advice",
        "messages",
        both("不清楚找谁办，先来问", "Not sure where to go? Ask here first"),
    ),
    replace(
        queue_card(
            "deliver",
            "D",
            "取件",
            "Collect documents",
            "clipboard-list",
            both("领取证照和办理结果", "Collect certificates"),
        ),
        pickup_code="QJ########",
    ),
    queue_card(
        "unsolved",
        "E",
        "办不成事反映",
        "Unresolved matters",
        "help",
        both("没办成的事，说给我们听", "Tell us what could not be done"),
    ),
)

PRIORITIES = (
    PriorityCard(id="elder", name=both("60 岁以上老年人", "Aged 60 or over"), icon="old", min_age=60),
    PriorityCard(id="disabled", name=both("残障人士", "People with a disability"), icon="wheelchair"),
    PriorityCard(id="pregnant", name=both("孕妇或带婴幼儿", "Pregnant or with an infant"), icon="baby-carriage"),
    PriorityCard(id="soldier", name=both("现役或退役军人", "Serving or retired soldiers"), icon="medal"),
)


def catalogue(**changes: Any) -> Catalogue:
    made = Catalogue(
        version=1,
        at=NINE,
        hall="longgang",
        name=both("龙冈街道政务服务中心", "Longgang Service Centre"),
        timezone="Asia/Shanghai",
        day_starts_minutes=240,
        hotline="12345",
        booking_phone="010-6400 0000",
        follow_url="https://hall.example/t/{ticket}",
        review_url="",
        identify=(TicketWay.CARD, TicketWay.PHONE, TicketWay.NONE),
        queues=QUEUES,
        items=(),
        priorities=PRIORITIES,
        windows=(
            WindowCard(id="w1", number="1", name=both("综合受理"), kind="accept", queues=("social",)),
            WindowCard(id="w2", number="2", name=both("综合受理"), kind="accept", queues=("social", "civil")),
        ),
        clerks=(),
        levels=(),
        comment_limit=150,
        lapse_seconds=60,
        mend_days=7,
        offline=(
            Block(device="m1", queue="social", first=900, last=949),
            Block(device="m1", queue="deliver", first=900, last=949),
        ),
    )
    return replace(made, **changes)


PAUSE = Pause(reason="用餐休息。", contact="8102", since=NINE, until=NINE + 4 * 3_600_000 + 1_800_000)


_AGAIN = {
    QueueStatus.CLOSED: 3_600_000,
    QueueStatus.BREAK: 3_600_000,
    QueueStatus.EARLY: 3_600_000,
    QueueStatus.FULL: 2 * 86_400_000,
}
"""How long after its snapshot a queue opens: a full one on another day, as the hall says it."""


def queues(version: int = 1, *, at: int = NINE, **status: QueueStatus) -> QueuesSnapshot:
    views = tuple(
        QueueView(
            id=card.id,
            status=status.get(card.id, QueueStatus.OPEN),
            waiting=waiting,
            wait=Wait(low=waiting * 3, high=waiting * 5) if waiting else Wait(low=0, high=3),
            windows=1,
            opens_at=at + again if (again := _AGAIN.get(status.get(card.id, QueueStatus.OPEN))) else None,
            closes_at=at + 8 * 3_600_000,
            pause=PAUSE if status.get(card.id) is QueueStatus.PAUSED else None,
        )
        for card, waiting in zip(QUEUES, (3, 12, 0, 1, 0), strict=True)
    )
    return QueuesSnapshot(version=version, at=at, day="2026-11-21", queues=views)


HOURS = (
    HoursLine(title=both("对外服务时间", "Service hours"), text=both("周一至周五 9:00–17:00", "Mon to Fri 9:00–17:00")),
    HoursLine(
        title=both("延时服务时间", "Extended hours"), text=both("周六 9:00–12:00（预约）", "Sat 9:00–12:00 (booked)")
    ),
)
NOTICES = NoticesSnapshot(
    version=1,
    at=NINE,
    boards=(
        NoticeBoard(
            id="b1", text=both("本大厅不叫号广播，请留意大屏幕。", "No number is called aloud. Watch the screen.")
        ),
        NoticeBoard(id="b2", text=both("本周六上午预约办理。", "This Saturday morning by appointment.")),
    ),
    hours=HOURS,
    today=HOURS[:1],
)


def machine(**changes: Any) -> Machine:
    made = Machine(
        device="m1", seed=7, time=HallTime(NINE), has_printer=True, has_cards=True, has_scanner=True, cards=True
    )
    return replace(made, **changes)


class Walk:
    """A machine and a person before it. Effects pile up in `effects`; time stands still unless `after` moves it."""

    first: Any = staticmethod(machine)
    begin: Any = staticmethod(begin)
    step: Any = staticmethod(step)

    @property
    def machine(self) -> Machine:
        """The number machine of the flow."""
        machine: Machine = self.state
        return machine

    def __init__(self, state: Any = None, *, online: bool = True, known: bool = True, **config: Any) -> None:
        self.now = 0
        self.state = state or self.first()
        self.effects: list[Any] = []
        self.timers: dict[str, float] = {}
        self._carry_out(self.begin(self.state))
        if known:
            self.give(Arrived(catalogue(**config)), Arrived(queues()), Arrived(NOTICES))
        if online:
            self.give(HallOnline())
        self.give(ReaderChanged(ReaderPart.CARDS, present=True), ReaderChanged(ReaderPart.SCANNER, present=True))

    def give(self, *inputs: Any) -> Walk:
        """Inputs of machine, hall or parts: no time passes. On line, a snapshot after the first one is live."""
        for given in inputs:
            if isinstance(given, Arrived) and self.machine.online and self.machine.queues is not None:
                given = replace(given, live=True)  # noqa: PLW2901 - the same input, as the broker would bring it
            self.state, effects = self.step(self.state, given, self.now)
            self._carry_out(effects)
        return self

    def _carry_out(self, effects: Iterable[Any]) -> None:
        for effect in effects:
            self.effects.append(effect)
            if isinstance(effect, StartTimer):
                self.timers[effect.name] = self.now / 1000 + effect.seconds
            elif isinstance(effect, StopTimer):
                self.timers.pop(effect.name, None)

    def touch(self, *inputs: Any) -> Walk:
        """Touches of someone who looks first: a second before each."""
        for given in inputs:
            self.after(1.0)
            self.give(given)
        return self

    def after(self, seconds: float) -> Walk:
        """Let time pass; timers fire in their order."""
        end = self.now / 1000 + seconds
        while due := [name for name, at in self.timers.items() if at <= end + 1e-9]:
            name = min(due, key=lambda name: self.timers[name])
            self.now = max(self.now, round(self.timers.pop(name) * 1000))
            self.give(TimerFired(name))
        self.now = round(end * 1000)
        return self

    def made(self, kind: type) -> list[Any]:
        """The effects of `kind` so far, oldest first."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def last(self, kind: type) -> Any:
        return self.made(kind)[-1]

    @property
    def asked(self) -> Ask:
        """The request that is out."""
        ask: Ask = self.last(Ask)
        return ask

    @property
    def wire(self) -> tuple[str, dict[str, Any]]:
        """The same as it goes over the wire: its name and its body."""
        return wire_form(self.asked.command)

    def hall_answers(self, **data: Any) -> Walk:
        """The hall issues A012 (or what `data` says)."""
        answer = {"ticket": "20261121-A012", "number": "A012", "queue": "social", "ahead": 3, "issued_at": NINE}
        return self.hall_says({**answer, "wait": {"low": 10, "high": 15}, **data})

    def hall_says(self, data: dict[str, Any]) -> Walk:
        """The last request is done, and the answer carries just this."""
        return self.give(read_answer(self.asked, Answer(id="", ok=True, data=data)))

    def touch_done(self) -> Walk:
        """From a typed phone number to the request, claiming no priority."""
        return self.touch(PhoneDone(), PriorityChosen(None))

    def hall_refuses(self, code: str, **data: Any) -> Walk:
        return self.give(read_answer(self.asked, Answer(id="", ok=False, error=Error(code=code, data=data))))

    def hall_is_silent(self) -> Walk:
        return self.give(NoAnswer(self.asked.tag))

    def hall_goes(self) -> Walk:
        return self.give(HallAway())

    def own_number(self, number: str = "A900") -> Walk:
        """The machine's own block gives a number."""
        effect: IssueOffline = self.last(IssueOffline)
        return self.give(OfflineIssued(effect.request, f"20261121-{number}", number, effect.issued_at))

    def no_own_number(self, reason: NoOwnNumber) -> Walk:
        return self.give(OfflineRefused(self.last(IssueOffline).request, reason))

    def paper_comes(self) -> Walk:
        effect: PrintTicket = self.last(PrintTicket)
        return self.give(PrintEnded(effect.ticket, copy=effect.copy))

    def paper_fails(self, fault: str = "paper_out") -> Walk:
        effect: PrintTicket = self.last(PrintTicket)
        return self.give(PrintEnded(effect.ticket, fault, copy=effect.copy))

    def sees(self, place: Page, trouble: Problem | None = None) -> Walk:
        assert (self.state.page, self.state.problem) == (place, trouble)
        return self

    def sees_number(self, number: str) -> Walk:
        self.sees(Page.NUMBER)
        assert self.state.visit.given is not None
        assert self.state.visit.given.number == number
        return self

    def is_forgotten(self) -> Walk:
        """Nothing of the person is left: no name, no phone, no class, no mode."""
        assert self.state.visit == type(self.state.visit)()
        assert self.state.look == Look()
        assert not self.state.asking
        return self
