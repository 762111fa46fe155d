"""One device runs wild, and the hall goes on: the others are answered, nothing comes to the disk, somebody is told."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto

FLOOD = """
import json, sys, time
import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

port, topic, kind, qos, data = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), json.loads(sys.argv[5])
client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
done = [0]
client.on_publish = lambda *_: done.__setitem__(0, done[0] + 1)
client.connect("127.0.0.1", port)
client.loop_start()
sent = 0
while True:
    client.publish(topic, json.dumps({"id": f"wild-{sent}", "type": kind, "data": data}), qos=qos)
    sent += 1
    if sent == 5_000:
        print("flooding", flush=True)
    while sent - done[0] > 500:
        time.sleep(0.001)
"""

ROOM = 200_000
"""Bytes in the hall's folder: for what was worked before the flood was seen as one, the alarm, the others' numbers.

Worked off, five thousand messages of the smallest kind come to more than two million.
"""


@pytest.fixture
def machine(broker: Mosquitto) -> Iterator[Asker]:
    """Hears only what is for it."""
    made = Asker(broker.port, "test-hall", "machine", device="kiosk-1")
    yield made
    made.close()


@pytest.fixture
def desk(broker: Mosquitto) -> Iterator[Asker]:
    made = Asker(broker.port, "test-hall", "desk", device="desk-1")
    yield made
    made.close()


@contextlib.contextmanager
def flooding(port: int, topic: str, kind: str, qos: int, data: str) -> Iterator[None]:
    """Five thousand messages have been sent when it begins, and more are being sent."""
    argv = [sys.executable, "-c", FLOOD, str(port), topic, kind, str(qos), data]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "flooding\n"
        yield
    finally:
        process.kill()
        process.wait(30)


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file() and not path.name.endswith("-shm"))


def alarms(desk: Asker) -> list[tuple[str, str]]:
    told: list[dict[str, Any]] = desk.ask("desk-1", "hall.snapshot")["data"]["alarms"]
    return [(one["device"], one["code"]) for one in told]


def served(machine: Asker) -> bool:
    """Most of what a device sends while it floods is not even refused."""
    with contextlib.suppress(AssertionError):
        return bool(machine.ask("kiosk-1", "ticket.issue", {"queue": "social"}, timeout_s=1)["ok"])
    return False


@pytest.mark.parametrize(
    ("device", "kind", "data", "qos"),
    [
        ("page-1", "hall.snapshot", "{}", 0),
        ("page-1", "no.such", "{}", 1),
        ("pad-1", "window.open", '{"window": "w1", "clerk": "c1"}', 0),
        ("pad-1", "window.open", '{"window": "w1", "clerk": "c1"}', 1),
    ],
)
def test_others_are_served_while_one_device_runs_wild(
    *,
    hall: HallProcess,
    machine: Asker,
    desk: Asker,
    broker: Mosquitto,
    device: str,
    kind: str,
    data: str,
    qos: int,
) -> None:
    assert machine.ask("kiosk-1", "ticket.issue", {"queue": "social"})["ok"]
    before = size(hall.data)
    with flooding(broker.port, desk.topics.command(device), kind, qos, data):
        for _ in range(10):
            assert machine.ask("kiosk-1", "ticket.issue", {"queue": "social"})["ok"]
        desk.wait(lambda: (device, "device.flood") in alarms(desk), 60)
        assert size(hall.data) - before < ROOM
    assert b"Traceback" not in hall.log.read_bytes()


def test_a_fault_told_without_end_fills_no_disk(
    hall: HallProcess, machine: Asker, desk: Asker, broker: Mosquitto
) -> None:
    before = size(hall.data)
    data = '{"code": "printer.cutter", "detail": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}'
    with flooding(broker.port, desk.topics.event("kiosk-1"), "device.fault", 1, data):
        desk.wait(lambda: ("kiosk-1", "device.flood") in alarms(desk), 60)
        told = [one for one in alarms(desk) if one == ("kiosk-1", "printer.cutter")]
        assert len(told) == 1
        assert size(hall.data) - before < ROOM


def test_a_device_that_floods_is_told_to_wait_and_is_served_when_it_has_waited(
    hall: HallProcess, machine: Asker, desk: Asker, broker: Mosquitto
) -> None:
    with flooding(broker.port, desk.topics.command("kiosk-1"), "ticket.lookup", 0, '{"number": "A001"}'):
        reply = machine.topics.reply("kiosk-1")
        busy = machine.wait(lambda: next((one for one in machine.heard[reply] if b"hall.busy" in one), None), 60)
        assert b'"retry_after_seconds":5' in busy
    desk.wait(lambda: served(machine), 60)
    desk.wait(lambda: ("kiosk-1", "device.flood") not in alarms(desk), 60)
