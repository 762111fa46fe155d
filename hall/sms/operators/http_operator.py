"""The back end for HTTP operators in known shapes (Kannel, Aliyun, Tencent): one request a message, reports by push.

httpx is imported when the first message goes out. What was sent under which id is in the ledger; phones are not.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from domain.phone import with_country
from hall.sms import rate_limit
from hall.sms.ledger import Ledger
from hall.sms.operators import http_signing
from hall.sms.operators.http_answers import at, body_of, outcome_of, read_json
from hall.sms.operators.http_dialects import HTTP_DIALECTS, Fillable, fill
from hall.sms.operators.http_reports import BadReportError, ReportListener, read_reports
from hall.sms.operators.templates import FilledTemplate, RegisteredTemplate, recognise
from hall.sms.port import MessageRejected, NotSent, Outcome, Receipt, SmsMessage, Unknown
from hall.sms.rate_limit import RateLimit

if TYPE_CHECKING:
    import httpx

PULL_EVERY_S = 15.0
REPORTS = "19"  # Kannel: of delivery (1), of failure (2), of refusal by the SMSC (16)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSettings:
    """`sms.toml` of `--sms http` when it names a shape."""

    shape: Literal["kannel", "aliyun", "tencent"]  # whose interface
    user: str  # Kannel: username; Aliyun: AccessKeyId; Tencent: SecretId
    secret_file: str  # its password or key
    sender: str  # Kannel: the number that phones show; else the registered signature, without 【】
    url: str = ""  # Kannel: http://host:13013/cgi-bin/sendsms; else only to go another way
    app: str = ""  # Tencent: SmsSdkAppId
    region: str = "ap-guangzhou"  # Tencent
    templates: tuple[RegisteredTemplate, ...] = ()  # Aliyun, Tencent
    listen: str | None = None  # host:port for reports; none: messages stay accepted
    listen_secret_file: str | None = None  # the word in the address that reports come to
    listen_url: str | None = None  # how Kannel reaches it, if not as http://{listen}
    pull: bool = False  # Tencent: fetch reports instead; the operator must have switched it on
    timeout_seconds: float = 5.0  # for an answer
    per_second: float | None = None  # requests a second, as agreed with the operator

    def mistakes(self) -> list[tuple[str, str]]:
        """Key and reason of what this shape lacks."""
        host, _, port = (self.listen or "").rpartition(":")
        reachable = bool(host) and port.isascii() and port.isdigit() and int(port) < 65536
        checks = [
            ("url", "is missing: Kannel has no common address", self.shape == "kannel" and not self.url),
            ("app", "is missing: the operator's SmsSdkAppId", self.shape == "tencent" and not self.app),
            ("templates", "are missing: this operator sends registered templates only", self._lacks_templates()),
            ("sender", "is not ASCII", self.shape == "kannel" and not self.sender.isascii()),
            ("listen", "is not host:port", self.listen is not None and not reachable),
            ("listen_secret_file", "is missing: reports need a secret address", self._lacks_secret()),
            ("pull", "is possible with Tencent only", self.pull and self.shape != "tencent"),
        ]
        return [(key, reason) for key, reason, wrong in checks if wrong] + rate_limit.mistakes(self.per_second)

    def _lacks_templates(self) -> bool:
        return self.shape in ("aliyun", "tencent") and not self.templates

    def _lacks_secret(self) -> bool:
        return self.listen is not None and self.listen_secret_file is None


@dataclass(frozen=True, slots=True)
class OperatorSecrets:
    """The contents of the secret files that the settings name."""

    secret: str
    listen: str = ""


class OperatorGateway:
    def __init__(
        self,
        settings: OperatorSettings,
        keys: OperatorSecrets,
        ledger: Ledger,
        clock: Callable[[], float] = time.time,
        rate: RateLimit | None = None,
    ) -> None:
        self._settings = settings
        self._keys = keys
        self._ledger = ledger
        self._clock = clock
        self.rate = rate or RateLimit(settings.per_second)
        self._dialect = HTTP_DIALECTS[settings.shape]
        self._url = settings.url or self._dialect.url
        self._made: httpx.Client | None = None
        self._pulled_at = 0.0
        self._listener: ReportListener | None = None
        if settings.listen is not None:
            host, _, port = settings.listen.rpartition(":")
            self._listener = ReportListener(host, int(port), keys.listen, self._dialect, ledger.report)

    @property
    def reports_at(self) -> str:
        """The address to which this operator is to send its reports."""
        return f"{self._settings.listen_url or f'http://{self._settings.listen}'}/{quote(self._keys.listen, safe='')}/"

    def send(self, message: SmsMessage) -> Outcome:
        known = self._ledger.outcome(message.key)
        if not isinstance(known, NotSent):
            return known
        filled = recognise(message.text, self._settings.templates)
        if filled is None and self._dialect.needs_template:
            return MessageRejected("no registered template has this text")
        self.rate.wait()  # before the mark: a power cut during the wait must not leave a message that looks sent
        # where the operator reports under our key, its report proves that it got a message whose answer was lost
        self._ledger.begin(message.key, 1, () if self._dialect.reference else (message.key,))
        outcome = self._post(message, filled)
        self._ledger.settle(message.key, 1, outcome)
        return outcome

    def outcome(self, key: str) -> Outcome:
        return self._ledger.outcome(key)

    def receipts(self) -> list[Receipt]:
        due = not 0 <= self._clock() - self._pulled_at < PULL_EVERY_S
        if self._settings.pull and due and self._ledger.waiting():
            self._pulled_at = self._clock()
            self._pull()
        return self._ledger.receipts()

    def unmatched(self) -> int:
        return self._ledger.unmatched()

    def close(self) -> None:
        if self._listener is not None:
            self._listener.stop()
        if self._made is not None:
            self._made.close()
        self._ledger.close()

    def _post(self, message: SmsMessage, filled: FilledTemplate | None) -> Outcome:
        import httpx  # megabytes that a hall without this back end need not carry

        try:
            status, body = self._call(self._dialect.action, self._dialect.body, self._values(message, filled), filled)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return NotSent(type(error).__name__)
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)
        return outcome_of(self._dialect, status, body, message.key)

    def _values(self, message: SmsMessage, filled: FilledTemplate | None) -> dict[str, str]:
        return {
            "phone": message.phone,
            "digits": message.phone.removeprefix("+"),
            "e164": with_country(message.phone),
            "text": message.text,
            "key": message.key,
            "template": filled.code if filled else "",
            "values_json": json.dumps(filled.values if filled else {}, ensure_ascii=False),
            "callback": f"{self.reports_at}?id={quote(message.key, safe='')}&state=%d&reply=%A"
            if self._listener
            else "",
            "reports": REPORTS if self._listener else "",
            "valid_minutes": "" if message.valid_s is None else str(max(1, message.valid_s // 60)),
        }

    def _call(
        self, action: str, wanted: Fillable, values: dict[str, str], filled: FilledTemplate | None = None
    ) -> tuple[int, bytes]:
        """HTTP status and body. Raises httpx.HTTPError."""
        settings, dialect = self._settings, self._dialect
        values |= {"user": settings.user, "sender": settings.sender, "app": settings.app, "secret": self._keys.secret}
        body = fill(wanted, values, list(filled.values.values()) if filled else None)
        content = body.encode() if isinstance(body, str) else json.dumps(body, ensure_ascii=False).encode()
        query = {name: str(fill(value, values)) for name, value in dialect.query.items()}
        headers = {name: said for name, value in dialect.headers.items() if (said := str(fill(value, values)))}
        given: dict[str, Any] = {"url": self._url, "action": action, "version": dialect.version, "user": settings.user}
        given |= {"secret": self._keys.secret, "at": self._clock()}
        if dialect.signed == "aliyun":
            headers |= http_signing.aliyun(**given, query=query, nonce=secrets.token_hex(16))
        elif dialect.signed == "tencent":
            headers |= http_signing.tencent(**given, service="sms", body=content, region=settings.region)
        address = f"{self._url}?{http_signing.canonical(query)}" if query else self._url
        with self._client().stream("POST", address, content=content, headers=headers) as answer:
            return answer.status_code, body_of(answer, 2 * settings.timeout_seconds)

    def _pull(self) -> None:
        import httpx

        if self._dialect.pull_reports is None:
            return
        try:
            _, body = self._call(self._dialect.pull_action, self._dialect.pull_body, {})
            for report in read_reports(self._dialect.pull_reports, at(read_json(body), self._dialect.pulled)):
                self._ledger.report(report)
        except (httpx.HTTPError, BadReportError):
            return  # asked again in a while

    def _client(self) -> httpx.Client:
        import httpx

        if self._made is None:
            # trust_env: a citizen's phone goes to the operator, and not through a proxy of the environment
            self._made = httpx.Client(timeout=self._settings.timeout_seconds, trust_env=False)
        return self._made
