"""A call over MQTT becomes a message on a phone: the real hall service, a real broker, every back end's real peer."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from contract import until
from hall_process import HallProcess
from mqtt_asker import Asker
from peers import Peers, each
from sample_hall import TOML
from service_peers import SERVICE_PEERS, ServicePeer

from bench.mosquitto import Mosquitto

PHONE = "13900000001"
PATIENCE_S = 30.0


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    broker = Mosquitto(tmp_path_factory.mktemp("broker"))
    broker.start()
    yield broker
    broker.kill()


@pytest.fixture(params=each(SERVICE_PEERS))
def peer(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers) -> Iterator[ServicePeer]:
    made: ServicePeer = SERVICE_PEERS[request.param](tmp_path, peers)  # type: ignore[call-arg]
    yield made
    made.close()


@pytest.fixture
def hall(peer: ServicePeer, wire: Mosquitto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HallProcess]:
    if peer.zone is not None:
        monkeypatch.setenv("TZ", peer.zone)
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text(TOML.replace("test-hall", tmp_path.name.replace("_", "-")), encoding="utf-8")
    (tmp_path / "sms.toml").write_text(peer.toml, encoding="utf-8")
    made = HallProcess(folder, wire.port, "--sms", peer.kind, "--sms-config", str(tmp_path / "sms.toml"))
    made.start()
    yield made
    made.kill()


@pytest.fixture
def asker(hall: HallProcess, wire: Mosquitto, tmp_path: Path) -> Iterator[Asker]:
    made = Asker(wire.port, tmp_path.name.replace("_", "-"))
    assert made.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]
    yield made
    made.close()


def call_somebody(asker: Asker) -> None:
    """Somebody takes a number, leaves a phone, and is called at once."""
    assert asker.ask("kiosk-1", "ticket.issue", {"queue": "social", "phone": PHONE})["ok"]
    called = asker.ask("pad-1", "ticket.call_next", {"window": "w1"})
    assert called["ok"]
    ticket = called["data"]["ticket"]
    assert asker.ask("pad-1", "ticket.no_show", {"window": "w1", "ticket": ticket})["ok"]


def states(hall: HallProcess) -> list[str]:
    with contextlib.closing(sqlite3.connect(f"file:{hall.data / 'hall.db'}?mode=ro", uri=True)) as db:
        return [state for (state,) in db.execute("SELECT state FROM sms WHERE state <> 'skipped' ORDER BY key")]


def soon(true: Callable[[], bool], what: str) -> None:
    until(true, what, PATIENCE_S)


def test_a_call_is_on_the_phone_once_though_the_hall_is_killed_before_the_receipt(
    peer: ServicePeer, hall: HallProcess, asker: Asker
) -> None:
    peer.hold()
    call_somebody(asker)
    soon(lambda: states(hall) == ["accepted"] and peer.taken(1), "the message to be taken")
    hall.kill()
    peer.hall_gone()
    hall.start()
    peer.report()
    soon(lambda: states(hall) == ["delivered"], "the receipt")
    assert peer.arrived() == [(PHONE, "【测试大厅】请A001号到1号窗口办理。")]

    call_somebody(asker)
    soon(lambda: len(peer.arrived()) == 2, "the next message")
    assert peer.arrived()[1:] == [(PHONE, "【测试大厅】请A002号到1号窗口办理。")]
    assert PHONE not in hall.log.read_text(encoding="utf-8")
    assert hall.stop() == 0
