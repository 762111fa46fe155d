"""Number and review code of a paper, typed at a kiosk: who has them is its holder, and who guesses has to wait."""

from __future__ import annotations

import pytest
from quiet_hall import QuietHall

from domain.progress.guesses import FREE
from domain.refusal import Code, Refusal
from domain.reviews.review_code import printed, review_code
from domain.views.queries import ReviewCodeQuestion, TicketHolder
from hall.reviews.codes import ReviewCodes

MINUTE_MS = 60_000


class Clock:
    now_ms = 0

    def __call__(self) -> int:
        return self.now_ms


class CodeDesk:
    """The answers to two kiosks in a hall with one ticket."""

    def __init__(self, hall: QuietHall) -> None:
        self.given = hall.ask("kiosk-1", "ticket.issue", queue="social")["data"]
        self.code = review_code(self.given["key"])
        self.clock = Clock()
        self._codes = ReviewCodes(self.clock)
        self._state = hall.writer.hall.state

    def tries(self, number: str, code: str, device: str = "kiosk-1") -> TicketHolder | Code:
        found = self._codes.answer(self._state, ReviewCodeQuestion(number=number, code=code), device)
        return found.code if isinstance(found, Refusal) else found

    @property
    def wrong(self) -> str:
        return "000000" if self.code != "000000" else "000001"


@pytest.fixture
def desk(small: QuietHall) -> CodeDesk:
    return CodeDesk(small)


def test_a_code_has_six_digits_of_its_own_for_each_key_and_is_printed_in_two_groups() -> None:
    codes = {review_code(f"key {n}") for n in range(200)}
    assert len(codes) > 195
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert printed("482917") == "482 917"
    assert printed(review_code("")) == ""


@pytest.mark.parametrize("number", ["A001", "a1", "Ａ 001"])
def test_the_paper_s_number_and_code_name_its_holder(desk: CodeDesk, number: str) -> None:
    holder = TicketHolder(ticket=desk.given["ticket"], key=desk.given["key"])
    assert desk.tries(number, printed(desk.code)) == holder


def test_a_wrong_pair_does_not_tell_which_of_the_two_was_wrong(desk: CodeDesk) -> None:
    said = {desk.tries("A001", desk.wrong), desk.tries("A002", desk.code), desk.tries("", "")}
    assert said == {Code.TICKET_UNKNOWN}


def test_who_guesses_at_one_number_waits_longer_each_time_also_at_another_kiosk(desk: CodeDesk) -> None:
    for n in range(FREE + 1):
        assert desk.tries("A001", desk.wrong, f"kiosk-{n}") is Code.TICKET_UNKNOWN
    assert desk.tries("a1", desk.code, "kiosk-9") is Code.REVIEW_WAIT, "the right code has to wait too"
    desk.clock.now_ms += MINUTE_MS
    assert isinstance(desk.tries("A001", desk.code, "kiosk-9"), TicketHolder)


def test_who_guesses_at_many_numbers_is_slowed_down_at_that_kiosk(desk: CodeDesk) -> None:
    for n in range(2, FREE + 3):
        assert desk.tries(f"A{n:03}", desk.wrong) is Code.TICKET_UNKNOWN
    assert desk.tries("A001", desk.code) is Code.REVIEW_WAIT
    assert isinstance(desk.tries("A001", desk.code, "kiosk-2"), TicketHolder), "not at its neighbour"


def test_only_a_kiosk_may_ask_and_then_hands_in_a_review(small: QuietHall) -> None:
    given = small.ask("kiosk-1", "ticket.issue", queue="social")["data"]
    pair = {"number": given["number"], "code": review_code(given["key"])}
    for device in ("page-1", "pad-1"):
        assert small.ask(device, "ticket.by_code", **pair)["error"]["code"] == "device.not_allowed"
    holder = small.ask("kiosk-1", "ticket.by_code", **pair)["data"]
    assert holder == {"ticket": given["ticket"], "key": given["key"]}
    assert small.ask("kiosk-1", "rating.of_hall", **holder, level=5)["ok"]
