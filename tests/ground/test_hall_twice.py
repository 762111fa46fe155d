"""Two hall services under one name, as a cloned server makes them: it is told in words that an engineer can act on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

from bench.mosquitto import Mosquitto


def test_a_cloned_hall_is_an_alarm(broker: Mosquitto, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "clone")]
    for folder in folders:
        folder.mkdir()
        (folder / "hall.toml").write_text(TOML, encoding="utf-8")
    first, clone = (HallProcess(folder, broker.port) for folder in folders)
    first.start()
    first.stop()
    shutil.copytree(first.data, clone.data)  # the same store, and the same session at its next start
    asker = Asker(broker.port, "test-hall")
    try:
        first.start()
        asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})
        clone.start()
        told = asker.wait(lambda: [event for event in stream(asker) if b"device.twice" in event], 60)
        assert json.loads(told[0])["data"]["device"] == "hall"
        assert told[0].count(b"session") == 2
    finally:
        asker.close()
        first.kill()
        clone.kill()


def stream(asker: Asker) -> list[bytes]:
    return [*asker.heard[asker.topics.event_stream]]
