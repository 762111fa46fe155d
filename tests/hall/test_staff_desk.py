"""Who has signed in at a desk, and for how long."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.events import DayClosed, StaffSignedIn, StaffSignedOut
from domain.refusal import Code
from domain.staff.people import StaffRole
from domain.staff.ways import ProofWay
from hall.staff.desk import IDLE_MS, DeskSessions
from hall.staff.roster import Roster
from tests.ground.staff_hall import write_list

SIGNED_IN = StaffSignedIn(at=1, device="desk-1", staff="boss", role=StaffRole.SUPERVISOR, way=ProofWay.PIN)


class SignedInDesk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_list(folder)
        self.sessions = DeskSessions(Roster(folder / "staff.toml"))
        self.sessions.follow([SIGNED_IN], 0)

    def refuses(self, by: str = "boss", device: str = "desk-1", now: int = 1) -> Code | None:
        refusal = self.sessions.refusal(device, by, StaffRole.SUPERVISOR, now)
        return None if refusal is None else refusal.code


@pytest.fixture
def desk(tmp_path: Path) -> SignedInDesk:
    return SignedInDesk(tmp_path)


def test_who_signed_in_may_ask_there_and_nowhere_else(desk: SignedInDesk) -> None:
    assert desk.refuses() is None
    assert desk.refuses(device="desk-2") is Code.STAFF_NOT_SIGNED_IN
    assert desk.refuses(by="c1") is Code.STAFF_NOT_SIGNED_IN
    assert desk.refuses(by="") is Code.STAFF_NOT_SIGNED_IN


def test_a_role_that_does_not_reach_is_refused_and_recorded(desk: SignedInDesk) -> None:
    desk.sessions.follow([StaffSignedIn(at=1, device="desk-1", staff="c1", role=StaffRole.CLERK, way=ProofWay.PIN)], 0)
    refusal = desk.sessions.refusal("desk-1", "c1", StaffRole.SUPERVISOR, 1)
    assert refusal is not None
    assert (refusal.code, refusal.record) == (Code.STAFF_NOT_ALLOWED, True)


def test_each_request_keeps_the_session_and_half_an_hour_without_one_ends_it(desk: SignedInDesk) -> None:
    assert desk.refuses(now=IDLE_MS) is None
    assert desk.refuses(now=2 * IDLE_MS) is None
    assert desk.refuses(now=3 * IDLE_MS + 1) is Code.STAFF_NOT_SIGNED_IN


def test_signing_out_and_the_turn_of_the_day_end_it(desk: SignedInDesk) -> None:
    desk.sessions.follow([StaffSignedOut(at=2, device="desk-1", staff="boss")], 2)
    assert desk.refuses() is Code.STAFF_NOT_SIGNED_IN
    desk.sessions.follow([SIGNED_IN], 3)
    assert desk.refuses(now=3) is None
    closed = DayClosed(at=4, day="2026-11-20", issued=0, served=0, no_show=0, cancelled=0, expired=0)
    desk.sessions.follow([closed], 4)
    assert desk.refuses(now=4) is Code.STAFF_NOT_SIGNED_IN


@pytest.mark.parametrize("how", ["a new PIN", "disabled", "removed"])
def test_a_changed_entry_ends_it(desk: SignedInDesk, how: str) -> None:
    pins = {"c1": "736251"} if how == "removed" else {"boss": "314159" if how == "a new PIN" else "905172"}
    write_list(desk.folder, pin=pins, disabled=("boss",) if how == "disabled" else ())
    assert desk.refuses() is Code.STAFF_NOT_SIGNED_IN
