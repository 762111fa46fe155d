"""CMPP 2.0 and 3.0: read by programs that are not ours; window, signs of life, reports, reconnecting, odd frames."""

from __future__ import annotations

import random
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from closed_door import closed_door
from cmpp_rig import Cmpp30Rig, CmppRig
from contract import CALL, receipts, until
from hypothesis import given, settings
from hypothesis import strategies as st
from peers.tshark import dissected, flat
from secret_files import secret_file

from hall.sms.choice import choose
from hall.sms.ledger import PartReport
from hall.sms.operators import cmpp_frames as frames
from hall.sms.operators.cmpp import CmppDialect, CmppSettings
from hall.sms.operators.smsc_socket import BadFrameError
from hall.sms.port import Accepted, MessageRejected, NotSent, SmsMessage, Unknown

LONG = SmsMessage("long", CALL.phone, "请您到一号窗口办理" * 14)
VERSIONS = {"2.0": CmppRig, "3.0": Cmpp30Rig}


@pytest.fixture(params=VERSIONS)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CmppRig]:
    made = VERSIONS[request.param](tmp_path)
    yield made
    made.close()


def test_wireshark_reads_login_long_submit_and_sign_of_life_of_3_0(tmp_path: Path) -> None:
    rig = Cmpp30Rig(tmp_path)
    rig.gateway.send(LONG)
    sent = list(rig.ismg.raw)
    rig.close()
    quiet = Cmpp30Rig(tmp_path, quiet_s=0.05)
    assert quiet.gateway.connect()
    until(lambda: quiet.ismg.pings, "a sign of life")
    sent.append(quiet.ismg.raw[1])  # after its login
    quiet.close()
    login, first, second, ping = (flat(layer) for layer in dissected(sent, tmp_path))
    assert login["cmpp.connect.Source_Addr"] == "901234"
    assert login["cmpp.Version"] in ("03.00", "3.0")
    for index, part in enumerate((first, second), start=1):
        assert part["cmpp.submit.Pk_total"] == "2"
        assert part["cmpp.submit.Pk_number"] == str(index)
        assert part["cmpp.Dest_terminal_Id"] == CALL.phone
        assert part["cmpp.submit.Src_Id"] == "10690001"
        assert part["cmpp.submit.Msg_src"] == "901234"
        assert part["cmpp.Msg_Fmt"] == "8"
        assert part["cmpp.TP_udhi"] in ("1", "True", "true")
    assert first["cmpp.Msg_Length"] == "140"
    assert second["cmpp.Msg_Length"] == str(6 + 2 * (126 - 67))
    assert ping["cmpp.Command_Id"] in ("8", "0x00000008")


def test_a_long_message_is_delivered_when_its_last_part_is(rig: CmppRig) -> None:
    accepted = rig.gateway.send(LONG)
    assert isinstance(accepted, Accepted)
    first, second = map(int, accepted.reference.split("+"))
    rig.ismg.report(second, "DELIVRD")
    assert rig.gateway.receipts() == []
    rig.ismg.report(first, "DELIVRD")
    assert [receipt.delivered for receipt in receipts(rig)] == [True]


@pytest.mark.parametrize("stat", ["EXPIRED", "DELETED", "UNDELIV", "UNKNOWN", "REJECTD", "MK:0001"])
def test_every_final_state_but_delivered_is_a_failure(rig: CmppRig, stat: str) -> None:
    accepted = rig.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    rig.ismg.report(int(accepted.reference), "ACCEPTD")
    assert rig.gateway.receipts() == []
    rig.ismg.report(int(accepted.reference), stat)
    assert [receipt.reason for receipt in receipts(rig)] == [stat]


@pytest.mark.parametrize(
    ("result", "outcome"), [(8, NotSent), (1, MessageRejected), (13, MessageRejected), (200, MessageRejected)]
)
def test_each_result_says_whether_it_may_be_tried_again(rig: CmppRig, result: int, outcome: type) -> None:
    rig.ismg.result = result
    assert isinstance(rig.gateway.send(CALL), outcome)


def test_no_more_than_the_window_is_on_its_way(tmp_path: Path) -> None:
    rig = CmppRig(tmp_path, window=2)
    assert rig.gateway.connect()
    rig.ismg.hold = True
    said: list[object] = []
    sender = threading.Thread(target=lambda: said.append(rig.gateway.send(SmsMessage("k", "139", "字" * 200))))
    sender.start()
    until(lambda: len(rig.ismg.held) == 2, "the window to be full")
    assert rig.ismg.most_held == 2
    rig.ismg.release()
    sender.join(5)
    assert isinstance(said[0], Accepted)
    assert rig.arrived() == [("139", "字" * 200)]
    rig.close()


def test_signs_of_life_go_both_ways_and_silence_ends_it(tmp_path: Path) -> None:
    rig = CmppRig(tmp_path, quiet_s=0.05)
    assert rig.gateway.connect()
    rig.ismg.send(struct.pack(">III", 12, 8, 99))
    until(lambda: rig.ismg.pings and (0x8000_0008, 0) in rig.ismg.heard, "signs of life")
    rig.ismg.mute = True
    until(lambda: not rig.gateway.alive, "the end of a silent gateway")
    rig.close()


def test_the_gateways_farewell_is_answered_and_the_next_message_logs_in_anew(rig: CmppRig) -> None:
    assert rig.gateway.connect()
    rig.ismg.send(struct.pack(">III", 12, 2, 5))
    until(lambda: not rig.gateway.alive, "the end")
    assert isinstance(rig.gateway.send(CALL), Accepted)
    assert rig.ismg.logins == [0, 0]


def test_a_lost_answer_is_unknown_and_is_not_sent_again(tmp_path: Path) -> None:
    rig = CmppRig(tmp_path, answer_s=0.2)
    assert rig.gateway.connect()
    rig.ismg.mute = True
    assert isinstance(rig.gateway.send(CALL), Unknown)
    rig.ismg.mute = False
    rig.reopen()
    assert isinstance(rig.gateway.send(CALL), Unknown)
    assert len(rig.arrived()) == 1
    rig.close()


def test_ten_minutes_without_a_gateway_are_few_attempts_and_then_it_is_back(rig: CmppRig) -> None:
    rig.cut()
    with closed_door(rig.port) as attempts:
        for _ in range(600):
            assert isinstance(rig.gateway.send(CALL), NotSent)
            rig.clock += 1
    assert 10 <= len(attempts) <= 20
    rig.mend()
    assert isinstance(rig.gateway.send(CALL), Accepted)


def test_what_citizens_write_is_answered_and_not_read(rig: CmppRig) -> None:
    assert rig.gateway.connect()
    rig.ismg.deliver("退订".encode("utf-16-be"), registered=0)
    rig.ismg.deliver(b"short", registered=1)
    assert [result for _, result in rig.ismg.heard] == [0, 1]


def test_the_configuration_is_read(tmp_path: Path) -> None:
    secret = secret_file(tmp_path / "key", "s3cret")
    toml = f'host = "127.0.0.1"\nsp_id = "9012345"\nsource = "1069"\nsecret_file = "{secret}"\n'
    (tmp_path / "sms.toml").write_text(toml, encoding="utf-8")
    found = choose("cmpp", tmp_path / "sms.toml", tmp_path)
    assert "sp_id: has more than 6 characters" in str(found[0])  # type: ignore[index]
    (tmp_path / "sms.toml").write_text(toml.replace("9012345", "901234") + 'version = "4.0"\n', encoding="utf-8")
    found = choose("cmpp", tmp_path / "sms.toml", tmp_path)
    assert "version" in str(found[0])  # type: ignore[index]


def _whole_frames(version: frames.CmppVersion) -> list[bytes]:
    content = frames.pack(version.report, {"Msg_Id": 5, "Stat": b"DELIVRD"})
    head, tail = version.deliver
    body = frames.pack(head, {"Registered_Delivery": 1, "Msg_Length": len(content)}) + content + frames.pack(tail, {})
    return [
        frames.frame(frames.DELIVER, 1, body),
        frames.frame(frames.SUBMIT_RESP, 1, frames.pack(version.submit_answer, {"Msg_Id": 5})),
        frames.frame(frames.CONNECT_RESP, 1, frames.pack(version.connect_answer, {"Version": version.code})),
        frames.frame(frames.ACTIVE_TEST, 1),
    ]


def _is(report: PartReport) -> None:
    assert isinstance(report, PartReport)


def _dialect(name: str) -> CmppDialect:
    return CmppDialect(CmppSettings(host="", sp_id="", secret_file="", source="", version=name), "", _is)  # type: ignore[arg-type]


def _read(dialect: CmppDialect, raw: bytes) -> None:
    """As the reader and the sender do it: only the documented exception."""
    buffer = bytearray(raw)
    try:
        while (frame := dialect.framing.take(buffer)) is not None:
            dialect.respond(frame)
            for read in (dialect.submitted, dialect.welcome):
                try:
                    read(frame)
                except BadFrameError:
                    continue
    except BadFrameError:
        return


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["2.0", "3.0"]), st.sampled_from([5, 8, 2, 0x8000_0001, 0x8000_0004]), st.binary(max_size=200))
def test_any_body_behind_a_good_header_is_read_or_refused(version: str, command: int, body: bytes) -> None:
    _read(_dialect(version), frames.frame(command, 1, body))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_hundred_thousand_random_frames_raise_nothing_else(version: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR")
    dice = random.Random(1)
    dialect, whole = _dialect(version), _whole_frames(frames.VERSIONS[version])
    for _ in range(100_000):
        raw = bytearray(dice.choice(whole))
        for _ in range(dice.randrange(1, 4)):
            raw[dice.randrange(4 if dice.random() < 0.9 else 0, len(raw))] = dice.randrange(256)
        _read(dialect, bytes(raw) if dice.random() < 0.8 else dice.randbytes(dice.randrange(40)))
