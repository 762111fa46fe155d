"""The e-screens as they stand in the sample hall on an ordinary morning, and in trouble."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from domain.config import HallConfig, Text
from domain.flow import Doubt, HallTime, Look
from domain.show.public import catalogue, clerk_card
from domain.views.public import (
    CallsSnapshot,
    CallView,
    HoursLine,
    NoticesSnapshot,
    Pause,
    QueuesSnapshot,
    QueueStatus,
    QueueView,
    Wait,
)
from domain.views.ticket import TicketState, TicketView
from domain.views.window import WindowQueue, WindowSnapshot, WindowState
from e_screen.board import EScreenState
from e_screen.show_pages import ShowPage, ShowRow
from e_screen.show_state import ShowState
from hall.config.file import read_hall
from program.speech import Speaker
from tests.screens.specimen import HALL, WINDOW, Specimen, emergencies

AT = 1_795_225_260_000  # a Saturday, 09:41 in the hall
DAY = "2026-11-21"
MINUTE = 60_000


@cache
def hall() -> HallConfig:
    found = read_hall(Path(__file__).parents[3] / "demo/hall.toml")
    assert isinstance(found, HallConfig), found
    return found


def _call(seq: int, number: str, window: str, minutes: float = 0) -> CallView:
    at = AT - round(minutes * MINUTE)
    return CallView(seq=seq, number=number, queue="", window=f"w{window}", window_number=window, at=at, times=1)


CALLS = (
    _call(9, "A012", "3"),
    _call(8, "B034", "1", 1),
    _call(7, "C007", "2", 2),
    _call(6, "A011", "3", 5),
    _call(5, "D102", "4", 6),
    _call(4, "B033", "1", 9),
    _call(3, "E003", "5", 12),
    _call(2, "A010", "3", 14),
)


def _window(
    number: str, state: WindowState, ticket: TicketView | None = None, pause: Pause | None = None
) -> WindowSnapshot:
    config = hall()
    window = next(one for one in config.windows if one.number == number)
    return WindowSnapshot(
        version=1,
        at=AT,
        day=DAY,
        window=window.id,
        number=number,
        name=window.name,
        kind=window.kind.value,
        state=state,
        clerk=clerk_card(config.clerks[0]),
        ticket=ticket,
        pause=pause,
        queues=tuple(WindowQueue(id=serves.queue, waiting=3) for serves in window.serves),
    )


def _ticket(state: TicketState, number: str = "A012") -> TicketView:
    return TicketView(ticket="t", number=number, queue=hall().queues[0].id, state=state, issued_at=AT - 20 * MINUTE)


def _board(look: Look, **changes: object) -> EScreenState:
    config = hall()
    queues = tuple(
        QueueView(
            id=queue.id,
            status=QueueStatus.OPEN,
            waiting=(3, 12, 0, 1, 5, 0)[at % 6],
            wait=(Wait(low=10, high=15), Wait(low=45, high=60), Wait(low=0, high=4), None)[at % 4],
            next=tuple(f"{queue.prefix}{n:03}" for n in (13, 14, 15)) if at != 2 else (),
            windows=1,
        )
        for at, queue in enumerate(config.queues)
    )
    board = EScreenState(
        own="w3",
        language=look.language,
        time=HallTime(AT),
        online=True,
        catalogue=catalogue(config, AT, 1),
        calls=CallsSnapshot(version=9, at=AT, day=DAY, calls=CALLS),
        queues=QueuesSnapshot(version=9, at=AT, day=DAY, queues=queues),
        notices=NoticesSnapshot(
            version=1,
            at=AT,
            boards=config.boards,
            hours=(),
            today=(
                HoursLine(title=Text(zh="今天对外服务", en="Open today"), text=Text(zh="9:00–17:30", en="9:00–17:30")),
            ),
        ),
        windows={f"w{n}": _window(str(n), WindowState.OPEN) for n in range(1, 6)},
        newest=CALLS[0],
    )
    return replace(board, **changes)  # type: ignore[arg-type]


FULL_DAY = (
    HoursLine(
        title=Text(zh="对外服务时间", en="Service hours"),
        text=Text(zh="9:00–12:00 13:30–17:30", en="9:00–12:00 13:30–17:30"),
    ),
    HoursLine(title=Text(zh="延时服务时间", en="Extended hours"), text=Text(zh="12:00–13:30", en="12:00–13:30")),
    HoursLine(
        title=Text(zh="预约服务时间", en="By appointment"),
        text=Text(zh="8:30–9:00 17:30–18:00", en="8:30–9:00 17:30–18:00"),
    ),
)


def _foot(look: Look, at: int) -> EScreenState:
    """The foot at its sentence `at`, on a day with delayed service."""
    board = _board(look)
    assert board.notices is not None
    return replace(board, notices=replace(board.notices, today=FULL_DAY), beat=2 * at)


def _paused(look: Look) -> EScreenState:
    board = _board(look)
    pause = Pause(
        reason="正在与其他部门核对事项，稍后回来。", contact="010-0000 8102", since=AT - MINUTE, until=AT + 30 * MINUTE
    )
    return replace(board, windows={**board.windows, "w3": _window("3", WindowState.PAUSED, pause=pause)})


def _busy(look: Look, windows: int, **changes: object) -> EScreenState:
    """So many windows have called and nobody has come yet; one more is paused, which serves what they serve."""
    config, names = hall(), [str(n) for n in (*range(1, 6), *range(10, 99))]
    called = tuple(
        _call(seq, f"{config.queues[seq % 6].prefix}{10 + seq:03}", names[seq - 1], windows - seq)
        for seq in range(windows, 0, -1)
    )
    shown = {}
    for call in called:
        window = _window(names[(call.seq - 1) % 5], WindowState.OPEN, _ticket(TicketState.CALLED, call.number))
        shown[call.window] = replace(window, window=call.window, number=call.window_number)
    pause = Pause(reason="", contact="", since=AT - MINUTE)
    shown["w9"] = replace(_window("1", WindowState.PAUSED, pause=pause), window="w9", number="9")
    calls = CallsSnapshot(version=9, at=AT, day=DAY, calls=called)
    return replace(_board(look, windows=shown, calls=calls, newest=called[0]), **changes)  # type: ignore[arg-type]


def _at_window(look: Look, state: TicketState) -> EScreenState:
    board = _board(look)
    return replace(board, windows={**board.windows, "w3": _window("3", WindowState.OPEN, _ticket(state))})


def _shown(look: Look, page: ShowPage, picture: bytes | None = None, **changes: object) -> EScreenState:
    return _board(look, show=ShowState(pages=(page,), current=page, picture=picture), **changes)


def _listed(look: Look, count: int = 2) -> ShowPage:
    """The first page of a list, as a screen's own size would have it: a few rows with a long one."""
    say = Speaker(look.language)
    rows = [ShowRow(say("事项"), say("承诺时限"), say("收费"), heading=True)]
    for at, item in enumerate(hall().items[:count]):
        rows.append(ShowRow(say(item.name), say.count("{n} 个工作日", 5 + at), say("不收费")))
    return ShowPage(title=say("这里办理的事项"), rows=tuple(rows), part=1, parts=5)


def _text(look: Look) -> ShowPage:
    zh = "材料齐全，当场收件；等候一般不超过30分钟；承诺的天数写在每份指南里。"
    en = "Complete papers are taken at once; you usually wait no longer than 30 minutes."
    chinese = look.language == "zh_CN"
    return ShowPage(title="服务承诺" if chinese else "What we promise", rows=(ShowRow(zh if chinese else en),))


def _picture(look: Look) -> EScreenState:
    guide = Path(__file__).parents[3] / "demo/content/items/old-age-allowance"
    caption = (
        "带好身份证、户口簿、银行卡" if look.language == "zh_CN" else "Bring your ID card and your household register"
    )
    page = ShowPage(title=Speaker(look.language)(hall().items[0].name), picture="x", caption=caption, parts=5)
    return _shown(look, page, (guide / "pictures/01.png").read_bytes(), newest=None)


def _hall(name: str, state: object, **more: object) -> Specimen:
    return Specimen(
        name=f"hall-{name}",
        screen="e_screen.screens.hall:HallScreen",
        state=state,  # type: ignore[arg-type]
        sizes=HALL,
        modes=("normal",),
        **more,  # type: ignore[arg-type]
    )


def _own(name: str, state: object, **more: object) -> Specimen:
    return Specimen(
        name=f"window-{name}",
        screen="e_screen.screens.window:WindowScreen",
        state=state,  # type: ignore[arg-type]
        sizes=WINDOW,
        modes=("normal",),
        **more,  # type: ignore[arg-type]
    )


WIDE, TALL, SMALL = "hall-1920x1080", "hall-1080x1920", "window-1280x720"

SPECIMENS = [
    _hall("calls", _board, curated=(("normal", "zh_CN", WIDE), ("normal", "en", WIDE), ("normal", "zh_CN", TALL))),
    _hall("pulse", lambda look: _board(look, half_pulses=5, in_turn=True), curated=(("normal", "zh_CN", WIDE),)),
    _hall(
        "together",
        lambda look: _board(look, newest=CALLS[2], turns=CALLS[:2], in_turn=True),
        curated=(("normal", "zh_CN", WIDE),),
    ),
    _hall("paused", _paused, curated=(("normal", "zh_CN", WIDE),)),
    _hall("away", lambda look: _board(look, online=False, away_ms=-9 * MINUTE), curated=(("normal", "zh_CN", WIDE),)),
    _hall("twice", lambda look: _board(look, doubt=Doubt.TWICE)),
    _hall("busy", lambda look: _busy(look, 9)),
    _hall("busy-away", lambda look: _busy(look, 5, online=False, away_ms=-9 * MINUTE)),
    _hall("foot-delayed", lambda look: _foot(look, 1)),
    _hall("foot-notice", lambda look: _foot(look, 5)),
    _hall("foot-hotline", lambda look: _foot(look, -1)),
    _hall("quiet", lambda look: _board(look, newest=None, calls=CallsSnapshot(version=1, at=AT, day=DAY, calls=()))),
    _hall("starting", lambda look: EScreenState(language=look.language)),
    _hall("list", lambda look: _shown(look, _listed(look)), curated=(("normal", "zh_CN", WIDE),)),
    _hall("text", lambda look: _shown(look, _text(look))),
    _hall("picture", _picture),
    _own("plate", lambda look: _shown(look, _listed(look, 1)), curated=(("normal", "zh_CN", SMALL),)),
    _own("called", lambda look: _at_window(look, TicketState.CALLED), curated=(("normal", "zh_CN", SMALL),)),
    _own("serving", lambda look: _at_window(look, TicketState.SERVING), curated=(("normal", "en", SMALL),)),
    _own("twice", lambda look: replace(_at_window(look, TicketState.SERVING), doubt=Doubt.TWICE)),
    _own("other-machine", lambda look: replace(_at_window(look, TicketState.SERVING), doubt=Doubt.OTHER_MACHINE)),
    _own("free", _board),
    _own("paused", _paused, curated=(("normal", "zh_CN", SMALL),)),
    _own("closed", lambda look: replace(_board(look), windows={"w3": _window("3", WindowState.CLOSED)})),
    _own("away", lambda look: replace(_at_window(look, TicketState.SERVING), away_ms=-9 * MINUTE)),
    *emergencies("hall", HALL, ("normal", "zh_CN", WIDE)),
    *emergencies("window", WINDOW),
]
