"""Text messages about changes of cases: each is sent once, however often the hall is restarted.

The hall stores which changes it has taken up, with their messages, in one transaction. It does not store the phones:
they stay in memory until the operator has the message, and after a restart the source is asked for them again. So the
mark, up to which the source is not asked again, stays behind the oldest message under way. It also stays ten minutes
behind all others, because a database may show a smaller number later than a larger one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.config import HallConfig
from domain.phone import normal_phone
from domain.progress.cases import CaseChange
from domain.progress.settings import Progress
from domain.progress.words import STAGE_WORDS
from hall.disk.store import Sms
from hall.progress.desk import ChangesFound
from hall.progress.port import SourceAway
from hall.sms.text import TextValues, fill

META = "progress_changes"
SUBJECT = "case-"
"""Prefix of the keys of these messages."""

LIMIT = 200
MOST_OPEN = 2_000
"""How many changes may be taken up before the first of them is sent."""

OVERLAP_MS = 600_000
GOOD_FOR_MS = 48 * 3_600_000
A_DAY_TO_ONE = 10
"""Messages a day to one phone, so that a faulty source cannot disturb a person all day."""

TAIL = 6
"""How many last characters of the receipt are in the message."""


class PhonesOfHall:
    """The phones that the store does not have: those of bookings and helpers, and of changes under way."""

    def __init__(self, booked: Callable[[str], str | None]) -> None:
        """`booked`: code of a booking, or the helper that a message is for → the phone."""
        self._booked = booked
        self.teller: ChangeTeller | None = None

    def phone_of(self, subject: str) -> str | None:
        if self.teller is not None and subject.startswith(SUBJECT):
            return self.teller.phone_of(subject)
        return self._booked(subject)

    def waits(self, subject: str, now: int) -> bool:
        return self.teller is not None and self.teller.waits(subject, now)

    def outlives(self, subject: str) -> bool:
        return self.teller is not None and subject.startswith(SUBJECT)


class AsksChanges(Protocol):
    def ask_changes(self, since: int | None, limit: int) -> None: ...


class ToldChanges:
    """The mark, and when each change above it was taken up."""

    def __init__(self, kept: str | None) -> None:
        """`kept`: the text in the store, or None."""
        self.mark: int | None = None
        self.since: dict[int, int] = {}
        if kept:
            read = json.loads(kept)
            self.mark = read["mark"]
            self.since = {int(change): at for change, at in read["told"].items()}

    def kept(self) -> str:
        return json.dumps({"mark": self.mark, "told": {str(change): at for change, at in self.since.items()}})


@dataclass(frozen=True, slots=True)
class Keep:
    """Rows to write in one transaction."""

    sms: list[Sms]
    meta: dict[str, str]


class ChangeTeller:
    """Every method is called under the hall's lock."""

    def __init__(
        self,
        config: HallConfig,
        desk: AsksChanges,
        kept: str | None,
        *,
        name: Callable[[str], str],
        is_open: Callable[[str], bool],
        local: Callable[[int], datetime],
    ) -> None:
        """`kept`: the text in the store under `META`. `name`: makes a keyed hash of a text. `is_open`: whether the
        message with this key is still to be sent or being sent. `local`: the hall's local time at an instant."""
        assert config.progress is not None
        assert config.notices is not None
        self._rules: Progress = config.progress
        self._texts = config.notices
        self._desk = desk
        self._name = name
        self._is_open = is_open
        self._local = local
        self._told = ToldChanges(kept)
        self._phones: dict[str, str] = {}
        self._due_at = 0
        self._under_way = False
        self._day = ""
        self._rung = Counter[str]()

    def phone_of(self, subject: str) -> str | None:
        """The phone for a message under way; None if it is not known."""
        return self._phones.get(subject)

    def waits(self, subject: str, now: int) -> bool:
        """Whether this message must wait: its phone is not known again yet, or it is night."""
        return subject.startswith(SUBJECT) and (subject not in self._phones or not self._hours(now))

    def tick(self, now: int) -> None:
        """Ask the source for changes when it is time."""
        late = now >= self._due_at or self._due_at > now + 2 * self._every_ms  # the hall's time went back
        if not self._under_way and late and self._hours(now):
            self._ask(self._told.mark)

    def take(self, news: ChangesFound, now: int) -> Keep:
        """The rows to write for the source's answer."""
        self._under_way = False
        self._due_at = now + self._every_ms
        found = news.found
        if isinstance(found, SourceAway):
            return Keep([], {})
        before = self._told.kept()
        if self._told.mark is None:
            self._told.mark = found.last
            return Keep([], {META: self._told.kept()})
        rows = list(self._rows(found.changes, now))
        full = len(found.changes) >= LIMIT
        if full and len(self._told.since) < MOST_OPEN:
            self._ask(found.changes[-1].change)
        self._advance(now)
        after = self._told.kept()
        return Keep(rows, {META: after} if after != before else {})

    @property
    def _every_ms(self) -> int:
        return (self._rules.changes_seconds or 60) * 1000

    def _ask(self, since: int | None) -> None:
        self._under_way = True
        self._desk.ask_changes(since, LIMIT)

    def _hours(self, now: int) -> bool:
        return self._rules.tell_from <= self._local(now).time() < self._rules.tell_until

    def _rows(self, changes: Iterable[CaseChange], now: int) -> Iterable[Sms]:
        for change in changes:
            subject, phone = self._subject(change.change), normal_phone(change.phone)
            if change.change in self._told.since:
                if phone is not None and self._is_open(_key(subject)):
                    self._phones[subject] = phone
                continue
            self._told.since[change.change] = now
            if phone is not None and self._may_ring(phone, now):
                self._phones[subject] = phone
                values = TextValues(code=change.receipt[-TAIL:], stage=STAGE_WORDS[change.stage].zh)
                text = fill(self._texts.changed.zh, self._texts.signature, values)
                yield Sms(_key(subject), now, now + GOOD_FOR_MS, subject, text)

    def _advance(self, now: int) -> None:
        for change in sorted(self._told.since):
            subject = self._subject(change)
            if self._told.since[change] > now - OVERLAP_MS or self._is_open(_key(subject)):
                break
            del self._told.since[change]
            self._phones.pop(subject, None)
            self._told.mark = max(self._told.mark or 0, change)

    def _may_ring(self, phone: str, now: int) -> bool:
        day = self._local(now).date().isoformat()
        if day != self._day:
            self._day, self._rung = day, Counter()
        name = self._name(f"phone {phone}")
        self._rung[name] += 1
        return self._rung[name] <= A_DAY_TO_ONE

    def _subject(self, change: int) -> str:
        return f"{SUBJECT}{self._name(f'change {change}')}"


def _key(subject: str) -> str:
    return f"{subject}/changed"
