"""What the tests of the phones' page share: a hall service and the page, as real programs on a broker of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hall_process import HallProcess
from holder import Holder
from mqtt_asker import Asker
from page_process import PageProcess

from bench.free_ports import free_port
from bench.mosquitto import Mosquitto


@pytest.fixture
def page(hall: HallProcess, broker: Mosquitto, tmp_path: Path) -> Iterator[PageProcess]:
    assert hall.pid
    made = PageProcess(tmp_path, broker.port, free_port())
    yield made
    if made.process.poll() is None:
        assert made.stop() == 0


@pytest.fixture
def holder(hall: HallProcess, asker: Asker) -> Holder:
    assert hall.pid
    return Holder(asker)
