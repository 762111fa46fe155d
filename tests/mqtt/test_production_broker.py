"""The hall's broker as shipped in systemd/: who may say and hear what, by certificate and by password."""

from __future__ import annotations

import getpass
import logging
import queue
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from houses import SOON, eventually
from sample_hall import TOML
from secret_files import secret_file
from small_ca import stranger

from bench.free_ports import free_port
from bench.mosquitto import Mosquitto
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import Request, new_id
from kiosk.mqtt.one_question import NoAnswerError, ask
from kiosk.mqtt.port import Incoming, Login, Outcome, Publication
from kiosk.mqtt.topics import Topics
from provisioning.broker_files.command import broker_files_main
from provisioning.certificates.command import certificates_main

SHIPPED = Path(__file__).resolve().parents[2] / "systemd"
NAMES = ("hall", "kiosk-1", "pad-1", "desk-1")
TOPICS = Topics("test-hall")


class ProductionBroker:
    """systemd/mosquitto.conf with this test's paths, ports, user and log; nothing else is changed.

    Certificates and passwords are those that the commands make. `named`: so is the access list, else it is
    systemd/mosquitto.acl.
    """

    def __init__(self, folder: Path, *, named: bool) -> None:
        self.folder = folder
        self.named = named
        self.tls_port = free_port()
        self.mosquitto = Mosquitto(folder, config=folder / "production.conf")
        (folder / "hall.toml").write_text(TOML, encoding="utf-8")
        for words in ("authority", "broker --name 127.0.0.1", "device kiosk-1 pad-1 desk-1 hall"):
            assert certificates_main([*words.split(), "--site", str(folder)]) == 0
        assert broker_files_main(["--site", str(folder), "--password", "kiosk-1", "--password", "pad-1"]) == 0
        if not named:
            acl = (SHIPPED / "mosquitto.acl").read_text(encoding="utf-8")
            desk = "\n# user spare-desk\n# topic read xc/v1/#\n"
            assert desk in acl
            with_desk = acl.replace(desk, "\nuser desk-1\ntopic read xc/v1/#\n")
            (folder / "broker" / "mosquitto.acl").write_text(with_desk, encoding="utf-8")
        text = (SHIPPED / "mosquitto.conf").read_text(encoding="utf-8")
        for shipped, here in {
            "/etc/xiaochuang/tls/": f"{folder}/tls/",
            "/etc/xiaochuang/": f"{folder}/broker/",
            "listener 1883 127.0.0.1": f"listener {self.mosquitto.port} 127.0.0.1",
            "listener 8883": f"listener {self.tls_port} 127.0.0.1",
            "log_dest syslog": f"log_dest file {folder}/mosquitto.log",
        }.items():
            assert shipped in text
            text = text.replace(shipped, here)
        (folder / "production.conf").write_text(f"user {getpass.getuser()}\n{text}")
        self.mosquitto.start()

    def by_password(self, name: str) -> Broker:
        secret = self.folder / "secrets" / f"{name}.password"
        return Broker(port=self.mosquitto.port, username=name, password_file=str(secret))

    def by_certificate(self, name: str) -> Broker:
        """With another's user name, which must not help."""
        file = self.folder / "tls" / "devices" / name
        return Broker(
            port=self.tls_port,
            username="hall",
            ca_file=str(self.folder / "tls" / "ca.crt"),
            cert_file=f"{file}.crt",
            key_file=f"{file}.key",
        )


class Speaker:
    """A program on that broker: what it hears, and what becomes of what it says."""

    def __init__(self, broker: Broker, name: str) -> None:
        self.heard: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
        self.links: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self.wire = Connection(
            broker,
            Login(name, subscriptions=["#"], session_expiry_s=0),  # nothing of the test before
            on_message=self.heard.put,
            on_link=self.links.put,
        )

    def start(self) -> Speaker:
        self.wire.start()
        assert self.links.get(timeout=SOON)
        return self

    def say(self, topic: str, payload: bytes = b"x", *, retain: bool = False) -> Outcome:
        assert self.wire.publish(Publication(topic, payload, retain=retain), self.outcomes.put)
        return self.outcomes.get(timeout=SOON)

    def hears(self) -> tuple[str, bytes]:
        incoming = self.heard.get(timeout=SOON)
        return incoming.topic, incoming.payload


@pytest.fixture(scope="module", params=["patterns", "named"])
def production(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[ProductionBroker]:
    made = ProductionBroker(tmp_path_factory.mktemp("production"), named=request.param == "named")
    yield made
    made.mosquitto.kill()


@pytest.fixture(params=["by_password", "by_certificate"])
def speakers(production: ProductionBroker, request: pytest.FixtureRequest) -> Iterator[dict[str, Speaker]]:
    identify = getattr(production, request.param)
    made = {name: Speaker(identify(name), name).start() for name in NAMES}
    yield made
    for speaker in made.values():
        speaker.wire.stop()


def test_a_device_speaks_under_its_own_name_and_the_hall_hears_it(speakers: dict[str, Speaker]) -> None:
    for topic in (TOPICS.command("kiosk-1"), TOPICS.event("kiosk-1"), TOPICS.device_state("kiosk-1")):
        assert speakers["kiosk-1"].say(topic, b"mine") is Outcome.ACKNOWLEDGED
        assert speakers["hall"].hears() == (topic, b"mine")


@pytest.mark.parametrize(
    "topic",
    [
        TOPICS.command("pad-1"),
        TOPICS.event("pad-1"),
        TOPICS.device_state("pad-1"),
        TOPICS.reply("pad-1"),
        TOPICS.reply("kiosk-1"),
        TOPICS.ack("kiosk-1"),
        TOPICS.order("kiosk-1"),
        TOPICS.order("pad-1"),
        TOPICS.host_state,
        TOPICS.event_stream,
        TOPICS.queues,
        TOPICS.calls,
        TOPICS.notices,
        TOPICS.catalogue,
        TOPICS.picture("clerk-1"),
        TOPICS.window_state("w1"),
        TOPICS.command("kiosk-1x"),
        "anything/else",
    ],
)
def test_a_device_can_say_nothing_in_another_s_or_the_hall_s_name(speakers: dict[str, Speaker], topic: str) -> None:
    for device in ("kiosk-1", "desk-1"):
        assert speakers[device].say(topic, b"forged", retain=True) is Outcome.REFUSED
    assert speakers["hall"].say(TOPICS.notices, b"after") is Outcome.ACKNOWLEDGED
    assert speakers["hall"].hears() == (TOPICS.notices, b"after")


def test_the_list_that_is_made_from_hall_toml_keeps_a_device_to_its_own_hall(
    production: ProductionBroker, speakers: dict[str, Speaker]
) -> None:
    """systemd/mosquitto.acl serves a broker of several halls."""
    others = Topics("other-hall")
    for topic in (others.command("kiosk-1"), others.event("kiosk-1"), others.device_state("kiosk-1")):
        assert (speakers["kiosk-1"].say(topic, b"here") is Outcome.REFUSED) is production.named


def test_a_device_hears_what_is_for_it_and_public_and_nothing_else(speakers: dict[str, Speaker]) -> None:
    hall = speakers["hall"]
    for topic in (
        TOPICS.reply("pad-1"),
        TOPICS.ack("pad-1"),
        TOPICS.order("pad-1"),
        TOPICS.event_stream,
        TOPICS.reply("kiosk-1"),
        TOPICS.reply("kiosk-1") + "/sub",
        TOPICS.ack("kiosk-1"),
        TOPICS.order("kiosk-1"),
        TOPICS.host_state,
        TOPICS.calls,
        TOPICS.picture("clerk-1"),
        TOPICS.window_state("w1"),
    ):
        assert hall.say(topic) is Outcome.ACKNOWLEDGED
    speakers["pad-1"].say(TOPICS.command("pad-1"))
    hall.say(TOPICS.queues, b"last")
    heard = []
    while (one := speakers["kiosk-1"].hears()) != (TOPICS.queues, b"last"):
        heard.append(one[0])
    assert heard == [
        TOPICS.reply("kiosk-1"),
        TOPICS.reply("kiosk-1") + "/sub",
        TOPICS.ack("kiosk-1"),
        TOPICS.order("kiosk-1"),
        TOPICS.host_state,
        TOPICS.calls,
        TOPICS.picture("clerk-1"),
        TOPICS.window_state("w1"),
    ]


def test_the_supervisor_s_desk_hears_everything(speakers: dict[str, Speaker]) -> None:
    speakers["pad-1"].say(TOPICS.command("pad-1"), b"next")
    assert speakers["desk-1"].hears() == (TOPICS.command("pad-1"), b"next")
    speakers["hall"].say(TOPICS.event_stream, b"called")
    assert speakers["desk-1"].hears() == (TOPICS.event_stream, b"called")


def test_a_device_that_takes_the_hall_s_client_id_does_not_end_the_hall_s_link(
    production: ProductionBroker, speakers: dict[str, Speaker]
) -> None:
    speakers["pad-1"].wire.stop()
    for identify in (production.by_password, production.by_certificate):
        thief = Speaker(identify("pad-1"), "hall").start()
        assert thief.say(TOPICS.command("pad-1"), b"still here?") is Outcome.ACKNOWLEDGED
        assert speakers["hall"].hears() == (TOPICS.command("pad-1"), b"still here?")
        thief.wire.stop()
    assert speakers["hall"].links.empty()


def test_who_has_no_name_or_a_wrong_password_or_another_s_certificate_is_kept_out(
    production: ProductionBroker, tmp_path: Path
) -> None:
    stranger(tmp_path, "kiosk-1")
    secret_file(tmp_path / "wrong", "guess")
    attempts = [
        Broker(port=production.mosquitto.port),
        Broker(port=production.mosquitto.port, username="kiosk-1", password_file=str(tmp_path / "wrong")),
        Broker(port=production.tls_port, ca_file=str(production.folder / "tls" / "ca.crt")),
        Broker(
            port=production.tls_port,
            ca_file=str(production.folder / "tls" / "ca.crt"),
            cert_file=str(tmp_path / "kiosk-1.crt"),
            key_file=str(tmp_path / "kiosk-1.key"),
        ),
    ]
    made = [Speaker(broker, f"stranger-{number}") for number, broker in enumerate(attempts)]
    for speaker in made:
        speaker.wire.start()
    log = production.folder / "mosquitto.log"

    def turned_away() -> int:
        text = log.read_text(errors="replace")
        return min(text.count("not authorised"), text.count("peer did not return a certificate"))

    assert eventually(lambda: turned_away() >= 1), log.read_text(errors="replace")[-2000:]
    assert all(speaker.links.empty() for speaker in made)
    for speaker in made:
        speaker.wire.stop(timeout_s=0.1)


def test_a_terminal_does_not_speak_to_a_broker_of_another_authority(
    production: ProductionBroker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    stranger(tmp_path, "kiosk-1")
    broker = production.by_certificate("kiosk-1")
    speaker = Speaker(
        Broker(
            port=broker.port, ca_file=str(tmp_path / "ca.crt"), cert_file=broker.cert_file, key_file=broker.key_file
        ),
        "kiosk-1",
    )
    speaker.wire.start()
    assert eventually(lambda: "certificate verify failed" in caplog.text)
    assert speaker.links.empty()
    speaker.wire.stop(timeout_s=0.1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password_file": "wrong"}, "Not authorized"),
        ({"host": "localhost"}, "certificate verify failed: Hostname mismatch"),
        ({"port": 1}, "Connection refused"),
    ],
)
def test_a_question_from_a_shell_says_why_there_is_no_link(
    production: ProductionBroker, tmp_path: Path, wrong: dict[str, Any], said: str
) -> None:
    secret_file(tmp_path / "wrong", "guess")
    kind = production.by_certificate if "host" in wrong else production.by_password
    given = {key: str(tmp_path / value) if key == "password_file" else value for key, value in wrong.items()}
    question = Request(id=new_id(), type="hall.snapshot")
    for patience_s in (1.0, 30.0):  # it waits for all of it: the second is for a machine that is too busy to say no
        with pytest.raises(NoAnswerError) as told:
            ask(replace(kind("desk-1"), **given), TOPICS, "desk-1", question, patience_s)
        if "no link" in str(told.value):
            break
    assert said in str(told.value)
