"""The contract of an SMS back end, held against every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rigs import RIGS, FileRig, HttpRig, Rig

from hall.sms.http import HttpGateway
from hall.sms.port import Accepted, Message, NotSent, Rejected, Unknown

CALL = Message("20261121-A012/called-7", "13900000001", "【测试大厅】请A012号到1号窗口办理。")


@pytest.fixture(params=RIGS.values(), ids=RIGS.keys())
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    made: Rig = request.param(tmp_path)
    yield made
    made.close()


@pytest.fixture
def http(tmp_path: Path) -> Iterator[HttpRig]:
    made = HttpRig(tmp_path)
    yield made
    made.close()


def test_a_message_reaches_the_phone_and_is_accepted(rig: Rig) -> None:
    assert isinstance(rig.gateway.send(CALL), Accepted)
    assert rig.arrived() == [(CALL.phone, CALL.text)]


def test_delivery_is_reported_once_under_the_reference(rig: Rig) -> None:
    accepted = rig.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    assert [(receipt.reference, receipt.delivered) for receipt in rig.gateway.receipts()] == [
        (accepted.reference, True)
    ]
    assert rig.gateway.receipts() == []


def test_what_was_not_sent_for_want_of_a_way_may_be_sent_later(rig: Rig) -> None:
    rig.cut()
    assert isinstance(rig.gateway.send(CALL), NotSent)
    rig.mend()
    assert isinstance(rig.gateway.outcome(CALL.key), NotSent)
    assert isinstance(rig.gateway.send(CALL), Accepted)
    assert len(rig.arrived()) == 1


def test_after_a_restart_the_back_end_knows_what_was_sent(rig: Rig) -> None:
    sent = rig.gateway.send(CALL)
    rig.reopen()
    assert rig.gateway.outcome(CALL.key) == sent
    assert isinstance(rig.gateway.outcome("never"), NotSent)


def test_the_same_key_sent_again_is_one_message(rig: Rig) -> None:
    rig.gateway.send(CALL)
    rig.reopen()
    rig.gateway.send(CALL)
    assert len(rig.arrived()) == 1


def test_http_says_who_it_is_and_names_the_message_by_its_key(http: HttpRig) -> None:
    http.gateway.send(CALL)
    assert http.operator.headers[0]["Authorization"] == "Bearer secret-token"
    assert http.operator.headers[0]["Idempotency-Key"] == CALL.key


@pytest.mark.parametrize(
    ("status", "outcome"), [(400, Rejected), (403, Rejected), (429, NotSent), (503, NotSent), (500, Unknown)]
)
def test_http_refusals_say_whether_it_may_be_tried_again(http: HttpRig, status: int, outcome: type) -> None:
    http.operator.status = status
    assert isinstance(http.gateway.send(CALL), outcome)


def test_a_lost_http_answer_is_unknown_until_the_gateway_is_asked(http: HttpRig) -> None:
    http.operator.hang_up = True
    assert isinstance(http.gateway.send(CALL), Unknown)
    assert isinstance(http.gateway.outcome(CALL.key), Accepted)


def test_a_lost_http_answer_may_be_repeated_only_if_the_gateway_drops_doubles(http: HttpRig) -> None:
    http.operator.hang_up = True
    careful = HttpGateway(http.settings(status_url=None))
    assert isinstance(careful.send(CALL), Unknown)
    assert isinstance(careful.outcome(CALL.key), Unknown)
    bold = HttpGateway(http.settings(status_url=None, idempotent=True))
    assert isinstance(bold.send(CALL), NotSent)
    careful.close()
    bold.close()


def test_a_torn_line_of_the_file_does_not_swallow_the_next_message(tmp_path: Path) -> None:
    rig = FileRig(tmp_path)
    rig.gateway.send(CALL)
    path = tmp_path / "desk" / "phones.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + '{"id": "20', encoding="utf-8")
    other = Message("other", "13900000002", "二")
    assert isinstance(rig.gateway.send(other), Accepted)
    assert isinstance(rig.gateway.outcome("other"), Accepted)
    assert isinstance(rig.gateway.outcome(CALL.key), Accepted)
