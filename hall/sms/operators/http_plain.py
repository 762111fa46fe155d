"""An HTTP SMS gateway: one POST a message, states by polling. httpx is imported when the first message goes out.

POST {url} with {"id", "to", "text", "valid_seconds"} and the header `Idempotency-Key`; 2xx answers {"id": reference}.
GET {status_url}/{key} answers {"state": "accepted" | "delivered" | "rejected", "id": reference}, 404: never seen.
GET {receipts_url}?after={cursor} answers {"receipts": [{"id": reference, "state": "delivered" | "failed",
"reason": …}], "cursor": …}.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from hall.sms import rate_limit
from hall.sms.operators.http_answers import body_of, name_in, read_json, reason_in
from hall.sms.port import Accepted, MessageRejected, NotSent, Outcome, Receipt, SmsMessage, Unknown
from hall.sms.rate_limit import RateLimit

if TYPE_CHECKING:
    import httpx

HEARD_MOST = 10_000
_TRY_LATER = (429, 503)  # refused before anything was done with it


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """`sms.toml` of `--sms http`. Secrets are in files, which only the service can read."""

    url: str  # where messages are posted
    shape: Literal["plain"] = "plain"  # others are in `http_operator.py`
    token_file: str | None = None  # sent as bearer token
    status_url: str | None = None  # none: a lost answer cannot be asked about
    receipts_url: str | None = None  # none: messages stay accepted
    idempotent: bool = False  # the gateway drops an `id` that it has seen: sending again is safe
    timeout_seconds: float = 5.0  # for an answer
    per_second: float | None = None  # messages a second, as agreed with the operator

    def mistakes(self) -> list[tuple[str, str]]:
        """Key and reason."""
        return rate_limit.mistakes(self.per_second)


class HttpGateway:
    """The head of this file has the requests and answers. `token` is the content of `token_file`, read once at the
    start, so that a file that is lost or loosened later costs no message.
    """

    def __init__(self, settings: HttpSettings, token: str = "", rate: RateLimit | None = None) -> None:
        self._settings = settings
        self._token = token
        self.rate = rate or RateLimit(settings.per_second)
        self._made: httpx.Client | None = None
        self._cursor = ""
        self._heard: OrderedDict[str, Receipt] = OrderedDict()  # each message's first receipt, for a while
        self._again: list[Receipt] = []

    def send(self, message: SmsMessage) -> Outcome:
        import httpx  # megabytes that a hall without this back end need not carry

        asked: dict[str, object] = {"id": message.key, "to": message.phone, "text": message.text}
        if message.valid_s is not None:
            asked["valid_seconds"] = message.valid_s
        self.rate.wait()
        try:
            status, body = self._call("POST", self._settings.url, json=asked, headers={"Idempotency-Key": message.key})
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return NotSent(type(error).__name__)
        except httpx.HTTPError as error:
            return self._unsure(type(error).__name__)
        outcome = sent(status, body, message.key)
        return self._unsure(outcome.reason) if isinstance(outcome, Unknown) else outcome

    def outcome(self, key: str) -> Outcome:
        import httpx

        if self._settings.status_url is None:
            return self._unsure("the gateway cannot be asked")
        try:
            status, body = self._call("GET", f"{self._settings.status_url}/{quote(key, safe='')}")
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)
        outcome = known(status, body, key)
        if isinstance(outcome, Accepted) and (heard := self._heard.get(outcome.reference)) is not None:
            self._again.append(heard)  # this receipt came before the message was known to be accepted
        return outcome

    def receipts(self) -> list[Receipt]:
        import httpx

        again, self._again = self._again, []
        if self._settings.receipts_url is None:
            return again
        try:
            status, body = self._call("GET", self._settings.receipts_url, params={"after": self._cursor})
        except httpx.HTTPError:
            return again
        found, cursor = reported(status, body)
        self._cursor = cursor or self._cursor
        return again + [receipt for receipt in found if self._is_first(receipt)]

    def unmatched(self) -> int:
        return 0

    def close(self) -> None:
        if self._made is not None:
            self._made.close()

    def _is_first(self, receipt: Receipt) -> bool:
        """Of several about one message the first counts."""
        if receipt.reference in self._heard:
            return False
        self._heard[receipt.reference] = receipt
        while len(self._heard) > HEARD_MOST:
            self._heard.popitem(last=False)
        return True

    def _unsure(self, reason: str) -> Outcome:
        return NotSent(reason) if self._settings.idempotent else Unknown(reason)

    def _call(self, method: str, url: str, **more: Any) -> tuple[int, bytes]:
        """HTTP status and body. Raises httpx.HTTPError."""
        with self._client().stream(method, url, **more) as answer:
            return answer.status_code, body_of(answer, 2 * self._settings.timeout_seconds)

    def _client(self) -> httpx.Client:
        import httpx

        if self._made is None:
            headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
            # trust_env: a citizen's phone goes to the gateway, and not through a proxy of the environment
            self._made = httpx.Client(timeout=self._settings.timeout_seconds, headers=headers, trust_env=False)
        return self._made


def sent(status: int, body: bytes, key: str) -> Outcome:
    """The outcome that an answer to the POST means; `Unknown` where the gateway itself may not know."""
    if 200 <= status < 300:
        return Accepted(name_in(_object(body).get("id")) or key)
    if status == 401:
        return NotSent("wrong credentials: HTTP 401")
    if status in _TRY_LATER:
        return NotSent(f"throttled: HTTP {status}")
    return MessageRejected(f"HTTP {status}") if 400 <= status < 500 else Unknown(f"HTTP {status}")


def known(status: int, body: bytes, key: str) -> Outcome:
    """The outcome that an answer about a message means."""
    if status == 404:
        return NotSent("the gateway has never seen it")
    if not 200 <= status < 300:
        return Unknown(f"HTTP {status}")
    said = _object(body)
    if said.get("state") == "rejected":
        return MessageRejected(reason_in(said.get("reason")) or "rejected")
    return Accepted(name_in(said.get("id")) or key)


def reported(status: int, body: bytes) -> tuple[list[Receipt], str]:
    """Receipts, and the place from which to ask on; empty where nothing can be read."""
    said = _object(body) if 200 <= status < 300 else {}
    reports = said.get("receipts")
    if not isinstance(reports, list):
        return [], ""
    found = [_receipt(report) for report in reports if isinstance(report, dict)]
    return [receipt for receipt in found if receipt is not None], name_in(said.get("cursor"))


def _object(body: bytes) -> dict[str, object]:
    said = read_json(body)
    return said if isinstance(said, dict) else {}


def _receipt(report: dict[str, object]) -> Receipt | None:
    name, state = name_in(report.get("id")), report.get("state")
    if not name or state not in ("delivered", "failed"):
        return None
    delivered = state == "delivered"
    return Receipt(name, delivered, "" if delivered else reason_in(report.get("reason")))
