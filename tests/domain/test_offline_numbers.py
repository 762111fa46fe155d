"""Numbers that a machine gave alone, while the hall was out of reach."""

from __future__ import annotations

from dataclasses import replace

from acting import DAY, HALL, HOUR, MINUTE, Acting, at

from domain import commands as c
from domain.events import TicketIssued
from domain.refusal import Code
from domain.show.snapshots import window_snapshot


def told(number: str = "A900", ago: int = 0, day: Acting | None = None, **more: object) -> c.RecordOfflineTicket:
    now = day.now if day else at("2026-11-20 09:00")
    return c.RecordOfflineTicket(number=number, queue="papers", issued_at=now - ago, **more)  # type: ignore[arg-type]


def test_an_offline_number_takes_its_place_by_its_issue_time() -> None:
    day = Acting().open()
    before = day.take()
    after = day.later(minutes=10).take()
    day.later(minutes=5).do(told(ago=10 * MINUTE, day=day), device="kiosk-1")
    assert day.order() == [before, "A900", after]
    assert day.ticket("A900").offline


def test_a_number_given_after_the_last_one_of_the_hall_keeps_its_own_time() -> None:
    day = Acting().open()
    day.take()
    day.later(minutes=30).do(told(ago=10 * MINUTE, day=day), device="kiosk-1")
    (event,) = day.log[-1:]
    assert isinstance(event, TicketIssued)
    assert (event.at, event.issued_at) == (day.now, day.now - 10 * MINUTE)


def test_only_numbers_that_machines_gave_are_remembered_for_weeks() -> None:
    day = Acting().open()
    day.take()
    day.do(told(day=day), device="kiosk-1")
    assert day.hall.dump()["offline"] == [day.id("A900")]


def test_a_number_that_the_hall_gave_itself_is_known() -> None:
    """A range may run into the block of a machine: what the hall has given is not given again by the machine."""
    queue = replace(HALL.queues[0], first=900, last=905)
    day = Acting(replace(HALL, queues=(queue, *HALL.queues[1:])))
    assert day.take() == "A900"
    day.open()
    day.later(minutes=1).do(told("A900", day=day), device="kiosk-1")
    assert day.order() == ["A900", "A900-2"]


def test_a_machine_whose_clock_is_ahead_does_not_put_its_people_behind() -> None:
    day = Acting().open()
    day.do(told(ago=-HOUR, day=day), device="kiosk-1")
    later = day.later(minutes=1).take()
    assert day.order() == ["A900", later]


def test_a_number_outside_the_machines_own_block_is_refused() -> None:
    day = Acting()
    for number in ("A899", "A950", "B900", "A0900", "900", "A９００", "", "A" + "9" * 40):
        assert day.refused(told(number), device="kiosk-1") is Code.TICKET_NOT_IN_BLOCK
    assert day.refused(told("A900"), device="kiosk-2") is Code.TICKET_NOT_IN_BLOCK
    assert day.refused(told("A900"), device="pad-1") is Code.TICKET_NOT_IN_BLOCK


def test_the_same_offline_number_is_known_the_second_time() -> None:
    day = Acting()
    day.do(told(), device="kiosk-1")
    assert day.refused(told(), device="kiosk-1") is Code.TICKET_NUMBER_USED


def test_an_offline_number_of_yesterday_is_recorded_and_over() -> None:
    day = Acting().open()
    day.do(told(ago=DAY, day=day, person="p", phone="13800138000"), device="kiosk-1")
    late = day.hall.state.tickets["20261119-A900"]
    assert (late.state.value, late.phone, late.person) == ("expired", None, None)
    assert day.refused(c.CallNext(window="w1")) is Code.QUEUE_EMPTY
    day.do(told(day=day), device="kiosk-1")
    assert day.call() == "A900"
    assert day.refused(told(ago=DAY, day=day), device="kiosk-1") is Code.TICKET_NUMBER_USED


def test_a_machine_that_woke_with_yesterdays_clock_loses_nobody() -> None:
    day = Acting().open()
    before = day.take()
    day.do(told(ago=DAY, day=day, sure=False), device="kiosk-1")
    after = day.later(minutes=1).take()
    assert day.order() == [before, "A900", after]


def test_a_machine_whose_clock_was_never_set_loses_nobody() -> None:
    day = Acting().open()
    record = c.RecordOfflineTicket(number="A901", queue="papers", issued_at=1234)
    day.do(record, device="kiosk-1")
    assert day.order() == ["A901"]


def test_a_number_in_somebodys_hand_is_not_void_for_what_is_wrong_with_it() -> None:
    day = Acting().open()
    day.take(person="p")
    day.do(told(items=("dreams", "permit"), priority="king", person="p"), device="kiosk-1")
    assert day.ticket("A900").items == ("permit",)
    assert day.ticket("A900").priority is None


def test_an_offline_priority_has_its_head_start() -> None:
    day = Acting().open()
    other = day.take()
    day.later(minutes=15).do(told(day=day, priority="elder"), device="kiosk-1")
    assert day.order() == ["A900", other]


def test_a_number_told_again_after_its_day_was_closed_is_still_known() -> None:
    day = Acting().open()
    given = told(day=day)
    day.do(given, device="kiosk-1")
    for days in (1, 2):
        day.later(minutes=24 * 60).do(c.OpenWindow(window=f"w{days}", clerk="li"))
        assert day.refused(given, device="kiosk-1") is Code.TICKET_NUMBER_USED
        day.hall = type(day.hall).load(day.hall.config, day.hall.dump())
        assert day.refused(given, device="kiosk-1") is Code.TICKET_NUMBER_USED


# ---- two papers with one number


def test_a_second_paper_with_a_number_stands_in_the_same_queue_and_says_what_is_on_it() -> None:
    day = Acting().open()
    day.do(told(ago=9 * MINUTE, day=day), device="kiosk-1")
    between = day.take()
    day.do(told(ago=5 * MINUTE, day=day, phone="13800138000"), device="kiosk-1")
    day.do(told(ago=3 * MINUTE, day=day, priority="elder"), device="kiosk-1")
    assert sorted(day.order()) == sorted(["A900", between, "A900-2", "A900-3"])
    assert day.order().index("A900") < day.order().index("A900-2"), "each by the time on its paper"
    second = day.ticket("A900-2")
    assert (second.queue, second.phone, second.offline) == ("papers", "13800138000", True)


def test_the_clerk_sees_that_another_paper_looks_like_the_one_in_hand() -> None:
    day = Acting().open()
    day.do(told(ago=9 * MINUTE, day=day), device="kiosk-1")
    assert day.call() == "A900"
    assert _papers(day) == ()
    day.do(told(ago=5 * MINUTE, day=day), device="kiosk-1")
    assert _papers(day) == ("A900", "A900-2")
    day.do(c.StartService(window="w1", ticket=day.id("A900")))
    day.do(c.FinishService(window="w1", ticket=day.id("A900")))
    assert day.call() == "A900-2"
    assert _papers(day) == ("A900", "A900-2")


def _papers(day: Acting) -> tuple[str, ...]:
    ticket = window_snapshot(day.hall, "w1", day.now, 1).ticket
    assert ticket is not None
    return ticket.papers


def test_the_supervisor_is_told_which_paper_waits_as_which_number_until_the_day_is_closed() -> None:
    day = Acting().open()
    day.do(told(ago=9 * MINUTE, day=day), device="kiosk-1")
    day.do(told(ago=5 * MINUTE, day=day), device="kiosk-1")
    day.do(told(ago=3 * MINUTE, day=day), device="kiosk-1")
    fault = day.hall.state.faults.of("kiosk-1")["number.twice"]
    assert fault.detail.count("paper A900 of ") == 2
    assert fault.detail.endswith("waits as A900-3")
    day.later(minutes=24 * 60).do(c.OpenWindow(window="w1", clerk="li"))
    assert not day.hall.state.faults.of("kiosk-1")


def test_the_same_paper_told_again_makes_no_second_person() -> None:
    day = Acting().open()
    first, second = told(ago=9 * MINUTE, day=day), told(ago=5 * MINUTE, day=day)
    for paper in (first, second):
        day.do(paper, device="kiosk-1")
    for paper in (first, second):
        assert day.refused(paper, device="kiosk-1") is Code.TICKET_NUMBER_USED
    assert day.order() == ["A900", "A900-2"]
