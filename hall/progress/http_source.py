"""Cases over HTTP: another system's interface, described in `hall.toml`. httpx is imported with the first question.

Limits: two seconds for everything; one more try if the first certainly had no effect; answers of at most 256 KB, not
compressed (a small one could become a large one); no redirects; no proxy of the environment.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from domain.normal_form import normal, unframed
from domain.progress.settings import HttpInterface
from hall.progress.port import Changes, Found, SourceAway
from hall.progress.rows import RowReader

if TYPE_CHECKING:
    import httpx

DEADLINE_S = 2.0
LARGEST = 256 * 1024
MOST_RECORDS = 500
_NONE_SUCH = frozenset({400, 404, 410, 422})
"""Statuses that mean: there is no such case, or the receipt is not valid in this system."""
_AGAIN = frozenset({502, 503, 504})


class _NoAnswerError(Exception):
    """`reason`: for an engineer; `again`: the question had no effect, so it may be repeated."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


class HttpCases:
    """A `CaseSource`."""

    def __init__(
        self, settings: HttpInterface, reader: RowReader, token: str = "", deadline_s: float = DEADLINE_S
    ) -> None:
        self._settings = settings
        self._reader = reader
        self._token = token
        self._deadline_s = deadline_s
        self._lock = threading.Lock()
        self._made: httpx.Client | None = None
        self.finds_people = bool(settings.person_url)
        self.tells_changes = bool(settings.changes_url)

    def by_receipt(self, receipt: str) -> Found:
        asked = unframed(receipt)
        found = self._cases(self._settings.url.replace("{receipt}", quote(asked, safe="")))
        if isinstance(found, SourceAway):
            return found
        meant = tuple(case for case in found if normal(case.receipt) == normal(receipt))
        return SourceAway("it answers with another case") if found and not meant else meant[:1]

    def by_person(self, person: str) -> Found:
        found = self._cases(self._settings.person_url.replace("{person}", quote(person, safe="")))
        if not isinstance(found, SourceAway) and any(case.person not in ("", person) for case in found):
            return SourceAway("it answers with somebody else's case")
        return found

    def changes(self, since: int | None, limit: int) -> Changes | SourceAway:
        url = self._settings.changes_url.replace("{since}", "" if since is None else str(since))
        said = self._asked(url.replace("{limit}", str(limit)))
        if isinstance(said, SourceAway):
            return said
        rows = at(said, self._settings.changes)
        if not isinstance(rows, list):
            return SourceAway("the answer holds no list of changes")
        every = [self._reader.change(row) for row in rows[:MOST_RECORDS] if isinstance(row, dict)]
        read = sorted((one for one in every if one is not None), key=lambda one: one.change)
        last = max((one.change for one in read), default=since or 0)
        return Changes(tuple(one for one in read if since is not None and one.change > since)[:limit], last)

    def close(self) -> None:
        with self._lock:
            if self._made is not None:
                self._made.close()

    def _cases(self, url: str) -> Found:
        said = self._asked(url)
        if isinstance(said, SourceAway):
            return said
        rows = at(said, self._settings.cases)
        if rows is None:
            return ()
        rows = [rows] if isinstance(rows, dict) else rows
        if not isinstance(rows, list):
            return SourceAway("the answer holds no case")
        read = [self._reader.record(row) for row in rows[:MOST_RECORDS] if isinstance(row, dict)]
        if rows and not any(read):
            return SourceAway("the answer holds no case that can be read")
        return tuple(case for case in read if case is not None)

    def _asked(self, url: str) -> Any:
        """The content of the answer, None if there is no such case, or a `SourceAway`."""
        self._client()  # loading it takes a second the first time, which must not count as the other system's time
        end = time.monotonic() + self._deadline_s
        try:
            return self._once_more(lambda: self._once(url, end), end)
        except _NoAnswerError as error:
            return SourceAway(error.reason)

    def _once_more(self, ask: Callable[[], Any], end: float) -> Any:
        try:
            return ask()
        except _NoAnswerError as error:
            if not error.again or time.monotonic() + 0.2 > end:
                raise
        time.sleep(0.1)
        return ask()

    def _once(self, url: str, end: float) -> Any:
        import httpx

        left = max(0.05, end - time.monotonic())
        try:
            with self._client().stream("GET", url, timeout=left) as answer:
                status = answer.status_code
                if status in _NONE_SUCH:
                    return None
                if status != 200:
                    raise _NoAnswerError(f"HTTP {status}", again=status in _AGAIN)
                return _read(answer, end)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.RemoteProtocolError) as error:
            raise _NoAnswerError(type(error).__name__, again=True) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _NoAnswerError(type(error).__name__) from None

    def _client(self) -> httpx.Client:
        import ssl

        import httpx

        with self._lock:
            if self._made is None:
                headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
                if self._token:
                    headers["Authorization"] = f"Bearer {self._token}"
                ca_file = self._settings.ca_file
                verify = ssl.create_default_context(cafile=ca_file) if ca_file else True
                self._made = httpx.Client(headers=headers, trust_env=False, verify=verify)
            return self._made


def _read(answer: httpx.Response, end: float) -> Any:
    """Raises _NoAnswerError, and httpx.HTTPError."""
    if answer.headers.get("content-encoding", "identity") not in ("", "identity"):
        raise _NoAnswerError("the answer is compressed, and was not to be")
    body = bytearray()
    for piece in answer.iter_raw():
        body += piece
        if len(body) > LARGEST:
            raise _NoAnswerError(f"the answer has more than {LARGEST // 1024} KB")
        if time.monotonic() > end:
            raise _NoAnswerError("no end of the answer in time")
    try:
        return json.loads(bytes(body))
    except (ValueError, RecursionError):
        raise _NoAnswerError("the answer is no JSON") from None


def at(said: object, way: str) -> Any:
    """The value at the end of this path of names and indexes; None if there is none."""
    for step in way.split(".") if way else ():
        if isinstance(said, dict):
            said = said.get(step)
        elif isinstance(said, list) and step.isascii() and step.isdigit() and len(step) < 4:
            said = said[int(step)] if int(step) < len(said) else None
        else:
            return None
    return said
