"""Whatever is touched, answered, lost or pulled out, in whatever order: no crash, no secret kept, no second number."""

from __future__ import annotations

from typing import Any

from help_sample import BODY, help_call, taken, told
from hypothesis import example, given, settings
from hypothesis import strategies as st
from machine_sample import NINE, PRIORITIES, QUEUES, Walk, catalogue, queues

from domain.commands import RecordPrint
from domain.flow import (
    Arrived,
    Ask,
    ContinueTouched,
    HallAway,
    HallOnline,
    Look,
    LookChosen,
    NoAnswer,
    NotRecorded,
    TimerFired,
)
from domain.number_machine import effects
from domain.number_machine import inputs as w
from domain.number_machine.state import NOBODY, Page
from domain.refusal import Code
from domain.views.catalogue import TicketWay
from domain.views.public import QueueStatus

NAME, PERSON, PHONE = "欧阳**", "person-hash", "13912345678"
TIMERS = ("idle", "count", "words", "slow", "again", "number", "settle", "owed", "notice", "nonsense")
NUMBER = {"ticket": "20261121-A012", "number": "A012", "queue": "social", "ahead": 3, "issued_at": 5}
STRANGE: list[dict[str, Any]] = [{}, {"ticket": 3}, {"ticket": "t", "number": "", "queue": "q"}, {"wait": [1]}]

touches = st.one_of(
    st.sampled_from(
        [
            w.SomewhereTouched(),
            w.CheckInChosen(),
            w.DigitDeleted(),
            w.PhoneDone(),
            w.BackTouched(),
            w.HomeTouched(),
            w.HelpTouched(),
            w.HelpWanted(),
            w.HelpUnwanted(),
            w.HelpCame(),
            ContinueTouched(),
            w.DoneTouched(),
            w.Retry(),
            w.GoOnAnyway(),
            w.CancelTouched(),
            w.CancelConfirmed(),
            w.CardLaid(),
            w.CardRead(PERSON, NAME, "19500101"),
            w.CardRead(None, "", "not a date"),
            w.CodeScanned("7788"),
            w.CodeScanned("QJ20261120"),
            w.CodeScanned("https://hall.example/t/20261121-B003"),
            w.ReprintTouched(),
            w.ReprintTouched("20261121-A012"),
            LookChosen(Look(elder=True, language="en")),
        ]
    ),
    st.sampled_from([w.QueueChosen(card.id) for card in QUEUES] + [w.QueueChosen("nowhere")]),
    st.sampled_from([w.WayChosen(way) for way in TicketWay]),
    st.sampled_from([w.PriorityChosen(card.id) for card in PRIORITIES] + [w.PriorityChosen(None)]),
    st.sampled_from([w.CardFailed(why) for why in w.CardFault]),
    st.sampled_from([w.DigitTouched(digit) for digit in "1390x"]),
)
news = st.sampled_from(
    [
        HallOnline(),
        HallAway(),
        Arrived(queues(9)),
        Arrived(queues(9, social=QueueStatus.FULL, civil=QueueStatus.CLOSED)),
        Arrived(catalogue(identify=(TicketWay.NONE,), priorities=(), version=2)),
        Arrived(catalogue(version=3)),
        w.ReaderChanged(w.ReaderPart.CARDS, present=False),
        w.ReaderChanged(w.ReaderPart.CARDS, present=True),
        w.PrinterChanged(can_print=False),
        w.PrinterChanged(can_print=True),
        w.CardLies(),
        w.CardGone(),
        NotRecorded(RecordPrint),
        told(help_call()),
        told(taken(help_call())),
        told(at=NINE + 10_000),
    ]
)
# What answers the last effect of its kind: made from the walk at that moment.
answers = st.sampled_from(
    [
        "ok",
        "called",
        "strange",
        "silent",
        "has_ticket",
        *(str(code) for code in Code),
        "own",
        "own_gone",
        "paper",
        "no_paper",
    ]
)
inputs = st.one_of(
    touches,
    touches,
    news,
    st.sampled_from([TimerFired(name) for name in TIMERS]),
    answers,
    st.sampled_from([0.1, 0.5, 2.0, 6.0, 31.0, 61.0]),
)


def play(walk: Walk, given_one: Any) -> None:
    asks, offers, prints = walk.made(Ask), walk.made(effects.IssueOffline), walk.made(effects.PrintTicket)
    match given_one:
        case float():
            walk.after(given_one)
        case "ok" | "called" if asks:
            n = len(asks)
            data = {**NUMBER, "ticket": f"20261121-A{n:03}", "number": f"A{n:03}"}
            walk.hall_says(data if given_one == "ok" else BODY)
        case "strange" if asks:
            walk.hall_says(STRANGE[len(asks) % len(STRANGE)])
        case "silent" if asks:
            walk.hall_is_silent()
        case "has_ticket" if asks:
            walk.hall_refuses("person.has_ticket", **NUMBER)
        case "own" if offers:
            walk.own_number(f"A{900 + len(offers)}")
        case "own_gone" if offers:
            walk.no_own_number(w.NoOwnNumber.USED_UP)
        case "paper" if prints:
            walk.paper_comes()
        case "no_paper" if prints:
            walk.paper_fails()
        case str() if asks and given_one in set(Code):
            walk.hall_refuses(given_one)
        case str():
            pass
        case _:
            walk.give(given_one)


def secrets_in(walk: Walk) -> list[str]:
    everything = [getattr(walk.state, name) for name in walk.state.__slots__]
    text = repr([_open(value) for value in everything])
    return [secret for secret in (NAME, PERSON, PHONE, "7788", "QJ20261120") if secret in text]


def _open(value: Any) -> Any:
    """The fields of a dataclass, those kept out of `repr` too."""
    if hasattr(value, "__slots__") and not isinstance(value, str):
        return [_open(getattr(value, name)) for name in value.__slots__]
    return value


@settings(max_examples=300, deadline=None)
@given(st.lists(inputs, max_size=60))
@example([31.0, LookChosen(Look("en", elder=True))])  # the screen went to rest under the finger
def test_any_sequence_ends_in_a_machine_that_forgets(given_all: list[Any]) -> None:
    walk = Walk().touch(w.SomewhereTouched())
    for one in given_all:
        play(walk, one)
    for _ in range(3):  # what is out is answered, then nobody touches any more
        play(walk, "own_gone")
        walk.after(400)
    assert walk.state.page is Page.IDLE
    assert walk.state.visit == NOBODY
    assert not walk.state.calling.is_open
    assert walk.state.look == Look()
    assert secrets_in(walk) == []


@settings(max_examples=300, deadline=None)
@given(st.lists(inputs, max_size=60))
def test_a_ticket_that_was_shown_is_never_withdrawn(given_all: list[Any]) -> None:
    walk, shown = Walk().touch(w.SomewhereTouched()), set()
    for one in given_all:
        play(walk, one)
        number = walk.state.visit.given
        if number is not None and walk.state.page is Page.NUMBER:
            shown.add(number.ticket)
        withdrawn = {ask.command.ticket for ask in walk.made(Ask) if ask.tag.startswith("withdraw:")}
        assert not shown & withdrawn


@settings(max_examples=300, deadline=None)
@given(st.lists(inputs, max_size=60))
def test_a_lost_request_stays_known_until_it_is_settled(given_all: list[Any]) -> None:
    walk = Walk().touch(w.SomewhereTouched())
    for one in given_all:
        play(walk, one)
    kept = {effect.request for effect in walk.made(effects.RememberLost)}
    kept |= {effect.lost for effect in walk.made(effects.IssueOffline)} - {""}
    gone = {effect.request for effect in walk.made(effects.ForgetLost)}
    assert set(walk.state.lost) == kept - gone


def test_a_request_that_got_no_answer_is_in_hand_or_lost_but_never_dropped() -> None:
    walk = Walk().touch(
        w.SomewhereTouched(), w.QueueChosen("civil"), w.WayChosen(TicketWay.NONE), w.PriorityChosen(None)
    )
    request = walk.asked.request_id
    for one in (NoAnswer(walk.asked.tag), TimerFired("slow"), HallAway(), w.Retry(), w.HomeTouched()):
        walk.touch(one)
        assert request in {walk.state.visit.request, *walk.state.lost}
