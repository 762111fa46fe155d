"""`hall.toml` is changed while people are in the hall: nobody becomes invisible, and nobody loses their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from acting import HALL, HOUR, Acting, in_series, window
from hypothesis import given, settings
from hypothesis import strategies as st
from in_place import everything_is_in_its_place, it_is_the_hall_of_its_snapshot

from domain import commands as c
from domain import events as e
from domain.config import HallConfig, Serves, Window
from domain.decide.hall import Hall
from domain.queue_rules import Policy
from domain.refusal import Code, Refusal
from domain.show.snapshots import hall_snapshot, queues_snapshot, window_snapshot
from domain.views.ticket import TicketState
from hall.config import checks, numbers
from program.mistakes.form import Found


def under(before: Acting, config: HallConfig, *, by_events: bool = False) -> Acting:
    """The hall after a start with `config`: from its state or from its events, and one step of the clock."""
    day = Acting(config, before.now)
    if by_events:
        for event in before.log:
            day.hall.apply(event)
    else:
        day.hall = Hall.load(config, before.hall.dump())
    day.log = list(before.log)
    day.do(c.Tick())
    day.later(seconds=1).do(c.Tick())
    return day


def alarms(day: Acting) -> dict[str, str]:
    return {alarm.code: alarm.detail for alarm in day.hall.state.faults.views()}


def happened(day: Acting, before: Acting) -> list[type[e.Event]]:
    return [type(event) for event in day.log[len(before.log) :]]


def without_window(name: str, config: HallConfig = HALL) -> HallConfig:
    return replace(
        config,
        windows=tuple(one for one in config.windows if one.id != name),
        devices=tuple(one for one in config.devices if one.window != name),
    )


def other_queue(old: str, new: str, *, was: bool, config: HallConfig = HALL) -> HallConfig:
    """`old` has the id `new`."""

    def named(queue: str) -> str:
        return new if queue == old else queue

    def serves(one: Window) -> tuple[Serves, ...]:
        return tuple(replace(each, queue=named(each.queue)) for each in one.serves)

    return replace(
        config,
        queues=tuple(
            replace(q, id=new, was=(*q.was, old) if was else q.was) if q.id == old else q for q in config.queues
        ),
        windows=tuple(replace(one, serves=serves(one)) for one in config.windows),
        devices=tuple(
            replace(d, offline=tuple(replace(b, queue=named(b.queue)) for b in d.offline)) for d in config.devices
        ),
    )


def other_window(old: str, new: str, *, was: bool, config: HallConfig = HALL) -> HallConfig:
    return replace(
        config,
        windows=tuple(replace(w, id=new, was=(old,) if was else ()) if w.id == old else w for w in config.windows),
        devices=tuple(replace(d, window=new) if d.window == old else d for d in config.devices),
    )


WAYS_TO_BE_AT_W1: dict[str, Callable[[Acting, str], object]] = {
    "called": lambda day, _: day.call("w1"),
    "served": lambda day, _: day.start(day.call("w1")),
    "held": lambda day, number: day.do(c.HoldTicket(window="w1", ticket=day.id(day.start(day.call("w1"))))),
    "kept": lambda day, number: day.do(
        c.TransferTicket(window="w3", ticket=day.id(day.start(day.call("w3"))), to_window="w1")
    ),
}


@pytest.mark.parametrize("by_events", [False, True])
@pytest.mark.parametrize("way", WAYS_TO_BE_AT_W1)
def test_who_was_at_a_window_that_is_no_more_is_the_next_one_called_elsewhere(way: str, by_events: bool) -> None:
    before = Acting().open()
    first = before.take()
    before.later(minutes=1)
    second = before.take()
    WAYS_TO_BE_AT_W1[way](before, first)
    day = under(before, without_window("w1"), by_events=by_events)
    assert happened(day, before)[:2] == [e.TicketPutBack, e.WindowClosed]
    assert alarms(day) == {"hall.put_back": f"{first} (was at w1)"}
    assert day.state(first) == "waiting"
    assert day.order("w3") == [first, second]
    day.call("w3")
    day.later(seconds=1).do(c.Tick())
    assert alarms(day) == {}, "it was called: there is nothing to see to"
    assert day.revived().hall.dump() == day.hall.dump()


def test_a_window_that_is_no_more_is_not_counted_among_the_open_ones() -> None:
    before = Acting()
    before.do(c.OpenWindow(window="w2", clerk="li", queues=("papers",)))
    day = under(before, without_window("w2"))
    (papers,) = (one for one in queues_snapshot(day.hall, day.now, 1).queues if one.id == "papers")
    assert papers.windows == 0


def test_who_waits_in_a_renamed_queue_waits_in_the_new_one_and_no_number_is_given_again() -> None:
    before = Acting().open()
    numbers = [before.take() for _ in range(3)]
    before.serve("w1")
    day = under(before, other_queue("papers", "documents", was=True))
    assert happened(day, before) == [e.QueueRenamed]
    assert day.order("w1") == numbers[1:]
    assert day.take("documents") == "A004"
    assert day.take("papers") == "A005", "a machine that has not heard of it yet"
    (view,) = (one for one in queues_snapshot(day.hall, day.now, 1).queues if one.id == "documents")
    assert (view.waiting, view.windows) == (4, 2)
    assert day.revived().hall.dump() == day.hall.dump()


def test_two_queues_become_one_with_everybody_by_their_time() -> None:
    before = Acting().open()
    numbers = []
    for queue in ("papers", "social", "papers", "social"):
        numbers.append(before.take(queue))
        before.later(minutes=1)
    merged = other_queue("social", "papers", was=False)
    papers = replace(HALL.queues[0], was=("social",), items=("id-card", "permit", "pension"))
    merged = replace(
        merged,
        queues=(papers, HALL.queues[2]),
        windows=(window("w1", "papers"), window("w2", "papers"), window("w3", "advice", "papers")),
    )
    day = under(before, merged)
    assert day.order("w2") == numbers
    assert day.take("papers") == "A003"


def test_who_waits_in_a_queue_that_is_no_more_is_called_by_any_window_and_told_to_the_desk() -> None:
    before = Acting().open()
    mine, others = before.take("advice"), before.take("social")
    day = under(before, other_queue("advice", "questions", was=False))
    assert alarms(day) == {"hall.queue_lost": f"advice: {mine}"}
    assert [ticket.number for ticket in hall_snapshot(day.hall, day.now, 1).stranded] == [mine]
    assert [ticket.number for ticket in window_snapshot(day.hall, "w2", day.now, 1).next] == [mine, others]
    found = day.do(c.CallNext(window="w2"))
    assert found.number == mine
    day.start(mine)
    day.do(c.TransferTicket(window="w2", ticket=day.id(mine), queue="questions"))
    assert day.order("w3") == [mine]
    day.later(seconds=1).do(c.Tick())
    assert alarms(day) == {}


def test_the_desk_moves_who_waits_in_a_queue_that_is_no_more_without_a_call() -> None:
    before = Acting().open()
    mine = before.take("advice")
    before.later(minutes=1)
    day = under(before, other_queue("advice", "questions", was=False))
    later = day.take("questions")
    asked = c.TransferTicket(window="w3", ticket=day.id(mine), queue="questions")
    assert day.refused(replace(asked, queue="advice")) is Code.QUEUE_UNKNOWN
    assert day.refused(replace(asked, queue=None)) is Code.REQUEST_INVALID
    day.do(asked)
    assert day.order("w3") == [mine, later]
    assert day.refused(asked) is Code.TICKET_WRONG_STATE, "who waits in a queue that is there is called, not moved"


def test_a_renamed_window_keeps_its_clerk_its_ticket_and_all_that_it_holds() -> None:
    before = Acting().open()
    for _ in range(3):
        before.take()
    held, in_hand = before.start(before.call("w1")), None
    before.do(c.HoldTicket(window="w1", ticket=before.id(held)))
    in_hand = before.start(before.call("w1"))
    day = under(before, other_window("w1", "w-1", was=True))
    assert happened(day, before) == [e.WindowRenamed]
    shown = window_snapshot(day.hall, "w-1", day.now, 1)
    assert shown.ticket is not None
    assert (shown.state.value, shown.ticket.number, [t.number for t in shown.held]) == ("open", in_hand, [held])
    day.finish(in_hand)
    day.do(c.ResumeTicket(window="w-1", ticket=day.id(held)))
    day.finish(held)


def test_an_open_tidal_window_goes_on_with_the_queues_that_are_left() -> None:
    before = Acting().open()
    before.do(c.OpenWindow(window="w1", queues=("advice", "social")))
    before.do(c.OpenWindow(window="w2", queues=("advice",)))
    before.do(c.PauseWindow(window="w1", reason="tea"))
    day = under(before, other_queue("advice", "questions", was=False))
    shown = {name: window_snapshot(day.hall, name, day.now, 1) for name in ("w1", "w2")}
    assert [one.id for one in shown["w1"].queues] == ["social"]
    assert (shown["w1"].state.value, shown["w1"].pause and shown["w1"].pause.reason) == ("paused", "tea")
    assert ([one.id for one in shown["w2"].queues], shown["w2"].tidal) == (["social"], False), "as usual"
    renamed = under(before, other_queue("advice", "questions", was=True))
    assert [one.id for one in window_snapshot(renamed.hall, "w1", renamed.now, 1).queues] == ["questions", "social"]


@pytest.mark.parametrize("was", [True, False])
def test_a_booking_for_a_queue_that_has_another_id_is_honoured(was: bool) -> None:
    before = Acting().open()
    slot = {"starts_at": before.now + HOUR, "ends_at": before.now + 2 * HOUR}
    before.do(c.BookAppointment(code="K1", queue="advice", **slot))
    day = under(before, other_queue("advice", "questions", was=was))
    assert alarms(day) == ({} if was else {"hall.queue_lost": "advice: booked"})
    day.later(minutes=60)
    if not was:
        assert day.refused(c.IssueTicket(appointment="K1")) is Code.QUEUE_UNKNOWN
    number = day.do(c.IssueTicket(appointment="K1", queue="" if was else "questions")).number
    assert day.ticket(number).queue == "questions"


def test_a_number_of_a_machine_that_knows_the_old_queue_stands_in_the_new_one() -> None:
    before = Acting().open()
    day = under(before, other_queue("papers", "documents", was=True))
    told = c.RecordOfflineTicket(number="A900", queue="papers", issued_at=day.now)
    day.do(told, "kiosk-1")
    assert day.order("w1") == ["A900"]


# ---- any two halls

QUEUES = ("papers", "social", "advice")


@st.composite
def halls(draw: st.DrawFn) -> HallConfig:
    """A valid hall that was made of the sample one by changes such as people make."""
    config = HALL
    for change in draw(st.lists(st.sampled_from(list(CHANGES)), max_size=4)):
        changed = CHANGES[change](config, draw)
        # the sample has no calendar, so that its hours never end
        if all(key.endswith(".calendar") for key, *_ in mistakes(changed)):
            config = changed
    return config


def mistakes(config: HallConfig) -> list[Found]:
    """All of them. A queue of a series has the form of the series here, and gives none itself."""
    of_series = {f"queues[{place}]" for place, queue in enumerate(config.queues) if queue.series}

    def given(key: str) -> bool:
        return key.rpartition(".")[0] not in of_series

    return [*checks.mistakes(config, Path()), *numbers.mistakes(config, given)]


def _some(draw: st.DrawFn, entries: Any) -> Any:
    """One of them; told by its place, which reads better than all that it is."""
    return entries[draw(st.integers(0, len(entries) - 1))]


def _drop_window(config: HallConfig, draw: st.DrawFn) -> HallConfig:
    if len(config.windows) == 1:
        return config
    gone = _some(draw, config.windows)
    lost = {s.queue for s in gone.serves} - {s.queue for w in config.windows if w is not gone for s in w.serves}
    config = without_window(gone.id, config)
    heir, *others = config.windows
    return replace(config, windows=(replace(heir, serves=(*heir.serves, *(Serves(queue=q) for q in lost))), *others))


def _drop_queue(config: HallConfig, draw: st.DrawFn) -> HallConfig:
    if len(config.queues) == 1:
        return config
    gone = _some(draw, config.queues)
    left = [queue for queue in config.queues if queue is not gone]
    heir = draw(st.integers(0, len(left) - 1))
    was = (*left[heir].was, gone.id) if draw(st.booleans()) else left[heir].was
    left[heir] = replace(left[heir], was=was, items=(*left[heir].items, *gone.items))
    windows = tuple(
        replace(w, serves=tuple(s for s in w.serves if s.queue != gone.id) or (Serves(queue=left[heir].id),))
        for w in config.windows
    )
    devices = tuple(replace(d, offline=tuple(b for b in d.offline if b.queue != gone.id)) for d in config.devices)
    return replace(config, queues=tuple(left), windows=windows, devices=devices)


def _fresh(draw: st.DrawFn) -> str:
    return f"new-{draw(st.integers(0, 5))}"


CHANGES: dict[str, Callable[[HallConfig, st.DrawFn], HallConfig]] = {
    "window gone": _drop_window,
    "queue gone": _drop_queue,
    "queue renamed": lambda config, draw: other_queue(
        _some(draw, config.queues).id, _fresh(draw), was=draw(st.booleans()), config=config
    ),
    "window renamed": lambda config, draw: other_window(
        _some(draw, config.windows).id, _fresh(draw), was=draw(st.booleans()), config=config
    ),
    "prefixes moved on": lambda config, draw: replace(
        config,
        queues=tuple(
            replace(q, prefix=p) for q, p in zip(config.queues, [*"BCA", *"DEFG"][: len(config.queues)], strict=False)
        ),
    ),
    "a series": lambda config, draw: in_series(
        config,
        *(q.id for q in config.queues if draw(st.booleans())),
        prefix=draw(st.sampled_from("AN")),
    ),
    "no series": lambda config, draw: replace(
        config,
        series=(),
        queues=tuple(
            replace(q, series="", prefix=prefix) for q, prefix in zip(config.queues, "GHIJKLMNOP", strict=False)
        ),
        devices=tuple(replace(d, offline=tuple(b for b in d.offline if b.queue)) for d in config.devices),
    ),
    "windows mixed": lambda config, draw: replace(
        config,
        windows=tuple(
            replace(w, serves=s.serves)
            for w, s in zip(config.windows, draw(st.permutations(config.windows)), strict=True)
        ),
    ),
    "a ratio": lambda config, draw: replace(config, rules=replace(config.rules, policy=Policy.RATIO)),
    "no priorities": lambda config, draw: replace(config, priorities=()),
    "no devices": lambda config, draw: replace(config, devices=()),
    "another id": lambda config, draw: replace(config, id="hall-2"),
}

ACTS = ("take", "take", "take", "elder", "call", "call", "start", "hold", "keep", "miss", "finish", "tidal", "pause",
        "close", "resume", "offline")  # fmt: skip


def act(day: Acting, what: str, draw: st.DrawFn) -> None:
    """Something that happens in a hall, if it can now."""
    config = day.hall.config
    at, queue = _some(draw, config.windows).id, _some(draw, config.queues).id
    ticket = day.hall.state.windows[at].ticket
    mine = ticket.id if ticket is not None else ""
    day.later(seconds=61)
    held = next(iter(day.hall.state.windows[at].held), "")
    to = _some(draw, config.windows).id
    steps: dict[str, tuple[c.Command, str]] = {
        "take": (c.IssueTicket(queue=queue), "kiosk-1"),
        "elder": (c.IssueTicket(queue=queue, priority="elder"), "kiosk-1"),
        "call": (c.CallNext(window=at), ""),
        "start": (c.StartService(window=at, ticket=mine), ""),
        "hold": (c.HoldTicket(window=at, ticket=mine), ""),
        "keep": (c.TransferTicket(window=at, ticket=mine, to_window=to), ""),
        "miss": (c.NoShow(window=at, ticket=mine), ""),
        "finish": (c.FinishService(window=at, ticket=mine), ""),
        "resume": (c.ResumeTicket(window=at, ticket=held), ""),
        "tidal": (c.OpenWindow(window=at, clerk="li", queues=(queue,)), ""),
        "pause": (c.PauseWindow(window=at, reason="tea"), ""),
        "close": (c.CloseWindow(window=at), ""),
        "offline": (c.RecordOfflineTicket(number="A901", queue=queue, issued_at=day.now), "kiosk-1"),
    }
    day.try_(*steps[what])


def everybody_is_served(day: Acting) -> None:
    """Windows and the desk work off everything that is open, with the commands that they have."""
    state, config = day.hall.state, day.hall.config
    open_before = {t.id for t in state.tickets.values() if t.state not in GONE}
    for one in config.windows:
        there = state.windows[one.id]
        if there.ticket is not None:
            day.do(
                (c.StartService if there.ticket.state is TicketState.CALLED else c.Tick)(
                    **(
                        {"window": one.id, "ticket": there.ticket.id}
                        if there.ticket.state is TicketState.CALLED
                        else {}
                    )
                )
            )
            there = day.hall.state.windows[one.id]
            assert there.ticket is not None
            _to_the_end(day, one.id, there.ticket.id)
        day.do(c.OpenWindow(window=one.id, clerk="li", queues=tuple(serves.queue for serves in one.serves)))
    for ticket in [t for t in state.tickets.values() if t.state is TicketState.HELD]:
        at = ticket.window if ticket.window in {w.id for w in config.windows} else config.windows[0].id
        day.do(c.ResumeTicket(window=str(at), ticket=ticket.id))
        _to_the_end(day, str(at), ticket.id)
    for ticket in [t for t in state.tickets.values() if t.state is TicketState.NO_SHOW]:
        told = day.try_(c.ReinstateTicket(window=config.windows[0].id, ticket=ticket.id))
        assert not isinstance(told, Refusal) or told.code in {Code.RETURN_LIMIT, Code.RETURN_TOO_LATE}
    called = True
    while called:
        called = False
        day.later(minutes=11)  # so that every lag is over
        for one in config.windows:
            told = day.try_(c.CallNext(window=one.id))
            if not isinstance(told, Refusal):
                called = True
                ticket = state.windows[one.id].ticket
                assert ticket is not None
                day.start(ticket.number)
                _to_the_end(day, one.id, ticket.id)
    left = {name for name in open_before if state.tickets[name].state is not TicketState.SERVED}
    never = [state.tickets[name] for name in left if state.tickets[name].state is not TicketState.NO_SHOW]
    assert not never, "somebody was never called"


def _to_the_end(day: Acting, at: str, ticket: str) -> None:
    day.do(c.FinishService(window=at, ticket=ticket))


GONE = {TicketState.SERVED, TicketState.CANCELLED, TicketState.EXPIRED}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_after_any_change_of_the_hall_everybody_can_be_reached(data: st.DataObject) -> None:
    first, second = data.draw(halls()), data.draw(halls())
    day = Acting(first)
    for one in first.windows:
        day.do(c.OpenWindow(window=one.id, clerk="li"))
    for what in data.draw(st.lists(st.sampled_from(ACTS), min_size=5, max_size=25)):
        act(day, what, data.draw)
    numbers = set(day.hall.state.numbers)
    day = under(day, second, by_events=data.draw(st.booleans()))
    everything_is_in_its_place(day.hall)
    it_is_the_hall_of_its_snapshot(day.hall, day.now)
    open_ = {w.id for w in second.windows if day.hall.state.windows[w.id].works}
    for view in queues_snapshot(day.hall, day.now, 1).queues:
        assert view.windows <= len(open_)
    settled = day.log[-1]
    day.later(seconds=1).do(c.Tick())
    assert day.log[-1] is settled, "what is settled stays so"
    for queue in second.queues:
        told = day.try_(c.IssueTicket(queue=queue.id))
        if not isinstance(told, Refusal):
            (issued,) = (event for event in told if isinstance(event, e.TicketIssued))
            assert issued.number not in numbers
            numbers.add(issued.number)
    again = under(day, first, by_events=data.draw(st.booleans()))  # somebody takes the change back
    everything_is_in_its_place(again.hall)
    it_is_the_hall_of_its_snapshot(again.hall, again.now)
    everybody_is_served(again if data.draw(st.booleans()) else day)
