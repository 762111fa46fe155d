"""On which day a kiosk's own numbers count: clocks that were wrong, days that become known, the ends of the block."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from machine_sample import NINE, catalogue

from domain.commands import DeviceEvent
from domain.number_machine.effects import IssueOffline
from domain.number_machine.inputs import NoOwnNumber, OfflineIssued, OfflineRefused
from domain.views.catalogue import Block
from kiosk.mqtt.bodies import wire_form
from kiosk.number_machine.giving import day_of, issue_offline
from kiosk.number_machine.offline import OwnNumbers

BLOCK = Block(device="m1", queue="social", first=900, last=949)
CIVIL = replace(BLOCK, queue="civil")
MON, TUE, WED, FUTURE = "2026-11-23", "2026-11-24", "2026-11-25", "2031-01-01"


@pytest.fixture
def numbers(tmp_path: Path) -> OwnNumbers:
    return OwnNumbers(tmp_path / "own.db")


def taken(numbers: OwnNumbers, times: int, day: str, block: Block = BLOCK, *, sure: bool = True) -> list[int]:
    given = [numbers.take(block, day, sure=sure) for _ in range(times)]
    return [one[1] for one in given if one is not None]


def test_the_last_number_of_a_block_is_given_and_none_after_it(numbers: OwnNumbers) -> None:
    small = replace(BLOCK, first=900, last=902)
    assert taken(numbers, 5, MON, small) == [900, 901, 902]
    assert taken(numbers, 5, TUE, small, sure=False) == [], "not known to be another day"
    assert taken(numbers, 5, TUE, small) == [900, 901, 902]


def test_a_block_of_one_number_gives_it(numbers: OwnNumbers) -> None:
    assert taken(numbers, 2, MON, replace(BLOCK, last=900)) == [900]


def test_the_last_number_is_given_though_the_one_before_it_is_unsure(numbers: OwnNumbers) -> None:
    small = replace(BLOCK, first=900, last=901)
    assert taken(numbers, 1, MON, small, sure=False) == [900]
    assert taken(numbers, 2, MON, small) == [901]


def test_a_block_that_was_moved_up_begins_at_its_new_first_number(numbers: OwnNumbers) -> None:
    assert taken(numbers, 2, MON) == [900, 901]
    assert taken(numbers, 1, MON, replace(BLOCK, first=910)) == [910]
    assert taken(numbers, 1, MON, replace(BLOCK, first=905)) == [911], "never below what was given"


def test_two_queues_count_apart_also_when_their_day_becomes_known(numbers: OwnNumbers) -> None:
    assert taken(numbers, 2, MON, sure=False) == [900, 901]
    assert taken(numbers, 1, MON, CIVIL, sure=False) == [900]
    numbers.settle(MON)
    assert taken(numbers, 1, MON) == [902]
    assert taken(numbers, 1, MON, CIVIL) == [901]


def test_a_day_that_a_wrong_time_server_put_into_the_future_is_this_one(numbers: OwnNumbers) -> None:
    assert taken(numbers, 1, MON) == [900]
    assert taken(numbers, 3, FUTURE) == [900, 901, 902]
    assert numbers.take(BLOCK, MON, sure=True) == (MON, 903)
    assert numbers.take(BLOCK, MON) == (MON, 904), "and the future is forgotten"
    assert taken(numbers, 1, TUE) == [900]


def test_of_this_day_and_a_future_one_the_higher_number_counts(numbers: OwnNumbers) -> None:
    assert taken(numbers, 5, MON) == [900, 901, 902, 903, 904]
    assert taken(numbers, 2, FUTURE) == [900, 901]
    numbers.settle(MON)
    assert taken(numbers, 1, MON) == [905]


def test_unsure_numbers_that_were_settled_in_the_future_are_of_this_day(numbers: OwnNumbers) -> None:
    assert taken(numbers, 2, FUTURE, sure=False) == [900, 901]
    numbers.settle(FUTURE)
    numbers.settle(MON)
    assert numbers.take(BLOCK, MON) == (MON, 902)
    assert taken(numbers, 2, TUE) == [900, 901]


@pytest.mark.parametrize("known_in_the_future", [True, False])
def test_a_number_that_was_given_on_this_day_and_in_the_future_is_of_this_day_once(
    numbers: OwnNumbers, known_in_the_future: bool
) -> None:
    assert taken(numbers, 2, MON, sure=False) == [900, 901]
    numbers.settle(MON)
    assert taken(numbers, 1, FUTURE) == [900]
    assert taken(numbers, 1, FUTURE, sure=False) == [901]
    if known_in_the_future:
        numbers.settle(FUTURE)
    numbers.settle(MON)
    assert taken(numbers, 1, MON) == [902]


def test_a_queue_without_a_future_keeps_its_day_when_another_is_pulled_back(numbers: OwnNumbers) -> None:
    assert taken(numbers, 2, MON, CIVIL) == [900, 901]
    assert taken(numbers, 2, TUE) == [900, 901]
    assert taken(numbers, 1, MON) == [902]
    assert taken(numbers, 1, MON, CIVIL) == [902]


def test_settling_a_day_twice_or_a_later_one_changes_nothing_of_the_days_before(numbers: OwnNumbers) -> None:
    assert taken(numbers, 1, MON, sure=False) == [900]
    numbers.settle(MON)
    numbers.settle(MON)
    numbers.settle(TUE)
    assert taken(numbers, 1, TUE) == [900], "the unsure one was Monday's"


def test_an_unsure_number_is_of_the_newest_day_that_is_known_or_of_the_clocks(numbers: OwnNumbers) -> None:
    assert numbers.take(BLOCK, MON) == (MON, 900)
    assert taken(numbers, 1, TUE) == [901]
    assert numbers.take(BLOCK, MON) == (TUE, 902)
    assert numbers.take(BLOCK, WED) == (WED, 903)
    assert numbers.take(BLOCK, TUE) == (TUE, 904), "an unsure day is none that is known"


def test_of_several_days_that_are_known_the_newest_counts(numbers: OwnNumbers) -> None:
    assert taken(numbers, 3, MON) == [900, 901, 902]
    assert taken(numbers, 1, TUE) == [900]
    assert numbers.take(BLOCK, MON) == (TUE, 901)
    assert numbers.take(BLOCK, WED) == (WED, 902)


def test_a_day_that_is_known_by_settled_numbers_alone_is_known(numbers: OwnNumbers) -> None:
    numbers.take(BLOCK, MON)
    numbers.settle(TUE)
    assert numbers.take(BLOCK, MON) == (TUE, 901)


def test_three_days_are_stored(numbers: OwnNumbers, tmp_path: Path) -> None:
    days = [f"2026-11-{day}" for day in (20, 21, 22, 23, 24)]
    for day in days:
        for queue in ("social", "civil", "advice"):
            taken(numbers, 1, day, replace(BLOCK, queue=queue), sure=False)
        for queue in ("social", "civil", "advice"):
            taken(numbers, 1, day, replace(BLOCK, queue=queue))
    db = sqlite3.connect(tmp_path / "own.db")
    for table in ("used", "settled"):
        assert [row[0] for row in db.execute(f"SELECT DISTINCT day FROM {table} ORDER BY day")] == days[2:]


# ---- all or nothing


def refuse(numbers: OwnNumbers, what: str, table: str) -> None:
    numbers._db.execute(
        f"CREATE TEMP TRIGGER no_room BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )


@pytest.mark.parametrize(("what", "table"), [("INSERT", "used"), ("INSERT", "settled"), ("DELETE", "unsure")])
def test_a_number_that_cannot_be_written_down_leaves_nothing_of_its_transaction(
    numbers: OwnNumbers, what: str, table: str
) -> None:
    assert taken(numbers, 2, TUE, sure=False) == [900, 901]
    refuse(numbers, what, table)
    with pytest.raises(sqlite3.Error):
        numbers.take(BLOCK, TUE, sure=True, lost="a")
    assert numbers.lost() == ()
    assert numbers.take(BLOCK, MON) == (MON, 902), "no day is known yet"


@pytest.mark.parametrize(("what", "table"), [("INSERT", "settled"), ("DELETE", "unsure")])
def test_a_day_that_cannot_be_written_down_is_not_known(numbers: OwnNumbers, what: str, table: str) -> None:
    assert taken(numbers, 2, TUE, sure=False) == [900, 901]
    refuse(numbers, what, table)
    with pytest.raises(sqlite3.Error):
        numbers.settle(TUE)
    assert numbers.take(BLOCK, MON) == (MON, 902)


# ---- after the file was damaged


@pytest.fixture
def damaged(tmp_path: Path) -> OwnNumbers:
    (tmp_path / "own.db").write_bytes(b"no database" * 500)
    return OwnNumbers(tmp_path / "own.db")


def test_the_first_day_that_is_known_after_damage_is_without_numbers_and_the_next_is_not(damaged: OwnNumbers) -> None:
    assert taken(damaged, 2, MON, sure=False) == []
    assert taken(damaged, 2, MON) == []
    assert taken(damaged, 1, TUE, sure=False) == [], "it may still be Monday"
    assert taken(damaged, 2, TUE) == [900, 901]
    assert taken(damaged, 1, MON) == [902], "once over, it is over"


def test_a_wrong_time_server_after_damage_stops_the_numbers_for_no_more_than_a_day(damaged: OwnNumbers) -> None:
    assert taken(damaged, 1, FUTURE) == []
    assert taken(damaged, 1, MON) == []
    assert taken(damaged, 1, TUE) == [900]


# ---- lost requests


def test_lost_requests_are_known_once_and_oldest_first(numbers: OwnNumbers) -> None:
    assert numbers.lost() == ()
    numbers.remember("b")
    numbers.take(BLOCK, MON, lost="a")
    numbers.remember("b")
    numbers.take(BLOCK, MON, lost="a")
    assert numbers.lost() == ("b", "a")
    numbers.take(BLOCK, MON)
    numbers.forget("nobody's")
    assert numbers.lost() == ("b", "a")


def test_a_request_stays_lost_though_the_block_is_used_up(numbers: OwnNumbers) -> None:
    small = replace(BLOCK, last=900)
    numbers.take(small, MON)
    assert numbers.take(small, MON, lost="a") is None
    assert numbers.lost() == ("a",)


# ---- from the effect to the number


EFFECT = IssueOffline(request="r1", queue="social", issued_at=NINE, language="zh_CN")


def recorded(_event: DeviceEvent) -> bool:
    return True


def test_a_machine_without_a_block_of_the_queue_gives_none(numbers: OwnNumbers) -> None:
    for device, queue in (("m2", "social"), ("m1", "no queue")):
        refused = issue_offline(numbers, catalogue(), device, replace(EFFECT, queue=queue), recorded)
        assert refused == OfflineRefused("r1", NoOwnNumber.NO_BLOCK)
    nothing = catalogue(queues=())
    assert issue_offline(numbers, nothing, "m1", EFFECT, recorded) == OfflineRefused("r1", NoOwnNumber.NO_BLOCK)


def test_a_hall_day_begins_at_its_minute() -> None:
    hall = catalogue(day_starts_minutes=4 * 60 + 30)
    half_past_four = NINE - (4 * 60 + 30) * 60_000
    assert day_of(hall, half_past_four) == "2026-11-21"
    assert day_of(hall, half_past_four - 1) == "2026-11-20"


def test_a_used_up_block_says_so(numbers: OwnNumbers) -> None:
    tiny = catalogue(offline=(replace(BLOCK, last=900),))
    assert isinstance(issue_offline(numbers, tiny, "m1", EFFECT, recorded), OfflineIssued)
    assert issue_offline(numbers, tiny, "m1", EFFECT, recorded) == OfflineRefused("r1", NoOwnNumber.USED_UP)


def test_a_disk_that_takes_no_writes_gives_no_number(numbers: OwnNumbers) -> None:
    numbers._db.execute("PRAGMA query_only = ON")
    assert issue_offline(numbers, catalogue(), "m1", EFFECT, recorded) == OfflineRefused("r1", NoOwnNumber.DISK)
    numbers._db.execute("PRAGMA query_only = OFF")
    issued = issue_offline(numbers, catalogue(), "m1", EFFECT, recorded)
    assert isinstance(issued, OfflineIssued)
    assert issued.number == "A900"


def test_all_that_was_said_about_the_person_is_told_and_the_day_only_if_it_is_not_sure(numbers: OwnNumbers) -> None:
    told = []

    def record(event: DeviceEvent) -> bool:
        told.append(wire_form(event))
        return True

    said = {"priority": "elder", "person": "ab", "phone": "13800138000", "pickup": "QJ0001"}
    issue_offline(numbers, catalogue(), "m1", replace(EFFECT, sure=True, lost="r0", **said), record)
    about = {"number": "A900", "queue": "social", "issued_at": NINE, "language": "zh_CN"}
    assert told == [("ticket.issued_offline", about | said)]
    assert numbers.lost() == ("r0",)
