"""An HTTP SMS gateway: one POST a message, states by polling. httpx is imported when the first message goes out.

POST {url} with {"id", "to", "text"} and the header `Idempotency-Key`; 2xx answers {"id": reference}.
GET {status_url}/{key} answers {"state": "accepted" | "delivered" | "rejected", "id": reference}, 404: never seen.
GET {receipts_url}?after={cursor} answers {"receipts": [{"id": reference, "state": "delivered" | "failed",
"reason": …}], "cursor": …}.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from hall.sms.port import Accepted, Message, NotSent, Outcome, Receipt, Rejected, Unknown
from hall.sms.secrets import read_secret

if TYPE_CHECKING:
    import httpx

_TRY_LATER = (429, 503)  # refused before anything was done with it
_REASON_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """`sms.toml` of `--sms http`. Secrets are in files, which only the service can read."""

    url: str
    shape: Literal["plain"] = "plain"  # others are in `operator.py`
    token_file: str | None = None  # sent as bearer token
    status_url: str | None = None  # none: what became of a lost answer cannot be asked
    receipts_url: str | None = None  # none: messages stay accepted
    idempotent: bool = False  # the gateway drops an `id` that it has seen: sending again is safe
    timeout_seconds: float = 5.0


class HttpGateway:
    """See the head of this file for what it says and expects."""

    def __init__(self, settings: HttpSettings) -> None:
        self._settings = settings
        self._made: httpx.Client | None = None
        self._cursor = ""

    def send(self, message: Message) -> Outcome:
        import httpx  # noqa: PLC0415 - megabytes that a hall without this back end need not carry

        body = {"id": message.key, "to": message.phone, "text": message.text}
        try:
            answer = self._client().post(self._settings.url, json=body, headers={"Idempotency-Key": message.key})
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return NotSent(type(error).__name__)
        except httpx.HTTPError as error:
            return self._unsure(type(error).__name__)
        if answer.is_success:
            return Accepted(str(_json(answer).get("id", message.key)))
        if answer.status_code == 401:
            return NotSent("wrong credentials: HTTP 401")
        if answer.status_code in _TRY_LATER:
            return NotSent(f"throttled: HTTP {answer.status_code}")
        if 400 <= answer.status_code < 500:
            return Rejected(f"HTTP {answer.status_code}")
        return self._unsure(f"HTTP {answer.status_code}")

    def outcome(self, key: str) -> Outcome:
        import httpx  # noqa: PLC0415

        if self._settings.status_url is None:
            return self._unsure("the gateway cannot be asked")
        try:
            answer = self._client().get(f"{self._settings.status_url}/{quote(key, safe='')}")
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)
        if answer.status_code == 404:
            return NotSent("the gateway has never seen it")
        if not answer.is_success:
            return Unknown(f"HTTP {answer.status_code}")
        said = _json(answer)
        if said.get("state") == "rejected":
            return Rejected(str(said.get("reason", "rejected"))[:_REASON_LENGTH])
        return Accepted(str(said.get("id", key)))

    def receipts(self) -> list[Receipt]:
        import httpx  # noqa: PLC0415

        if self._settings.receipts_url is None:
            return []
        try:
            answer = self._client().get(self._settings.receipts_url, params={"after": self._cursor})
        except httpx.HTTPError:
            return []
        said = _json(answer) if answer.is_success else {}
        reports = said.get("receipts", [])
        if not isinstance(reports, list):
            return []
        self._cursor = str(said.get("cursor", self._cursor))
        return [_receipt(report) for report in reports if isinstance(report, dict) and "id" in report]

    def close(self) -> None:
        if self._made is not None:
            self._made.close()

    def _unsure(self, reason: str) -> Outcome:
        return NotSent(reason) if self._settings.idempotent else Unknown(reason)

    def _client(self) -> httpx.Client:
        import httpx  # noqa: PLC0415

        if self._made is None:
            headers = {}
            if self._settings.token_file is not None:
                headers["Authorization"] = f"Bearer {read_secret(self._settings.token_file)}"
            # trust_env: an address with a citizen's phone goes to the gateway and to no proxy it was not told of
            self._made = httpx.Client(timeout=self._settings.timeout_seconds, headers=headers, trust_env=False)
        return self._made


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _receipt(report: dict[str, Any]) -> Receipt:
    delivered = report.get("state") == "delivered"
    return Receipt(str(report["id"]), delivered, "" if delivered else str(report.get("reason", ""))[:_REASON_LENGTH])
