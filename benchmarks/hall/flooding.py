"""A device that floods, as a process; and a program in the broker's place that only takes what it sends."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import sample_hall
from benchmarks.hall.running import OURS
from benchmarks.hall.wild_requests import WildRequest
from domain.config import Role
from kiosk.mqtt.port import Publication
from kiosk.mqtt.publish_packet import write_publish
from kiosk.mqtt.topics import Topics

AT_WINDOW = {Role.PAD, Role.PAD_CLERK, Role.PAD_CITIZEN}


@dataclass(frozen=True)
class Flood:
    """One type of message at one QoS, from a device of its own."""

    number: int
    sent: WildRequest
    qos: int

    @property
    def device(self) -> str:
        return f"wild-{self.number}"

    @property
    def window(self) -> str:
        return f"w{self.number}"

    def toml(self) -> str:
        """The device in hall.toml."""
        at = f'window = "{self.window}"\n' if self.sent.role in AT_WINDOW else ""
        return f'\n[[devices]]\nid = "{self.device}"\nrole = "{self.sent.role}"\n{at}'


@contextlib.contextmanager
def flooding(port: int, hall: str, flood: Flood) -> Iterator[list[float]]:
    """While it floods. Afterwards the list holds how many messages a second the broker took."""
    topics, device, sent = Topics(hall), flood.device, flood.sent
    argv = ["-m", "bench.wild_device", str(port), sent.topic(topics, device), topics.reply(device), str(flood.qos)]
    process = subprocess.Popen(
        [sys.executable, *argv],
        cwd=OURS,
        env={**os.environ, "PYTHONPATH": str(OURS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    rate: list[float] = []
    try:
        process.stdin.write(b"\n".join(sent.bodies(flood.window)))
        process.stdin.close()
        process.stdout.readline()
        time.sleep(0.3)
        yield rate
        process.terminate()
        rate.append(float(process.stdout.readline() or 0))
    finally:
        process.kill()
        process.wait(10)


@contextlib.contextmanager
def sink(per_s: float, flood: Flood) -> Iterator[int]:
    """A program that takes so many messages a second and does nothing; its port."""
    topics = Topics(sample_hall.HALL)
    topic, reply = flood.sent.topic(topics, flood.device), topics.reply(flood.device)
    sizes = [
        len(write_publish(Publication(topic, body, qos=flood.qos, response_topic=reply), 1))
        for body in flood.sent.bodies(flood.window)
    ]
    size = sum(sizes) / len(sizes)
    argv = [sys.executable, "-m", "benchmarks.hall.sink", str(per_s * size), str(size), str(flood.qos)]
    process = subprocess.Popen(argv, cwd=OURS, env={**os.environ, "PYTHONPATH": str(OURS)}, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait(10)
