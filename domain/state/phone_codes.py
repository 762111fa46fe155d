"""Codes that were sent to phones today, so that whoever says a number can prove that it is theirs.

Of a phone its keyed hash is known, and how often it was sent a code; all of it goes with the day.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from domain.booking.events import PhoneCodeSent, PhoneCodeTried
from domain.state.rows import Rows

TIMES_KEPT = 600
"""The most that a hall may send in a minute, so that the last minute is always known."""


@dataclass(slots=True, kw_only=True)
class PhoneCode:
    """The last code of one phone. `token`: random digits of which, with the hall's secret, code and proof are made.
    `count`: which one of the day it is for this phone. `wrong`: how many other codes were tried. `proved_at`: when the
    right one was. `phone_key`: None in a state that was put back from a copy."""

    token: str
    sent_at: int
    phone_key: str | None
    count: int = 1
    wrong: int = 0
    proved_at: int | None = None


_ROWS = Rows(PhoneCode)


class PhoneCodes:
    """Found by the keyed hash of their phone."""

    def __init__(self) -> None:
        self._by_key: dict[str, PhoneCode] = {}
        self._by_token: dict[str, PhoneCode] = {}
        self._times: deque[int] = deque(maxlen=TIMES_KEPT)

    def of(self, key: str) -> PhoneCode | None:
        return self._by_key.get(key)

    def named(self, token: str) -> PhoneCode:
        """The code made of this token, which is the last one of its phone."""
        return self._by_token[token]

    def since(self, at: int, now: int) -> int:
        """How many were sent to any phone from `at` to `now`."""
        return sum(at <= sent <= now for sent in self._times)

    def sent(self, event: PhoneCodeSent) -> None:
        """A later one replaces the one before."""
        self._times.append(event.at)
        old = self._by_key.get(event.phone_key or "")
        if old is not None:
            del self._by_token[old.token]
        count = 1 if old is None else old.count + 1
        self._put(PhoneCode(token=event.token, sent_at=event.at, phone_key=event.phone_key, count=count))

    def tried(self, event: PhoneCodeTried) -> None:
        code = self._by_token.get(event.token)
        if code is None:
            return
        if event.right:
            code.proved_at = event.at
        else:
            code.wrong += 1

    def forget(self) -> None:
        self._by_key.clear()
        self._by_token.clear()
        self._times.clear()

    def dump(self) -> dict[str, Any]:
        return {"codes": _ROWS.write(self._by_token.values()), "times": list(self._times)}

    def load(self, dumped: dict[str, Any]) -> None:
        for code in _ROWS.read(dumped["codes"]):
            self._put(code)
        self._times.extend(dumped["times"])

    def _put(self, code: PhoneCode) -> None:
        self._by_token[code.token] = code
        if code.phone_key is not None:
            self._by_key[code.phone_key] = code
