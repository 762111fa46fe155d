"""Bookings of a running hall: twenty people at once, a power cut, messages to the phone, and nothing elsewhere."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from typing import Any

from hall_process import HallProcess
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto

PEOPLE = 20
PHONE = "13900000077"


def slots(asker: Asker) -> list[dict[str, Any]]:
    """Of tomorrow and later: the day may turn while a test runs."""
    found = asker.ask("page-1", "appointment.slots", {"queue": "social"})["data"]["slots"]
    return [slot for slot in found if slot["starts_at"] > found[0]["starts_at"] + 30 * 3_600_000]


def test_twenty_people_who_ask_at_once_get_the_places_that_there_are(
    hall: HallProcess, broker: Mosquitto, asker: Asker
) -> None:
    first = slots(asker)[0]
    assert first["free"] == 2
    answers: list[dict[str, Any]] = []

    def ask(number: int) -> None:
        with contextlib.closing(Asker(broker.port, "test-hall", f"person-{number}")) as person:
            data = {"queue": "social", "starts_at": first["starts_at"], "person": f"{number:032x}"}
            answers.append(person.ask(("kiosk-1", "page-1")[number % 2], "appointment.book", data))

    people = [threading.Thread(target=ask, args=(number,)) for number in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    booked = [answer["data"]["code"] for answer in answers if answer["ok"]]
    assert len(set(booked)) == 2
    refused = [answer["error"]["code"] for answer in answers if not answer["ok"]]
    assert refused == ["appointment.full"] * (PEOPLE - 2)
    assert slots(asker)[0]["free"] == 0


def test_a_booking_that_was_answered_is_there_after_a_power_cut(hall: HallProcess, asker: Asker) -> None:
    first, second = slots(asker)[:2]
    holder = {"queue": "social", "person": "ab" * 16}
    booked = asker.ask("kiosk-1", "appointment.book", {**holder, "starts_at": first["starts_at"]})["data"]
    moved = asker.ask("kiosk-1", "appointment.move", {"code": booked["code"], "starts_at": second["starts_at"]})
    assert moved["ok"], moved
    hall.kill()
    hall.start()
    found = asker.ask("kiosk-1", "appointment.lookup", {"person": "ab" * 16})["data"]["appointments"]
    assert found == [moved["data"]]
    assert [slot["free"] for slot in slots(asker)[:2]] == [2, 1]
    of_day = asker.ask("kiosk-1", "appointment.list", {"day": "2026-11-20"})
    assert of_day["error"]["code"] == "device.not_allowed", "what a day brings is the desk's to see"


def test_who_leaves_a_phone_is_told_of_each_change_and_nobody_else_is(hall: HallProcess, asker: Asker) -> None:
    hall.stop()
    hall.options = ["--sms", "file", "--sms-dir", str(hall.folder)]
    hall.start()
    first, second = slots(asker)[:2]
    phones = hall.folder / "phones.jsonl"

    def told() -> list[dict[str, str]]:
        lines = phones.read_text(encoding="utf-8").splitlines(keepends=True) if phones.exists() else []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    assert asker.ask("page-1", "phone.send_code", {"phone": PHONE, "language": "en"})["ok"]
    asker.wait(lambda: len(told()) == 1)
    code = told()[0]["text"].removeprefix("【测试大厅】Code ")[:6]
    proof = asker.ask("page-1", "phone.prove", {"phone": PHONE, "code": code})["data"]["proof"]
    holder = {"queue": "social", "phone": f"+86 {PHONE}", "language": "en", "proof": proof}
    code = asker.ask("page-1", "appointment.book", {**holder, "starts_at": first["starts_at"]})["data"]["code"]
    assert asker.ask("page-1", "appointment.move", {"code": code, "starts_at": second["starts_at"]})["ok"]
    assert asker.ask("page-1", "appointment.cancel", {"code": code.lower()})["ok"]
    asker.wait(lambda: len(told()) == 4)
    begins = [one["text"].removeprefix("【测试大厅】").split()[0] for one in told()[1:]]
    assert sorted(begins) == ["Booked:", "Cancelled:", "Moved"]
    assert {one["phone"] for one in told()} == {PHONE}
    sent_by_us = asker.topics.command("page-1")
    heard = b"".join(one for topic, payloads in asker.heard.items() if topic != sent_by_us for one in payloads)
    assert b'"appointment.cancelled"' in heard
    assert PHONE.encode() not in heard
    assert PHONE not in hall.log.read_text(encoding="utf-8")
    with contextlib.closing(sqlite3.connect(hall.data / "hall.db")) as db:
        rows = [line for line in db.iterdump() if PHONE in line]
    assert rows
    assert all(row.startswith('INSERT INTO "private"') for row in rows), "apart from what stays"
