"""Who may sit at a window, who may act for others, and how wrong tries slow down."""

from __future__ import annotations

from dataclasses import replace

import pytest
from acting import HALL, SECOND, Acting
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain.config import HallConfig, Role
from domain.decide.hall import Hall
from domain.events import WindowOpened
from domain.refusal import Code, Refusal
from domain.roles import MAY
from domain.staff.people import StaffRole, card_number, pin_mistake
from domain.staff.proof import Proved
from domain.staff.rights import OF_THE_DEVICE, needed, proof_of
from domain.staff.waits import DEVICE_STEPS_S, FORGOTTEN_MS, FREE, GUESSING, PERSON_STEPS_S, WrongTries
from domain.staff.ways import ProofWay, SignIn

NINE = Acting().now
PROVING = replace(HALL, sign_in=SignIn.PIN_OR_CARD)


def proved(person: str) -> Proved:
    return Proved(person, StaffRole.CLERK, ProofWay.PIN)


class Sitting:
    """A hall in which people prove who they are."""

    def __init__(self, config: HallConfig = PROVING) -> None:
        self.hall = Hall(config)

    def ask(self, command: c.Command, who: Proved | None = None, by: str = "") -> Code | None:
        decided = self.hall.decide(command, NINE, device="pad-1", proved=who, by=by)
        if isinstance(decided, Refusal):
            self.refusal = decided
            return decided.code
        for event in decided:
            self.hall.apply(event)
        self.events = decided
        return None

    def open(self, window: str, clerk: str | None = None, who: str = "", by: str = "") -> Code | None:
        return self.ask(c.OpenWindow(window=window, clerk=clerk), proved(who) if who else None, by)


def test_a_name_alone_opens_nothing() -> None:
    hall = Sitting()
    assert hall.open("w1", "li") is Code.STAFF_PROOF_NEEDED
    assert hall.refusal.data == {"ways": [ProofWay.PIN, ProofWay.CARD]}
    assert hall.open("w1", "li", who="wang") is Code.STAFF_PROOF_NEEDED
    assert hall.open("w1", "li", who="li") is None


def test_a_card_alone_says_whose_window_it_is_now() -> None:
    hall = Sitting()
    assert hall.open("w1", None, who="wang") is None
    assert hall.hall.state.windows["w1"].clerk == "wang"
    opened = hall.events[-1]
    assert isinstance(opened, WindowOpened)
    assert opened.proved == "pin"


def test_a_pause_ends_and_queues_change_without_another_proof() -> None:
    hall = Sitting()
    hall.open("w1", "li", who="li")
    assert hall.ask(c.PauseWindow(window="w1", reason="急事")) is None
    assert hall.ask(c.OpenWindow(window="w1")) is None
    assert hall.ask(c.OpenWindow(window="w1", clerk="li", queues=("advice",))) is None


def test_a_closed_window_opens_for_who_proves_it_again() -> None:
    hall = Sitting()
    hall.open("w1", "li", who="li")
    assert hall.ask(c.CloseWindow(window="w1")) is None
    assert hall.open("w1", "li") is Code.STAFF_PROOF_NEEDED


@pytest.mark.parametrize("paused", [False, True])
def test_one_clerk_works_at_one_window(paused: bool) -> None:
    hall = Sitting()
    hall.open("w1", "li", who="li")
    if paused:
        hall.ask(c.PauseWindow(window="w1", reason="急事"))
    assert hall.open("w2", "li", who="li") is Code.CLERK_ELSEWHERE
    assert hall.refusal.data == {"window": "w1", "number": "1"}
    hall.ask(c.CloseWindow(window="w1"))
    assert hall.open("w2", "li", who="li") is None


@pytest.mark.parametrize("paused", [False, True])
def test_a_change_of_clerk_closes_the_window_first(paused: bool) -> None:
    hall = Sitting()
    hall.open("w1", "li", who="li")
    if paused:
        hall.ask(c.PauseWindow(window="w1", reason="急事"))
    assert hall.open("w1", "wang", who="wang") is Code.WINDOW_HAS_CLERK
    assert hall.refusal.data == {"clerk": "li"}
    assert hall.hall.state.windows["w1"].clerk == "li"
    hall.ask(c.CloseWindow(window="w1"))
    assert hall.open("w1", "wang", who="wang") is None


def test_a_supervisor_opens_for_a_clerk_and_the_log_says_so() -> None:
    hall = Sitting()
    assert hall.open("w1", "li", by="chief") is None
    opened = hall.events[-1]
    assert isinstance(opened, WindowOpened)
    assert (opened.clerk, opened.proved) == ("li", "by")
    assert hall.open("w2", "li", by="chief") is Code.CLERK_ELSEWHERE


@pytest.mark.parametrize("sign_in", [None, SignIn.NAMES])
def test_where_names_are_believed_everything_is_as_it_was(sign_in: SignIn | None) -> None:
    hall = Sitting(replace(HALL, sign_in=sign_in))
    assert hall.open("w1", "li") is None
    assert hall.open("w2", "li") is None
    assert hall.open("w1", "wang") is None


# ---- who may act for others


def test_everything_that_a_desk_changes_needs_a_supervisor_but_what_it_says_of_itself() -> None:
    for kind in MAY[Role.SUPERVISOR] & {*c.REQUESTS.values(), *c.DEVICE_EVENTS.values()}:
        command = object.__new__(kind)
        for name in ("pin", "card", "clerk"):
            if name in kind.__dataclass_fields__:
                object.__setattr__(command, name, None)
        assert needed(Role.SUPERVISOR, command) == (None if kind in OF_THE_DEVICE else StaffRole.SUPERVISOR), kind
        assert needed(Role.PAD, command) is None


def test_who_opens_a_window_with_their_own_proof_acts_for_nobody_else() -> None:
    assert needed(Role.SUPERVISOR, c.OpenWindow(window="w1", clerk="li", pin="1")) is None
    assert needed(Role.SUPERVISOR, c.OpenWindow(window="w1", clerk="li")) is StaffRole.SUPERVISOR


def test_a_role_may_what_the_ones_before_it_may() -> None:
    roles = list(StaffRole)
    for place, role in enumerate(roles):
        assert [role.reaches(other) for other in roles] == [other <= place for other in range(len(roles))]


def test_no_repr_of_a_command_or_proof_shows_what_was_shown() -> None:
    for command in (
        c.OpenWindow(window="w1", clerk="li", pin="736251", card="04A31F22"),
        c.StaffSignIn(staff="li", pin="736251", card="04A31F22"),
    ):
        for shown in (repr(command), repr(proof_of(command))):
            assert "736251" not in shown
            assert "04A31F22" not in shown


# ---- wrong tries


def test_the_first_slips_cost_nothing_and_the_waits_grow_and_end() -> None:
    tries, now = WrongTries(), 0
    waits = []
    for _ in range(FREE + 8):
        tries.wrong("li", "pad-1", now)
        waits.append(tries.wait_s("li", "pad-1", now))
        now += waits[-1] * SECOND
        assert tries.wait_s("li", "pad-1", now) == 0
    assert waits == [0, 0, *DEVICE_STEPS_S, *[DEVICE_STEPS_S[-1]] * 3]


def test_one_device_that_guesses_keeps_no_clerk_out() -> None:
    """It waits longer than it makes others wait."""
    tries, now, kept_out = WrongTries(), 0, 0
    for _ in range(40):
        tries.wrong("li", "pad-9", now)
        kept_out += tries.wait_s("li", "pad-1", now)
        now += tries.wait_s("li", "pad-9", now) * SECOND
    assert kept_out * SECOND <= now / 4
    assert tries.wait_s("wang", "pad-1", now) == 0


def test_ones_own_right_pin_does_not_buy_guesses_at_others() -> None:
    tries = WrongTries()
    for now in range(FREE + 1):
        tries.wrong("li", "pad-1", now)
        tries.right("wang", "pad-1")
    assert tries.wait_s("wang", "pad-1", 10) > 0
    tries.right("li", "pad-1")
    assert tries.wait_s("wang", "pad-1", 10) == 0


def test_many_wrong_ones_are_told_with_whom_they_are_about_and_forgotten_after_an_hour() -> None:
    tries = WrongTries()
    for now in range(GUESSING):
        assert tries.guessing(now) == {}
        tries.wrong("li" if now else "", "pad-1", now)
    assert tries.guessing(GUESSING) == {"pad-1": "li"}
    assert tries.guessing(FORGOTTEN_MS + GUESSING) == {}


@given(st.lists(st.tuples(st.sampled_from(["li", "wang", ""]), st.sampled_from(["a", "b"]), st.integers(0, 400_000))))
def test_no_row_of_wrong_tries_makes_anybody_wait_longer_than_the_longest_step(row: list[tuple[str, str, int]]) -> None:
    tries, now = WrongTries(), 0
    for person, device, later_ms in row:
        now += later_ms
        tries.wrong(person, device, now)
        assert tries.wait_s(person, device, now) <= DEVICE_STEPS_S[-1]
        assert tries.wait_s(person, "c", now) <= PERSON_STEPS_S[-1]


# ---- how a PIN and a card must look


@pytest.mark.parametrize("pin", ["1001", "73625", "192837465012"])
def test_a_pin_is_four_to_twelve_digits(pin: str) -> None:
    assert pin_mistake(pin) == ""


@pytest.mark.parametrize(
    "pin", ["", "123", "1234567890123", "12a4", "１２３４", "0000", "1234", "9876", "8901", "3210"]
)
def test_what_everybody_tries_first_is_no_pin(pin: str) -> None:
    assert pin_mistake(pin)


@pytest.mark.parametrize("told", ["04A31F22", "04:a3:1f:22", " 04 a3 1f 22\n", "０４Ａ３１Ｆ２２", "04-A3-1F-22"])
def test_one_card_has_one_number_however_a_reader_writes_it(told: str) -> None:
    assert card_number(told) == "04A31F22"


@pytest.mark.parametrize("told", ["", "12", "é4A31F22", "04A3'1F22", "A" * 65, "卡号12345", "0" * 10_000])
def test_what_is_no_number_of_a_card_is_none(told: str) -> None:
    assert card_number(told) is None
