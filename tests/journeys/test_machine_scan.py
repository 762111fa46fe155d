"""What a citizen shows to the scanner: a pick-up code, the QR of a ticket, a booking code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from machine_sample import NINE, Walk, catalogue, machine, queues

from domain.flow import Arrived, Ask, DoneTouched, HallOnline
from domain.number_machine.effects import IssueOffline, PrintTicket
from domain.number_machine.inputs import (
    CancelTouched,
    CardRead,
    CheckInChosen,
    CodeScanned,
    GoOnAnyway,
    HomeTouched,
    QueueChosen,
    ReaderChanged,
    ReaderPart,
    ReprintTouched,
    Retry,
    SomewhereTouched,
)
from domain.number_machine.issuing import given_alone, remember
from domain.number_machine.scanning import own_ticket
from domain.number_machine.state import Given, Page, Problem
from domain.views.public import QueueStatus
from kiosk.mqtt.bodies import read_answer
from kiosk.mqtt.messages import Answer

CODE = "QJ20261120"
TICKET = "20261121-B003"
QR = f"https://hall.example/t/{TICKET}"
CARD = CardRead("hash-of-wang", "王**", "19500101")


def view(state: str, **more: object) -> dict[str, object]:
    return {"ticket": TICKET, "number": "B003", "queue": "civil", "state": state, "ahead": 0, **more}


def test_a_pickup_code_gives_a_number_at_once_and_asks_nothing() -> None:
    walk = Walk().touch(CodeScanned(CODE))
    assert walk.wire[0] == "ticket.issue"
    assert walk.wire[1] == {"queue": "deliver", "pickup": CODE, "language": "zh_CN"}
    walk.hall_answers(number="D001", queue="deliver").sees_number("D001")
    assert CODE not in repr(walk.state)
    walk.touch(DoneTouched()).is_forgotten()


def test_a_pickup_code_is_known_in_small_letters_and_wherever_codes_are_listened_to() -> None:
    for walk in (
        Walk().touch(SomewhereTouched(), CheckInChosen()),
        Walk().touch(SomewhereTouched(), QueueChosen("social")),
    ):
        assert walk.touch(CodeScanned(f"{CODE.lower()}\r")).wire[1]["pickup"] == CODE


def test_whose_card_lay_on_the_reader_before_does_not_matter_for_a_pickup_code() -> None:
    assert "person" not in Walk().touch(SomewhereTouched(), CARD, CodeScanned(CODE)).wire[1]


def test_what_is_no_pickup_code_is_taken_for_a_booking() -> None:
    for code in ("QJ2026112", "202611210007", "XQJ20261120"):
        assert Walk().touch(CodeScanned(code)).wire[1]["appointment"] == code


def test_a_pickup_code_with_an_open_number_shows_that_number() -> None:
    walk = Walk().touch(CodeScanned(CODE))
    walk.hall_refuses("pickup.has_ticket", ticket="20261121-D001", number="D001", queue="deliver", ahead=2, issued_at=1)
    walk.sees(Page.EXISTING)
    assert walk.state.visit.given is not None
    assert (walk.state.visit.given.number, walk.state.visit.given.ahead) == ("D001", 2)


def test_a_pickup_code_while_the_queue_is_closed_says_when_and_gives_nothing() -> None:
    walk = Walk().give(Arrived(queues(2, deliver=QueueStatus.CLOSED))).touch(CodeScanned(CODE))
    walk.sees(Page.PROBLEM, Problem.CLOSED)
    assert not walk.made(Ask)


def test_a_pickup_code_of_a_paused_queue_gives_a_number_to_who_wants_to_wait() -> None:
    walk = Walk().give(Arrived(queues(2, deliver=QueueStatus.PAUSED))).touch(CodeScanned(CODE))
    walk.sees(Page.PROBLEM, Problem.PAUSED).touch(GoOnAnyway())
    assert walk.wire[1]["pickup"] == CODE


def test_a_pickup_code_is_forgotten_by_who_goes_back() -> None:
    walk = Walk().give(Arrived(queues(2, deliver=QueueStatus.FULL))).touch(CodeScanned(CODE), HomeTouched())
    walk.sees(Page.HOME).is_forgotten()


def test_without_a_hall_a_pickup_code_gets_an_own_number_and_the_code_goes_along() -> None:
    walk = Walk(online=False).touch(CodeScanned(CODE))
    effect = walk.last(IssueOffline)
    assert (effect.queue, effect.pickup) == ("deliver", CODE)
    assert CODE not in repr(effect)
    walk.own_number("D900").sees_number("D900")


def test_a_code_scanned_again_without_a_hall_shows_its_own_number_and_gives_no_second_one() -> None:
    walk = Walk(online=False).touch(CodeScanned(CODE)).own_number("D900").touch(DoneTouched()).is_forgotten()
    assert CODE not in repr(walk.state)
    walk.touch(CodeScanned(CODE)).sees(Page.EXISTING)
    assert walk.state.visit.given is not None
    assert walk.state.visit.given.number == "D900"
    walk.touch(DoneTouched(), CodeScanned("QJ20261121")).own_number("D901").sees_number("D901")


def test_own_numbers_of_codes_are_left_to_the_hall_when_it_is_back_and_not_known_the_next_day() -> None:
    walk = Walk(online=False).touch(CodeScanned(CODE)).own_number("D900").touch(DoneTouched())
    assert not walk.give(HallOnline()).state.collected
    walk = Walk(online=False).touch(CodeScanned(CODE)).own_number("D900").touch(DoneTouched())
    walk.after(13 * 3600).touch(CodeScanned(CODE)).own_number("D900").sees_number("D900")


def test_without_a_hall_the_scanner_is_still_offered_to_who_collects() -> None:
    walk = Walk(online=False).touch(SomewhereTouched(), CheckInChosen()).sees(Page.CHECK_IN)
    walk.touch(CodeScanned(CODE)).own_number("D900").sees_number("D900")
    walk = Walk(online=False).touch(SomewhereTouched(), CheckInChosen(), CodeScanned("7788"))
    walk.sees(Page.PROBLEM, Problem.BOOKING_AWAY)
    walk = Walk(online=False).touch(SomewhereTouched(), CheckInChosen(), CARD)
    walk.sees(Page.PROBLEM, Problem.BOOKING_AWAY)
    walk = (
        Walk(online=False)
        .give(ReaderChanged(ReaderPart.SCANNER, present=False))
        .touch(SomewhereTouched(), CheckInChosen())
    )
    walk.sees(Page.PROBLEM, Problem.BOOKING_AWAY)


# ---- the QR of a ticket


def test_the_qr_of_a_ticket_shows_how_it_stands_and_makes_no_second_number() -> None:
    walk = Walk().touch(CodeScanned(QR))
    assert walk.wire == ("ticket.lookup", {"number": "B003"})
    walk.hall_answers(**view("waiting", ahead=4)).sees(Page.EXISTING)
    assert walk.state.visit.given is not None
    assert (walk.state.visit.given.number, walk.state.visit.given.ahead) == ("B003", 4)
    assert len(walk.made(Ask)) == 1


def test_the_qr_of_a_called_ticket_names_its_window() -> None:
    walk = Walk().touch(CodeScanned(QR)).hall_answers(**view("called", window="w2"))
    assert walk.state.visit.given is not None
    assert walk.state.visit.given.windows == ("2",)


def test_a_ticket_that_was_missed_is_still_shown_and_nothing_is_done_with_it() -> None:
    walk = Walk().touch(CodeScanned(QR)).hall_answers(**view("no_show")).sees(Page.EXISTING)
    visit = walk.state.visit
    assert visit.looked_up
    assert visit.given is not None
    assert visit.given.wait is not None


def test_a_ticket_that_was_looked_up_by_its_qr_is_neither_cancelled_nor_printed_here() -> None:
    """Whoever finds a paper can scan it; what is done with a number is its holder's."""
    walk = Walk().touch(CodeScanned(QR)).hall_answers(**view("waiting")).sees(Page.EXISTING)
    walk.touch(CancelTouched()).sees(Page.EXISTING)
    walk.touch(ReprintTouched()).sees(Page.EXISTING)
    assert not walk.made(PrintTicket)
    assert len(walk.made(Ask)) == 1


@pytest.mark.parametrize("state", ["served", "cancelled", "expired"])
def test_the_qr_of_a_ticket_that_is_over_says_so(state: str) -> None:
    walk = Walk().touch(CodeScanned(QR)).hall_answers(**view(state))
    walk.sees(Page.PROBLEM, Problem.TICKET_OVER).touch(HomeTouched()).sees(Page.HOME)


def test_yesterdays_ticket_is_not_shown_as_todays_of_the_same_number() -> None:
    walk = Walk().touch(CodeScanned("https://hall.example/t/20261120-B003"))
    walk.hall_answers(**view("waiting")).sees(Page.PROBLEM, Problem.TICKET_OVER)
    Walk().touch(CodeScanned(QR)).hall_refuses("ticket.unknown").sees(Page.PROBLEM, Problem.TICKET_OVER)


def test_a_look_up_without_an_answer_has_a_way_on() -> None:
    walk = Walk().touch(CodeScanned(QR)).after(5.1).sees(Page.PROBLEM, Problem.NO_ANSWER)
    walk.touch(Retry()).sees(Page.HOME)
    Walk(online=False).touch(CodeScanned(QR)).sees(Page.PROBLEM, Problem.NO_ANSWER)


def test_an_answer_that_comes_after_its_person_went_is_nobodys() -> None:
    walk = Walk().touch(CodeScanned(QR))
    asked = walk.asked
    walk.after(5.1).touch(HomeTouched())
    late = Answer(id="", ok=True, data={**view("waiting"), "issued_at": NINE})
    walk.give(read_answer(asked, late)).sees(Page.HOME)


def test_an_answer_about_the_ticket_before_is_not_taken_for_this_one() -> None:
    other = "https://hall.example/t/20261121-B004"
    walk = Walk().touch(CodeScanned(other))
    asked = walk.asked
    walk.after(5.1).touch(HomeTouched(), CodeScanned(QR))
    late = Answer(id="", ok=True, data={**view("waiting"), "issued_at": NINE})
    walk.give(read_answer(asked, late)).sees(Page.HOME)
    assert walk.hall_answers(**view("waiting")).state.page is Page.EXISTING


def test_a_second_answer_about_a_ticket_that_is_over_changes_no_screen() -> None:
    walk = Walk().touch(CodeScanned(QR)).hall_answers(**view("served")).hall_answers(**view("waiting"))
    walk.sees(Page.PROBLEM, Problem.TICKET_OVER)


def test_a_hall_without_addresses_takes_no_text_for_a_ticket() -> None:
    for url in ("", "https://hall.example/"):
        assert own_ticket(catalogue(follow_url=url), url) == ""
    assert own_ticket(None, QR) == ""


# ---- own numbers of codes


def numbers_known(walk: Walk, codes: list[str]) -> list[str | None]:
    given = [given_alone(walk.state, code, walk.now) for code in codes]
    return [one.number if one else None for one in given]


def test_the_last_32_codes_are_known_each_for_twelve_hours() -> None:
    walk = Walk()
    for index in range(33):
        number = Given(ticket="", number=f"D{index}", queue="deliver", issued_at=walk.state.hall_now(walk.now))
        walk.state = remember(walk.state, f"QJ{index}", number)
    assert numbers_known(walk, ["QJ0", "QJ1", "QJ32"]) == [None, "D1", "D32"]
    assert numbers_known(walk.after(12 * 3600), ["QJ1"]) == ["D1"]
    assert numbers_known(walk.after(0.001), ["QJ1"]) == [None]


def test_a_code_is_known_to_the_run_that_gave_it_and_can_be_guessed_from_no_memory_of_it() -> None:
    given = Given(ticket="", number="D900", queue="deliver", issued_at=NINE)
    digests = {remember(machine(seed=seed), CODE, given).collected[0][0] for seed in (1, 2)}
    assert len(digests) == 2


@pytest.mark.parametrize(
    "url", ["https://h.example/{hall}/{ticket}", "https://h.example/?t={ticket}&k={key}", "x:{key}/{hall}.{ticket}"]
)
def test_the_address_is_known_in_whatever_form_the_hall_writes_it(url: str) -> None:
    hall = catalogue(follow_url=url)
    made = url.replace("{hall}", hall.hall).replace("{ticket}", TICKET).replace("{key}", "aZ-_09")
    assert own_ticket(hall, made) == TICKET
    assert own_ticket(hall, made.replace(hall.hall, "other")) == (TICKET if "{hall}" not in url else "")
    assert own_ticket(hall, f"{made}/more") == ""


@given(st.text(max_size=60))
def test_no_scanned_text_upsets_the_machine(text: str) -> None:
    walk = Walk(machine()).touch(CodeScanned(text))
    assert walk.state.page in {Page.HOME, Page.IDLE}
    assert walk.wire[0] == "ticket.issue"
