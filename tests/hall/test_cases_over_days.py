"""What was left with a case goes with it: known over days and restarts, not in what closed days leave, then nowhere."""

from __future__ import annotations

from quiet_hall import DAY, QuietHall

PHONE = "13900000077"
CASE = {"kind": "unsolved", "text": "三次都没办成", "phone": PHONE}


def closings(small: QuietHall) -> str:
    return " ".join(body for (body,) in small.store._db.execute("SELECT body FROM closings").fetchall())


def test_a_phone_is_known_while_the_case_is_shown_and_then_no_byte_of_it_is_left(small: QuietHall) -> None:
    receipt = small.ask("kiosk-1", "case.open", **CASE)["data"]
    small.now += DAY
    small.tick()
    assert receipt["case"] in closings(small)
    assert PHONE not in closings(small), "who reads of a closed day learns nobody's phone"
    small.restart()
    [case] = small.ask("desk-1", "case.list")["data"]["cases"]
    assert (case["code"], case["phone"]) == (receipt["code"], PHONE)
    for _ in range(9):  # nine weeks
        small.now += 7 * DAY
        small.tick()
    assert small.ask("desk-1", "case.list")["data"]["cases"] == []
    assert PHONE.encode() not in small.bytes_on_disk()
