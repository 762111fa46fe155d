"""What the broker has kept of windows, devices and clerks that hall.toml does not have any more is taken from it."""

from __future__ import annotations

import json
import shutil
import threading
import time
from pathlib import Path

from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

from bench.mosquitto import Mosquitto
from hall.arrivals.leftovers import LARGEST_STATE, Leftovers
from hall.config.file import read_hall
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.port import Incoming, Login, Publication
from kiosk.mqtt.topics import Topics

HERE, ELSEWHERE = Topics("test-hall"), Topics("other-hall")
ANOTHERS = (
    ELSEWHERE.window_state("w9"),
    ELSEWHERE.picture("old"),
    ELSEWHERE.device_state("gone-1"),
    f"{HERE.base}/public/notes/w9",
    "building/window/w9/state",
)
"""Retained by others, or not what a hall of ours retains."""


def keep(asker: Asker, *topics: str) -> None:
    for topic in topics:
        assert asker.wire.publish(Publication(topic, b'{"version": 1}', retain=True))


def kept(broker: Mosquitto) -> set[str]:
    """Every topic of which the broker has something, as a client that has just come hears it."""
    mark, linked = f"mark/{new_id()}", threading.Event()
    heard: list[Incoming] = []
    wire = Connection(
        Broker(port=broker.port),
        Login(f"reader-{new_id()}", subscriptions=["#"], session_expiry_s=0),
        on_message=heard.append,
        on_link=lambda up: linked.set() if up else None,
    )
    wire.start()
    assert linked.wait(30)
    assert wire.publish(Publication(mark, b"x"))
    deadline = time.monotonic() + 30
    while all(one.topic != mark for one in heard) and time.monotonic() < deadline:
        time.sleep(0.01)
    wire.stop()
    return {one.topic for one in heard if one.retained}


def test_a_changed_hall_clears_its_own_and_nobody_elses(broker: Mosquitto, tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    hall = HallProcess(tmp_path, broker.port)
    asker = Asker(broker.port, "test-hall")
    try:
        keep(asker, *ANOTHERS, HERE.device_state("kiosk-1"), HERE.window_state("w9"), HERE.device_state("gone-1"))
        keep(asker, HERE.picture("gone"))
        hall.start()
        gone = {HERE.window_state("w9"), HERE.device_state("gone-1"), HERE.picture("gone")}
        asker.wait(lambda: not gone & kept(broker), 30)
        assert kept(broker) >= {*ANOTHERS, HERE.device_state("kiosk-1"), HERE.window_state("w1"), HERE.host_state}
        hall.stop()
        keep(asker, HERE.window_state("w8"))
        hall.start()
        assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["ok"]
        assert HERE.window_state("w8") in kept(broker), "nothing is asked for while nothing has changed"
        hall.stop()
        shutil.rmtree(hall.data)  # another store
        hall.start()
        asker.wait(lambda: HERE.window_state("w8") not in kept(broker), 30)
    finally:
        asker.close()
        hall.kill()


def test_a_state_larger_than_any_is_not_kept_for_everybody(broker: Mosquitto, tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    hall = HallProcess(tmp_path, broker.port)
    asker = Asker(broker.port, "test-hall")
    large = json.dumps({"state": "ready", "session": 1, "at": 1, "health": {"note": "x" * LARGEST_STATE}}).encode()
    try:
        asker.wire.publish(Publication(HERE.device_state("kiosk-1"), large, retain=True))  # before the hall is there
        hall.start()
        asker.wait(lambda: HERE.device_state("kiosk-1") not in kept(broker), 30)
        asker.wire.publish(Publication(HERE.device_state("screen-hall"), large, retain=True))  # and while it is
        asker.wait(lambda: HERE.device_state("screen-hall") not in kept(broker), 30)
        assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["ok"]
    finally:
        asker.close()
        hall.kill()


# ---- the rule


def test_what_is_kept_is_only_cleared_when_the_wire_takes_it(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    config = read_hall(tmp_path / "hall.toml")
    assert not isinstance(config, list), config
    found = Leftovers(HERE, config, None)
    assert set(found.asked_for) == {HERE.window_state("+"), HERE.picture("+")}
    assert found.heard(Incoming(HERE.window_state("w9"), b"{}", retained=True))
    assert found.heard(Incoming(HERE.window_state("w1"), b"{}", retained=True))
    assert found.heard(Incoming(HERE.window_state("w7"), b"{}", retained=False)), "nobody's, but nothing old"
    assert not found.heard(Incoming(HERE.device_state("gone-1"), json.dumps({}).encode(), retained=True))
    assert not found.heard(Incoming(HERE.device_state("gone-2"), b"{}", retained=False))
    assert not found.heard(Incoming(HERE.command("kiosk-1"), b"{}", retained=True))
    assert not found.heard(Incoming(HERE.device_state("kiosk-1"), b"x" * LARGEST_STATE, retained=False))
    assert found.heard(Incoming(HERE.device_state("kiosk-1"), b"x" * (LARGEST_STATE + 1), retained=False))

    class Wire:
        def __init__(self) -> None:
            self.takes = False
            self.sent: list[Publication] = []

        def publish(self, publication: Publication) -> bool:
            self.sent += [publication] if self.takes else []
            return self.takes

    wire = Wire()
    found.clear(wire)  # type: ignore[arg-type]
    wire.takes = True
    found.clear(wire)  # type: ignore[arg-type]
    found.clear(wire)  # type: ignore[arg-type]
    gone = [HERE.window_state("w9"), HERE.device_state("gone-1"), HERE.device_state("kiosk-1")]
    assert [(one.topic, one.payload, one.retain) for one in wire.sent] == [(topic, b"", True) for topic in gone]
    assert Leftovers(HERE, config, found.meta["retained"]).asked_for == ()
