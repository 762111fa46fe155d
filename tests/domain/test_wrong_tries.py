"""How long wrong PINs and cards make whoever tries them wait, and when an hour forgives."""

from __future__ import annotations

import pytest

from domain.staff.people import LONGEST_PIN, SHORTEST_PIN, StaffList, pin_mistake
from domain.staff.waits import FORGOTTEN_MS, FREE, GUESSING, WrongTries

NOW = 5_000_000


def tried(*tries: tuple[str, str], at: int = NOW) -> WrongTries:
    made = WrongTries()
    for person, device in tries:
        made.wrong(person, device, at)
    return made


@pytest.mark.parametrize(("count", "waits"), [(1, 0), (2, 0), (3, 5), (4, 15), (5, 30), (6, 60), (7, 60), (20, 60)])
def test_a_person_waits_longer_with_each_wrong_try_and_never_longer_than_a_minute(count: int, waits: int) -> None:
    tries = tried(*(("li", f"pad-{n}") for n in range(count)))
    assert tries.wait_s("li", "another-pad", NOW) == waits
    assert tries.wait_s("wang", "another-pad", NOW) == 0


@pytest.mark.parametrize(("count", "waits"), [(2, 0), (3, 5), (6, 60), (7, 120), (8, 300), (30, 300)])
def test_a_device_waits_for_whomever_it_tries_and_longer(count: int, waits: int) -> None:
    tries = tried(*((f"clerk-{n}", "pad-1") for n in range(count)))
    assert tries.wait_s("nobody-yet", "pad-1", NOW) == waits
    assert tries.wait_s("nobody-yet", "pad-2", NOW) == 0


def test_cards_of_nobody_are_about_nobody() -> None:
    tries = tried(*(("", f"pad-{n}") for n in range(9)))
    assert tries.wait_s("", "another-pad", NOW) == 0


def test_a_wait_is_told_in_whole_seconds_and_ends() -> None:
    tries = tried(*[("li", "pad-1")] * FREE)
    assert [tries.wait_s("li", "pad-1", NOW + ms) for ms in (1, 4_000, 4_999, 5_000, 9_000)] == [5, 1, 1, 0, 0]


def test_an_hour_without_a_wrong_try_forgives_to_the_millisecond() -> None:
    tries = tried(*[("li", "pad-1")] * 5)
    tries.wrong("li", "pad-1", NOW + FORGOTTEN_MS - 1)
    assert tries.wait_s("li", "pad-1", NOW + FORGOTTEN_MS - 1) == 60
    again = tried(*[("li", "pad-1")] * 5)
    again.wrong("li", "pad-1", NOW + FORGOTTEN_MS)
    assert again.wait_s("li", "pad-1", NOW + FORGOTTEN_MS) == 0
    assert tried(*[("li", "pad-1")] * GUESSING).guessing(NOW + FORGOTTEN_MS) == {}


def test_what_was_right_at_last_was_a_slip_and_guesses_at_others_stay() -> None:
    tries = tried(*[("li", "pad-1")] * 2, *[("wang", "pad-1")] * 3)
    tries.right("li", "pad-1")
    assert tries.wait_s("li", "pad-1", NOW) == 5, "three are left"
    tries.right("wang", "pad-1")
    assert tries.wait_s("li", "pad-1", NOW) == 0


def test_the_supervisor_hears_from_which_device_and_whom_most_were_about() -> None:
    few = [("li", "pad-1")] * 2 + [("wang", "pad-1")] * (GUESSING - 3) + [("li", "pad-2")]
    assert tried(*few).guessing(NOW) == {}
    assert tried(*few, ("", "pad-1")).guessing(NOW) == {"pad-1": "wang"}


@pytest.mark.parametrize("pin", ["12a4", "１２３７", "", "7 3 6"])
def test_a_pin_is_digits_alone(pin: str) -> None:
    assert pin_mistake(pin) == "a PIN is digits alone"


def test_a_pin_has_its_shortest_and_its_longest() -> None:
    digits = "7362514073625140"
    assert pin_mistake(digits[:SHORTEST_PIN]) == pin_mistake(digits[:LONGEST_PIN]) == ""
    assert "digits, this one" in pin_mistake(digits[: SHORTEST_PIN - 1])
    assert "digits, this one" in pin_mistake(digits[: LONGEST_PIN + 1])
    assert StaffList().person("li") is None
