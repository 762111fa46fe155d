"""Which device may ask what: the whole table, command by command."""

from __future__ import annotations

import inspect
from typing import Any, get_args

import pytest

from domain import commands as c
from domain.config import Role
from domain.refusal import Code
from domain.roles import MAY, may
from domain.views.queries import QUESTIONS, LookUp, SnapshotQuestion

ASKABLE: list[type[Any]] = [*get_args(c.Command), *QUESTIONS.values()]
PADS = [Role.PAD, Role.PAD_CLERK, Role.PAD_CITIZEN]


def asked(kind: type[Any], window: str = "w1") -> Any:
    """Any instance of a command or question."""
    values: dict[str, Any] = {}
    for name, parameter in inspect.signature(kind).parameters.items():
        if name == "window":
            values[name] = window
        elif parameter.default is inspect.Parameter.empty:
            values[name] = 1 if parameter.annotation == "int" else "x"
    return kind(**values)


def names(role: Role) -> set[str]:
    return {kind.__name__ for kind in ASKABLE if may(role, "w1", asked(kind)) is None}


BOOKS = {
    "BookAppointment", "MoveAppointment", "CancelAppointment", "SendPhoneCode", "ProvePhone", "SlotsQuestion",
    "AppointmentQuestion",
}  # fmt: skip
"""Where citizens book. Which bookings of a day there are only the desk may ask."""

HOLDER = {"FollowQuestion", "RateByPhone", "RateHall"}
"""What is asked with the key of a ticket."""


def test_a_screen_only_listens() -> None:
    assert names(Role.SCREEN) == set()


def test_a_citizens_screen_only_reviews() -> None:
    assert names(Role.PAD_CITIZEN) == {"GiveRating", "RecordFault", "ReviewKeyQuestion", "SnapshotQuestion"}


KIOSK_ASKS = {"ProgressQuestion", "ReviewCodeQuestion", "SnapshotQuestion"}


def test_a_kiosk_issues_and_reports() -> None:
    own = {"IssueTicket", "RecordOfflineTicket", "CancelTicket", "LeavePhone", "RecordPrint", "RecordFault"}
    own |= {"CallHelp", "WithdrawHelp", "FinishHelp", "RecordNotice", "StaffSignIn", "StaffSignOut"}
    assert names(Role.KIOSK) == own | BOOKS | HOLDER | {"LookUp", "OpenCase"} | KIOSK_ASKS


def test_the_phones_page_only_follows_opens_cases_and_hands_in_reviews() -> None:
    assert names(Role.PHONE_PAGE) == BOOKS | HOLDER | {"OpenCase", "RecordFault", "SnapshotQuestion"}
    others = set(Role) - {Role.PHONE_PAGE, Role.KIOSK}
    assert all(not {"RateByPhone", "RateHall"} & names(role) for role in others)


def test_who_watches_over_the_hall_counts_and_asks_nothing_else() -> None:
    assert names(Role.METRICS) == {"FiguresQuestion"}


def test_a_clerk_neither_issues_nor_reviews() -> None:
    assert not names(Role.PAD_CLERK) & {"IssueTicket", "RecordOfflineTicket", "GiveRating", "ReplayQuestion"}
    calls = {"CallNext", "CallTicket", "RecallTicket", "NoShow", "ReinstateTicket"}
    service = {"StartService", "FinishService", "HoldTicket", "ResumeTicket", "TransferTicket", "ReprintTicket"}
    service |= {"ChangeTicket", "TakeHelp", "FinishHelp"}
    windows = {"OpenWindow", "PauseWindow", "CloseWindow"}
    asks = {"CasesQuestion", "LookUp", "PickupQuestion", "SnapshotQuestion", "RecordFault"}
    assert names(Role.PAD_CLERK) == calls | service | windows | asks
    assert names(Role.PAD) == names(Role.PAD_CLERK) | names(Role.PAD_CITIZEN)


def test_the_desk_does_all_but_what_only_a_machine_or_a_citizen_can_say() -> None:
    missing = {kind.__name__ for kind in ASKABLE} - names(Role.SUPERVISOR)
    reviews = {"GiveRating", "RateByPhone", "RateHall", "ReviewCodeQuestion", "ReviewKeyQuestion"}
    assert missing == reviews | {
        "FollowQuestion",
        "PickupQuestion",
        "CallHelp",
        "WithdrawHelp",
        "RecordOfflineTicket",
        "RecordNotice",
        "CorrectTime",
        "Tick",
        "SkipNumbers",
    }


@pytest.mark.parametrize("role", Role)
def test_nobody_makes_time_pass(role: Role) -> None:
    assert may(role, "w1", c.Tick()) is not None
    assert may(role, "w1", c.CorrectTime(shift_ms=1, since=0)) is not None
    assert may(role, "w1", c.SkipNumbers(day="2026-11-20", counters={})) is not None, "nor uses numbers up"


@pytest.mark.parametrize("role", PADS)
@pytest.mark.parametrize("kind", [kind for kind in ASKABLE if "window" in inspect.signature(kind).parameters])
def test_a_pad_acts_for_its_own_window_only(role: Role, kind: type[Any]) -> None:
    if kind not in MAY[role]:
        return
    assert may(role, "w1", asked(kind, "w1")) is None
    refusal = may(role, "w1", asked(kind, "w2"))
    assert refusal is not None
    assert refusal.code is Code.DEVICE_NOT_ALLOWED
    assert may(role, None, asked(kind, "w1")) is not None


def test_the_desk_acts_for_any_window() -> None:
    assert may(Role.SUPERVISOR, None, c.CallNext(window="w4")) is None


def test_questions_are_asked_by_role_as_well() -> None:
    assert may(Role.PAD_CITIZEN, "w1", LookUp(number="A001")) is not None
    assert may(Role.KIOSK, None, SnapshotQuestion()) is None
