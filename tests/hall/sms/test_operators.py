"""Kannel, Aliyun and Tencent: requests as they document them, signatures, codes, reports by push and by fetching."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cloud_rig import AliyunRig, TencentRig
from contract import CALL, receipts, until
from kannel_rig import KannelRig
from peers import Peers, needs

from hall.sms.operators import http_signing
from hall.sms.operators.http_answers import verdict
from hall.sms.operators.http_dialects import ALIYUN, KANNEL, TENCENT, Verdict
from hall.sms.operators.templates import RegisteredTemplate, recognise
from hall.sms.port import Accepted, MessageRejected, SmsMessage, Unknown

pytestmark = needs("kannel")


@pytest.fixture
def aliyun(tmp_path: Path) -> Iterator[AliyunRig]:
    made = AliyunRig(tmp_path)
    yield made
    made.close()


@pytest.fixture
def tencent(tmp_path: Path) -> Iterator[TencentRig]:
    made = TencentRig(tmp_path)
    yield made
    made.close()


@pytest.fixture
def kannel(tmp_path: Path, peers: Peers) -> Iterator[KannelRig]:
    made = KannelRig(tmp_path, peers)
    yield made
    made.close()


def test_aliyuns_published_example_is_signed_alike() -> None:
    headers = http_signing.aliyun(
        url="https://ecs.cn-shanghai.aliyuncs.com/",
        query={"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"},
        action="RunInstances",
        version="2014-05-26",
        user="YourAccessKeyId",
        secret="YourAccessKeySecret",
        at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC).timestamp(),
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"].endswith("06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_tencents_published_example_is_signed_alike() -> None:
    headers = http_signing.tencent(
        url="https://cvm.tencentcloudapi.com",
        service="cvm",
        body=b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
        action="DescribeInstances",
        version="2017-03-12",
        region="ap-guangzhou",
        user="id",
        secret="Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        at=1551113065,
    )
    assert headers["Authorization"].endswith("72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")


def test_aliyun_gets_the_fields_of_sendsms(aliyun: AliyunRig) -> None:
    aliyun.gateway.send(CALL)
    (asked,) = aliyun.cloud.asked
    assert json.loads(asked.pop("TemplateParam")) == {"number": "A012", "window": "1"}
    assert asked == {
        "PhoneNumbers": CALL.phone,
        "SignName": "测试大厅",
        "TemplateCode": "SMS_2",
        "OutId": CALL.key,
    }
    assert aliyun.cloud.headers[0]["x-acs-action"] == "SendSms"


def test_tencent_gets_the_fields_of_sendsms(tencent: TencentRig) -> None:
    tencent.gateway.send(CALL)
    assert tencent.cloud.asked == [
        {
            "PhoneNumberSet": ["+8613900000001"],
            "SmsSdkAppId": "1400006666",
            "TemplateId": "SMS_2",
            "SignName": "测试大厅",
            "TemplateParamSet": ["A012", "1"],
            "SessionContext": CALL.key,
        }
    ]
    assert tencent.cloud.headers[0]["x-tc-version"] == "2021-01-11"


def test_a_text_without_a_registered_template_is_never_sent(aliyun: AliyunRig) -> None:
    assert isinstance(aliyun.gateway.send(SmsMessage("k", "13900000001", "【测试大厅】别的话")), MessageRejected)
    assert aliyun.cloud.asked == []


def test_a_template_is_recognised_by_its_words_alone() -> None:
    templates = [RegisteredTemplate("a", "请{number}号。"), RegisteredTemplate("b", "请{number}号到{window}。")]
    filled = recognise("【厅】请A012号到3。", templates)
    assert filled is not None
    assert (filled.code, filled.values) == ("b", {"number": "A012", "window": "3"})
    assert recognise("请A012号到", templates) is None


@pytest.mark.parametrize(("length", "known"), [(0, False), (1, True), (35, True), (36, False)])
def test_a_value_of_a_template_has_1_to_35_characters(length: int, known: bool) -> None:
    found = recognise("【厅】请" + "A" * length + "号。", [RegisteredTemplate("a", "请{number}号。")])
    assert (found is not None) == known


def test_only_a_signature_at_the_beginning_is_left_out() -> None:
    templates = [RegisteredTemplate("a", "{number}号【一楼】。")]
    assert recognise("【厅】A1号【一楼】。", templates) is not None
    assert recognise("A1号【一楼】。", templates) is not None
    assert recognise("A1号。", templates) is None


def test_a_lost_answer_is_unknown_and_is_not_sent_again(tencent: TencentRig) -> None:
    tencent.cloud.mode = "hang"
    assert isinstance(tencent.gateway.send(CALL), Unknown)
    tencent.cloud.mode = "ok"
    tencent.reopen()
    assert isinstance(tencent.gateway.outcome(CALL.key), Unknown)
    assert isinstance(tencent.gateway.send(CALL), Unknown)
    assert len(tencent.arrived()) == 1


def test_a_refused_message_is_refused_for_ever(aliyun: AliyunRig) -> None:
    aliyun.cloud.mode = "reject"
    assert aliyun.gateway.send(CALL) == MessageRejected("isv.X")
    aliyun.cloud.mode = "ok"
    assert aliyun.gateway.send(CALL) == MessageRejected("isv.X")


def test_tencents_reports_can_be_fetched(tencent: TencentRig) -> None:
    tencent.gateway.close()
    tencent.gateway = tencent.made(pull=True, listen=None)
    accepted = tencent.gateway.send(CALL)
    assert isinstance(accepted, Accepted)
    tencent.cloud.to_pull = [{"SerialNo": accepted.reference, "ReportStatus": "SUCCESS", "Description": "DELIVRD"}]
    assert [receipt.delivered for receipt in receipts(tencent)] == [True]


def test_a_report_before_the_answer_to_its_message_is_kept(aliyun: AliyunRig) -> None:
    aliyun.report("900619746936490001^0", True)
    assert isinstance(aliyun.gateway.send(CALL), Accepted)
    assert [receipt.delivered for receipt in aliyun.gateway.receipts()] == [True]


def test_reports_are_taken_only_under_the_secret_address(aliyun: AliyunRig) -> None:
    wrong = aliyun.gateway.reports_at.replace("report-word", "guessed")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(wrong, b"[]"), timeout=5)
    assert refused.value.code == 404


def test_a_malformed_report_is_refused_and_the_next_one_heard(aliyun: AliyunRig) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        aliyun.push({"not": "a list"})
    assert refused.value.code == 400
    test_a_report_before_the_answer_to_its_message_is_kept(aliyun)


@pytest.mark.parametrize(("state", "receipt"), [("2", False), ("16", False), ("1", True)])
def test_kannels_states_that_are_final(kannel: KannelRig, state: str, receipt: bool) -> None:
    """Before Kannel itself says that it was delivered: the first final state counts."""
    kannel.ledger.begin("k/1", 1, ("k/1",))
    with urllib.request.urlopen(f"{kannel.gateway.reports_at}?id=k%2F1&state=8", timeout=5):
        assert kannel.gateway.receipts() == []
    with urllib.request.urlopen(f"{kannel.gateway.reports_at}?id=k%2F1&state={state}", timeout=5):
        assert [one.delivered for one in kannel.gateway.receipts()] == [receipt]


def test_kannels_report_proves_that_it_got_a_message_whose_answer_was_lost(kannel: KannelRig) -> None:
    kannel.ledger.begin(CALL.key, 1, (CALL.key,))
    assert isinstance(kannel.gateway.outcome(CALL.key), Unknown)
    with urllib.request.urlopen(f"{kannel.gateway.reports_at}?id={CALL.key}&state=1", timeout=5):
        pass
    assert kannel.gateway.outcome(CALL.key) == Accepted(CALL.key)
    until(kannel.gateway.receipts, "the receipt after the answer")


def test_kannel_gets_neither_phone_nor_password_in_an_address(kannel: KannelRig) -> None:
    kannel.gateway.send(CALL)
    kannel.arrived()
    said = "".join(kannel.kannel.said())
    assert "sendsms?" not in said


@pytest.mark.parametrize(
    ("shape", "status", "answer", "meaning"),
    [
        (KANNEL, 202, None, Verdict.ACCEPTED),
        (KANNEL, 403, None, Verdict.CREDENTIALS),
        (KANNEL, 503, None, Verdict.LATER),
        (KANNEL, 400, None, Verdict.NEVER),
        (ALIYUN, 200, None, Verdict.UNSURE),
        (ALIYUN, 500, None, Verdict.UNSURE),
        (ALIYUN, 400, {"Code": "isp.SYSTEM_ERROR"}, Verdict.UNSURE),
        (ALIYUN, 400, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}, Verdict.NEVER),
        (TENCENT, 200, {"Response": {"Error": {"Code": "RequestLimitExceeded"}}}, Verdict.LATER),
        (TENCENT, 200, {"Response": {"SendStatusSet": []}}, Verdict.UNSURE),
    ],
)
def test_codes_have_one_meaning_each(shape: object, status: int, answer: object, meaning: Verdict) -> None:
    assert verdict(shape, status, answer)[0] is meaning  # type: ignore[arg-type]
