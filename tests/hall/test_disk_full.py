"""No room on the disk: a clear refusal, nothing acknowledged lost, and recovery without a restart."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from quiet_hall import QuietHall

from hall.requests import RawRequest


def fill_up(small: QuietHall) -> list[str]:
    """Take numbers until the hall says no; returns those it gave."""
    given = []
    for _ in range(20_000):
        answer = small.ask("kiosk-1", "ticket.issue", queue="civil", phone="13900000001")
        if not answer["ok"]:
            assert answer["error"]["code"] == "hall.disk_full"
            return given
        given.append(answer["data"]["number"])
    raise AssertionError("it never filled up")


def test_a_full_disk_refuses_and_changes_nothing(tmp_path: Path) -> None:
    small = QuietHall(tmp_path, max_pages=600)
    given = fill_up(small)
    assert len(given) > 50
    assert small.ask("desk-1", "hall.snapshot")["data"]["queues"][1]["waiting"] == len(given)
    refused = small.ask("kiosk-1", "ticket.issue", "again", queue="civil")
    assert refused["error"]["code"] == "hall.disk_full"
    assert small.writer.trouble is not None
    assert small.writer.trouble.kind == "disk_full"
    small.restart()
    assert small.ask("desk-1", "hall.snapshot")["data"]["queues"][1]["waiting"] == len(given)


def test_the_hall_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    small = QuietHall(tmp_path, max_pages=600)
    given = fill_up(small)
    assert small.ask("kiosk-1", "ticket.issue", "again", queue="civil")["error"]["code"] == "hall.disk_full"
    small.store._db.execute("PRAGMA max_page_count = 100000")
    small.tick()
    assert small.writer.trouble is None
    answer = small.ask("kiosk-1", "ticket.issue", "again", queue="civil")
    assert answer["ok"], "the refusal was not kept for this id"
    assert answer["data"]["number"] == f"B{int(given[-1][1:]) + 1:04d}"


def test_an_answer_given_before_is_given_again_while_the_disk_is_full(tmp_path: Path) -> None:
    small = QuietHall(tmp_path, max_pages=600)
    first = small.ask("kiosk-1", "ticket.issue", "first", queue="civil")
    fill_up(small)
    assert small.ask("kiosk-1", "ticket.issue", "first", queue="civil") == first


def test_a_number_that_never_reached_the_disk_leaves_no_phone_to_the_next_who_gets_it(small: QuietHall) -> None:
    small.ask("pad-1", "window.open", window="w1", clerk="c1")
    small.store._db.execute("PRAGMA query_only=ON")
    refused = small.ask("kiosk-1", "ticket.issue", queue="social", phone="13900000001")
    assert refused["error"]["code"] == "hall.disk_full"
    small.store._db.execute("PRAGMA query_only=OFF")
    assert small.ask("kiosk-1", "ticket.issue", queue="social")["data"]["number"] == "A001"
    assert small.ask("pad-1", "ticket.call_next", window="w1")["data"]["number"] == "A001"
    assert small.sms == []


def test_while_nothing_can_be_written_each_of_a_batch_has_the_answer_that_needs_no_writing(small: QuietHall) -> None:
    first = small.ask("kiosk-1", "ticket.issue", "first", queue="social")
    small.store._db.execute("PRAGMA query_only=ON")
    for _ in range(2):  # the first finds it out, the second knows it
        given = small.handle(
            small.request("nobody", "hall.snapshot"),
            small.request("kiosk-1", "ticket.lookup", number="A001"),
            small.request("kiosk-1", "ticket.issue", "first", queue="social"),
            small.request("kiosk-1", "ticket.issue", queue="social"),
            RawRequest("kiosk-1", b"rubbish"),
        )
        assert given[0]["error"]["code"] == "device.unknown"
        assert given[1]["data"]["number"] == "A001"
        assert given[2] == first
        assert given[3]["error"]["code"] == "hall.disk_full"
        assert given[4] is None
    small.store._db.execute("PRAGMA query_only=OFF")


def test_questions_alone_find_no_trouble_and_no_end_of_it(small: QuietHall) -> None:
    small.ask("kiosk-1", "ticket.issue", queue="social")
    small.store._db.execute("PRAGMA query_only=ON")
    assert small.ask("kiosk-1", "ticket.lookup", number="A001")["ok"]
    assert small.writer.trouble is None
    small.ask("kiosk-1", "ticket.issue", queue="social")
    assert small.writer.trouble is not None
    small.store._db.execute("PRAGMA query_only=OFF")
    assert small.ask("kiosk-1", "ticket.lookup", number="A001")["ok"]
    assert small.writer.trouble is not None, "nothing was written meanwhile"
    assert small.ask("kiosk-1", "ticket.issue", queue="social")["ok"]
    assert small.writer.trouble is None


def test_trouble_and_its_end_are_a_line_each_in_the_log(small: QuietHall, caplog: pytest.LogCaptureFixture) -> None:
    small.store._db.execute("PRAGMA query_only=ON")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            small.ask("kiosk-1", "ticket.issue", queue="social")
            small.tick()
        small.store._db.execute("PRAGMA query_only=OFF")
        for _ in range(3):
            small.tick()
    said = [record.getMessage().partition(" (")[0] for record in caplog.records if record.name == "hall.writer"]
    assert said == ["the disk takes no writes", "the disk takes writes again"]
