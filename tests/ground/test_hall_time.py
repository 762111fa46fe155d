"""The clock of the hall's machine jumps, for seconds or for good: nobody loses their place, and days are true days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto
from kiosk.mqtt.messages import wall_ms
from tests.ground.moved_hall import MovedHall, People, moved_hall

DAY = 86_400_000
YEARS = 3652 * DAY
AGAIN = 11 * 60_000  # more than a time server has to stay with what it says


def faketime() -> Path:
    """The library of Debian's package `faketime`."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[MovedHall]:
    made = moved_hall(tmp_path / "hall", broker.port)
    yield made
    made.kill()


@pytest.fixture
def people(asker: Asker) -> People:
    return People(asker)


@pytest.mark.parametrize("off", [DAY, YEARS], ids=["a day ahead", "ten years ahead"])
def test_a_clock_that_is_wrong_for_seconds_takes_nobodys_place(hall: MovedHall, people: People, off: int) -> None:
    hall.start()
    today = hall.today
    given = [people.take() for _ in range(5)]
    in_hand = people.serve_first()
    hall.clock_is(off=off)
    people.until(lambda: "clock.held" in people.alarms)
    during = people.take()
    hall.clock_is()
    people.until(lambda: "clock.held" not in people.alarms)
    assert (people.waiting, people.seen["day"].replace("-", "")) == (5, today)
    people.at_window("ticket.finish", ticket=in_hand)
    assert people.at_window("ticket.call_next")["ticket"] == given[1]
    assert [during, people.take()] == [f"{today}-A006", f"{today}-A007"]
    assert hall.personal() == 7
    for nth in (1, 2):
        hall.passes(DAY)
        people.until(lambda: people.seen["day"].replace("-", "") == hall.today)
        assert hall.personal() == 0, "phones go with the true day"
        assert people.take() == f"{hall.today}-A001", f"day {nth} begins with the first number"


def test_a_clock_that_stays_wrong_for_days_and_restarts_turns_each_true_day(hall: MovedHall, people: People) -> None:
    hall.start()
    today = hall.today
    people.take()
    hall.clock_is(off=YEARS)
    people.until(lambda: "clock.held" in people.alarms)
    hall.kill()
    hall.start()
    assert people.take() == f"{today}-A002"
    assert "clock.held" in people.alarms
    hall.passes(DAY, off=YEARS)
    people.until(lambda: people.seen["day"].replace("-", "") == hall.today)
    assert hall.personal() == 0
    assert people.take() == f"{hall.today}-A001"
    hall.stop()
    hall.clock_is()
    hall.start()
    assert people.take() == f"{hall.today}-A002"
    people.until(lambda: "clock.held" not in people.alarms)


def test_a_paper_given_while_the_clock_was_wrong_stands_in_line(hall: MovedHall, people: People, asker: Asker) -> None:
    hall.start()
    hall.clock_is(off=DAY)
    people.until(lambda: "clock.held" in people.alarms)
    paper = {"number": "A900", "queue": "social", "issued_at": wall_ms(), "sure": True}
    told = asker.tell("kiosk-1", "ticket.issued_offline", paper)
    assert told["data"]["state"] == "waiting", told


def test_a_time_server_that_stays_with_another_day_moves_the_hall_and_everybody_with_it(
    hall: MovedHall, people: People
) -> None:
    """It was wrong, comes to its senses, and moves them back: each time everybody is in place."""
    hall.clock_is(synced=True)
    hall.start()
    today = hall.today
    given = [people.take() for _ in range(3)]
    in_hand = people.serve_first()
    hall.clock_is(off=DAY, synced=True)
    people.until(lambda: "clock.held" in people.alarms)
    given.append(people.take())
    hall.passes(AGAIN, off=DAY, synced=True)
    people.until(lambda: people.seen["day"].replace("-", "") > today)
    assert people.waiting == 3
    assert people.take().endswith("-A005")
    people.until(lambda: "clock.held" not in people.alarms)
    hall.clock_is(synced=True)
    people.until(lambda: "clock.held" in people.alarms)
    people.at_window("ticket.finish", ticket=in_hand)
    hall.passes(AGAIN, synced=True)
    people.until(lambda: people.seen["day"].replace("-", "") == today)
    assert people.waiting == 4
    assert people.at_window("ticket.call_next")["ticket"] == given[1]
    assert people.take() == f"{today}-A006"


def test_a_supervisor_turns_a_day_back_and_the_next_start_knows_it(hall: MovedHall, people: People) -> None:
    hall.start()
    today = hall.today
    tomorrow = (datetime.strptime(today, "%Y%m%d").replace(tzinfo=UTC) + timedelta(days=1)).strftime("%Y%m%d")
    given = [people.take() for _ in range(3)]
    people.serve_first()
    hall.kill()
    hall.clock_is(off=DAY)
    hall.clocks.write_text(f"{DAY} {-7 * DAY} unsynced", encoding="ascii")  # another start of the machine
    hall.start()
    people.until(lambda: people.seen["day"].replace("-", "") == tomorrow)
    assert people.waiting == 0, "nothing speaks against a clock that wakes a day later"
    people.set_day(today)
    assert people.waiting == 2
    assert people.seen["windows"][0]["ticket"]["number"] == "A001"
    assert people.take() == f"{today}-A004"
    hall.kill()
    hall.start()
    assert (people.waiting, people.seen["day"].replace("-", "")) == (3, today)
    people.at_window("ticket.finish", ticket=given[0])
    assert people.at_window("ticket.call_next")["ticket"] == given[1]


def test_a_hall_that_was_born_ten_years_ahead_comes_back_by_a_word(
    hall: MovedHall, people: People, asker: Asker
) -> None:
    """A board without a battery for its clock, by libfaketime instead of the file."""
    options, hall.options = hall.options, []
    hall.under = ["env", f"LD_PRELOAD={faketime()}", "FAKETIME=+3652d", "FAKETIME_DONT_FAKE_MONOTONIC=1"]
    hall.start()
    born = people.take()
    assert born == f"{int(hall.today[:4]) + 10}{born[4:8]}-A001"
    hall.stop()
    hall.under, hall.options = [], options
    hall.start()
    people.until(lambda: "clock.held" in people.alarms)
    assert people.take()[:8] == born[:8]
    people.set_day(hall.today)
    people.until(lambda: "clock.held" not in people.alarms)
    assert people.take() == f"{hall.today}-A003"
    assert people.waiting == 3
    snapshot = json.loads(asker.heard[asker.topics.queues][-1])
    assert abs(snapshot["at"] - wall_ms()) < 60_000, "terminals hear the right time"
    hall.passes(DAY)
    people.until(lambda: people.seen["day"].replace("-", "") == hall.today)
    assert people.take() == f"{hall.today}-A001"


def test_a_review_that_its_pad_could_not_send_counts_after_the_night(
    hall: MovedHall, people: People, asker: Asker
) -> None:
    hall.start()
    people.take()
    ticket = people.serve_first()
    people.at_window("ticket.finish", ticket=ticket)
    window = asker.topics.window_state("w1")
    rating = asker.wait(lambda: json.loads(asker.heard[window][-1]).get("rating"))
    for _ in range(3):
        hall.passes(DAY)
        people.until(lambda: people.seen["day"].replace("-", "") == hall.today)
    review = {"session": rating["session"], "nonce": rating["nonce"], "level": 5, "given_at": rating["expires_at"] - 9}
    assert asker.tell("pad-1", "rating.given", review)["ok"]
    again = asker.tell("pad-1", "rating.given", review)
    assert again["error"]["code"] == "rating.over"
