"""What several test folders share: a real broker on a free port, and a home for Kivy that is not the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hall_process import HallProcess
from hypothesis import HealthCheck, settings
from mqtt_asker import Asker
from sample_hall import TOML

from bench.mosquitto import Mosquitto

# Kivy makes its home when it is imported, which some tests do as they are collected, in two processes at once.
_kivy = Path(__file__).parents[1] / "build" / f"kivy-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
_kivy.mkdir(parents=True, exist_ok=True)
os.environ.update(KIVY_HOME=str(_kivy), KIVY_NO_ARGS="1")

# The same examples at each run: what fails, fails for everybody. The profile "explore" looks for new ones. No deadline,
# nor a look at how long examples take to make: a loaded machine is slow, and no test asserts speed.
slow = [HealthCheck.too_slow]
settings.register_profile("repeatable", derandomize=True, deadline=None, suppress_health_check=slow)
settings.register_profile("explore", derandomize=False, deadline=None, suppress_health_check=slow)
settings.load_profile("repeatable")

LONG = {
    "test_bad_day.py",
    "test_broker_kill.py",
    "test_clerk_modes.py",
    "test_dies_at_work.py",
    "test_hall.py",
    "test_kill.py",
    "test_machine_cables.py",
    "test_nobodys_secrets.py",
    "test_own_words.py",
    "test_printer_fuzz.py",
    "test_repetition.py",
    "test_screens.py",
    "test_whole_installation.py",
}
"""Files with tests of ten seconds and more."""


WITH_PCSCD = {
    "test_both_cards.py",
    "test_card_stack.py",
    "test_cards_contract.py",
    "test_chip_card.py",
    "test_machine_card_reader.py",
    "test_pcsc.py",
    "test_pcsc_unplug.py",
}
"""Files whose tests start a pcscd: one daemon at a time is enough load for two cores."""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests come first: at the end of a run no process is left alone with one. Those with a broker are marked."""
    items.sort(key=lambda item: item.path.name not in LONG)
    for item in items:
        if item.path.name in WITH_PCSCD:
            item.add_marker(pytest.mark.xdist_group("pcscd"))
        if isinstance(item, pytest.Function) and "broker" in item.fixturenames:
            item.add_marker(pytest.mark.running)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    """A running mosquitto of this test alone: `broker.host`, `broker.port`, `kill()`, `start()`."""
    folder = tmp_path / "broker"
    folder.mkdir()
    mosquitto = Mosquitto(folder)
    mosquitto.start()
    yield mosquitto
    mosquitto.kill()


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
