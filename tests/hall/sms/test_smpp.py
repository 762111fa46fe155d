"""SMPP before a real SMSC: parts, throttling half-way, silence, reconnecting, signs of life, and odd receipts."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from closed_door import closed_door
from contract import CALL, receipts, until
from hypothesis import given, settings
from hypothesis import strategies as st
from peers import Peers, needs
from secret_files import secret_file
from smpp_rig import SmppRig

from hall.sms.choice import choose
from hall.sms.ledger import PartReport
from hall.sms.operators.smpp import SmppDialect, SmppSettings, packed, parse, read_receipt
from hall.sms.operators.smsc_socket import BadFrameError, Frame
from hall.sms.port import Accepted, MessageRejected, NotSent, SmsMessage, Unknown

pytestmark = needs("smsc")

LONG = SmsMessage("long", CALL.phone, "请您到一号窗口办理" * 14)


@pytest.fixture
def rig(tmp_path: Path, peers: Peers) -> Iterator[SmppRig]:
    made = SmppRig(tmp_path, peers)
    yield made
    made.close()


def test_a_long_message_is_ucs2_in_parts_with_a_receipt_asked_for_each(rig: SmppRig) -> None:
    accepted = rig.gateway.send(LONG)
    assert isinstance(accepted, Accepted)
    until(lambda: len(rig.smsc.submits) == 2, "both parts")
    assert [part["header"][:6] for part in rig.smsc.submits] == ["050003"] * 2
    assert all(part["coding"] == 8 and part["registered"] == 1 for part in rig.smsc.submits)
    assert accepted.reference == "+".join(part["id"] for part in rig.smsc.submits)


def test_a_long_message_is_delivered_when_its_last_part_is(rig: SmppRig) -> None:
    accepted = rig.gateway.send(LONG)
    assert isinstance(accepted, Accepted)
    first, second = accepted.reference.split("+")
    rig.report(second, True)
    assert rig.gateway.receipts() == []
    rig.report(first, True)
    assert [receipt.delivered for receipt in receipts(rig)] == [True]


def test_one_failed_part_fails_the_message(rig: SmppRig) -> None:
    accepted = rig.gateway.send(LONG)
    assert isinstance(accepted, Accepted)
    first, second = accepted.reference.split("+")
    rig.report(first, False)
    rig.report(second, True)
    (receipt,) = receipts(rig)
    assert (receipt.delivered, receipt.reason) == (False, "UNDELIV 000")


@pytest.mark.parametrize("stat", ["EXPIRED", "DELETED", "UNDELIV", "UNKNOWN", "REJECTD"])
def test_every_final_state_but_delivered_is_a_failure(rig: SmppRig, stat: str) -> None:
    accepted = rig.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    for passing in ("ENROUTE", "ACCEPTD"):
        rig.smsc.report(accepted.reference, passing)
    assert rig.gateway.receipts() == []
    rig.smsc.report(accepted.reference, stat)
    assert [receipt.reason.split()[0] for receipt in receipts(rig)] == [stat]


def test_only_the_throttled_part_is_sent_again(rig: SmppRig) -> None:
    rig.smsc.order(set={"throttle": 1})
    assert isinstance(rig.gateway.send(LONG), NotSent)
    assert isinstance(rig.gateway.send(LONG), Accepted)
    assert rig.arrived() == [(LONG.phone, LONG.text)]
    assert rig.smsc.phones.parts == 2


@pytest.mark.parametrize(("status", "outcome"), [(0x0B, MessageRejected), (0x14, NotSent), (0x58, NotSent)])
def test_each_refusal_says_whether_it_may_be_tried_again(rig: SmppRig, status: int, outcome: type) -> None:
    rig.smsc.order(set={"answer": status})
    assert isinstance(rig.gateway.send(CALL), outcome)


def test_an_smsc_that_does_not_answer_leaves_it_unknown(tmp_path: Path, peers: Peers) -> None:
    rig = SmppRig(tmp_path, peers, answer_s=0.2)
    assert rig.gateway.connect()
    rig.smsc.order(set={"mute": True})
    assert isinstance(rig.gateway.send(CALL), Unknown)
    rig.reopen()
    assert isinstance(rig.gateway.send(CALL), Unknown)
    assert len(rig.arrived()) == 1
    rig.close()


def test_ten_minutes_without_a_gateway_are_few_attempts_and_then_it_is_back(rig: SmppRig) -> None:
    rig.cut()
    with closed_door(rig.port) as attempts:
        for _ in range(600):
            assert isinstance(rig.gateway.send(CALL), NotSent)
            rig.clock += 1
    assert 10 <= len(attempts) <= 20
    rig.mend()
    assert isinstance(rig.gateway.send(CALL), Accepted)


def test_refused_credentials_are_not_tried_for_a_minute(rig: SmppRig) -> None:
    rig.refuse()
    for _ in range(50):
        assert "credentials" in rig.gateway.send(CALL).reason  # type: ignore[union-attr]
        rig.clock += 1
    until(lambda: rig.smsc.answers("bind"), "what the centre says of the login")
    assert rig.smsc.answers("bind") == [14]


def test_a_report_is_heard_after_the_connection_was_lost(rig: SmppRig) -> None:
    accepted = rig.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    rig.smsc.order(drop=1)
    until(lambda: not rig.gateway.alive, "the end of the connection")
    rig.report(accepted.reference, True)
    assert [receipt.delivered for receipt in receipts(rig)] == [True]


def test_signs_of_life_go_both_ways(tmp_path: Path, peers: Peers) -> None:
    rig = SmppRig(tmp_path, peers, quiet_s=0.05)
    assert rig.gateway.connect()
    rig.smsc.order(enquire=1)
    until(lambda: rig.smsc.answers("alive") and rig.smsc.answers("answered"), "signs of life")
    assert rig.gateway.alive
    rig.smsc.order(set={"mute": True})
    until(lambda: not rig.gateway.alive, "the end of a silent gateway")
    rig.close()


def test_a_message_that_is_no_receipt_is_answered_and_forgotten(rig: SmppRig) -> None:
    assert rig.gateway.connect()
    rig.smsc.order(raw=packed("deliver_sm", 7, source_addr="1390", short_message=b"\x4f\x60").hex())
    rig.smsc.order(raw=(struct.pack(">IIII", 16, 0x1234, 0, 8)).hex())
    assert isinstance(rig.gateway.send(CALL), Accepted)


def test_a_frame_of_no_protocol_ends_the_connection(rig: SmppRig) -> None:
    assert rig.gateway.connect()
    rig.smsc.order(raw="ffffffff" * 4)
    until(lambda: not rig.gateway.alive, "the end")
    rig.clock += 60
    assert isinstance(rig.gateway.send(CALL), Accepted)


def _receipt(ids: str, **fields: Any) -> PartReport | None:
    raw = packed("deliver_sm", 1, **fields)
    return read_receipt(parse(Frame(5, 1, raw[16:], raw)), ids)


def test_receipts_name_a_message_in_their_text_or_beside_it() -> None:
    text = b"id:0123456789 sub:001 dlvrd:001 submit date:2611210900 done date:2611210901 stat:DELIVRD err:000 text:"
    assert _receipt("same", esm_class=4, short_message=text) == PartReport("123456789", True, others=("0123456789",))
    beside = {"receipted_message_id": "abc", "message_state": 5}
    assert _receipt("same", esm_class=4, short_message=b"x", **beside) == PartReport("ABC", False, "UNDELIV", ("abc",))
    assert _receipt("hex", esm_class=4, short_message=text) == PartReport("123456789", delivered=True)
    nameless = _receipt("same", esm_class=4, short_message=b"stat:DELIVRD")
    assert nameless == PartReport("", delivered=True)
    assert _receipt("same", esm_class=0, short_message=text) is None


def test_the_configuration_is_read_and_a_long_password_named(tmp_path: Path) -> None:
    secret = secret_file(tmp_path / "key", "ninechars")
    toml = f'host = "127.0.0.1"\nsystem_id = "hall"\nsource = "1069"\npassword_file = "{secret}"\nwindw = 3\n'
    (tmp_path / "sms.toml").write_text(toml, encoding="utf-8")
    found = choose("smpp", tmp_path / "sms.toml", tmp_path)
    assert "windw: unknown key (did you mean 'window'?)" in str(found[0])  # type: ignore[index]
    (tmp_path / "sms.toml").write_text(toml.replace("windw", "window"), encoding="utf-8")
    found = choose("smpp", tmp_path / "sms.toml", tmp_path)
    assert "password_file: has more than 8 characters" in str(found[0])  # type: ignore[index]


WHOLE = [
    packed("deliver_sm", 9, esm_class=4, source_addr="1", short_message=b"id:1 stat:DELIVRD err:000", message_state=2),
    packed("submit_sm_resp", 9, message_id="12345"),
    packed("bind_transceiver_resp", 9, system_id="smsc"),
    packed("enquire_link", 9),
]


def _whole_frame_is_read(raw: bytes) -> None:
    """As the reader and the sender do it: only the documented exception."""
    dialect = SmppDialect(SmppSettings(host="", system_id="", password_file="", source=""), "", _is)
    buffer = bytearray(raw)
    try:
        while (frame := dialect.framing.take(buffer)) is not None:
            dialect.respond(frame)
            dialect.submitted(frame)
            dialect.welcome(frame)
    except BadFrameError:
        return


def _is(report: PartReport) -> None:
    assert isinstance(report, PartReport)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([5, 4, 0x8000_0004, 0x8000_0009, 0x15]), st.binary(max_size=120))
def test_any_body_behind_a_good_header_is_read_or_refused(command: int, body: bytes) -> None:
    _whole_frame_is_read(struct.pack(">IIII", 16 + len(body), command, 0, 1) + body)


def test_a_hundred_thousand_random_frames_raise_nothing_else() -> None:
    dice = random.Random(1)
    for _ in range(100_000):
        raw = bytearray(dice.choice(WHOLE))
        for _ in range(dice.randrange(1, 4)):
            raw[dice.randrange(4 if dice.random() < 0.9 else 0, len(raw))] = dice.randrange(256)
        _whole_frame_is_read(bytes(raw) if dice.random() < 0.8 else dice.randbytes(dice.randrange(40)))
