"""What is wrong now: faults as devices tell them, kept until they are over."""

from __future__ import annotations

import json

from acting import Acting

from domain import commands as c
from domain.decide.hall import Hall
from domain.events import DeviceFault
from domain.show.snapshots import hall_snapshot
from domain.state.faults import MOST_OF_DEVICE


def alarms(day: Acting) -> list[tuple[str, str]]:
    return [(alarm.device, alarm.code) for alarm in hall_snapshot(day.hall, day.now, 1).alarms]


def test_a_fault_stands_in_the_snapshot_until_it_is_over() -> None:
    day = Acting()
    day.do(c.RecordFault(code="door.open"), device="k1")
    day.do(c.RecordFault(code="tamper"), device="k2")
    assert alarms(day) == [("k1", "door.open"), ("k2", "tamper")]
    day.do(c.RecordFault(code="door.open", cleared=True), device="k1")
    assert alarms(day) == [("k2", "tamper")]


def test_what_is_known_already_is_no_event() -> None:
    day = Acting()
    day.open()
    assert day.hall.decide(c.RecordFault(code="door.open", cleared=True), day.now, device="k1") == []
    day.do(c.RecordFault(code="door.open"), device="k1")
    assert day.hall.decide(c.RecordFault(code="door.open"), day.now, device="k1") == []
    (again,) = day.hall.decide(c.RecordFault(code="door.open", detail="upper"), day.now, device="k1")  # type: ignore[misc]
    assert isinstance(again, DeviceFault)


def test_a_fault_told_again_keeps_the_time_it_began() -> None:
    day = Acting()
    day.do(c.RecordFault(code="jam", detail="1"), device="k1")
    began = day.now
    day.now += 60_000
    day.do(c.RecordFault(code="jam", detail="2"), device="k1")
    (alarm,) = hall_snapshot(day.hall, day.now, 1).alarms
    assert (alarm.since, alarm.detail) == (began, "2")


def test_faults_outlive_a_restart_and_the_night() -> None:
    day = Acting()
    day.do(c.RecordFault(code="door.open"), device="k1")
    day.hall = Hall.load(day.hall.config, json.loads(json.dumps(day.hall.dump())))
    day.now += 24 * 3_600_000
    day.do(c.Tick())
    assert alarms(day) == [("k1", "door.open")]


def test_alarms_are_named_the_oldest_first_and_those_of_one_moment_by_their_names() -> None:
    day = Acting()
    day.do(c.RecordFault(code="b"), device="k2")
    day.do(c.RecordFault(code="a"), device="k2")
    day.do(c.RecordFault(code="z"), device="k1")
    day.later(seconds=-1).do(c.RecordFault(code="first"), device="k9")
    assert alarms(day) == [("k9", "first"), ("k1", "z"), ("k2", "a"), ("k2", "b")]


def test_a_device_is_named_as_long_as_it_has_a_fault() -> None:
    day = Acting()
    for device in ("k1", "k2"):
        day.do(c.RecordFault(code="door.open"), device=device)
    assert day.hall.state.faults.devices == ("k1", "k2")
    day.do(c.RecordFault(code="door.open", cleared=True), device="k1")
    assert day.hall.state.faults.devices == ("k2",)


def test_a_device_that_is_beside_itself_pushes_out_only_its_own() -> None:
    day = Acting()
    day.do(c.RecordFault(code="door.open"), device="k1")
    for number in range(100):
        day.do(c.RecordFault(code=f"x{number}"), device="k2")
    assert len(alarms(day)) == 1 + MOST_OF_DEVICE
    assert ("k1", "door.open") in alarms(day)
