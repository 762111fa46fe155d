"""A hall run from any MQTT client: numbers, calls, snapshots, the stream."""

from __future__ import annotations

import json

from hall_process import HallProcess
from mqtt_asker import Asker

from kiosk.mqtt.messages import new_id


def test_a_number_is_issued_called_served_and_reviewed(hall: HallProcess, asker: Asker) -> None:
    issued = asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})
    assert issued["ok"], issued
    assert issued["data"]["number"] == "A001"
    assert issued["data"]["ahead"] == 0
    assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]
    called = asker.ask("pad-1", "ticket.call_next", {"window": "w1"})
    assert called["data"]["number"] == "A001"
    ticket = called["data"]["ticket"]
    calls = asker.wait(lambda: asker.retained(asker.topics.calls)["calls"] and asker.retained(asker.topics.calls))
    assert calls["calls"][0]["number"] == "A001"
    assert calls["calls"][0]["window_number"] == "1"
    assert asker.ask("pad-1", "ticket.start", {"window": "w1", "ticket": ticket})["ok"]
    assert asker.ask("pad-1", "ticket.finish", {"window": "w1", "ticket": ticket})["ok"]
    window = asker.topics.window_state("w1")
    rating = asker.wait(lambda: json.loads(asker.heard[window][-1]).get("rating"))
    given = {"session": rating["session"], "nonce": rating["nonce"], "level": 5}
    id_ = new_id()
    assert asker.tell("pad-1", "rating.given", given, id_)["ok"]
    assert asker.tell("pad-1", "rating.given", given, id_)["ok"], "the same event again is acknowledged alike"
    stream = asker.topics.event_stream
    asker.wait(lambda: any(b'"rating.given"' in one for one in asker.heard[stream]))
    events = [json.loads(one) for one in asker.heard[stream]]
    assert [int(event["id"]) for event in events] == sorted({int(event["id"]) for event in events})
    assert all(event["specversion"] == "1.0" and event["source"] for event in events)
    assert rating["nonce"].encode() not in b"".join(asker.heard[stream])


def test_a_call_reaches_the_phone_as_one_message(hall: HallProcess, asker: Asker) -> None:
    hall.stop()
    hall.options = ["--sms", "file", "--sms-dir", str(hall.folder)]
    hall.start()
    asker.ask("kiosk-1", "ticket.issue", {"queue": "social", "phone": "13900000001"})
    asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})
    asker.ask("pad-1", "ticket.call_next", {"window": "w1"})
    phones = hall.folder / "phones.jsonl"
    asker.wait(phones.exists)
    asker.wait(lambda: phones.read_text(encoding="utf-8").endswith("\n"))
    messages = [json.loads(line) for line in phones.read_text(encoding="utf-8").splitlines()]
    assert [(one["phone"], one["text"]) for one in messages] == [("13900000001", "【测试大厅】请A001号到1号窗口办理。")]
    sent_by_us = asker.topics.command("kiosk-1")
    heard = b"".join(one for topic, payloads in asker.heard.items() if topic != sent_by_us for one in payloads)
    assert b"13900000001" not in heard
    assert "13900000001" not in hall.log.read_text(encoding="utf-8")


def test_a_phone_that_is_left_later_gets_the_number_and_its_call(hall: HallProcess, asker: Asker) -> None:
    hall.stop()
    hall.options = ["--sms", "file", "--sms-dir", str(hall.folder)]
    hall.start()
    ticket = asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["data"]["ticket"]
    left = asker.ask("kiosk-1", "ticket.leave_phone", {"ticket": ticket, "phone": "13900000002"})
    assert left["data"]["ahead"] == 0
    again = asker.ask("kiosk-1", "ticket.leave_phone", {"ticket": ticket, "phone": "13900000003"})
    assert again["error"]["code"] == "ticket.has_phone"
    asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})
    asker.ask("pad-1", "ticket.call_next", {"window": "w1"})
    phones = hall.folder / "phones.jsonl"
    asker.wait(lambda: phones.exists() and phones.read_text(encoding="utf-8").count("\n") == 2)
    messages = [json.loads(line) for line in phones.read_text(encoding="utf-8").splitlines()]
    assert {(one["phone"], one["text"]) for one in messages} == {
        ("13900000002", "【测试大厅】您的号码是A001。"),
        ("13900000002", "【测试大厅】请A001号到1号窗口办理。"),
    }
    stream = b"".join(asker.heard[asker.topics.event_stream])
    assert b"ticket.phone_left" in stream
    assert b"1390000000" not in stream


def test_the_desk_sees_what_is_wrong_and_the_log_keeps_it(hall: HallProcess, asker: Asker) -> None:
    assert hall.pid
    state = {"state": "ready", "session": 5, "at": 1, "health": {"outbox_refused": 2}}
    asker.send(asker.topics.device_state("kiosk-1"), json.dumps(state).encode())

    def alarms(device: str) -> list[tuple[str, str]]:
        told = asker.ask(device, "hall.snapshot")["data"]["alarms"]
        return [(alarm["device"], alarm["code"]) for alarm in told]

    asker.wait(lambda: ("kiosk-1", "outbox.refused") in alarms("desk-1"))
    assert alarms("pad-1") == []
    asker.wait(lambda: any(b'"device.fault"' in one for one in asker.heard[asker.topics.event_stream]))


def test_the_desk_sees_which_devices_are_there(hall: HallProcess, asker: Asker) -> None:
    assert hall.pid
    birth = {"state": "ready", "session": 5, "at": 1, "program": "kiosk", "health": {"paper": "low"}}
    stale_will = {"state": "lost", "session": 4, "at": 2}
    for state in (birth, stale_will):
        asker.send(asker.topics.device_state("kiosk-1"), json.dumps(state).encode())

    def kiosk() -> dict[str, object]:
        devices = asker.ask("desk-1", "hall.snapshot")["data"]["devices"]
        return next(one for one in devices if one["device"] == "kiosk-1")

    asker.wait(lambda: kiosk()["state"] != "never")
    assert kiosk() | {"role": "kiosk", "state": "ready", "health": {"paper": "low"}} == kiosk()
