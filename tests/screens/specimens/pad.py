"""Every screen of the pad, each in a state that a citizen or a clerk can come upon in the sample hall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from domain.cases.kinds import CaseKind
from domain.cases.views import CasesAnswer, OpenedCase
from domain.commands import GiveRating
from domain.config import HallConfig, Text
from domain.flow import (
    Answered,
    Arrived,
    BackTouched,
    DiskChanged,
    Doubt,
    HallAway,
    HallOnline,
    IdentityDoubted,
    Look,
    NotRecorded,
    TimerFired,
)
from domain.help.views import HelpCallView, HelpSnapshot
from domain.pad import citizen as pad_citizen
from domain.pad import clerk as pad_clerk
from domain.pad import clerk_state
from domain.pad import review as pad_review
from domain.pad.cases import CaseTouched
from domain.pad.changing import MattersTouched, MatterTouched
from domain.pad.clerk_actions import Action, Pressed
from domain.pad.clerk_panels import ClerkTouched, ContactTouched, KeyTouched, PanelTouched, PrefixTouched, QueueTouched
from domain.pad.clerk_state import ClerkPanel
from domain.pad.known import PAUSE_REASONS
from domain.pad.review import (
    CharacterTouched,
    FaceTouched,
    PhraseTouched,
    SubmitTouched,
    TagTouched,
    WordTouched,
    WriteTouched,
)
from domain.refusal_data import CalledJustNow, IdlePrinter, NobodyPrints, TryLater, WorksElsewhere
from domain.show.public import catalogue, clerk_card
from domain.staff.ways import ProofWay
from domain.views.catalogue import Catalogue
from domain.views.public import Pause, QueuesSnapshot, QueueStatus, QueueView
from domain.views.queries import PickupAnswer, ReviewKey
from domain.views.ticket import TicketState, TicketView
from domain.views.window import (
    CaseLine,
    RatingState,
    RatingView,
    ReprintState,
    ReprintView,
    WindowQueue,
    WindowSnapshot,
    WindowState,
)
from hall.config.checks import LONGEST_NAME
from hall.config.file import read_hall
from tests.screens.specimen import DESK, MODES, PAD, Specimen, emergencies

AT = 1_795_225_260_000  # a Saturday, 09:41 in the hall
MINUTE = 60_000
DEMO = Path(__file__).parents[3] / "demo"
LONG_MS = 600


@cache
def hall() -> HallConfig:
    found = read_hall(DEMO / "hall.toml")
    assert isinstance(found, HallConfig), found
    return found


def portrait(name: str) -> Path | None:
    return DEMO / "portraits" / f"{name}.png"


def ticket(number: str, state: TicketState, minutes: float = 20, **more: Any) -> TicketView:
    queue = hall().queues[0]
    at = AT - round(minutes * MINUTE)
    return TicketView(ticket=f"d-{number}", number=number, queue=queue.id, state=state, issued_at=at, **more)


def in_hand(state: TicketState) -> TicketView:
    started = AT - 6 * MINUTE if state is TicketState.SERVING else None
    items, elderly = hall().queues[0].items[:3], hall().priorities[1].id
    called = AT - 35_000 if started is None else AT - 7 * MINUTE
    return ticket("A012", state, 31, called_at=called, started_at=started, items=items, priority=elderly)


def collecting() -> TicketView:
    at = AT - 5 * MINUTE
    named = {"ticket": "d-A012", "number": "E007", "queue": hall().queues[4].id, "pickup": True}
    return TicketView(state=TicketState.CALLED, issued_at=at, called_at=AT - 8_000, **named)  # type: ignore[arg-type]


CODE = Answered("pickup:d-A012", ok=True, data=PickupAnswer(ticket="d-A012", code="QJ20260417"))


KEY = Answered("review-key:s1", ok=True, data=ReviewKey(session="s1", ticket="20261121-A012", key="q1Zx8-bM_0aT"))


def rating(number: str, state: RatingState = RatingState.INVITED) -> RatingView:
    return RatingView(session="s1", nonce="n", number=number, state=state, invited_at=AT, expires_at=AT + MINUTE)


PAUSE = Pause(reason=PAUSE_REASONS[0].text.zh, contact="8101", since=AT, until=AT + 30 * MINUTE)


def window(**changes: Any) -> WindowSnapshot:
    config = hall()
    own = config.windows[0]
    base = WindowSnapshot(
        version=1,
        at=AT,
        day="2026-11-21",
        window=own.id,
        number=own.number,
        name=own.name,
        kind=own.kind.value,
        state=WindowState.OPEN,
        clerk=clerk_card(config.clerks[0]),
        queues=tuple(
            WindowQueue(id=serves.queue, waiting=3, longest_wait_at=AT - 15 * MINUTE, lag_minutes=serves.lag_minutes)
            for serves in own.serves
        ),
        next=(
            ticket("A013", TicketState.WAITING, 15),
            ticket("A014", TicketState.WAITING, 12, priority=config.priorities[0].id),
            ticket("B007", TicketState.WAITING, 9, appointment=True),
        ),
        held=(ticket("A010", TicketState.HELD, held_at=AT - 33 * MINUTE), ticket("A004", TicketState.HELD, held_at=AT)),
        no_show=tuple(
            ticket(f"A00{n}", TicketState.NO_SHOW, called_at=AT - 10 * n * MINUTE) for n in (1, 2, 3, 5, 6, 7, 8)
        ),
        recalls_left=3,
        served_today=23,
    )
    return replace(base, **changes)


Walk = Callable[[Look], Any]


def _walk(state: Any, step: Callable[[Any, Any, int], Any], inputs: tuple[object, ...]) -> Any:
    now_ms = 0
    for given in inputs:
        now_ms += LONG_MS
        state, _ = step(state, given, now_ms)
    return state


def catalogue_of_the_hall() -> Catalogue:
    return catalogue(hall(), AT, 1)


def citizen(*inputs: object, **changes: Any) -> Walk:
    opening = (HallOnline(), Arrived(catalogue_of_the_hall()), Arrived(window(**changes)))
    return lambda look: _walk(pad_review.begin("w1", look), pad_citizen.step, (*opening, *inputs))


def on_hold() -> Walk:
    kept = Arrived(window(version=2, ticket=None, held=(in_hand(TicketState.HELD),)))
    return citizen(kept, ticket=in_hand(TicketState.SERVING))


def reviewing(*inputs: object) -> Walk:
    return citizen(*inputs, rating=rating("A012"))


def clerk(*inputs: object, **changes: Any) -> Walk:
    opening = (HallOnline(), Arrived(catalogue_of_the_hall()), Arrived(window(**changes)))
    return lambda look: _walk(clerk_state.begin("w1", look=look), pad_clerk.step, (*opening, *inputs))


def signing_in(*inputs: object, ways: tuple[ProofWay, ...] = tuple(ProofWay)) -> Walk:
    """A closed window of a hall whose clerks prove who they are."""
    proving = Arrived(replace(catalogue_of_the_hall(), sign_in=ways))
    return clerk(proving, *inputs, state=WindowState.CLOSED, clerk=None)


def pin(digits: str) -> tuple[object, ...]:
    """A clerk has chosen their name and typed these."""
    return (ClerkTouched(hall().clerks[0].id), Pressed(Action.MAIN), *map(KeyTouched, digits))


def refused_pin(code: str, **data: Any) -> tuple[object, ...]:
    return (*pin("1002"), Pressed(Action.MAIN), Answered("clerk:1", ok=False, code=code, **data))


def arrival(look: Look) -> Any:
    queues = window().queues
    nobody = tuple(replace(queue, waiting=0) for queue in queues)
    one = (replace(queues[0], waiting=1, longest_wait_at=AT), *nobody[1:])
    came = Arrived(window(queues=one, next=(ticket("A013", TicketState.WAITING, 0),), held=(), no_show=()))
    return clerk(came, queues=nobody, next=(), held=(), no_show=())(look)


LONG_NAME = {
    "zh": "一层东侧大门口里面的取号机"[-LONGEST_NAME["zh"] :],
    "en": "ground floor machine at the east door"[: LONGEST_NAME["en"]],
}


def copy(state: ReprintState = ReprintState.ORDERED, **more: Any) -> ReprintView:
    config = hall()
    machine = config.devices[0]
    ended = None if state is ReprintState.ORDERED else AT
    base = ReprintView(
        order="d-A012-r1",
        number="A012",
        device=machine.id,
        name=Text(**LONG_NAME),
        state=state,
        ordered_at=AT - 3 * MINUTE,
        expires_at=AT + MINUTE,
        ended_at=ended,
    )
    return replace(base, **more)


def lengths() -> QueuesSnapshot:
    views = tuple(QueueView(id=queue.id, status=QueueStatus.OPEN, waiting=3, windows=1) for queue in hall().queues)
    return QueuesSnapshot(version=1, at=AT, day="2026-11-21", queues=views)


NOWHERE = Answered(
    "clerk:1",
    ok=False,
    code="printer.none",
    data=NobodyPrints(
        machines=(
            IdlePrinter(name=Text(**LONG_NAME), status="offline"),
            IdlePrinter(name=Text(zh="取号机 spare-kiosk", en="spare-kiosk"), status="never"),
        )
    ),
)


def help_call(name: str, **more: Any) -> HelpCallView:
    at = AT - 3 * MINUTE
    return HelpCallView(call=name, device=name, place=Text(**LONG_NAME), language="en", called_at=at, **more)


def helping(*calls: HelpCallView) -> Arrived:
    return Arrived(HelpSnapshot(version=1, at=AT, day="2026-11-21", calls=calls))


HELP = helping(help_call("h1"), help_call("h2"))
HELP_GONE = helping(help_call("h1"), help_call("h2", taken_at=AT, window="w1", window_number="1"))
LINES = tuple(
    CaseLine(case=f"20261121-Z00{at}", kind=kind, at=AT - 9 * at * MINUTE) for at, kind in enumerate(CaseKind)
)
CASES: dict[str, Any] = {"cases": LINES, "cases_in_all": len(LINES)}
TOLD = CasesAnswer(
    cases=(
        OpenedCase(
            case=LINES[1].case,
            code="K7M3Q9XA",
            kind=LINES[1].kind,
            at=LINES[1].at,
            text="我来了三次，每次要的材料都不一样。" * 6 + "\U0001f620\U0001f44e\U0001f3fb",  # from a phone
            phone="13912345678",
        ),
    )
)
READ = (
    PanelTouched(ClerkPanel.CASES),
    Answered("cases:", ok=True, data=TOLD),
    CaseTouched(LINES[1].case),
)
CHANGE = PanelTouched(ClerkPanel.WHICH)
LEAVES = (PanelTouched(ClerkPanel.QUEUES), *(QueueTouched(queue.queue) for queue in hall().windows[0].serves))


def with_portrait(m: Any, touch: Any, name: str) -> Any:
    from importlib import import_module

    module, cls = {"clerk": ("clerk_card", "ClerkCardScreen"), "turn": ("turn", "TurnScreen")}[name]
    return getattr(import_module(f"review_pad.screens.{module}"), cls)(m, touch, portrait=portrait)


def writing(way: str, letters: str = "", strokes: tuple[list[float], ...] = ()) -> Callable[[Any, Any], Any]:
    """The screen for words with this way chosen, and that much composed."""

    def build(m: Any, touch: Any) -> Any:
        from bench.fake_writing import FakeHand, FakePinyin
        from kiosk.widgets.writing.ways import WriteWay
        from kiosk.writing.engines import Source, Way, Writing
        from review_pad.screens.write import WriteScreen

        def here() -> str:
            return ""

        sources = {Way.HAND: Source(FakeHand, here), Way.PINYIN: Source(FakePinyin, here)}
        screen = WriteScreen(m, touch, Writing(lambda: sources))
        boards = screen.open_way("s1", WriteWay(way))
        boards.open(WriteWay(way))
        for letter in letters:
            boards.pinyin.type(letter)
        for stroke in strokes:
            boards.hand.draw(stroke)
        return screen

    return build


GOOD = (  # 好, as right and up in parts of the field
    [0.32, 0.86, 0.24, 0.5, 0.42, 0.22],
    [0.44, 0.64, 0.38, 0.4, 0.16, 0.18],
    [0.12, 0.6, 0.48, 0.66],
    [0.56, 0.78, 0.86, 0.82, 0.72, 0.62],
    [0.72, 0.62, 0.74, 0.2, 0.64, 0.26],
    [0.52, 0.48, 0.92, 0.52],
)

ZH = (("normal", "zh_CN", "1280x800"),)
ALL = (*ZH, ("elder", "zh_CN", "1280x800"), ("normal", "en", "1280x800"), ("contrast", "zh_CN", "1280x800"))
DESK_MODES = ("normal", "elder", "contrast", "elder-contrast")  # never low (docs/adr/0014)
DESK_ZH = (("normal", "zh_CN", "desk-1280x800"),)
DESK_BOTH = (*DESK_ZH, ("normal", "en", "desk-1280x800"))
DESK_MODES_ZH = tuple((mode, "zh_CN", "desk-1280x800") for mode in DESK_MODES[:3])


def _citizen(name: str, screen: str, state: Walk, **more: Any) -> Specimen:
    modes = tuple(MODES)  # a pad is elder or low, never both (domain/pad/citizen.py)
    return Specimen(
        name=f"pad-{name}", screen=f"review_pad.screens.{screen}", state=state, sizes=PAD, modes=modes, **more
    )


def _written(name: str, state: Walk, build: Any, *, roomy: bool = False, **more: Any) -> Specimen:
    """Chinese: in every mode, or where there is room for keys."""
    modes = ("normal", "contrast") if roomy else tuple(MODES)
    return replace(
        _citizen(f"write-{name}", "write:WriteScreen", state, build=build), modes=modes, languages=("zh_CN",), **more
    )


def _clerk(name: str, state: Walk, **more: Any) -> Specimen:
    return Specimen(
        name=f"desk-{name}",
        screen="review_pad.screens.clerk:ClerkScreen",
        state=state,
        sizes=DESK,
        modes=DESK_MODES,
        **more,
    )


def _turn(m: Any, touch: Any) -> Any:
    return with_portrait(m, touch, "turn")


WORDS = reviewing(FaceTouched(2), WriteTouched(), KEY)
SAID = reviewing(FaceTouched(5), WriteTouched(), KEY, WordTouched("服务"), WordTouched("很"))
MUCH = reviewing(FaceTouched(2), WriteTouched(), KEY, *(PhraseTouched(at) for at in (*range(8), 0, 1, 2)))


SPECIMENS = [
    _citizen("starting", "starting:StartingScreen", lambda look: pad_review.begin("w1", look)),
    _citizen(
        "clerk",
        "clerk_card:ClerkCardScreen",
        citizen(),
        curated=ALL,
        build=lambda m, touch: with_portrait(m, touch, "clerk"),
    ),
    _citizen("called", "turn:TurnScreen", citizen(ticket=in_hand(TicketState.CALLED)), curated=ZH, build=_turn),
    _citizen("serving", "turn:TurnScreen", citizen(ticket=in_hand(TicketState.SERVING)), curated=ZH, build=_turn),
    _citizen("faces", "faces:FacesScreen", reviewing(), curated=(*ALL, ("low", "zh_CN", "1280x800"))),
    _citizen("reasons-bad", "reasons:ReasonsScreen", reviewing(FaceTouched(2), TagTouched("214")), curated=ZH),
    _citizen("reasons-asked", "reasons:ReasonsScreen", reviewing(FaceTouched(1), SubmitTouched())),
    _citizen("reasons-good", "reasons:ReasonsScreen", reviewing(FaceTouched(5), TagTouched("510"))),
    _citizen(
        "reasons-written",
        "reasons:ReasonsScreen",
        reviewing(FaceTouched(2), WriteTouched(), PhraseTouched(0), BackTouched()),
    ),
    _citizen(
        "still-there", "reasons:ReasonsScreen", reviewing(FaceTouched(2), TimerFired("idle"), TimerFired("question"))
    ),
    _citizen("write", "write:WriteScreen", WORDS, build=writing("sentences")),
    _citizen("write-without", "write:WriteScreen", WORDS),  # this machine has no engine
    _citizen("write-much", "write:WriteScreen", MUCH, build=writing("sentences")),
    _citizen(
        "write-keys",
        "write:WriteScreen",
        reviewing(FaceTouched(5), WriteTouched(), KEY, *(CharacterTouched(char) for char in "good")),
        build=writing("keys"),
    ),
    _written("hand", WORDS, writing("hand")),
    _written("hand-drawn", SAID, writing("hand", strokes=GOOD), curated=ZH),
    _written("hand-much", MUCH, writing("hand", strokes=GOOD[:2])),
    _written("pinyin", WORDS, writing("pinyin"), roomy=True),
    _written("pinyin-typed", SAID, writing("pinyin", "nihao"), roomy=True, curated=ZH),
    _written("pinyin-long", MUCH, writing("pinyin", "fuwuhaofuwuhaofuwuhaofuwuhaofu"), roomy=True),
    _citizen("thanks", "thanks:ThanksScreen", reviewing(FaceTouched(5), SubmitTouched())),
    _citizen(
        "thanks-mend", "thanks:ThanksScreen", reviewing(FaceTouched(2), TagTouched("214"), SubmitTouched()), curated=ZH
    ),
    _citizen("not-kept", "thanks:ThanksScreen", reviewing(FaceTouched(5), SubmitTouched(), NotRecorded(GiveRating))),
    _citizen("held", "thanks:ThanksScreen", on_hold(), curated=ZH),
    _citizen("paused", "away:AwayScreen", citizen(state=WindowState.PAUSED, pause=PAUSE), curated=ZH),
    _citizen("closed", "away:AwayScreen", citizen(state=WindowState.CLOSED)),
    _citizen(
        "own-disk",
        "turn:TurnScreen",
        citizen(DiskChanged(works=False), ticket=in_hand(TicketState.SERVING)),
        build=_turn,
    ),
    _citizen(
        "twice",
        "turn:TurnScreen",
        citizen(IdentityDoubted(Doubt.TWICE), ticket=in_hand(TicketState.SERVING)),
        build=_turn,
    ),
    _citizen("away", "turn:TurnScreen", citizen(HallAway(), ticket=in_hand(TicketState.SERVING)), build=_turn),
    Specimen(
        name="desk-starting",
        screen="review_pad.screens.starting:StartingScreen",
        state=lambda look: clerk_state.begin("w1", look=look),
        sizes=DESK,
        modes=DESK_MODES,
    ),
    _clerk("closed", clerk(state=WindowState.CLOSED, clerk=None)),
    _clerk("names", signing_in()),
    _clerk("names-card", signing_in(ways=(ProofWay.CARD,))),
    _clerk("pin", signing_in(*pin(""))),
    _clerk("pin-typed", signing_in(*pin("100")), curated=DESK_ZH),
    _clerk("pin-long", signing_in(*pin("1" * 14))),
    _clerk("pin-wrong", signing_in(*refused_pin("staff.wrong_pin", data=TryLater()))),
    _clerk("pin-wait", signing_in(*refused_pin("staff.wrong_pin", data=TryLater(after_seconds=15)))),
    _clerk("pin-unknown", signing_in(*refused_pin("staff.unknown"))),
    _clerk("pin-elsewhere", signing_in(*refused_pin("clerk.elsewhere", data=WorksElsewhere(window="w2", number="2")))),
    _clerk("idle", clerk(rating=rating("A011")), curated=DESK_ZH),
    _clerk("empty", clerk(queues=tuple(WindowQueue(id=q.id, waiting=0) for q in window().queues), next=(), held=())),
    _clerk("arrival", arrival, curated=DESK_ZH),
    _clerk("called", clerk(ticket=in_hand(TicketState.CALLED)), curated=DESK_MODES_ZH),
    _clerk("pickup", clerk(CODE, ticket=collecting()), curated=DESK_ZH),
    _clerk("pickup-unknown", clerk(ticket=collecting())),
    _clerk(
        "serving",
        clerk(ticket=in_hand(TicketState.SERVING), rating=rating("A011", RatingState.GIVEN)),
        curated=DESK_BOTH,
    ),
    _clerk("help", clerk(HELP, ticket=in_hand(TicketState.SERVING)), curated=DESK_ZH),
    _clerk("help-gone", clerk(HELP_GONE, rating=rating("A011"))),
    _clerk("help-closed", signing_in(HELP)),
    _clerk("help-panel", clerk(HELP_GONE, Pressed(Action.TRANSFER), ticket=in_hand(TicketState.SERVING))),
    _clerk("cases", clerk(**CASES)),
    _clerk("cases-nobody", clerk(next=(), **CASES)),
    _clerk("cases-list", clerk(PanelTouched(ClerkPanel.CASES), **CASES)),
    _clerk("cases-words", clerk(*READ, **CASES)),
    _clerk("cases-words-serving", clerk(*READ, ticket=in_hand(TicketState.SERVING), **CASES)),
    _clerk("held", clerk(PanelTouched(ClerkPanel.HELD))),
    _clerk("missed", clerk(PanelTouched(ClerkPanel.NO_SHOW))),
    _clerk("transfer", clerk(Pressed(Action.TRANSFER), ticket=in_hand(TicketState.SERVING)), curated=DESK_ZH),
    _clerk("pause", clerk(Pressed(Action.PAUSE)), curated=DESK_ZH),
    _clerk("contact", clerk(Pressed(Action.PAUSE), ContactTouched())),
    _clerk("contact-none", clerk(Pressed(Action.PAUSE), ContactTouched(), KeyTouched("clear"))),
    _clerk("contact-long", clerk(Pressed(Action.PAUSE), ContactTouched(), *(KeyTouched("8") for _ in range(16)))),
    _clerk(
        "contact-chosen",
        clerk(Pressed(Action.PAUSE), ContactTouched(), *map(KeyTouched, "13800138000"), Pressed(Action.MAIN)),
    ),
    _clerk("reprint", clerk(PanelTouched(ClerkPanel.NUMBER), ticket=in_hand(TicketState.CALLED))),
    _clerk("reprint-typed", clerk(PanelTouched(ClerkPanel.NUMBER), PrefixTouched("B"), KeyTouched("1"))),
    _clerk("change-number", clerk(CHANGE, ticket=in_hand(TicketState.SERVING))),
    _clerk("change-class", clerk(CHANGE, Pressed(Action.MAIN), ticket=in_hand(TicketState.SERVING))),
    _clerk(
        "change-matters",
        clerk(CHANGE, Pressed(Action.MAIN), MattersTouched(), ticket=in_hand(TicketState.SERVING)),
    ),
    _clerk("change-waiting", clerk(CHANGE, *map(KeyTouched, "13"), Pressed(Action.MAIN))),
    _clerk(
        "change-too-many",
        clerk(
            CHANGE,
            *map(KeyTouched, "13"),
            Pressed(Action.MAIN),
            MattersTouched(),
            *(MatterTouched(item.id) for item in hall().items[:6]),
            Pressed(Action.MAIN),
            Answered("clerk:1", ok=False, code="item.too_many"),
        ),
    ),
    _clerk("reprint-ordered", clerk(reprint=copy())),
    _clerk("reprint-printed", clerk(reprint=copy(ReprintState.PRINTED), ticket=in_hand(TicketState.SERVING))),
    *(
        _clerk(
            f"reprint-{fault.replace('_', '-')}",
            clerk(reprint=copy(ReprintState.FAILED, fault=fault), rating=rating("A011")),
        )
        for fault in ("paper_out", "offline", "unknown", "interrupted", "else")
    ),
    _clerk("reprint-silent", clerk(reprint=copy(expires_at=AT - MINUTE))),
    _clerk("reprint-nowhere", clerk(PanelTouched(ClerkPanel.NUMBER), KeyTouched("7"), Pressed(Action.MAIN), NOWHERE)),
    _clerk(
        "reprint-over",
        clerk(
            PanelTouched(ClerkPanel.NUMBER),
            KeyTouched("7"),
            Pressed(Action.MAIN),
            Answered("clerk:1", ok=False, code="ticket.wrong_state"),
        ),
    ),
    _clerk("queues", clerk(Arrived(lengths()), PanelTouched(ClerkPanel.QUEUES))),
    _clerk("queues-none", clerk(*LEAVES, tidal=True)),
    _clerk(
        "queues-in-hand",
        clerk(Arrived(lengths()), PanelTouched(ClerkPanel.QUEUES), ticket=in_hand(TicketState.SERVING)),
    ),
    _clerk("queues-alone", clerk(Arrived(lengths()), PanelTouched(ClerkPanel.QUEUES), QueueTouched("unsolved"))),
    _clerk("tidal", clerk(tidal=True, queues=window().queues[-2:]), curated=DESK_ZH),
    _clerk("tidal-serving", clerk(tidal=True, ticket=in_hand(TicketState.SERVING))),
    _clerk("held-long", clerk(held=(ticket("A004", TicketState.HELD, held_at=AT - 125 * MINUTE), *window().held))),
    _clerk("wide-numbers", clerk(PanelTouched(ClerkPanel.NUMBER), *(KeyTouched("9") for _ in range(9)))),
    _clerk("paused", clerk(state=WindowState.PAUSED, pause=PAUSE)),
    _clerk("paused-late", clerk(state=WindowState.PAUSED, pause=replace(PAUSE, until=AT - MINUTE))),
    _clerk("away", clerk(HallAway(), ticket=in_hand(TicketState.SERVING))),
    _clerk("twice", clerk(IdentityDoubted(Doubt.TWICE), ticket=in_hand(TicketState.SERVING))),
    _clerk("papers-alike", clerk(ticket=replace(in_hand(TicketState.CALLED), papers=("A951", "A951-2")))),
    _clerk("own-disk", clerk(DiskChanged(works=False), ticket=in_hand(TicketState.SERVING))),
    _clerk(
        "too-soon",
        clerk(
            Pressed(Action.NO_SHOW),
            Answered("clerk:1", ok=False, data=CalledJustNow(after_seconds=40), code="no_show.too_soon"),
            ticket=in_hand(TicketState.CALLED),
        ),
    ),
    *emergencies("citizen", PAD),
    *emergencies("clerk", DESK),
]
