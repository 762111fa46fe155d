"""Reports that come over HTTP from anybody: whatever the bytes are, it is a list of reports or `BadReportError`."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.sms.ledger import PartReport
from hall.sms.operators.http_dialects import HTTP_DIALECTS
from hall.sms.operators.http_reports import BadReportError, read_push

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["biz_id", "sid", "success", "x"]), inner),
)
WHOLE = [
    b"id=k%2F1&state=1&reply=",
    b"id=k%2F1&state=16&reply=NACK%2Fvalidity+expired",
    b'[{"biz_id": "1^0", "success": true, "err_code": "DELIVERED"}]',
    b'[{"sid": "1:2", "report_status": "FAIL", "errmsg": "MN:0011"}]',
]


def _read(body: bytes) -> None:
    for shape in HTTP_DIALECTS.values():
        try:
            reports = read_push(shape, body.decode("latin-1"), body)
        except BadReportError:
            continue
        assert all(isinstance(report, PartReport) for report in reports)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_any_json_is_reports_or_refused(said: object) -> None:
    _read(json.dumps(said).encode())


def test_a_deep_nest_is_refused() -> None:
    for shape in ("aliyun", "tencent"):
        with pytest.raises(BadReportError):
            read_push(HTTP_DIALECTS[shape], "", b"[" * 60_000)


def test_a_hundred_thousand_random_reports_raise_nothing_else() -> None:
    dice = random.Random(1)
    for _ in range(100_000):  # each read as every shape
        body = bytearray(dice.choice(WHOLE))
        for _ in range(dice.randrange(4)):
            body[dice.randrange(len(body))] = dice.randrange(256)
        _read(bytes(body) if dice.random() < 0.8 else dice.randbytes(dice.randrange(60)))
