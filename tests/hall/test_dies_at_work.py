"""The hall ends in the midst of a request: of a power cut before it is on disk, or of a bug of its own."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

from domain.commands import DEVICE_EVENTS
from kiosk.mqtt.messages import new_id, wall_ms

FAILS_AFTER_COMMIT = """
import sys
from hall.publisher import Publisher
from hall.__main__ import main

def fails(*_):
    raise ValueError("13912345678")

Publisher.after = fails
sys.exit(main())
"""


def asked_once(asker: Asker, device: str = "kiosk-1", type_: str = "ticket.issue", **data: Any) -> str:
    request = {"id": new_id(), "type": type_, "data": data or {"queue": "social"}}
    topics = asker.topics
    to = topics.event(device) if type_ in DEVICE_EVENTS else topics.command(device)
    asker.send(to, json.dumps(request).encode())
    return str(request["id"])


def answers(asker: Asker, request: str, device: str = "kiosk-1") -> list[dict[str, Any]]:
    topics = asker.topics
    heard = [json.loads(one) for topic in (topics.reply(device), topics.ack(device)) for one in asker.heard[topic]]
    return [one for one in heard if one["id"] == request]


def the_only_answer(asker: Asker, request: str, device: str) -> dict[str, Any]:
    """What came for a request; a second, earlier answer would have come before that of a later question."""
    asker.wait(lambda: answers(asker, request, device))
    assert asker.ask("desk-1", "hall.snapshot")["ok"]
    (answer,) = answers(asker, request, device)
    return answer


@pytest.fixture
def mortal(hall: HallProcess, asker: Asker) -> HallProcess:
    """The hall that tests kill, with one window open; it sends messages to phones about calls alone."""
    hall.options = ["--sms", "file", "--sms-dir", str(hall.folder)]
    (hall.folder / "hall.toml").write_text(TOML.replace("near_positions = [3]", "near_positions = []"), "utf-8")
    hall.make_mortal()
    assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]
    return hall


def test_nothing_is_answered_before_it_is_on_disk(mortal: HallProcess, asker: Asker) -> None:
    ticket = asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["data"]["ticket"]
    asked: list[tuple[str, str, dict[str, Any], bool]] = [
        ("kiosk-1", "ticket.issue", {"queue": "civil"}, True),
        ("kiosk-1", "ticket.issued_offline", {"queue": "social", "number": "A900", "issued_at": wall_ms()}, True),
        ("kiosk-1", "ticket.printed", {"ticket": ticket}, True),
        ("pad-2", "ticket.call_next", {"window": "w2"}, False),  # a refusal is remembered, too
        ("pad-1", "ticket.call_next", {"window": "w1"}, True),
        ("pad-1", "ticket.start", {"window": "w1", "ticket": ticket}, True),
        ("desk-1", "window.close", {"window": "w1"}, False),
    ]
    for device, type_, data, granted in asked:
        with mortal.killed_in_commit():
            request = asked_once(asker, device, type_, **data)
        answer = the_only_answer(asker, request, device)
        assert answer["ok"] is granted, answer
        again = asker.tell if type_ in DEVICE_EVENTS else asker.ask
        assert again(device, type_, data, request) == answer, "it has happened once, and is known by its id"


def messages(hall: HallProcess) -> list[dict[str, Any]]:
    path = hall.folder / "phones.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_message_comes_once_though_the_hall_dies_as_it_marks_it(mortal: HallProcess, asker: Asker) -> None:
    for before, mark in enumerate(("queued", "sending", "accepted", "delivered")):
        phone = {"queue": "social", "phone": f"1390000000{before}"}
        ticket = asker.ask("kiosk-1", "ticket.issue", phone)["data"]["ticket"]
        with mortal.killed_in_commit(f"any(sms.state == '{mark}' for sms in batch.sms)"):
            request = asked_once(asker, "pad-1", "ticket.call_next", window="w1")
            mortal.died()
            sent = len(messages(mortal)) - before
            assert sent == (mark in ("accepted", "delivered")), f"{mark}: sent when it is marked as being sent"
        assert the_only_answer(asker, request, "pad-1")["ok"]
        asker.wait(lambda before=before: states(mortal) == ["delivered"] * (before + 1), 30)
        assert len(messages(mortal)) == before + 1, mark
        assert asker.ask("pad-1", "ticket.no_show", {"window": "w1", "ticket": ticket})["ok"]


def states(hall: HallProcess) -> list[str]:
    with contextlib.closing(sqlite3.connect(hall.data / "hall.db")) as db:
        return [row[0] for row in db.execute("SELECT state FROM sms")]


def test_a_bug_in_the_midst_of_requests_ends_the_program_for_systemd_to_start_it_again(
    hall: HallProcess, asker: Asker
) -> None:
    hall.kill()
    usual, hall.program = hall.program, ["-c", FAILS_AFTER_COMMIT]
    hall.start()
    request = asked_once(asker)
    assert hall.died() == os.EX_SOFTWARE
    assert "13912345678" not in hall.log.read_text()
    hall.program = usual
    hall.start()
    asker.wait(lambda: answers(asker, request))
    number = answers(asker, request)[0]["data"]
    assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social"}, request)["data"] == number
