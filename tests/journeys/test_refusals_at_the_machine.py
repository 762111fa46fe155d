"""Every refusal that a citizen can meet at the number machine has its own words there, or stands here with a reason.

A new code of the hall is in none of these lists, and fails here: it is given words, or a line that says why not.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from machine_sample import Walk

from domain.number_machine.inputs import CodeScanned, PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Page, Problem
from domain.refusal import Code
from domain.views.catalogue import TicketWay
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.message_words import message_of

TICKET = {"ticket": "20261121-B003", "number": "B003", "queue": "civil", "ahead": 2, "issued_at": 1}
OWN_WORDS = {
    Code.HALL_CLOSED: Problem.CLOSED,
    Code.QUEUE_CLOSED: Problem.CLOSED,
    Code.QUEUE_FULL: Problem.FULL,
    Code.PERSON_LIMIT: Problem.PERSON_LIMIT,
    Code.PHONE_LIMIT: Problem.PHONE_LIMIT,
    Code.HALL_DISK_FULL: Problem.HALL_SICK,
    Code.HALL_BUSY: Problem.HALL_SICK,
}
AT_CHECK_IN = {
    Code.APPOINTMENT_UNKNOWN: Problem.BOOKING_UNKNOWN,
    Code.APPOINTMENT_EARLY: Problem.BOOKING_EARLY,
    Code.APPOINTMENT_LATE: Problem.BOOKING_LATE,
    Code.APPOINTMENT_USED: Problem.BOOKING_USED,
}
OWN_SCREEN = {Code.PERSON_HAS_TICKET, Code.PICKUP_HAS_TICKET}
"""Their number is shown."""

_WORN_OUT = "the machine's lists are older than the hall's: 返回首页 brings the new ones, and no other words help more"
_NO_PERSON = "only a faulty program asks so; the code at the foot is for whoever mends it"
GENERAL = {
    Code.QUEUE_UNKNOWN: _WORN_OUT,
    Code.ITEM_UNKNOWN: _WORN_OUT,
    Code.PRIORITY_UNKNOWN: _WORN_OUT,
    Code.PICKUP_UNKNOWN: _WORN_OUT,
    Code.ITEM_TOO_MANY: _NO_PERSON,
    Code.PHONE_INVALID: "the keypad takes no other number",
    Code.REQUEST_INVALID: _NO_PERSON,
    Code.REQUEST_UNKNOWN: _NO_PERSON,
    Code.DEVICE_UNKNOWN: "the hall does not know this machine: 还不行，请到咨询台 is what people can do",
    Code.DEVICE_NOT_ALLOWED: "likewise",
    Code.HALL_OTHER_STORE: "nothing that a person asks for names a store",
}
TO_OTHER_QUESTIONS = {
    *(Code.TICKET_UNKNOWN, Code.TICKET_WRONG_STATE, Code.TICKET_HAS_PHONE),  # look up, cancel, 发到手机: own pages
    *(Code.TICKET_NUMBER_USED, Code.TICKET_NOT_IN_BLOCK),  # an own number that is told to the hall afterwards
}
"""Of `domain/decide/issuing.py` too, and no answer to 取号."""

DESK_AND_PAD = ("DAY", "EMERGENCY", "QUEUE_UNSERVED", "QUEUE_EMPTY", "TICKET_OTHER_WINDOW", "REPRINT", "PRINTER",
                "RECALL", "NO_SHOW", "RETURN", "HOLD", "WINDOW", "CLERK", "STAFF", "RATING", "REVIEW")  # fmt: skip
BOOKING = ("EXISTS", "NOT_OFFERED", "NO_SLOT", "NOT_ANNOUNCED", "FULL", "LIMIT", "OVERLAPS", "BARRED", "TOO_LATE",
           "ELSEWHERE", "NEEDS_PERSON", "NEEDS_ADDRESS")  # fmt: skip
"""Answers to who books, moves or cancels: nobody does that at this machine's screen."""


AT_THE_PHONE_PAGE = ("NO_MESSAGES", "NOT_PROVED", "CODE_OVER", "CODES_MANY", "CODE_WAIT")
"""Answers to who proves a phone with a code: for a booking alone."""


def of_others(code: Code) -> bool:
    own = {f"APPOINTMENT_{word}" for word in BOOKING} | {f"PHONE_{word}" for word in AT_THE_PHONE_PAGE}
    return code.name.startswith((*DESK_AND_PAD, "PROGRESS", "CASE", "HELP")) or code.name in own


def refused(code: Code, **data: object) -> Walk:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    return walk.hall_refuses(code, **data)


def title(walk: Walk) -> str:
    return message_of(MachineNow(walk.state, 0)).title


WITHOUT_WORDS = title(refused(Code.REQUEST_INVALID))


def test_every_code_is_in_one_list() -> None:
    lists = (
        OWN_WORDS,
        AT_CHECK_IN,
        OWN_SCREEN,
        GENERAL,
        TO_OTHER_QUESTIONS,
        {code for code in Code if of_others(code)},
    )
    assert [code.name for code in Code if sum(code in each for each in lists) != 1] == []


def test_no_refusal_of_a_number_passes_for_somebody_else_s() -> None:
    folder = Path(__file__).parents[2] / "domain"
    text = "".join((folder / part).read_text("utf-8") for part in ("decide/issuing.py", "state/appointments.py"))
    assert [name for name in re.findall(r"Code\.([A-Z_]+)", text) if of_others(Code[name])] == []


@pytest.mark.parametrize(("code", "problem"), OWN_WORDS.items())
def test_a_refusal_has_its_own_words(code: Code, problem: Problem) -> None:
    walk = refused(code).sees(Page.PROBLEM, problem)
    assert title(walk) != WITHOUT_WORDS


@pytest.mark.parametrize(("code", "problem"), AT_CHECK_IN.items())
def test_so_has_a_refused_booking(code: Code, problem: Problem) -> None:
    walk = Walk().touch(CodeScanned("7788")).hall_refuses(code).sees(Page.PROBLEM, problem)
    assert title(walk) != WITHOUT_WORDS


@pytest.mark.parametrize("code", sorted(OWN_SCREEN))
def test_who_has_a_number_sees_it(code: Code) -> None:
    refused(code, **TICKET).sees(Page.EXISTING)


@pytest.mark.parametrize("code", sorted(GENERAL))
def test_what_shares_the_general_words_shows_its_code_and_a_way_on(code: Code) -> None:
    walk = refused(code).sees(Page.PROBLEM, Problem.REFUSED)
    message = message_of(MachineNow(walk.state, 0))
    assert message.code == code
    assert message.facts
    assert message.main is not None
