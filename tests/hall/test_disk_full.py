"""No room on the disk: a clear refusal, nothing acknowledged lost, and recovery without a restart."""

from __future__ import annotations

from pathlib import Path

from small_desk import SmallDesk


def fill_up(desk: SmallDesk) -> list[str]:
    """Take numbers until the hall says no; returns those it gave."""
    given = []
    for _ in range(20_000):
        answer = desk.ask("kiosk-1", "ticket.issue", queue="civil", phone="13900000001")
        if not answer["ok"]:
            assert answer["error"]["code"] == "hall.disk_full"
            return given
        given.append(answer["data"]["number"])
    raise AssertionError("it never filled up")


def test_a_full_disk_refuses_and_changes_nothing(tmp_path: Path) -> None:
    desk = SmallDesk(tmp_path, max_pages=150)
    given = fill_up(desk)
    assert len(given) > 50
    assert desk.ask("desk-1", "hall.snapshot")["data"]["queues"][1]["waiting"] == len(given)
    refused = desk.ask("kiosk-1", "ticket.issue", "again", queue="civil")
    assert refused["error"]["code"] == "hall.disk_full"
    assert desk.desk.trouble is not None
    assert desk.desk.trouble.kind == "disk_full"
    desk.restart()
    assert desk.ask("desk-1", "hall.snapshot")["data"]["queues"][1]["waiting"] == len(given)


def test_the_hall_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    desk = SmallDesk(tmp_path, max_pages=150)
    given = fill_up(desk)
    assert desk.ask("kiosk-1", "ticket.issue", "again", queue="civil")["error"]["code"] == "hall.disk_full"
    desk.store._db.execute("PRAGMA max_page_count = 100000")
    desk.tick()
    assert desk.desk.trouble is None
    answer = desk.ask("kiosk-1", "ticket.issue", "again", queue="civil")
    assert answer["ok"], "the refusal was not kept for this id"
    assert answer["data"]["number"] == f"B{int(given[-1][1:]) + 1:04d}"


def test_an_answer_given_before_is_given_again_while_the_disk_is_full(tmp_path: Path) -> None:
    desk = SmallDesk(tmp_path, max_pages=150)
    first = desk.ask("kiosk-1", "ticket.issue", "first", queue="civil")
    fill_up(desk)
    assert desk.ask("kiosk-1", "ticket.issue", "first", queue="civil") == first


def test_a_number_that_never_reached_the_disk_leaves_no_phone_to_the_next_who_gets_it(desk: SmallDesk) -> None:
    desk.ask("pad-1", "window.open", window="w1", clerk="c1")
    desk.store._db.execute("PRAGMA query_only=ON")
    refused = desk.ask("kiosk-1", "ticket.issue", queue="social", phone="13900000001")
    assert refused["error"]["code"] == "hall.disk_full"
    desk.store._db.execute("PRAGMA query_only=OFF")
    assert desk.ask("kiosk-1", "ticket.issue", queue="social")["data"]["number"] == "A001"
    assert desk.ask("pad-1", "ticket.call_next", window="w1")["data"]["number"] == "A001"
    assert desk.sms == []
