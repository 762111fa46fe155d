"""What HTTP operators answer: whatever the bytes are, it is an outcome, receipts, or nothing, and fit to be kept."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.sms.ledger import REASON_LENGTH, Ledger, PartReport
from hall.sms.operators import http_plain
from hall.sms.operators.http_answers import NAME_LENGTH, at, outcome_of, read_json
from hall.sms.operators.http_dialects import HTTP_DIALECTS, TENCENT
from hall.sms.operators.http_reports import BadReportError, read_reports
from hall.sms.port import Accepted, MessageRejected, NotSent, Outcome, Receipt, Unknown

STATUSES = (200, 202, 204, 301, 400, 401, 403, 404, 429, 500, 502, 503, 599)
WORDS = [
    "Code",
    "BizId",
    "Response",
    "SendStatusSet",
    "SerialNo",
    "Error",
    "id",
    "state",
    "reason",
    "receipts",
    "cursor",
]
WORDS += ["OK", "Ok", "delivered", "failed", "rejected", "PullSmsSendStatusSet", "ReportStatus", "Description"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
)
WHOLE = [
    b"0: Accepted for delivery",
    b'{"Code": "OK", "Message": "OK", "BizId": "900619746936490001^0", "RequestId": "r"}',
    b'{"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "no"}',
    b'{"Response": {"SendStatusSet": [{"SerialNo": "2028:f1", "Code": "Ok"}], "RequestId": "r"}}',
    b'{"Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "no"}}}',
    b'{"Response": {"PullSmsSendStatusSet": [{"SerialNo": "1", "ReportStatus": "FAIL", "Description": "x"}]}}',
    b'{"id": "ref-1", "state": "rejected", "reason": "no"}',
    b'{"receipts": [{"id": "ref-1", "state": "failed", "reason": "EXPIRED"}], "cursor": "7"}',
    b'{"id": "\\ud800", "BizId": "\\udfff", "Code": "OK"}',
]
SPLINTERS = [
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b",",
    b":",
    b"null",
    b"true",
    b"1e999",
    b"\\ud800",
    b"NaN",
    b"9" * 40,
    b"\xff",
]


def _fit(text: str, most: int) -> None:
    assert len(text) <= most
    text.encode()


def _outcome(said: Outcome) -> None:
    assert isinstance(said, Accepted | MessageRejected | NotSent | Unknown)
    if isinstance(said, Accepted):
        assert said.reference
        _fit(said.reference, NAME_LENGTH)
    else:
        _fit(said.reason, REASON_LENGTH + 30)  # our words before theirs


def _shape(name: str) -> Callable[[int, bytes], None]:
    return lambda status, body: _outcome(outcome_of(HTTP_DIALECTS[name], status, body, "key"))


def _plain(status: int, body: bytes) -> None:
    _outcome(http_plain.sent(status, body, "key"))
    _outcome(http_plain.known(status, body, "key"))
    receipts, cursor = http_plain.reported(status, body)
    _fit(cursor, NAME_LENGTH)
    for receipt in receipts:
        assert isinstance(receipt, Receipt)
        assert receipt.reference
        _fit(receipt.reference, NAME_LENGTH)
        _fit(receipt.reason, REASON_LENGTH)


def _pulled(_status: int, body: bytes) -> None:
    assert TENCENT.pull_reports is not None
    try:
        reports = read_reports(TENCENT.pull_reports, at(read_json(body), TENCENT.pulled))
    except BadReportError:
        return
    for report in reports:
        assert isinstance(report, PartReport)
        _fit(report.id, NAME_LENGTH)
        _fit(report.reason, REASON_LENGTH)


PARSERS = {name: _shape(name) for name in HTTP_DIALECTS} | {"plain": _plain, "pulled": _pulled}


@pytest.mark.parametrize("name", PARSERS)
def test_a_hundred_thousand_random_answers_raise_nothing(name: str) -> None:
    dice = random.Random(1)
    read = PARSERS[name]
    for _ in range(100_000):
        body = bytearray(dice.choice(WHOLE))
        for _ in range(dice.randrange(4)):
            place = dice.randrange(len(body) + 1)
            body[place : place + dice.randrange(8)] = (
                dice.choice(SPLINTERS) if dice.random() < 0.5 else dice.randbytes(1)
            )
        read(dice.choice(STATUSES), bytes(body) if dice.random() < 0.9 else dice.randbytes(dice.randrange(40)))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(PARSERS)), st.sampled_from(STATUSES), JSON)
def test_any_json_is_an_outcome(name: str, status: int, said: object) -> None:
    PARSERS[name](status, json.dumps(said).encode())


@pytest.mark.parametrize("name", PARSERS)
@pytest.mark.parametrize(
    "body", [b"", b"[" * 60_000, b'{"a":' * 60_000, b'{"id": ' + b"9" * 5000 + b"}", b"\xff\xfe\x00"]
)
def test_bodies_that_break_readers_break_none(name: str, body: bytes) -> None:
    for status in STATUSES:
        PARSERS[name](status, body)


@pytest.mark.parametrize("name", ["\ud800", "", "x" * 300])
def test_a_name_that_no_database_can_keep_is_none(tmp_path: Path, name: str) -> None:
    """Half a character is a name in JSON, and an exception in SQLite."""
    said = outcome_of(HTTP_DIALECTS["aliyun"], 200, json.dumps({"Code": "OK", "BizId": name}).encode(), "key")
    assert said == Unknown("accepted without an id")
    with pytest.raises(BadReportError):
        read_reports(HTTP_DIALECTS["aliyun"].reports, [{"biz_id": name, "success": True}])
    ledger = Ledger(tmp_path)
    for report in read_reports(HTTP_DIALECTS["aliyun"].reports, [{"biz_id": "1", "success": False, "err_code": name}]):
        ledger.report(report)
    ledger.close()
    (receipt,), _ = http_plain.reported(
        200, json.dumps({"receipts": [{"id": "1", "state": "failed", "reason": name}]}).encode()
    )
    _fit(receipt.reason, REASON_LENGTH)
