"""The codes sent to phones today, by which people prove that a phone is theirs.

Of a phone only its keyed hash and the number of codes are kept, until the end of the day.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from domain.booking.events import PhoneCodeSent, PhoneCodeTried
from domain.state.rows import Rows

TIMES_KEPT = 600
"""How many send times are kept: the most that a hall may send in a minute, so that the last minute is always known."""


@dataclass(slots=True, kw_only=True)
class PhoneCode:
    """The last code of one phone. `token`: random digits from which, with the hall's secret, code and proof are
    computed. `count`: how many codes this phone got today. `wrong`: how many wrong codes were tried. `proved_at`: when
    the right one was entered. `phone_key`: None in a state restored from a copy."""

    token: str
    sent_at: int
    phone_key: str | None
    count: int = 1
    wrong: int = 0
    proved_at: int | None = None


_ROWS = Rows(PhoneCode)


class PhoneCodes:
    """Today's codes, found by the keyed hash of their phone."""

    def __init__(self) -> None:
        self._by_key: dict[str, PhoneCode] = {}
        self._by_token: dict[str, PhoneCode] = {}
        self._times: deque[int] = deque(maxlen=TIMES_KEPT)

    def of(self, key: str) -> PhoneCode | None:
        return self._by_key.get(key)

    def named(self, token: str) -> PhoneCode:
        """The code with this token; it must be the newest of its phone."""
        return self._by_token[token]

    def since(self, at: int, now: int) -> int:
        """How many were sent to any phone from `at` to `now`."""
        return sum(at <= sent <= now for sent in self._times)

    def sent(self, event: PhoneCodeSent) -> None:
        """Note a code; it replaces the earlier one of the phone."""
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
