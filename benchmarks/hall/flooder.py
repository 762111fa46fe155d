"""A device that runs wild: `python -m benchmarks.hall.flooder PORT HALL DEVICE TYPE QOS SECONDS`.

Sends requests as fast as paho can and waits for no answer. Says `flooding`, and at its end how many it has sent.
"""

from __future__ import annotations

import json
import sys
import time

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from domain.commands import DEVICE_EVENTS
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.topics import Topics

DATA: dict[str, dict[str, object]] = {
    "ticket.issue": {"queue": "a"},
    "ticket.call_next": {"window": "w4"},
    "ticket.finish": {"window": "w4", "ticket": "20260101-A0000001"},
    "ticket.lookup": {"number": "A0000001"},
    "device.fault": {"code": "printer.cutter", "detail": "x" * 200},
}


def main(port: int, hall: str, device: str, kind: str, *, qos: int, seconds: float) -> None:
    topics = Topics(hall)
    topic = topics.event(device) if kind in DEVICE_EVENTS else topics.command(device)
    client = paho.Client(CallbackAPIVersion.VERSION2, client_id=f"wild-{device}", protocol=paho.MQTTv5)
    client.max_inflight_messages_set(200)
    done = 0

    def published(*_: object) -> None:
        nonlocal done
        done += 1

    client.on_publish = published
    client.on_connect = lambda client, *_: client.subscribe([(topics.reply(device), 0), (topics.ack(device), 0)])
    client.connect("127.0.0.1", port)
    client.loop_start()
    properties = Properties(PacketTypes.PUBLISH)
    properties.ResponseTopic = topics.reply(device)
    print("flooding", flush=True)
    until = time.perf_counter() + seconds
    sent = 0
    while time.perf_counter() < until:
        body = json.dumps({"id": new_id(), "type": kind, "data": DATA.get(kind, {})})
        client.publish(topic, body, qos=qos, properties=properties)
        sent += 1
        if sent - done > 1_000:
            time.sleep(0.001)
    print(sent, flush=True)
    client.loop_stop()
    client.disconnect()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], qos=int(sys.argv[5]), seconds=float(sys.argv[6]))
