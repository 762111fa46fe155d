"""The clocks of the number machine: rest, the question 您还在吗, notices, the number on the screen, late timers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from machine_sample import NOTICES, Walk, queues

from domain.flow import (
    Answered,
    Arrived,
    BackTouched,
    ContinueTouched,
    DoneTouched,
    Look,
    LookChosen,
    NoAnswer,
    TimerFired,
)
from domain.number_machine.effects import PrintCopy, ReadCards
from domain.number_machine.inputs import (
    CancelConfirmed,
    CancelTouched,
    CardGone,
    CardLaid,
    CardRead,
    CheckInChosen,
    CodeScanned,
    HelpTouched,
    NoOwnNumber,
    Ordered,
    PriorityChosen,
    QueueChosen,
    SomeoneCame,
    SomewhereTouched,
    WayChosen,
)
from domain.number_machine.moves import MachineTimer
from domain.number_machine.state import Page, Problem, Waiting
from domain.views.catalogue import TicketWay
from domain.views.public import CallsSnapshot, QueueStatus
from domain.views.ticket import PrintOrder

ELDER = CardRead("hash-of-wang", "王**", "19500101")


def at_the_last_touch(**given: Any) -> Walk:
    walk = Walk(**given).touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE))
    return walk.touch(PriorityChosen(None))


def at_the_question_who() -> Walk:
    return Walk().touch(SomewhereTouched(), QueueChosen("social")).sees(Page.WHO)


def with_an_open_number() -> Walk:
    walk = Walk().touch(SomewhereTouched(), ELDER, QueueChosen("social"), PriorityChosen(None))
    given = {"ticket": "20261121-B003", "number": "B003", "queue": "civil", "ahead": 2, "issued_at": 1}
    return walk.hall_refuses("person.has_ticket", **given).sees(Page.EXISTING)


# ---- nobody is there


def test_a_machine_at_rest_asks_nobody_whether_they_are_still_there() -> None:
    walk = at_the_question_who().after(46).sees(Page.IDLE).after(35).sees(Page.IDLE)
    assert not walk.state.asking


@pytest.mark.parametrize("last", [HelpTouched(), LookChosen(Look(language="en")), ELDER, CardLaid(), CheckInChosen()])
def test_who_left_anything_at_home_is_asked_before_it_is_gone(last: Any) -> None:
    walk = Walk().touch(SomewhereTouched(), last).after(31)
    assert walk.state.asking
    walk.after(15).sees(Page.IDLE).is_forgotten()


def test_a_problem_that_knows_nothing_of_its_person_is_not_taken_away_without_asking() -> None:
    walk = Walk(online=False).touch(SomewhereTouched(), CodeScanned("7788")).sees(Page.PROBLEM, Problem.BOOKING_AWAY)
    assert walk.after(31).state.asking


def test_the_question_counts_its_seconds_down_from_15_to_1() -> None:
    walk = at_the_question_who().after(30)
    counted = [walk.state.count]
    counted += [walk.after(1).state.count for _ in range(14)]
    assert counted == list(range(15, 0, -1))
    walk.sees(Page.WHO).after(1).sees(Page.IDLE)


def test_an_answer_to_the_question_stops_its_count_and_begins_the_time_anew() -> None:
    walk = at_the_question_who().after(35).give(SomewhereTouched())
    assert (walk.state.asking, walk.state.count) == (False, 0)
    assert MachineTimer.COUNT not in walk.timers
    walk.after(29).sees(Page.WHO)
    assert walk.after(1).state.count == 15


def test_the_touch_that_answers_the_question_chooses_nothing() -> None:
    at_the_question_who().after(35).give(WayChosen(TicketWay.NONE)).sees(Page.WHO)


def test_a_card_laid_on_during_the_question_is_read() -> None:
    walk = at_the_question_who().after(35).give(ELDER).sees(Page.PRIORITY)
    assert not walk.state.asking


def test_a_continue_that_comes_when_all_is_forgotten_already_wakes_nobody() -> None:
    at_the_question_who().after(46).give(ContinueTouched()).sees(Page.IDLE)


def test_a_time_that_runs_out_during_the_question_does_not_begin_it_again() -> None:
    walk = at_the_question_who().after(35).give(TimerFired(MachineTimer.IDLE))
    assert walk.state.count == 10


def test_who_waits_for_the_hall_or_its_paper_is_not_asked() -> None:
    walk = Walk(online=False).touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE))
    walk.touch(PriorityChosen(None)).after(100)  # the disk of the machine is slow
    assert (walk.state.asking, walk.state.waiting) == (False, Waiting.WORDS)
    walk.own_number().paper_fails().after(45).sees_number("A900")
    assert not walk.state.asking


def test_who_went_away_while_the_machine_waited_is_asked_later() -> None:
    walk = Walk(online=False).touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE))
    walk.touch(PriorityChosen(None)).after(40).no_own_number(NoOwnNumber.USED_UP).sees(Page.PROBLEM, Problem.BLOCK_USED)
    assert walk.after(30).state.asking


def test_someone_before_the_camera_wakes_the_machine_and_keeps_nobodys_session_alive() -> None:
    walk = Walk().give(SomeoneCame()).sees(Page.HOME)
    walk.after(25).give(SomeoneCame()).after(5).sees(Page.IDLE)
    at = at_the_question_who().after(25).give(SomeoneCame()).after(5)
    assert at.state.asking
    assert at.give(SomeoneCame()).state.asking


@pytest.mark.parametrize(("after_s", "page"), [(0.399, Page.WHO), (0.4, Page.PRIORITY)])
def test_a_second_touch_chooses_from_400_ms_after_the_screen_changed(after_s: float, page: Page) -> None:
    at_the_question_who().after(after_s).give(WayChosen(TicketWay.NONE)).sees(page)


# ---- late timers: they were due already when they were stopped


@pytest.mark.parametrize("name", [name for name in MachineTimer if name is not MachineTimer.IDLE])
def test_a_timer_that_comes_too_late_changes_nothing_for_who_stands_there(name: MachineTimer) -> None:
    walk = at_the_question_who()
    before = walk.state
    assert walk.give(TimerFired(name)).state == before


def test_a_late_second_of_the_question_does_not_end_a_session() -> None:
    walk = at_the_question_who().after(40).touch(SomewhereTouched())
    walk.give(TimerFired(MachineTimer.COUNT)).sees(Page.WHO)


# ---- notices


def test_the_page_turns_while_the_machine_rests() -> None:
    """Notices and, in a large hall, queues take turns with it."""
    walk = Walk()
    assert [walk.state.notice, *(walk.after(8).state.notice for _ in range(4))] == [0, 1, 2, 3, 4]
    assert walk.after(7.5).state.notice == 4


def test_notices_stand_still_on_the_first_while_somebody_is_there() -> None:
    walk = Walk().after(7).touch(SomewhereTouched())
    assert [walk.after(8).state.notice for _ in range(2)] == [0, 0]
    assert walk.state.notices == NOTICES


def test_new_notices_begin_with_their_first() -> None:
    walk = Walk().after(9)
    fresh = replace(NOTICES, version=2, boards=NOTICES.boards[1:] + NOTICES.boards[:1])
    walk.give(Arrived(fresh))
    assert (walk.state.notices, walk.state.notice) == (fresh, 0)


@pytest.mark.parametrize("known", [True, False])
def test_a_hall_without_notices_turns_too_and_begins_with_the_first_one_that_comes(known: bool) -> None:
    walk = Walk(known=False).give(*([Arrived(replace(NOTICES, boards=()))] if known else [])).after(17)
    assert walk.state.notice == 2
    assert walk.give(Arrived(NOTICES)).state.notice == 0
    assert walk.after(8).state.notice == 1


# ---- the number


def test_a_touch_before_the_number_keeps_it_another_30_s() -> None:
    walk = at_the_last_touch().hall_answers().paper_comes().after(10).give(SomewhereTouched())
    walk.after(29).sees_number("A012").after(1).sees(Page.HOME)


def test_a_touch_on_another_screen_starts_no_time_of_a_number() -> None:
    walk = at_the_last_touch()
    assert MachineTimer.NUMBER not in walk.timers


def test_a_late_time_of_the_number_takes_nobody_from_their_screen() -> None:
    walk = at_the_question_who().give(TimerFired(MachineTimer.NUMBER)).sees(Page.WHO)
    assert walk.state.visit.queue == "social"


# ---- listening


def test_reading_is_switched_only_where_it_changes() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.hall_answers().paper_comes().after(31)
    assert [effect.on for effect in walk.made(ReadCards)] == [True, False, True]


def test_nothing_is_read_while_a_booking_is_looked_up() -> None:
    walk = Walk().touch(SomewhereTouched(), CheckInChosen(), CodeScanned("7788")).sees(Page.CHECK_IN)
    assert not walk.last(ReadCards).on


def test_a_card_taken_from_the_reader_is_waited_for_no_longer() -> None:
    walk = at_the_question_who().give(CardLaid())
    assert walk.state.visit.reading
    assert not walk.give(CardGone()).state.visit.reading


# ---- what reaches a machine from elsewhere


def test_a_copy_for_a_clerk_is_printed_whatever_stands_on_the_screen() -> None:
    order = PrintOrder(
        order="o1", ticket="20261121-A001", number="A001", queue="social", language="zh_CN", issued_at=1, ahead=None
    )
    walk = at_the_question_who()
    before = walk.state
    assert walk.give(Ordered(order)).last(PrintCopy).order == order
    assert walk.state == before


def test_calls_of_other_screens_are_nothing_to_a_machine() -> None:
    walk = Walk()
    before = walk.state
    assert walk.give(Arrived(CallsSnapshot(version=9, at=1, day="2026-11-21", calls=()))).state == before


def test_a_hall_that_goes_away_during_a_cancel_leaves_the_number_as_it_was() -> None:
    walk = with_an_open_number().touch(CancelTouched(), CancelConfirmed()).hall_goes()
    walk.sees(Page.CANCEL).after(5).sees(Page.PROBLEM, Problem.NOT_CANCELLED)
    walk.touch(BackTouched()).sees(Page.EXISTING)


def test_a_hall_that_goes_away_changes_nothing_for_who_has_read_that_it_does_not_answer() -> None:
    walk = Walk().touch(SomewhereTouched(), QueueChosen("civil"), WayChosen(TicketWay.NONE), PriorityChosen(None))
    walk.after(5).sees(Page.PROBLEM, Problem.NO_ANSWER)
    request = walk.state.visit.request
    assert request
    walk.hall_goes().sees(Page.PROBLEM, Problem.NO_ANSWER)
    assert walk.state.visit.request == request


def test_the_first_word_of_a_queue_may_be_an_old_one_and_sets_no_clock() -> None:
    walk = Walk(known=False).give(Arrived(queues(1, social=QueueStatus.OPEN)))
    assert not walk.state.time.sure
    assert walk.give(Arrived(queues(2))).state.time.sure


def test_an_answer_to_a_request_of_nobody_changes_nothing() -> None:
    walk = at_the_question_who()
    before = walk.state
    for tag in ("issue:", "cancel:", "leave:", "look:", "reveal:", "withdraw:", ""):
        assert walk.give(Answered(tag, ok=True), NoAnswer(tag)).state == before


# ---- a slow finger


def test_a_touch_for_the_number_s_page_does_nothing_on_the_page_that_came_by_itself() -> None:
    walk = at_the_last_touch().hall_answers().paper_comes().after(30).sees(Page.HOME)
    walk.after(1.5).give(CheckInChosen()).sees(Page.HOME)
    walk.after(0.6).give(CheckInChosen()).sees(Page.CHECK_IN)


def test_who_went_back_themselves_is_heard_as_soon_as_ever() -> None:
    walk = at_the_last_touch().hall_answers().paper_comes().touch(DoneTouched()).sees(Page.HOME)
    walk.after(0.5).give(CheckInChosen()).sees(Page.CHECK_IN)
