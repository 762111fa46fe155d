"""Ten thousand malformed messages: refusals or silence, no crash, and nothing of them in the log."""

from __future__ import annotations

import json
import random
import time
from typing import Any

from hall_process import HallProcess
from mqtt_asker import Asker

from hall.arrivals.track import SILENT_MS

MESSAGES = 10_000
PHONE = "13912345678"
IDENTITY = "11010519491231002X"
TYPES = ["ticket.issue", "ticket.call_next", "window.pause", "rating.given", "ticket.issued_offline", "event.replay",
         "device.fault", "hall.snapshot", "", "ticket", 5, None, ["x"], "appointment.book"]  # fmt: skip
VALUES: list[Any] = [PHONE, IDENTITY, "", "social", "\u0000", "😀" * 50, "x" * 1200, 0, -1, 2**70, 1.5, True, None, [],
                     {}, [[[[]]]], {"a": {"b": PHONE}}, "w1", "../..", "'; DROP TABLE events; --"]  # fmt: skip
KEYS = ["queue", "phone", "person", "window", "ticket", "number", "issued_at", "items", "priority", "session", "nonce",
        "level", "after", "limit", "until", "reason", "code", "starts_at", PHONE, "__class__"]  # fmt: skip


def body(chance: random.Random) -> Any:
    return {chance.choice(KEYS): chance.choice(VALUES) for _ in range(chance.randrange(6))}


def message(chance: random.Random) -> bytes:
    """Half of them nearly a request, half of them nothing of the kind."""
    kind = chance.randrange(8)
    if kind == 0:
        return chance.randbytes(chance.randrange(300))
    if kind == 1:
        return json.dumps(chance.choice(VALUES)).encode()
    if kind == 2:
        return b'{"id": "' + chance.choice([b"\xff\xfe", b"\\ud800", b'\\"}', b"1"]) + b'", "type": "ticket.issue"'
    if kind == 3:
        return b"[" * chance.randrange(20_000)
    request = {
        "id": chance.choice(["1", "2", "3", "4", PHONE, 7, "", "a b", "x" * 100, None]),
        "type": chance.choice(TYPES),
    }
    request["data"] = body(chance) if chance.random() < 0.9 else chance.choice(VALUES)
    if kind == 4 and chance.random() < 0.3:
        request |= body(chance)
    text = json.dumps(request).encode()
    return text[: chance.randrange(len(text))] if kind == 5 else text


def test_ten_thousand_malformed_messages_harm_nothing(hall: HallProcess, asker: Asker) -> None:
    chance = random.Random(20261121)
    devices = ["kiosk-1", "pad-1", "desk-1", "screen-1", "nobody"]
    for number in range(MESSAGES):
        topic = chance.choice([asker.topics.command, asker.topics.event, asker.topics.device_state])
        asker.send(topic(chance.choice(devices)), message(chance))
        if number % 40 == 39:  # who never waits for an answer, nor is ever silent, is a flood and is not heard
            time.sleep(2 * SILENT_MS / 1000)
            assert asker.ask("desk-1", "hall.snapshot", timeout_s=30)["ok"]
    assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["ok"]
    answers = [json.loads(one) for name in devices for one in asker.heard[asker.topics.reply(name)]]
    assert sum(not answer["ok"] for answer in answers) > 500
    assert {"request.invalid", "request.unknown"} <= {one["error"]["code"] for one in answers if not one["ok"]}
    log = hall.log.read_text(encoding="utf-8")
    assert PHONE not in log
    assert IDENTITY not in log
    assert "failed" not in log, "a malformed message is no bug"
    assert "Traceback" not in log
    assert len(log.splitlines()) < 100
    assert hall.stop() == 0
