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

from hall.sms import signing
from hall.sms.callbacks import BadReportError, Listener, read_reports
from hall.sms.ledger import Ledger
from hall.sms.port import Accepted, Message, NotSent, Outcome, Receipt, Rejected, Unknown
from hall.sms.shapes import SHAPES, Fillable, Verdict, at, fill, verdict
from hall.sms.templates import Filled, RegisteredTemplate, recognise

if TYPE_CHECKING:
    import httpx

PULL_EVERY_S = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSettings:
    """`sms.toml` of `--sms http` when it names a shape."""

    shape: Literal["kannel", "aliyun", "tencent"]
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
    timeout_seconds: float = 5.0

    def mistakes(self) -> list[tuple[str, str]]:
        """Key and reason of what this shape lacks."""
        host, _, port = (self.listen or "").rpartition(":")
        reachable = bool(host) and port.isascii() and port.isdigit() and int(port) < 65536
        checks = [
            ("url", "is missing: Kannel has no common address", self.shape == "kannel" and not self.url),
            ("app", "is missing: the operator's SmsSdkAppId", self.shape == "tencent" and not self.app),
            ("templates", "are missing: this operator sends registered templates only", self._lacks_templates()),
            ("listen", "is not host:port", self.listen is not None and not reachable),
            ("listen_secret_file", "is missing: reports need a secret address", self._lacks_secret()),
            ("pull", "is possible with Tencent only", self.pull and self.shape != "tencent"),
        ]
        return [(key, reason) for key, reason, wrong in checks if wrong]

    def _lacks_templates(self) -> bool:
        return self.shape in ("aliyun", "tencent") and not self.templates

    def _lacks_secret(self) -> bool:
        return self.listen is not None and self.listen_secret_file is None


@dataclass(frozen=True, slots=True)
class Keys:
    """What stood in the settings' secret files."""

    secret: str
    listen: str = ""


class OperatorGateway:
    def __init__(
        self, settings: OperatorSettings, keys: Keys, ledger: Ledger, clock: Callable[[], float] = time.time
    ) -> None:
        self._settings = settings
        self._keys = keys
        self._ledger = ledger
        self._clock = clock
        self._shape = SHAPES[settings.shape]
        self._url = settings.url or self._shape.url
        self._made: httpx.Client | None = None
        self._pulled_at = 0.0
        self._listener: Listener | None = None
        if settings.listen is not None:
            host, _, port = settings.listen.rpartition(":")
            self._listener = Listener(host, int(port), keys.listen, self._shape, ledger.report)

    @property
    def reports_at(self) -> str:
        """The address to which this operator is to send its reports."""
        return f"{self._settings.listen_url or f'http://{self._settings.listen}'}/{quote(self._keys.listen, safe='')}/"

    def send(self, message: Message) -> Outcome:
        known = self._ledger.outcome(message.key)
        if not isinstance(known, NotSent):
            return known
        filled = recognise(message.text, self._settings.templates)
        if filled is None and self._shape.needs_template:
            return Rejected("no registered template has this text")
        # where the operator reports under our key, its report proves that it got a message whose answer was lost
        self._ledger.begin(message.key, 1, () if self._shape.reference else (message.key,))
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

    def close(self) -> None:
        if self._listener is not None:
            self._listener.stop()
        if self._made is not None:
            self._made.close()
        self._ledger.close()

    def _post(self, message: Message, filled: Filled | None) -> Outcome:
        import httpx  # noqa: PLC0415 - megabytes that a hall without this back end need not carry

        try:
            answer = self._call(self._shape.action, self._shape.body, self._values(message, filled), filled)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return NotSent(type(error).__name__)
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)
        said = _json(answer)
        meaning, code = verdict(self._shape, answer.status_code, said)
        match meaning:
            case Verdict.ACCEPTED:
                reference = at(said, self._shape.reference) if self._shape.reference else message.key
                return Accepted(reference) if isinstance(reference, str) and reference else Unknown("no id")
            case Verdict.LATER | Verdict.CREDENTIALS:
                return NotSent(f"{meaning}: {code}")
            case Verdict.UNSURE:
                return Unknown(code)
            case Verdict.NEVER:
                return Rejected(code)

    def _values(self, message: Message, filled: Filled | None) -> dict[str, str]:
        return {
            "phone": message.phone,
            "text": message.text,
            "key": quote(message.key, safe="") if self._shape.reports.id == "id" else message.key,
            "template": filled.code if filled else "",
            "values_json": json.dumps(filled.values if filled else {}, ensure_ascii=False),
            "callback": self.reports_at if self._listener is not None else "",
        }

    def _call(
        self, action: str, wanted: Fillable, values: dict[str, str], filled: Filled | None = None
    ) -> httpx.Response:
        settings, shape = self._settings, self._shape
        values |= {"user": settings.user, "sender": settings.sender, "app": settings.app, "secret": self._keys.secret}
        body = fill(wanted, values, list(filled.values.values()) if filled else None)
        content = body.encode() if isinstance(body, str) else json.dumps(body, ensure_ascii=False).encode()
        query = {name: str(fill(value, values)) for name, value in shape.query.items()}
        headers = {name: str(fill(value, values)) for name, value in shape.headers.items()}
        given: dict[str, Any] = {"url": self._url, "action": action, "version": shape.version, "user": settings.user}
        given |= {"secret": self._keys.secret, "at": self._clock()}
        if shape.signed == "aliyun":
            headers |= signing.aliyun(**given, query=query, nonce=secrets.token_hex(16))
        elif shape.signed == "tencent":
            headers |= signing.tencent(**given, service="sms", body=content, region=settings.region)
        if not values.get("callback"):
            headers = {name: value for name, value in headers.items() if not name.startswith("X-Kannel-DLR")}
        address = f"{self._url}?{signing.canonical(query)}" if query else self._url
        return self._client().post(address, content=content, headers=headers)

    def _pull(self) -> None:
        import httpx  # noqa: PLC0415

        if self._shape.pull_reports is None:
            return
        try:
            said = _json(self._call(self._shape.pull_action, self._shape.pull_body, {}))
            for report in read_reports(self._shape.pull_reports, at(said, self._shape.pulled)):
                self._ledger.report(report)
        except (httpx.HTTPError, BadReportError):
            return  # asked again in a while

    def _client(self) -> httpx.Client:
        import httpx  # noqa: PLC0415

        if self._made is None:
            # trust_env: what carries a citizen's phone goes to the operator and to no proxy it was not told of
            self._made = httpx.Client(timeout=self._settings.timeout_seconds, trust_env=False)
        return self._made


def _json(answer: httpx.Response) -> object:
    try:
        said: object = answer.json()
    except (ValueError, RecursionError):
        return None
    return said
