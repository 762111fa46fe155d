"""Every screen of the number machine, each in a state that a person can walk into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from domain.config import NoticeBoard
from domain.flow import Answered, Arrived, BackTouched, DiskChanged, Doubt, HallTime, IdentityDoubted, Look, NoAnswer
from domain.number_machine.inputs import (
    CancelConfirmed,
    CancelTouched,
    CardFailed,
    CardFault,
    CardLaid,
    CardLies,
    CardRead,
    CheckInChosen,
    CodeScanned,
    CodeUnreadable,
    DigitTouched,
    HelpTouched,
    HelpWanted,
    NoOwnNumber,
    PhoneDone,
    PrinterChanged,
    PriorityChosen,
    QueueChosen,
    ReaderChanged,
    ReaderPart,
    SendTouched,
    SomewhereTouched,
    WayChosen,
)
from domain.places import Places, Side
from domain.views.catalogue import TicketWay
from domain.views.public import HoursLine, QueueStatus
from kiosk.calibrate.crosses import Crosses
from kiosk.number_machine.screen_names import class_of, screen_of
from kiosk.screens.number_machine.machine_now import MachineNow
from tests.journeys.help_sample import BODY
from tests.journeys.machine_sample import NINE, NOTICES, QUEUES, Walk, both, machine, queues
from tests.screens.specimen import EXTRA, MACHINE, MODES, Specimen, emergencies

FULL_DAY = replace(
    NOTICES,
    boards=(
        NoticeBoard(
            id="green-channel",
            text=both(
                "老年人、残障人士、孕妇、军人优先办理，请在取号时选择",
                "Older and disabled people, pregnant women and the military go first: choose it when you take a number",
            ),
        ),
    ),
    today=(
        HoursLine(title=both("对外服务时间", "Service hours"), text=both("9:00–12:00 13:30–17:30")),
        HoursLine(title=both("延时服务时间", "Extended hours"), text=both("12:00–13:30")),
        HoursLine(title=both("预约服务时间", "By appointment"), text=both("8:30–9:00 17:30–18:00")),
    ),
)
"""A day with delayed and booked service, and a long notice."""

ELDER = CardRead("hash", "欧阳**", "19500101")


def many() -> Walk:
    """A large hall: 34 departments, each a queue with a long name."""
    name = both("人力资源和社会保障局综合窗口", "Human Resources and Social Security, general windows")
    cards = tuple(replace(QUEUES[0], id=f"q{at}", name=name) for at in range(34))
    walk = Walk()
    known = walk.state.catalogue
    assert known is not None
    return walk.give(Arrived(replace(known, version=known.version + 1, queues=cards)), Arrived(FULL_DAY))


def renamed(walk: Walk) -> Walk:
    """The same in a hall whose name is long."""
    name = both("经济技术开发区荣华街道政务服务中心第二分中心", "Economic-Technological Development Zone Service Hall")
    known = walk.state.catalogue
    assert known is not None
    return walk.give(Arrived(replace(known, version=known.version + 1, name=name)))


def home() -> Walk:
    return Walk().touch(SomewhereTouched())


def asked() -> Walk:
    return home().touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))


def asked_by_card() -> Walk:
    return home().touch(ELDER, QueueChosen("social"), PriorityChosen(None))


def with_number() -> Walk:
    return asked().hall_answers()


def existing() -> Walk:
    found = {"ticket": "20261121-B003", "number": "B003", "queue": "civil", "ahead": 2, "issued_at": 1}
    return asked().hall_refuses("person.has_ticket", **found, wait={"low": 5, "high": 10})


def refused(code: str) -> Walk:
    return asked().hall_refuses(code)


def booked(code: str) -> Walk:
    return home().touch(CodeScanned("7788")).hall_refuses(code, starts_at=1_795_222_800_000 + 7_200_000)


def mixed() -> Walk:
    states = {"civil": QueueStatus.CLOSED, "advice": QueueStatus.PAUSED, "deliver": QueueStatus.FULL}
    return home().give(Arrived(queues(2, **states)))


def on_a_full_day() -> Walk:
    return mixed().give(Arrived(FULL_DAY))


def gone(*parts: ReaderPart) -> list[ReaderChanged]:
    return [ReaderChanged(part, present=False) for part in parts]


def lost(part: ReaderPart) -> Walk:
    return home().give(*gone(part))


def bookings_alone() -> Walk:
    return Walk(queues=tuple(replace(card, pickup_code="") for card in QUEUES)).touch(SomewhereTouched())


def at(side: Side) -> Walk:
    return Walk(machine(places=Places(cards=side, scanner=side, paper=side))).touch(SomewhereTouched())


def scanned() -> Walk:
    ticket = {
        "ticket": "20261121-B003",
        "number": "B003",
        "queue": "civil",
        "ahead": 2,
        "issued_at": 1,
        "state": "waiting",
    }
    looked = home().touch(CodeScanned("https://hall.example/t/20261121-B003"))
    return looked.hall_answers(**ticket, wait={"low": 5, "high": 10})


def typed(digits: str) -> Walk:
    walk = home().touch(QueueChosen("social"), WayChosen(TicketWay.PHONE))
    return walk.touch(*(DigitTouched(digit) for digit in digits))


def sending() -> Walk:
    return with_number().paper_fails().touch(SendTouched(), *(DigitTouched(digit) for digit in "13800138000"))


LEFT = Answered("leave:20261121-A012", ok=True)

WALKS: dict[str, Callable[[], Walk]] = {
    "idle": Walk,
    "idle-card-left": lambda: Walk().give(CardLies()),
    "idle-many": many,
    "idle-full-day": lambda: Walk().give(Arrived(FULL_DAY)),
    "idle-closed": lambda: Walk().give(
        Arrived(queues(2, **{card.id: QueueStatus.CLOSED for card in QUEUES})), Arrived(FULL_DAY)
    ),
    "home": home,
    "home-long-name": lambda: renamed(home()),
    "number-long-name": lambda: renamed(with_number()).paper_comes(),
    "home-card": lambda: home().touch(ELDER),
    "home-mixed": mixed,
    "home-bookings": bookings_alone,
    "home-unprinted": lambda: home().give(PrinterChanged(can_print=False)),
    "home-away": lambda: home().hall_goes(),
    "home-owed": lambda: with_number().paper_fails().after(61).give(PrinterChanged(can_print=True)),
    "home-unknown": lambda: Walk(machine(), known=False).touch(SomewhereTouched()),
    "who": lambda: home().touch(QueueChosen("social")),
    "who-left": lambda: at(Side.LEFT).touch(QueueChosen("social")),
    "who-reader-gone": lambda: (
        home()
        .touch(QueueChosen("social"), WayChosen(TicketWay.CARD))
        .give(ReaderChanged(ReaderPart.CARDS, present=False))
    ),
    "card": lambda: home().touch(QueueChosen("social"), WayChosen(TicketWay.CARD)),
    "card-above": lambda: at(Side.ABOVE).touch(QueueChosen("social"), WayChosen(TicketWay.CARD)),
    "card-left": lambda: at(Side.LEFT).touch(QueueChosen("social"), WayChosen(TicketWay.CARD)),
    "card-right": lambda: at(Side.RIGHT).touch(QueueChosen("social"), WayChosen(TicketWay.CARD)),
    "card-reading": lambda: home().touch(QueueChosen("social"), WayChosen(TicketWay.CARD), CardLaid()),
    "check-in": lambda: home().touch(CheckInChosen()),
    "check-in-bookings": lambda: bookings_alone().touch(CheckInChosen()),
    "check-in-no-reader": lambda: lost(ReaderPart.CARDS).touch(CheckInChosen()),
    "check-in-no-scanner": lambda: lost(ReaderPart.SCANNER).touch(CheckInChosen()),
    "check-in-nothing": lambda: home().touch(CheckInChosen()).give(*gone(*ReaderPart)),
    "check-in-away": lambda: home().hall_goes().touch(CheckInChosen()),
    "phone": lambda: typed(""),
    "phone-typed": lambda: typed("13800138000"),
    "phone-wrong": lambda: typed("12800138000"),
    "priority": lambda: home().touch(QueueChosen("social"), WayChosen(TicketWay.NONE)),
    "priority-elder": lambda: home().touch(QueueChosen("social"), ELDER),
    "looking-up": lambda: home().touch(CodeScanned("https://hall.example/t/20261121-B003")).after(0.5),
    "waiting": lambda: asked().after(0.5),
    "number": lambda: with_number().paper_comes(),
    "number-card-lies": lambda: asked_by_card().hall_answers().give(CardLies()).paper_comes(),
    "number-printing": with_number,
    "number-unprinted": lambda: with_number().paper_fails(),
    "number-sent": lambda: sending().touch(PhoneDone()).give(LEFT),
    "number-unsent": lambda: sending().touch(PhoneDone()).give(NoAnswer(LEFT.tag)),
    "send": lambda: with_number().paper_fails().touch(SendTouched()),
    "sending": lambda: sending().touch(PhoneDone()).after(0.5),
    "number-phone": lambda: typed("13800138000").touch_done().hall_answers().paper_comes(),
    "number-offline": lambda: asked().hall_goes().own_number().paper_comes(),
    "existing": existing,
    "existing-scanned": scanned,
    "ticket-over": lambda: (
        home().touch(CodeScanned("https://hall.example/t/20261120-B003")).hall_refuses("ticket.unknown")
    ),
    "cancel": lambda: existing().touch(CancelTouched()),
    "cancelled": lambda: (
        existing().touch(CancelTouched(), CancelConfirmed()).give(Answered("cancel:20261121-B003", ok=True))
    ),
    "not-cancelled": lambda: existing().touch(CancelTouched(), CancelConfirmed()).hall_refuses("ticket.wrong_state"),
    "still-there": lambda: typed("138").after(31),
    "help": lambda: home().touch(HelpTouched()),
    "help-called": lambda: home().touch(HelpTouched(), HelpWanted()).hall_says(BODY),
    "help-band": lambda: home().touch(HelpTouched(), HelpWanted()).hall_says(BODY).touch(BackTouched()),
    "card-unreadable": lambda: home().touch(QueueChosen("social"), CardFailed(CardFault.UNREADABLE)),
    "code-unreadable": lambda: home().touch(CodeUnreadable()),
    "card-unknown": lambda: home().touch(QueueChosen("social"), CardFailed(CardFault.UNKNOWN_CARD)),
    "card-expired": lambda: home().touch(QueueChosen("social"), CardFailed(CardFault.EXPIRED)),
    "closed": lambda: mixed().touch(QueueChosen("civil")),
    "break": lambda: home().give(Arrived(queues(2, civil=QueueStatus.BREAK))).touch(QueueChosen("civil")),
    "full": lambda: mixed().touch(QueueChosen("deliver")),
    "paused": lambda: mixed().touch(QueueChosen("advice")),
    "closed-full-day": lambda: on_a_full_day().touch(QueueChosen("civil")),
    "full-full-day": lambda: on_a_full_day().touch(QueueChosen("deliver")),
    "limit": lambda: refused("person.limit"),
    "phone-limit": lambda: typed("13800138000").touch_done().hall_refuses("phone.limit"),
    "hall-sick": lambda: refused("hall.disk_full"),
    "no-answer": lambda: home().touch(QueueChosen("civil"), WayChosen(TicketWay.NONE), PriorityChosen(None)).after(5.1),
    "no-answer-ticket": lambda: home().touch(CodeScanned("https://hall.example/t/20261121-B003")).after(5.1),
    "no-answer-cancel": lambda: existing().touch(CancelTouched(), CancelConfirmed()).after(5.1),
    "no-answer-booking": lambda: home().touch(CodeScanned("7788")).after(5.1),
    "own-disk": lambda: asked().give(DiskChanged(works=False)).hall_goes(),
    "home-twice": lambda: home().give(IdentityDoubted(Doubt.TWICE)),
    "idle-other-machine": lambda: home().give(IdentityDoubted(Doubt.OTHER_MACHINE)).hall_goes(),
    "home-own-disk": lambda: home().give(DiskChanged(works=False)),
    "block-used": lambda: asked().hall_goes().no_own_number(NoOwnNumber.USED_UP),
    "refused": lambda: refused("priority.unknown"),
    "booking-unknown": lambda: booked("appointment.unknown"),
    "booking-early": lambda: booked("appointment.early"),
    "booking-late": lambda: booked("appointment.late"),
    "booking-used": lambda: booked("appointment.used"),
    "booking-away": lambda: home().hall_goes().touch(CodeScanned("7788")),
}

TALL, WIDE = "1080x1920", "1920x1080"
CURATED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "idle": (("normal", "zh_CN", TALL),),
    "home": (
        ("normal", "zh_CN", TALL),
        ("normal", "en", TALL),
        ("elder", "zh_CN", TALL),
        ("contrast", "zh_CN", TALL),
        ("low", "zh_CN", TALL),
        ("normal", "zh_CN", WIDE),
    ),
    "who": (("normal", "zh_CN", TALL), ("elder", "zh_CN", TALL)),
    "phone-typed": (("normal", "zh_CN", TALL), ("low", "zh_CN", TALL), ("normal", "zh_CN", WIDE)),
    "priority-elder": (("normal", "zh_CN", TALL),),
    "number": (("normal", "zh_CN", TALL), ("normal", "en", TALL), ("elder", "zh_CN", TALL), ("normal", "zh_CN", WIDE)),
    "number-unprinted": (("normal", "zh_CN", TALL),),
    "existing": (("normal", "zh_CN", TALL),),
    "card-unreadable": (("normal", "zh_CN", TALL),),
    "card": (("normal", "zh_CN", TALL),),
    "still-there": (("normal", "zh_CN", TALL),),
}


def _specimen(name: str, walk: Callable[[], Walk]) -> Specimen:
    def state(look: Look) -> MachineNow:
        return MachineNow(replace(walk().state, look=look, time=HallTime(NINE)), now_ms=41 * 60_000)  # always 9:41

    return Specimen(
        name=f"machine-{name}",
        screen=class_of(screen_of(walk().state)),
        state=state,
        sizes=MACHINE,
        modes=("normal",) if name.startswith("idle") else (*MODES, *EXTRA),  # it rests only when nobody is there
        curated=CURATED.get(name, ()),
    )


def _crosses(name: str, crosses: Crosses) -> Specimen:
    screen = "kiosk.calibrate.screen:CrossesScreen"
    return Specimen(
        name=f"machine-{name}", screen=screen, state=lambda _look: crosses, sizes=MACHINE, modes=("normal",)
    )


SPECIMENS = [
    *(_specimen(name, walk) for name, walk in WALKS.items()),
    _crosses("crosses", Crosses()),
    _crosses("crosses-again", Crosses(2, again=True)),
    *emergencies("machine", MACHINE, ("normal", "zh_CN", "1080x1920")),
]
