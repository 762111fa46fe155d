"""Persons, known by a keyed hash: one open number each, so many a day. And requests that make no sense."""

from __future__ import annotations

import json

from acting import DAY, HALL, Acting, hall_with

from domain import commands as c
from domain.decide.hall import Hall
from domain.refusal import Code


def test_a_second_number_is_refused_with_the_open_one_shown() -> None:
    day = Acting().open()
    day.take()
    number = day.take(person="p")
    refusal = day.later(minutes=1).refusal(c.IssueTicket(queue="social", person="p"))
    assert refusal.code is Code.PERSON_HAS_TICKET
    assert refusal.data is not None
    assert (refusal.data["number"], refusal.data["ahead"], refusal.data["queue"]) == (number, 1, "papers")
    assert refusal.data["ticket"] == day.id(number)
    assert refusal.data["windows"] == ["1", "3"]
    assert refusal.data["state"] == "waiting"


def test_a_number_is_open_until_it_is_served_given_back_or_missed() -> None:
    day = Acting(hall_with(numbers_per_person_and_day=None)).open()
    issue = c.IssueTicket(queue="papers", person="p")
    for end in ("serve", "cancel", "miss"):
        number = day.take(person="p")
        assert day.refused(issue) is Code.PERSON_HAS_TICKET
        match end:
            case "serve":
                day.start(day.call())
                assert day.refused(issue) is Code.PERSON_HAS_TICKET
                day.do(c.HoldTicket(window="w1", ticket=day.id(number)))
                assert day.refused(issue) is Code.PERSON_HAS_TICKET
                day.do(c.ResumeTicket(window="w1", ticket=day.id(number)))
                day.finish(number)
            case "cancel":
                day.do(c.CancelTicket(ticket=day.id(number)))
            case _:
                day.miss()
    day.take(person="p")


def test_who_took_another_number_does_not_return_to_the_missed_one() -> None:
    day = Acting().open()
    day.take(person="p")
    missed = day.miss()
    other = day.take(person="p")
    refusal = day.refusal(c.ReinstateTicket(window="w1", ticket=day.id(missed)))
    assert refusal.code is Code.PERSON_HAS_TICKET
    assert refusal.data is not None
    assert refusal.data["number"] == other


def test_a_person_takes_so_many_numbers_a_day() -> None:
    day = Acting(hall_with(numbers_per_person_and_day=2)).open()
    for _ in range(2):
        day.take(person="p")
        day.serve()
    assert day.refused(c.IssueTicket(queue="papers", person="p")) is Code.PERSON_LIMIT
    day.now += 86_400_000
    day.do(c.Tick())
    day.take(person="p")


def test_a_restart_forgets_neither_an_open_number_nor_how_many_a_person_took() -> None:
    day = Acting(hall_with(numbers_per_person_and_day=2)).open()
    day.take(person="p")
    issue = c.IssueTicket(queue="papers", person="p")
    for end, code in ((False, Code.PERSON_HAS_TICKET), (True, None), (True, Code.PERSON_LIMIT)):
        if end:
            day.serve()
        day.hall = Hall.load(day.hall.config, json.loads(json.dumps(day.hall.dump())))
        if code is None:
            day.do(issue)
        else:
            assert day.refused(issue) is code


def test_a_late_number_of_yesterday_does_not_take_the_place_of_todays_after_a_restart() -> None:
    day = Acting().open()
    for issued_at in (day.now, day.now - DAY):
        day.do(c.RecordOfflineTicket(number="A900", queue="papers", issued_at=issued_at, person="p"), "kiosk-1")
    day.hall = Hall.load(HALL, json.loads(json.dumps(day.hall.dump())))
    assert (day.id("A900"), day.state("A900")) == ("20261120-A900", "waiting")
    assert day.call() == "A900"


def test_a_hall_may_allow_several_open_numbers() -> None:
    day = Acting(hall_with(one_open_number_per_person=False, numbers_per_person_and_day=None))
    assert [day.take(person="p"), day.take("social", person="p")] == ["A001", "B001"]


def test_people_without_a_card_are_never_taken_for_each_other() -> None:
    day = Acting()
    assert [day.take(), day.take()] == ["A001", "A002"]


def test_what_the_hall_does_not_know_is_refused_with_its_code() -> None:
    day = Acting()
    assert day.refused(c.IssueTicket(queue="dreams")) is Code.QUEUE_UNKNOWN
    assert day.refused(c.IssueTicket(queue="papers", items=("dreams",))) is Code.ITEM_UNKNOWN
    assert day.refused(c.IssueTicket(queue="papers", items=("permit",) * 6)) is Code.ITEM_TOO_MANY
    assert day.refused(c.IssueTicket(queue="papers", priority="king")) is Code.PRIORITY_UNKNOWN
    assert day.refused(c.IssueTicket()) is Code.APPOINTMENT_UNKNOWN
