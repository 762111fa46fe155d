"""The two simplest back ends: the bench's file, and the plain HTTP gateway."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from contract import CALL
from rigs import FileRig, HttpRig

from hall.sms.operators.http_plain import HttpGateway
from hall.sms.port import Accepted, MessageRejected, NotSent, SmsMessage, Unknown


@pytest.fixture
def http(tmp_path: Path) -> Iterator[HttpRig]:
    made = HttpRig(tmp_path)
    yield made
    made.close()


def test_http_says_who_it_is_and_names_the_message_by_its_key(http: HttpRig) -> None:
    http.gateway.send(CALL)
    assert http.operator.headers[0]["Authorization"] == "Bearer secret-token"
    assert http.operator.headers[0]["Idempotency-Key"] == CALL.key


def test_a_token_whose_file_was_loosened_or_lost_after_the_start_costs_no_message(http: HttpRig) -> None:
    (http.folder / "token").chmod(0o644)
    assert isinstance(http.gateway.send(CALL), Accepted)
    (http.folder / "token").unlink()
    http.gateway.receipts()
    assert {headers["Authorization"] for headers in http.operator.headers} == {"Bearer secret-token"}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(400, MessageRejected), (403, MessageRejected), (429, NotSent), (503, NotSent), (500, Unknown)],
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
    other = SmsMessage("other", "13900000002", "二")
    assert isinstance(rig.gateway.send(other), Accepted)
    assert isinstance(rig.gateway.outcome("other"), Accepted)
    assert isinstance(rig.gateway.outcome(CALL.key), Accepted)


def test_a_receipt_that_came_before_the_message_was_known_comes_again(http: HttpRig) -> None:
    http.operator.hang_up = True
    assert isinstance(http.gateway.send(CALL), Unknown)
    assert len(http.gateway.receipts()) == 1
    assert isinstance(http.gateway.outcome(CALL.key), Accepted)
    assert [receipt.delivered for receipt in http.gateway.receipts()] == [True]
    assert http.gateway.receipts() == []


def test_the_desks_receipts_come_again_after_a_restart(tmp_path: Path) -> None:
    rig = FileRig(tmp_path)
    rig.gateway.send(CALL)
    rig.reopen()
    assert [receipt.reference for receipt in rig.gateway.receipts()] == [CALL.key]
