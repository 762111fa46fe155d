"""Phones, person hashes and pick-up codes live until their hall day is closed; then no byte of them is in the files."""

from __future__ import annotations

import random

from small_desk import DAY, SmallDesk

from domain.events import DayClosed


def phone_of(number: int) -> str:
    return f"139{number:08d}"


def person_of(number: int) -> str:
    return random.Random(number).randbytes(16).hex()


def take(desk: SmallDesk, numbers: range) -> None:
    requests = [
        desk.request("kiosk-1", "ticket.issue", queue="civil", phone=phone_of(number), person=person_of(number))
        for number in numbers
    ]
    for answer in desk.handle(*requests):
        assert answer["ok"], answer


def leave(desk: SmallDesk, numbers: range) -> None:
    """Numbers without phone, and phones left for them."""
    taken = desk.handle(*(desk.request("kiosk-1", "ticket.issue", queue="civil") for _ in numbers))
    left = [
        desk.request("kiosk-1", "ticket.leave_phone", ticket=answer["data"]["ticket"], phone=phone_of(number))
        for answer, number in zip(taken, numbers, strict=True)
    ]
    for answer in desk.handle(*left):
        assert answer["ok"], answer


def found(desk: SmallDesk, numbers: range) -> int:
    disk = desk.bytes_on_disk()
    return sum(phone_of(n).encode() in disk or person_of(n).encode() in disk for n in numbers)


def test_no_byte_of_a_phone_or_person_is_left_when_the_day_is_closed(desk: SmallDesk) -> None:
    today = range(1500)
    take(desk, range(500))
    desk.desk.snapshot()  # the whole state holds them too
    desk.store.empty_log()
    take(desk, range(500, 1000))
    desk.desk.snapshot()
    take(desk, range(1000, 1400))
    leave(desk, range(1400, 1500))
    assert found(desk, today) == 1500, "they are needed while the day is open"
    desk.now += DAY
    desk.tick()
    assert any(isinstance(event, DayClosed) for event in desk.events)
    assert found(desk, today) == 0


def test_no_byte_of_a_pickup_code_is_left_when_the_day_is_closed(desk: SmallDesk) -> None:
    codes = [f"QJ{number:08d}" for number in range(1000, 1300)]
    for answer in desk.handle(*(desk.request("kiosk-1", "ticket.issue", pickup=code) for code in codes)):
        assert answer["ok"], answer
    desk.desk.snapshot()
    assert desk.ask("kiosk-1", "ticket.issue", pickup=codes[0])["error"]["code"] == "pickup.has_ticket"
    assert all(code.encode() in desk.bytes_on_disk() for code in codes)
    desk.restart()
    assert desk.ask("kiosk-1", "ticket.issue", pickup=codes[-1])["error"]["code"] == "pickup.has_ticket"
    desk.now += DAY
    desk.tick()
    disk = desk.bytes_on_disk()
    assert not any(code.encode() in disk for code in codes)


def test_the_first_number_of_the_next_day_closes_the_old_one_and_keeps_its_own_phone(desk: SmallDesk) -> None:
    take(desk, range(300))
    desk.now += DAY
    take(desk, range(300, 302))
    assert found(desk, range(300)) == 0
    assert found(desk, range(300, 302)) == 2
    desk.restart()
    assert found(desk, range(300)) == 0
    assert desk.ask("desk-1", "hall.snapshot")["data"]["queues"][1]["waiting"] == 2
    desk.now += DAY
    desk.tick()
    assert found(desk, range(302)) == 0


def test_a_day_that_ended_while_the_hall_was_off_is_erased_at_its_start(desk: SmallDesk) -> None:
    take(desk, range(300))
    desk.now += 3 * DAY
    desk.restart()
    desk.tick()
    assert found(desk, range(300)) == 0


def test_the_events_of_a_closed_day_can_still_be_folded(desk: SmallDesk) -> None:
    take(desk, range(20))
    desk.now += DAY
    take(desk, range(20, 25))
    before = desk.desk.hall.dump()
    desk.store._db.execute("DELETE FROM snapshots")
    desk.restart()
    after = desk.desk.hall.dump()
    assert after["tickets"] == before["tickets"]
    assert after["day"] == before["day"]


def test_old_answers_are_forgotten_after_some_days(desk: SmallDesk) -> None:
    desk.ask("kiosk-1", "ticket.issue", "old", queue="social")
    for _ in range(5):
        desk.now += DAY
        desk.tick()
    assert desk.store.answers(["kiosk-1/old"]) == {}


def test_an_identity_number_sent_for_a_person_never_reaches_the_disk(desk: SmallDesk) -> None:
    identity = "11010519491231002X"
    for refused in (identity, "ab" * 32, "AB" * 16, "", "ab" * 15 + "\n\n"):
        answer = desk.ask("kiosk-1", "ticket.issue", queue="social", person=refused)
        assert answer["error"]["code"] == "request.invalid"
        assert identity not in str(answer)
    given = {"queue": "social", "number": "A900", "issued_at": desk.now, "person": identity}
    assert desk.ask("kiosk-1", "ticket.issued_offline", **given)["ok"], "its number is in somebody's hand"
    assert desk.ask("kiosk-1", "ticket.issue", queue="social", person="ab" * 16)["ok"]
    assert identity.encode() not in desk.bytes_on_disk()
