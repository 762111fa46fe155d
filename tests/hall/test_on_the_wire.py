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
