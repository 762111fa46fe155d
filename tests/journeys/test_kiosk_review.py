"""People who review at the kiosk: the service of their number, or the hall as a whole, with the QR code on the
ticket, or with what is typed from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kiosk_sample import OWN_CODE, KioskWalk, followed, reviews

from domain.flow import Arrived, Ask
from domain.number_machine.inputs import CodeScanned, CodeUnreadable, ReaderChanged, ReaderPart
from domain.refusal_data import TryLater
from domain.self_service.business import Offer
from domain.self_service.businesses import tiles
from domain.self_service.inputs import LeaveConfirmed
from domain.self_service.reviews import touches as t
from domain.self_service.reviews.state import ReviewSaid
from domain.views.business_names import BusinessName
from domain.views.queries import ReviewState, TicketHolder

REVIEW = BusinessName.REVIEW
HOLDER = {"ticket": "20261121-A012", "key": "Key-of_A012x"}


def scanned(review: ReviewState = ReviewState.OPEN) -> KioskWalk:
    walk = reviews().opens(REVIEW).at("review_scan").touch(CodeScanned(f"]Q1{OWN_CODE}\r"))
    assert walk.wire == ("ticket.follow", HOLDER)
    return walk.hall_tells(followed(review)).at("review_which")


def offer(walk: KioskWalk) -> Offer | None:
    return dict(tiles(tuple(BusinessName), walk.moment)).get(REVIEW)


def test_the_service_of_the_number_by_five_levels_and_reasons() -> None:
    walk = scanned().touch(t.ServiceReviewed()).at("review_level").touch(t.LevelChosen(5)).at("review_reasons")
    walk.touch(t.ReasonTold("501"), t.ReasonTold("503"), t.ReasonTold("501"), t.ReviewHandedIn())
    assert walk.wire == ("rating.by_phone", {**HOLDER, "level": 5, "tags": ["503"], "comment": ""})
    walk.hall_tells().at("review_said")
    assert walk.business.said is ReviewSaid.THANKS
    assert not walk.business.key
    walk.touch(t.ReviewThanked()).at("kiosk_home").switches()
    walk.is_forgotten()


def test_the_hall_as_a_whole_also_for_who_still_waits() -> None:
    walk = scanned(ReviewState.NONE).touch(t.ServiceReviewed()).at("review_which").touch(t.HallReviewed())
    walk.touch(t.LevelChosen(4), t.ReviewHandedIn())
    assert walk.wire == ("rating.of_hall", {**HOLDER, "level": 4, "tags": [], "comment": ""})


def test_a_bad_level_is_asked_for_a_reason_and_not_handed_in_without() -> None:
    walk = scanned().touch(t.ServiceReviewed(), t.LevelChosen(2), t.ReviewHandedIn()).at("review_reasons")
    assert walk.business.needs_reason
    walk.touch(t.ReasonTold("201"), t.ReviewHandedIn())
    assert walk.wire[1]["tags"] == ["201"]


WORDS = ("等了", "半天", "，", "没人", "管")


@pytest.mark.parametrize("subject", [t.ServiceReviewed(), t.HallReviewed()])
def test_own_words_are_a_reason_and_are_sent_as_they_stand(subject: object) -> None:
    walk = scanned().touch(subject, t.LevelChosen(1), t.ReviewHandedIn())
    assert walk.business.needs_reason
    walk.touch(t.ReviewWordsWanted()).at("review_words").touch(*map(t.ReviewWordWritten, (*WORDS, "错")))
    walk.touch(t.ReviewErased(), t.ReviewWordsDone()).at("review_reasons")
    assert not walk.business.needs_reason
    assert "半天" not in repr(walk.state)
    walk.touch(t.ReviewHandedIn())
    assert (walk.wire[1]["comment"], walk.wire[1]["tags"]) == ("等了半天，没人管", [])
    assert "半天" not in repr(walk.asked)
    walk.hall_tells().at("review_said")
    assert walk.business.comment == ""
    walk.touch(t.ReviewThanked()).switches()
    walk.is_forgotten()


def test_own_words_have_the_limits_of_the_hall() -> None:
    walk = scanned().touch(t.HallReviewed(), t.LevelChosen(1), t.ReviewWordsWanted())
    walk.touch(*map(t.ReviewWordWritten, ("长" * 100, "\n", "长" * 51, "长" * 50, "长")))
    assert walk.business.comment == "长" * 150
    walk.touch(t.ReviewErased(all=True), t.ReviewWordWritten(" "), t.ReviewWordsDone(), t.ReviewHandedIn())
    assert walk.at("review_reasons").business.needs_reason, "blanks are no reason"


def test_a_hall_that_takes_no_words_has_no_page_for_them() -> None:
    walk = scanned()
    known = walk.machine.catalogue
    assert known is not None
    walk.give(Arrived(replace(known, version=known.version + 1, comment_limit=0)))
    walk.touch(t.HallReviewed(), t.LevelChosen(1), t.ReviewWordsWanted()).at("review_reasons")


def test_back_from_ones_own_words_keeps_them_and_home_asks_first() -> None:
    walk = scanned().touch(t.HallReviewed(), t.LevelChosen(5), t.ReviewWordsWanted())
    walk.touch(*map(t.ReviewWordWritten, WORDS)).back().at("review_reasons").back().touch(t.LevelChosen(4))
    assert walk.business.comment == "".join(WORDS)
    walk.goes_home().at("kiosk_leaving").touch(LeaveConfirmed()).switches()
    walk.is_forgotten()


def test_words_about_the_service_are_not_sent_about_the_hall() -> None:
    walk = scanned().touch(t.ServiceReviewed(), t.LevelChosen(5), t.ReviewWordsWanted(), t.ReviewWordWritten("好"))
    walk.touch(t.ReviewWordsDone()).back().back().at("review_which").touch(t.HallReviewed(), t.LevelChosen(5))
    assert walk.business.comment == ""


def test_back_keeps_what_was_chosen_and_another_level_has_other_reasons() -> None:
    walk = scanned().touch(t.ServiceReviewed(), t.LevelChosen(5), t.ReasonTold("501")).back().at("review_level")
    walk.touch(t.LevelChosen(5))
    assert walk.business.tags == ("501",)
    walk.back().touch(t.LevelChosen(1))
    assert walk.business.tags == ()


@pytest.mark.parametrize("code", ["7788", "https://other.example/t/20261121-A012/key", "https://hall.example/t/x/y"])
def test_a_code_that_is_none_of_ours_asks_the_hall_nothing(code: str) -> None:
    walk = reviews().opens(REVIEW).touch(CodeScanned(code)).at("review_said")
    assert walk.business.said is ReviewSaid.NOT_OURS
    assert not walk.made(Ask)
    walk.touch(t.ReviewGoesOn()).at("review_scan").touch(CodeUnreadable()).at("review_said")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ticket.unknown", ReviewSaid.NOT_OURS),
        ("rating.over", ReviewSaid.GIVEN),
        ("rating.unknown", ReviewSaid.REFUSED),
        ("ticket.wrong_state", ReviewSaid.REFUSED),
        ("hall.busy", ReviewSaid.AWAY),
        ("request.invalid", ReviewSaid.REFUSED),
    ],
)
def test_each_refusal_is_said(code: str, said: ReviewSaid) -> None:
    walk = scanned().touch(t.ServiceReviewed(), t.LevelChosen(5), t.ReviewHandedIn()).hall_tells(code=code)
    assert walk.at("review_said").business.said is said


def test_an_answer_that_is_lost_is_asked_for_again_under_its_own_id() -> None:
    walk = scanned().touch(t.HallReviewed(), t.LevelChosen(5), t.ReviewHandedIn())
    first = walk.asked.request_id
    walk.hall_is_silent()
    assert walk.business.said is ReviewSaid.UNSURE
    walk.touch(t.ReviewGoesOn())
    assert walk.asked.request_id == first
    walk.after(9)
    assert walk.business.said is ReviewSaid.UNSURE


def test_while_the_hall_is_away_it_says_so() -> None:
    walk = scanned().touch(t.HallReviewed(), t.LevelChosen(5), t.ReasonTold("501"))
    walk.hall_goes()
    walk.touch(t.ReviewHandedIn())
    assert walk.business.said is ReviewSaid.AWAY
    walk.goes_home().touch(LeaveConfirmed()).at("kiosk_home")
    assert offer(walk) is Offer.AWAY


TYPED = (*map(t.ReviewNumberKey, "a012"), t.ReviewNumberTyped(), *map(t.ReviewCodeKey, "482917"), t.ReviewCodeTyped())
"""What is printed on the ticket."""
WHOSE = TicketHolder(**HOLDER)


def by_hand(*, scanner: bool = True) -> KioskWalk:
    """Somebody who types what stands on the paper."""
    walk = reviews()
    if not scanner:
        walk.give(ReaderChanged(ReaderPart.SCANNER, present=False))
    walk.opens(REVIEW)
    if scanner:
        walk.at("review_scan").touch(t.NumberTypedWanted())
    walk.at("review_number").touch(*TYPED).at("review_said")
    assert walk.wire == ("ticket.by_code", {"number": "A012", "code": "482917"})
    return walk


@pytest.mark.parametrize("scanner", [True, False])
def test_number_and_code_of_the_paper_do_what_a_scanner_does(scanner: bool) -> None:
    walk = by_hand(scanner=scanner).hall_tells(WHOSE).at("review_said")
    assert walk.wire == ("ticket.follow", HOLDER)
    walk.hall_tells(followed()).at("review_which").touch(t.ServiceReviewed(), t.LevelChosen(5), t.ReviewHandedIn())
    assert walk.wire == ("rating.by_phone", {**HOLDER, "level": 5, "tags": [], "comment": ""})
    assert "482917" not in repr(walk.state)
    walk.hall_tells().touch(t.ReviewThanked()).at("kiosk_home").switches()
    walk.is_forgotten()


def test_a_wrong_pair_is_typed_anew_and_too_many_have_to_wait() -> None:
    walk = by_hand().hall_tells(code="ticket.unknown").at("review_said")
    assert walk.business.said is ReviewSaid.WRONG
    walk.touch(t.ReviewGoesOn()).at("review_number")
    assert (walk.business.number, walk.business.digits) == ("A012", "")
    walk.touch(*TYPED[4:]).hall_tells(TryLater(after_seconds=20), code="review.wait")
    assert (walk.business.said, walk.business.wait_s) == (ReviewSaid.WAIT, 20)


def test_nothing_is_asked_before_number_and_code_are_whole() -> None:
    walk = reviews().opens(REVIEW).touch(t.NumberTypedWanted(), t.ReviewNumberTyped()).at("review_number")
    walk.touch(*TYPED[:-2], t.ReviewCodeTyped()).at("review_code")
    assert not walk.made(Ask)
    walk.touch(t.ReviewCodeKey("x"), t.ReviewCodeKey("7"), t.ReviewCodeKey("8"))
    assert walk.business.digits == "482917"


def test_back_keeps_what_was_typed_and_home_asks_first() -> None:
    walk = by_hand().back().at("review_code")
    assert walk.business.digits == "482917"
    walk.back().at("review_number")
    assert walk.business.number == "A012"
    walk.goes_home().at("kiosk_leaving").touch(LeaveConfirmed()).switches()
    walk.is_forgotten()


def test_the_ticket_may_still_be_scanned_where_its_number_is_typed() -> None:
    walk = reviews().opens(REVIEW).touch(t.NumberTypedWanted(), CodeScanned(OWN_CODE)).at("review_said")
    assert walk.wire == ("ticket.follow", HOLDER)


def test_another_ticket_begins_an_empty_review_and_the_same_one_goes_on() -> None:
    walk = by_hand().hall_tells(WHOSE).hall_tells(followed()).touch(t.HallReviewed(), t.LevelChosen(5))
    walk.touch(t.ReasonTold("501"))
    for page in ("review_level", "review_which", "review_code"):
        walk.back().at(page)
    walk.touch(t.ReviewCodeTyped()).hall_tells(WHOSE).hall_tells(followed()).at("review_which")
    assert walk.business.tags == ("501",)
    walk.back().touch(t.ReviewCodeTyped()).hall_tells(replace(WHOSE, ticket="20261121-A013")).hall_tells(followed())
    assert walk.at("review_which").business.tags == ()


def test_while_the_hall_is_silent_the_typed_pair_is_asked_about_again() -> None:
    walk = by_hand().hall_is_silent()
    assert walk.business.said is ReviewSaid.AWAY
    walk.touch(t.ReviewGoesOn())
    assert walk.wire == ("ticket.by_code", {"number": "A012", "code": "482917"})


def test_a_hall_without_levels_has_no_tile_and_one_without_a_page_for_phones_has() -> None:
    assert offer(KioskWalk()) is None
    walk = reviews()
    assert offer(walk) is Offer.OPEN
    walk.give(ReaderChanged(ReaderPart.SCANNER, present=False))
    assert offer(walk) is Offer.OPEN
    known = walk.machine.catalogue
    assert known is not None
    walk.give(ReaderChanged(ReaderPart.SCANNER, present=True))
    walk.give(Arrived(replace(known, version=known.version + 1, follow_url="")))
    assert offer(walk) is Offer.OPEN
    walk.opens(REVIEW).at("review_number")
