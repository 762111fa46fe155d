"""How long a message is good, as each operator wants to be told."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cloud_rig import TencentRig
from cmpp_rig import Cmpp30Rig, CmppRig
from contract import CALL, until
from gammu_rig import GammuRig
from peers import Peers, needs
from peers.cloud import Cloud
from peers.tshark import dissected, flat
from rigs import HttpRig
from smpp_rig import SmppRig

from hall.sms.ledger import Ledger
from hall.sms.operators.http_dialects import KANNEL
from hall.sms.operators.http_operator import OperatorGateway, OperatorSecrets, OperatorSettings
from hall.sms.operators.http_reports import read_push
from hall.sms.operators.parts import validity
from hall.sms.port import EXPIRED, SmsMessage

TEN = SmsMessage(CALL.key, CALL.phone, CALL.text, valid_s=600)
NOON = datetime(2026, 11, 21, 12, 0).astimezone().timestamp()


@pytest.fixture
def east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (600, "000000001000000R"),
        (61, "000000000101000R"),
        (1, "000000000001000R"),
        (0, "000000000001000R"),
        (90_000, "000001010000000R"),
        (2 * 86_400 - 1, "000001235959000R"),
        (2 * 86_400 + 1, "000002000000000R"),
        (10**9, "000002000000000R"),
    ],
)
def test_a_span_is_written_in_days_hours_minutes_and_seconds(seconds: int, said: str) -> None:
    assert validity("relative", seconds, NOON) == said


def test_a_moment_is_written_in_local_time_with_its_distance_from_utc(east: None) -> None:
    at = datetime.fromisoformat("2026-11-21T09:00:00+08:00").timestamp()
    assert validity("absolute", 600, at) == "261121091000032+"


def test_a_moment_west_of_greenwich_has_a_minus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "NST3:30")
    time.tzset()
    at = datetime.fromisoformat("2026-11-21T09:00:00-03:30").timestamp()
    assert validity("absolute", 600, at) == "261121091000014-"
    monkeypatch.undo()
    time.tzset()


def test_a_moment_at_greenwich_has_a_plus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC0")
    time.tzset()
    at = datetime.fromisoformat("2026-11-21T09:00:00+00:00").timestamp()
    assert validity("absolute", 600, at) == "261121091000000+"
    monkeypatch.undo()
    time.tzset()


def test_nothing_is_written_where_the_operator_wants_none_or_the_message_has_no_end() -> None:
    assert validity("none", 600, NOON) == ""
    assert validity("relative", None, NOON) == ""


@needs("smsc")
def test_smpp_is_told_the_span(tmp_path: Path, peers: Peers) -> None:
    rig = SmppRig(tmp_path, peers)
    rig.gateway.send(TEN)
    rig.arrived()
    (part,) = rig.smsc.submits
    left = datetime.fromisoformat(part["validity"]) - datetime.fromisoformat(part["now"])
    assert timedelta(seconds=590) < left < timedelta(seconds=610), "as the SMSC itself reads it"
    rig.close()


@pytest.mark.parametrize("made", [CmppRig, Cmpp30Rig])
def test_cmpp_is_told_the_moment(tmp_path: Path, made: type[CmppRig], east: None) -> None:
    rig = made(tmp_path)
    rig.gateway.send(TEN)
    rig.arrived()
    (valid,) = rig.ismg.valid
    rig.close()
    assert valid.endswith("032+")
    end = datetime.strptime(valid[:12], "%y%m%d%H%M%S").astimezone().timestamp()
    assert abs(end - time.time() - 600) < 60


def test_wireshark_finds_the_moment_in_its_place(tmp_path: Path) -> None:
    rig = Cmpp30Rig(tmp_path)
    rig.gateway.send(TEN)
    rig.arrived()
    (submit,) = (raw for raw in rig.ismg.raw if raw[7] == 4)
    rig.close()
    (read,) = (flat(layer) for layer in dissected([submit], tmp_path))
    assert read["cmpp.submit.Valld_Time"] == rig.ismg.valid[0]


def test_the_plain_gateway_is_told_the_seconds(tmp_path: Path) -> None:
    rig = HttpRig(tmp_path)
    rig.gateway.send(TEN)
    assert [message["valid_seconds"] for message in rig.operator.messages.values()] == [600]
    rig.close()


def test_kannel_is_told_the_minutes(tmp_path: Path) -> None:
    cloud = Cloud()
    settings = OperatorSettings(shape="kannel", url=cloud.url, user="hall", secret_file="", sender="1069")
    gateway = OperatorGateway(settings, OperatorSecrets("secret"), Ledger(tmp_path))
    gateway.send(TEN)
    gateway.send(SmsMessage("endless", CALL.phone, CALL.text))
    assert [headers.get("x-kannel-validity") for headers in cloud.headers] == ["10", None]
    gateway.close()
    cloud.stop()


def test_kannels_word_for_an_expired_message_is_ours() -> None:
    """As Kannel 1.4.5 reports it, a minute after a message that no SMSC took."""
    (report,) = read_push(KANNEL, "id=k&state=16&reply=NACK%2Fvalidity+expired", b"")
    assert (report.delivered, report.reason) == (False, EXPIRED)
    (report,) = read_push(KANNEL, "id=k&state=16&reply=NACK%2F11%2FInvalid+Destination", b"")
    assert report.reason == "NACK/11/Invalid Destination"


def test_clouds_have_no_field_for_it_and_get_none(tmp_path: Path) -> None:
    rig = TencentRig(tmp_path)
    rig.gateway.send(TEN)
    assert "600" not in json.dumps(rig.cloud.asked)
    rig.close()


@needs("smsd")
@pytest.mark.parametrize(("seconds", "steps"), [(600, 1), (60, 0), (24 * 3600, 11)])
def test_the_modem_is_told_in_steps_of_five_minutes_and_never_more_than_is_set(
    tmp_path: Path, peers: Peers, seconds: int, steps: int
) -> None:
    rig = GammuRig(tmp_path, peers)
    rig.silence(True)
    rig.gateway.send(SmsMessage("validity", CALL.phone, CALL.text, valid_s=seconds))
    assert rig.rows("RelativeValidity") == [steps]
    rig.silence(False)
    until(lambda: rig.rows("1") == [], "the daemon")
    rig.close()
