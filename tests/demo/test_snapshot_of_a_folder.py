"""`xiaochuang snapshot` knows from a hall's folder whom it asks, and as who."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from secret_files import secret_file

import xiaochuang
from bench.mosquitto import Mosquitto
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import Answer, Error, Request, read, write
from kiosk.mqtt.port import Incoming, Login, Publication
from kiosk.mqtt.shell.whom import NoSuchHallError, Whom, whom
from kiosk.mqtt.topics import Topics

HALL = 'id = "xinghe"\n[[devices]]\nid = "kiosk-1"\nrole = "kiosk"\n'
DESK = '[[devices]]\nid = "desk-7"\nrole = "desk"\n'


@pytest.fixture
def hall(broker: Mosquitto) -> Iterator[None]:
    """Answers desk-7 with who asks, and refuses everybody else."""
    topics, there = Topics("xinghe"), threading.Event()

    def answer(message: Incoming) -> None:
        request = read(Request, message.payload)
        assert message.response_topic is not None
        known = message.topic == topics.command("desk-7")
        unknown = Error(code="device.unknown", detail="not in the hall's list of devices")
        told = Answer(id=request.id, ok=known, data={"as": "desk-7"}, error=None if known else unknown)
        wire.publish(Publication(message.response_topic, write(told), correlation=message.correlation))

    wire = Connection(
        Broker(port=broker.port),
        Login("xinghe-hall", subscriptions=(topics.command("+"),)),
        on_message=answer,
        on_link=lambda _: there.set(),
    )
    wire.start()
    assert there.wait(10)
    yield
    wire.stop()


@pytest.fixture
def demo(tmp_path: Path, broker: Mosquitto) -> Path:
    folder = tmp_path / "demo"
    (folder / "broker").mkdir(parents=True)
    (folder / "hall.toml").write_text(HALL + DESK)
    (folder / "broker/mosquitto.conf").write_text(f"user root\nlistener {broker.port} 127.0.0.1\n")
    return folder


def test_a_demo_is_asked_by_its_folder_alone(
    demo: Path, hall: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert xiaochuang.main(["snapshot", "--dir", str(demo)]) == 0
    assert json.loads(capsys.readouterr().out) == {"as": "desk-7"}
    monkeypatch.chdir(demo)
    assert xiaochuang.main(["snapshot"]) == 0
    assert json.loads(capsys.readouterr().out) == {"as": "desk-7"}


def test_who_asks_as_a_device_that_is_none_is_told_what_to_name(
    demo: Path, hall: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert xiaochuang.main(["snapshot", "--dir", str(demo), "--device", "desk-1"]) == 1
    assert "hall.toml has no device 'desk-1': name one of its desks with --device" in capsys.readouterr().err


def test_a_site_says_the_password_of_its_desk(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(HALL + DESK)
    assert whom(tmp_path) == Whom("xinghe", "desk-7")
    (tmp_path / "secrets").mkdir()
    password = secret_file(tmp_path / "secrets/desk-7.password", "secret")
    assert whom(tmp_path) == Whom("xinghe", "desk-7", str(password))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HALL, 'has no desk to ask as: add [[devices]] with id = "desk-1", role = "desk"'),
        ("id = \n", "is not TOML"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_folder_that_does_not_say_it_says_what_it_lacks(text: str | None, reason: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "hall.toml").write_text(text)
    with pytest.raises(NoSuchHallError) as refused:
        whom(tmp_path)
    assert reason in str(refused.value)


def test_without_any_folder_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(SystemExit):
        xiaochuang.main(["snapshot"])
    assert "--dir" in capsys.readouterr().err


def test_the_hall_s_own_name_is_not_taken(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        xiaochuang.main(["snapshot", "--dir", str(demo), "--username", "hall"])
    assert "it would be pushed off" in capsys.readouterr().err
