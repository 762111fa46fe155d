"""Requests and answers of HTTP operators as data: Kannel's sendsms, Aliyun's and Tencent's SendSms.

In a request, `{phone}` (in the hall's form), `{digits}` (without `+`), `{e164}` (with `+86` too), `{text}`, `{key}`,
`{user}`, `{secret}`, `{sender}`, `{app}`, `{template}`, `{callback}` are filled in; a place that is `{values}` alone
becomes the list of the template's values, `{values_json}` their JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Fillable = str | int | list["Fillable"] | dict[str, "Fillable"]


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    LATER = "throttled"  # not taken: too many at once
    CREDENTIALS = "wrong credentials"  # not taken until a person has looked
    UNSURE = "unsure"  # the operator itself does not know
    NEVER = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFields:
    """Where a delivery report says what. A state in neither list is not final."""

    id: str
    state: str
    delivered: tuple[str, ...]
    failed: tuple[str, ...]
    reason: str
    expired: str = ""  # words in the reason that say that its time ran out


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpDialect:
    url: str  # empty: the configuration says it
    signed: Literal["", "aliyun", "tencent"]
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: Fillable  # text as it is, all else as JSON
    code: tuple[str | int, ...]  # the way to the code in the answer; empty: it is the HTTP status
    codes: tuple[tuple[str, Verdict], ...]  # the first beginning that fits; none: never
    reference: tuple[str | int, ...]  # the way to the operator's id; empty: it is our key
    reports: ReportFields
    thanks: str  # the body of our answer to a pushed report
    needs_template: bool
    action: str = ""
    version: str = ""
    pull_action: str = ""
    pull_body: Fillable = ""
    pulled: tuple[str | int, ...] = ()
    pull_reports: ReportFields | None = None


HTTP_STATUS = (
    ("401", Verdict.CREDENTIALS),
    ("403", Verdict.CREDENTIALS),
    ("429", Verdict.LATER),
    ("503", Verdict.LATER),
    ("5", Verdict.UNSURE),
)

# Kannel 1.4.5 user guide, sendsms by POST with X-Kannel headers: so neither phone nor password is in an address,
# which every proxy and access log keeps. Reports: 1 delivered, 2 not delivered, 4 queued, 8 at the SMSC, 16 refused.
KANNEL = HttpDialect(
    url="",
    signed="",
    headers={
        "Content-Type": "text/plain; charset=UTF-8",
        "X-Kannel-Username": "{user}",
        "X-Kannel-Password": "{secret}",
        "X-Kannel-From": "{sender}",
        "X-Kannel-To": "{phone}",
        "X-Kannel-Coding": "2",
        "X-Kannel-Validity": "{valid_minutes}",
        "X-Kannel-DLR-Mask": "{reports}",
        "X-Kannel-DLR-Url": "{callback}",
    },
    query={},
    body="{text}",
    code=(),
    codes=(("202", Verdict.ACCEPTED), *HTTP_STATUS),
    reference=(),
    reports=ReportFields(
        id="id", state="state", delivered=("1",), failed=("2", "16"), reason="reply", expired="validity expired"
    ),
    thanks="",
    needs_template=False,
)

# Alibaba Cloud SMS 2017-05-25: SendSms, and SmsReport as it is pushed.
ALIYUN = HttpDialect(
    url="https://dysmsapi.aliyuncs.com/",
    signed="aliyun",
    headers={},
    query={
        "PhoneNumbers": "{digits}",  # abroad: country code and number, no sign before it
        "SignName": "{sender}",
        "TemplateCode": "{template}",
        "TemplateParam": "{values_json}",
        "OutId": "{key}",
    },
    body="",
    code=("Code",),
    codes=(
        ("OK", Verdict.ACCEPTED),
        ("isv.BUSINESS_LIMIT_CONTROL", Verdict.LATER),
        ("Throttling", Verdict.LATER),
        ("ServiceUnavailable", Verdict.LATER),
        ("isv.AMOUNT_NOT_ENOUGH", Verdict.LATER),  # somebody may pay before the message expires
        ("isp.RAM_PERMISSION_DENY", Verdict.CREDENTIALS),
        ("InvalidAccessKeyId", Verdict.CREDENTIALS),
        ("SignatureDoesNotMatch", Verdict.CREDENTIALS),
        ("Forbidden", Verdict.CREDENTIALS),
        ("isp.", Verdict.UNSURE),
        ("InternalError", Verdict.UNSURE),
    ),
    reference=("BizId",),
    reports=ReportFields(id="biz_id", state="success", delivered=("true",), failed=("false",), reason="err_code"),
    thanks='{"code": 0, "msg": "OK"}',
    needs_template=True,
    action="SendSms",
    version="2017-05-25",
)

# Tencent Cloud SMS 2021-01-11: SendSms, PullSmsSendStatus, and the status that is pushed.
TENCENT = HttpDialect(
    url="https://sms.tencentcloudapi.com",
    signed="tencent",
    headers={},
    query={},
    body={
        "PhoneNumberSet": ["{e164}"],
        "SmsSdkAppId": "{app}",
        "TemplateId": "{template}",
        "SignName": "{sender}",
        "TemplateParamSet": "{values}",
        "SessionContext": "{key}",
    },
    code=("Response", "SendStatusSet", 0, "Code"),
    codes=(
        ("Ok", Verdict.ACCEPTED),
        ("LimitExceeded", Verdict.LATER),
        ("RequestLimitExceeded", Verdict.LATER),
        ("FailedOperation.InsufficientBalance", Verdict.LATER),
        ("AuthFailure", Verdict.CREDENTIALS),
        ("UnauthorizedOperation", Verdict.CREDENTIALS),
        ("InternalError", Verdict.UNSURE),
    ),
    reference=("Response", "SendStatusSet", 0, "SerialNo"),
    reports=ReportFields(id="sid", state="report_status", delivered=("SUCCESS",), failed=("FAIL",), reason="errmsg"),
    thanks='{"result": 0, "errmsg": "OK"}',
    needs_template=True,
    action="SendSms",
    version="2021-01-11",
    pull_action="PullSmsSendStatus",
    pull_body={"Limit": 100, "SmsSdkAppId": "{app}"},
    pulled=("Response", "PullSmsSendStatusSet"),
    pull_reports=ReportFields(
        id="SerialNo", state="ReportStatus", delivered=("SUCCESS",), failed=("FAIL",), reason="Description"
    ),
)

HTTP_DIALECTS = {"kannel": KANNEL, "aliyun": ALIYUN, "tencent": TENCENT}


def fill(place: Fillable, values: Mapping[str, str], listed: list[str] | None = None) -> Fillable:
    """The request with everything filled in. Text is not read again: a brace in a value stays one."""
    match place:
        case "{values}":
            return list[Fillable](listed or [])
        case str():
            return place.format_map(values)
        case list():
            return [fill(one, values, listed) for one in place]
        case dict():
            return {key: fill(one, values, listed) for key, one in place.items()}
        case _:
            return place
