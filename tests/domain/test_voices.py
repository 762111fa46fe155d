"""One name, two machines: told when a start comes back, for a minute, and for an engineer in words."""

from __future__ import annotations

from domain.health.voices import REMEMBERED, TWICE_MS, Start, Voices

ONE, TWO = Start("one", 7, "serial 1"), Start("two", 8)
LIVE = 1_000_000


def after(*words: tuple[Start, int | None]) -> Voices:
    voices = Voices()
    for start, mono_ms in words:
        voices = voices.heard(start, mono_ms)
    return voices


def test_a_program_that_is_started_anew_is_one() -> None:
    voices = after((ONE, 0), (ONE, 1), (TWO, 2), (TWO, 3))
    assert (voices.newest, voices.starts, voices.twice(3)) == ("two", (ONE, TWO), "")
    assert (Voices().newest, Voices().twice(0)) == ("", "")


def test_an_earlier_start_that_comes_back_is_another_machine() -> None:
    voices = after((ONE, 0), (TWO, 1), (ONE, LIVE))
    assert voices.twice(LIVE) == "session 7 on serial 1 and session 8"
    assert (voices.starts, voices.returned_ms, voices.returns) == ((TWO, ONE), LIVE, 1)
    assert (voices.left_behind("two"), voices.left_behind("one"), voices.left_behind("three")) == (True, False, False)


def test_it_is_told_for_so_long_after_the_last_return_and_no_longer() -> None:
    voices = after((ONE, 0), (TWO, 1), (ONE, LIVE))
    assert voices.twice(LIVE + TWICE_MS - 1) != ""
    assert voices.twice(LIVE + TWICE_MS) == ""


def test_what_may_be_an_old_word_is_no_return() -> None:
    voices = after((ONE, 0), (TWO, 1), (ONE, None))
    assert (voices.twice(2), voices.newest) == ("", "one")


def test_returns_count_while_they_follow_one_another() -> None:
    voices = after((ONE, 0), (TWO, 1), (ONE, LIVE), (TWO, LIVE + TWICE_MS - 1))
    assert voices.returns == 2
    now = LIVE + TWICE_MS
    assert (voices.twice(now, returns=2) != "", voices.twice(now, returns=3)) == (True, "")
    assert voices.heard(ONE, 2 * LIVE).returns == 1
    late = after((ONE, 0), (TWO, 1), (ONE, LIVE), (TWO, LIVE + TWICE_MS))
    assert late.returns == 1, "a minute later it is another story"


def test_so_many_starts_are_remembered() -> None:
    starts = [Start(f"s{n}", n) for n in range(REMEMBERED + 1)]
    voices = after(*((start, 0) for start in starts))
    assert voices.starts == tuple(starts[1:])
    assert after(*((start, 0) for start in (*starts, starts[0]))).twice(0) == "", "it is not known any more"
    assert after(*((start, 0) for start in (*starts, starts[1]))).twice(0) != ""
