"""What is shown of the hall: queues, calls, windows, catalogue. Nothing personal, and next as it really comes."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from acting import HALL, MINUTE, Acting

from domain import commands as c
from domain.refusal import Code, Refusal
from domain.show.answers import answer, look_up
from domain.show.public import catalogue
from domain.show.snapshots import calls_snapshot, hall_snapshot, queues_snapshot, window_snapshot
from domain.views.public import QueueStatus
from domain.views.ticket import IssueAnswer, TicketState
from domain.views.window import WindowState


def queue(day: Acting, name: str = "papers") -> object:
    return next(view for view in queues_snapshot(day.hall, day.now, 1).queues if view.id == name)


def test_a_queue_shows_who_waits_how_long_and_who_is_next() -> None:
    day = Acting().open()
    first = day.take()
    elder = day.later(minutes=5).take(priority="elder")
    view = queue(day)
    assert (view.waiting, view.next, view.windows) == (2, (elder, first), 2)
    assert view.longest_wait_at == day.ticket(first).issued_at
    assert view.status is QueueStatus.OPEN


def test_a_queue_counts_whom_it_keeps_for_a_window_but_does_not_name_them_next() -> None:
    day = Acting().open()
    kept = day.take()
    day.start(day.call())
    day.do(c.TransferTicket(window="w1", ticket=day.id(kept), to_window="w3"))
    view = queue(day)
    assert (view.waiting, view.next) == (1, ())
    assert look_up(day.hall, kept, day.now).window == "w3"
    assert window_snapshot(day.hall, "w3", day.now, 1).next[0].number == kept


def test_a_queue_is_paused_when_all_its_windows_are_and_still_gives_numbers() -> None:
    day = Acting().open("w2")
    day.do(c.PauseWindow(window="w2", reason="tea"))
    assert queue(day, "social").status is QueueStatus.PAUSED
    day.take("social")
    day.do(c.OpenWindow(window="w1", clerk="li"))
    assert queue(day, "social").status is QueueStatus.OPEN


def test_a_paused_queue_says_why_and_when_the_first_of_its_windows_is_back() -> None:
    day = Acting().open("w1").open("w2")
    day.do(c.PauseWindow(window="w1", reason="tea"))
    assert queue(day, "social").pause is None, "the other one still serves it"
    day.do(c.PauseWindow(window="w2", reason="meeting", contact="8001", until=day.now + 600_000))
    pause = queue(day, "social").pause
    assert (pause.reason, pause.until) == ("meeting", day.now + 600_000)
    day.do(c.OpenWindow(window="w1", clerk="li"))
    assert queue(day, "social").pause is None


def test_a_pause_that_is_over_and_goes_on_does_not_hide_when_another_window_is_back() -> None:
    day = Acting().open("w1", "w2")
    day.do(c.PauseWindow(window="w1", reason="tea", until=day.now + 30 * MINUTE))
    day.do(c.PauseWindow(window="w2", reason="meeting", until=day.now + 60 * MINUTE))
    pause = queue(day, "social").pause
    assert pause is not None
    assert pause.reason == "tea"
    pause = queue(day.later(minutes=30), "social").pause
    assert pause is not None
    assert pause.reason == "meeting"


def test_a_queue_is_full_when_its_numbers_are_gone() -> None:
    queues = (replace(HALL.queues[0], daily_limit=1), *HALL.queues[1:])
    day = Acting(replace(HALL, queues=queues))
    day.take()
    assert queue(day).status is QueueStatus.FULL


def test_calls_are_newest_first_each_number_once_and_never_lose_their_count() -> None:
    day = Acting().open()
    for name in ("papers", "social"):
        day.take(name)
    day.call("w1"), day.call("w2")
    day.do(c.RecallTicket(window="w1", ticket=day.id("A001")))
    calls = calls_snapshot(day.hall, day.now, 9).calls
    assert [(call.seq, call.number, call.window_number, call.times) for call in calls] == [
        (3, "A001", "1", 2),
        (2, "B001", "2", 1),
    ]
    day.now += 86_400_000
    day.do(c.Tick())
    assert calls_snapshot(day.hall, day.now, 9).calls == ()
    day.open("w1").take()
    day.call()
    assert calls_snapshot(day.hall, day.now, 9).calls[0].seq == 4


def test_at_most_twelve_calls_are_shown() -> None:
    day = Acting().open()
    for _ in range(14):
        day.take()
        day.serve()
    assert len(calls_snapshot(day.hall, day.now, 1).calls) == 12


def test_a_window_shows_its_ticket_its_queues_and_its_next_three() -> None:
    day = Acting().open()
    numbers = [day.take() for _ in range(5)]
    day.take("social")
    day.call()
    day.do(c.RecallTicket(window="w1", ticket=day.id(numbers[0])))
    shown = window_snapshot(day.hall, "w1", day.now, 4)
    assert shown.ticket is not None
    assert (shown.ticket.number, shown.ticket.state, shown.recalls_left) == (numbers[0], TicketState.CALLED, 2)
    assert [ticket.number for ticket in shown.next] == numbers[1:4]
    assert [(q.id, q.waiting, q.lag_minutes) for q in shown.queues] == [("papers", 4, 0), ("social", 1, 10)]
    assert shown.clerk is not None
    assert (shown.clerk.id, shown.state, shown.number) == ("li", WindowState.OPEN, "1")


def test_next_of_a_window_minds_the_lag_as_time_passes() -> None:
    day = Acting().open()
    day.take("social")
    assert window_snapshot(day.hall, "w1", day.now, 1).next == ()
    day.later(minutes=10)
    assert [t.number for t in window_snapshot(day.hall, "w1", day.now, 1).next] == ["B001"]


def test_held_missed_and_served_are_counted_at_the_window() -> None:
    day = Acting().open()
    for _ in range(4):
        day.take()
    day.serve()
    missed = [day.miss(), day.miss()]
    held = day.start(day.call())
    day.do(c.HoldTicket(window="w1", ticket=day.id(held)))
    shown = window_snapshot(day.hall, "w1", day.now, 1)
    assert [ticket.number for ticket in shown.no_show] == missed[::-1], "newest first"
    assert [ticket.number for ticket in shown.held] == [held]
    assert shown.served_today == 1


def test_whom_a_closed_window_holds_the_others_of_the_queue_see() -> None:
    day = Acting().open()
    held = day.take()
    day.start(day.call("w1"))
    day.do(c.HoldTicket(window="w1", ticket=day.id(held)))
    assert window_snapshot(day.hall, "w3", day.now, 1).held == ()
    day.do(c.CloseWindow(window="w1"))
    assert [t.number for t in window_snapshot(day.hall, "w3", day.now, 1).held] == [held]


def test_nothing_personal_is_in_any_snapshot_or_answer() -> None:
    day = Acting().open()
    taken = day.do(c.IssueTicket(queue="papers", person="hash-of-someone", phone="13800000000"))
    everything = [asdict(hall_snapshot(day.hall, day.now, 1)), asdict(taken)]
    everything.append(asdict(answer(day.hall, c.CallNext(window="w1"), day.try_(c.CallNext(window="w1")), day.now)))
    everything.append(asdict(hall_snapshot(day.hall, day.now, 1)))
    words = json.dumps(everything)
    assert "13800000000" not in words
    assert "hash-of-someone" not in words


def test_a_number_is_looked_up_with_people_ahead_while_it_waits() -> None:
    day = Acting().open()
    first, second = day.take(), day.take()
    view = look_up(day.hall, second, day.now)
    assert not isinstance(view, Refusal)
    assert (view.ahead, view.state) == (1, TicketState.WAITING)
    day.call()
    view = look_up(day.hall, first, day.now)
    assert not isinstance(view, Refusal)
    assert (view.ahead, view.wait, view.window) == (None, None, "w1")
    unknown = look_up(day.hall, "Z001", day.now)
    assert isinstance(unknown, Refusal)
    assert unknown.code is Code.TICKET_UNKNOWN


def test_the_answer_to_a_number_says_where_to_wait() -> None:
    day = Acting().open()
    day.take()
    taken = day.do(c.IssueTicket(queue="papers"))
    assert isinstance(taken, IssueAnswer)
    assert (taken.number, taken.ahead, taken.windows) == ("A002", 1, ("1", "3"))
    assert taken.wait is not None


def test_the_catalogue_tells_terminals_all_they_need() -> None:
    clerks = (replace(HALL.clerks[0], portrait="portraits/li.png"),)
    told = catalogue(replace(HALL, clerks=clerks), 5, 6)
    assert (told.version, told.at, told.day_starts_minutes) == (6, 5, 240)
    assert told.queues[0].examples.zh == "id-card、permit"
    assert told.clerks[0].portrait == "li"
    assert [(block.device, block.first) for block in told.offline] == [("kiosk-1", 900), ("kiosk-2", 950)]
    assert told.windows[0].queues == ("papers", "social")
