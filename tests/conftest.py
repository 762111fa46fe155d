"""What several test folders share: a real broker on a free port, and a home for Kivy that is not the user's."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
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

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background: no program of a test would hear Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)

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


ENDED_S = 20.0
"""So long a thread has to end that was told to: it may be in the middle of a wait for its peer."""


def named_threads() -> set[threading.Thread]:
    """Every thread of a program has a name. Peers that several tests share are read on threads without one, and a
    broker in memory that nobody speaks to does nothing."""
    others = ("Thread-", "ThreadPool", "memory-broker")
    return {thread for thread in threading.enumerate() if not thread.name.startswith(others)}


@pytest.fixture(autouse=True)
def threads_end() -> Iterator[None]:
    """What a test starts, it stops: a thread that lives on speaks to a broker that is gone and logs into another test.

    It is set up first, and so looks last.
    """
    before = named_threads()
    yield
    deadline = time.monotonic() + ENDED_S
    for thread in named_threads() - before:
        thread.join(max(0.0, deadline - time.monotonic()))
    left = sorted(thread.name for thread in named_threads() - before)
    assert not left, f"this test leaves running: {left}"


@pytest.fixture(autouse=True)
def logs_end() -> Iterator[None]:
    """A program's main that a test calls lets the whole process log to the stderr of that test, which is closed with
    it: each later line of any test would be an error of logging."""
    root = logging.getLogger()
    before, level = [*root.handlers], root.level
    yield
    for handler in [*root.handlers]:
        if handler not in before and not type(handler).__module__.startswith("_pytest"):
            root.removeHandler(handler)
    root.setLevel(level)


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
