"""What the tests of the hall service share: its program on a broker of its own, and a plain MQTT client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from quiet_hall import QuietHall
from sample_hall import TOML

from bench.mosquitto import Mosquitto


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[HallProcess]:
    """A running hall service: `start`, `kill`, `stop`; its log is in `log`."""
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text(TOML, encoding="utf-8")
    process = HallProcess(folder, broker.port)
    process.start()
    yield process
    process.kill()


@pytest.fixture
def asker(broker: Mosquitto) -> Iterator[Asker]:
    """Any MQTT client: asks as any device, hears every topic of the hall."""
    made = Asker(broker.port, "test-hall")
    yield made
    made.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[QuietHall]:
    """The hall of the sample hall at nine in the morning, without MQTT."""
    made = QuietHall(tmp_path)
    yield made
    made.store.close()
