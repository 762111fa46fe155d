"""What an e-screen lists and in which order, and how its list is cut into pages."""

from __future__ import annotations

from functools import reduce

import pytest

from domain.config import Text
from domain.flow import Arrived, TimerFired
from domain.views.public import CallsSnapshot, CallView
from domain.views.ticket import TicketState, TicketView
from domain.views.window import WindowSnapshot, WindowState
from e_screen.board import EScreenState, pages, start, step

TODAY, TOMORROW = "2026-11-21", "2026-11-22"


def calls(numbers: str) -> tuple[CallView, ...]:
    return tuple(
        CallView(seq=at, number=number, queue="q", window="w1", window_number="1", at=0, times=1)
        for at, number in enumerate(numbers)
    )


@pytest.mark.parametrize(
    ("called", "past", "rows", "shown"),
    [
        ("", "", 3, []),
        ("", "XY", 3, ["XY"]),
        ("", "WXYZ", 3, ["WXY"]),
        ("A", "XYZ", 3, ["AXY"]),
        ("ABC", "XYZ", 3, ["ABC"]),
        ("ABCD", "XYZ", 3, ["ABC", "DXY"]),
        ("ABCD", "", 3, ["ABC", "D"]),
    ],
)
def test_calls_of_the_past_fill_the_pages_that_the_called_need_and_no_more(
    called: str, past: str, rows: int, shown: list[str]
) -> None:
    found = pages(calls(called), calls(past), rows)
    assert ["".join(call.number for call in page) for page in found] == shown


def said(numbers: str, day: str = TODAY) -> Arrived:
    """The calls of a day, the newest last."""
    return Arrived(CallsSnapshot(version=len(numbers), at=0, day=day, calls=tuple(reversed(calls(numbers)))))


def window(number: str, state: WindowState = WindowState.OPEN, ticket: TicketView | None = None) -> Arrived:
    name = Text(zh="", en="")
    return Arrived(
        WindowSnapshot(
            version=1,
            at=0,
            day=TODAY,
            window=f"w{number}",
            number=number,
            name=name,
            kind="",
            state=state,
            ticket=ticket,
        )
    )


def after(*inputs: Arrived | TimerFired) -> EScreenState:
    return reduce(lambda board, given: step(board, given, 0)[0], inputs, start("", "zh_CN"))


def numbers(found: tuple[CallView, ...]) -> str:
    return "".join(call.number for call in found)


def test_calls_keep_their_turns_in_the_order_of_the_calls_when_another_comes() -> None:
    board = after(said("A"), said("ABC"), said("ABCD"))
    assert board.newest is not None
    assert (board.newest.number, numbers(board.turns)) == ("B", "CD")


def test_a_new_day_takes_the_turns_and_the_pulse_of_the_day_before() -> None:
    board = after(said("A"), said("ABC"), said("", TOMORROW))
    assert (board.newest, board.turns, board.in_turn, board.turned) == (None, (), False, False)


def test_what_a_window_has_as_called_tells_when_and_how_often_though_the_calls_are_silent() -> None:
    ticket = TicketView(
        ticket="t", number="Z", queue="q", state=TicketState.CALLED, issued_at=0, called_at=5000, recalls=2
    )
    (call,) = after(said(""), window("1", ticket=ticket)).called
    assert (call.number, call.at, call.times) == ("Z", 5000, 3)


def test_paused_windows_stand_by_their_numbers_and_no_others_with_them() -> None:
    board = after(window("10", WindowState.PAUSED), window("2", WindowState.PAUSED), window("1"))
    assert [one.number for one in board.paused] == ["2", "10"]


def test_before_the_calls_have_come_nobody_is_listed_and_before_the_catalogue_there_is_no_clock() -> None:
    ticket = TicketView(ticket="t", number="Z", queue="q", state=TicketState.CALLED, issued_at=0)
    board = after(window("1", ticket=ticket))
    assert (board.called, board.past) == ((), ())
    assert step(board, Arrived(CallsSnapshot(version=1, at=5000, day=TODAY, calls=())), 0)[0].clock == ""
