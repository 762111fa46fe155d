"""Phones, person hashes and pick-up codes live until their hall day is closed; then no byte of them is in the files."""

from __future__ import annotations

import random

from quiet_hall import DAY, QuietHall

from domain.events import DayClosed


def phone_of(number: int) -> str:
    return f"139{number:08d}"


def person_of(number: int) -> str:
    return random.Random(number).randbytes(16).hex()


def take(small: QuietHall, numbers: range) -> None:
    requests = [
        small.request("kiosk-1", "ticket.issue", queue="civil", phone=phone_of(number), person=person_of(number))
        for number in numbers
    ]
    for answer in small.handle(*requests):
        assert answer["ok"], answer


def leave(small: QuietHall, numbers: range) -> None:
    """Numbers without phone, and phones left for them."""
    taken = small.handle(*(small.request("kiosk-1", "ticket.issue", queue="civil") for _ in numbers))
    left = [
        small.request("kiosk-1", "ticket.leave_phone", ticket=answer["data"]["ticket"], phone=phone_of(number))
        for answer, number in zip(taken, numbers, strict=True)
    ]
    for answer in small.handle(*left):
        assert answer["ok"], answer


def found(small: QuietHall, numbers: range) -> int:
    disk = small.bytes_on_disk()
    return sum(phone_of(n).encode() in disk or person_of(n).encode() in disk for n in numbers)


def test_no_byte_of_a_phone_or_person_is_left_when_the_day_is_closed(small: QuietHall) -> None:
    today = range(1500)
    take(small, range(500))
    small.writer.snapshot()  # the whole state holds them too
    small.store.empty_log()
    take(small, range(500, 1000))
    small.writer.snapshot()
    take(small, range(1000, 1400))
    leave(small, range(1400, 1500))
    assert found(small, today) == 1500, "they are needed while the day is open"
    small.now += DAY
    small.tick()
    assert any(isinstance(event, DayClosed) for event in small.events)
    assert found(small, today) == 0


def test_no_byte_of_a_pickup_code_is_left_when_the_day_is_closed(small: QuietHall) -> None:
    codes = [f"QJ{number:08d}" for number in range(1000, 1300)]
    for answer in small.handle(*(small.request("kiosk-1", "ticket.issue", pickup=code) for code in codes)):
        assert answer["ok"], answer
    small.writer.snapshot()
    assert small.ask("kiosk-1", "ticket.issue", pickup=codes[0])["error"]["code"] == "pickup.has_ticket"
    assert all(code.encode() in small.bytes_on_disk() for code in codes)
    small.restart()
    assert small.ask("kiosk-1", "ticket.issue", pickup=codes[-1])["error"]["code"] == "pickup.has_ticket"
    small.now += DAY
    small.tick()
    disk = small.bytes_on_disk()
    assert not any(code.encode() in disk for code in codes)


def test_the_first_number_of_the_next_day_closes_the_old_one_and_keeps_its_own_phone(small: QuietHall) -> None:
    take(small, range(300))
    small.now += DAY
    take(small, range(300, 302))
    assert found(small, range(300)) == 0
    assert found(small, range(300, 302)) == 2
    small.restart()
    assert found(small, range(300)) == 0
    assert small.ask("desk-1", "hall.snapshot")["data"]["queues"][1]["waiting"] == 2
    small.now += DAY
    small.tick()
    assert found(small, range(302)) == 0


def test_a_day_that_ended_while_the_hall_was_off_is_erased_at_its_start(small: QuietHall) -> None:
    take(small, range(300))
    small.now += 3 * DAY
    small.restart()
    small.tick()
    assert found(small, range(300)) == 0


def test_the_events_of_a_closed_day_can_still_be_folded(small: QuietHall) -> None:
    take(small, range(20))
    small.now += DAY
    take(small, range(20, 25))
    before = small.writer.hall.dump()
    small.store._db.execute("DELETE FROM snapshots")
    small.restart()
    after = small.writer.hall.dump()
    assert after["tickets"] == before["tickets"]
    assert after["day"] == before["day"]


def test_old_answers_are_forgotten_after_some_days(small: QuietHall) -> None:
    small.ask("kiosk-1", "ticket.issue", "old", queue="social")
    for _ in range(5):
        small.now += DAY
        small.tick()
    assert small.store.answers(["kiosk-1/old"]) == {}


def test_an_identity_number_sent_for_a_person_never_reaches_the_disk(small: QuietHall) -> None:
    identity = "11010519491231002X"
    for refused in (identity, "ab" * 32, "AB" * 16, "", "ab" * 15 + "\n\n"):
        answer = small.ask("kiosk-1", "ticket.issue", queue="social", person=refused)
        assert answer["error"]["code"] == "request.invalid"
        assert identity not in str(answer)
    given = {"queue": "social", "number": "A900", "issued_at": small.now, "person": identity}
    assert small.ask("kiosk-1", "ticket.issued_offline", **given)["ok"], "its number is in somebody's hand"
    assert small.ask("kiosk-1", "ticket.issue", queue="social", person="ab" * 16)["ok"]
    assert identity.encode() not in small.bytes_on_disk()
