"""Changes that the case source tells of, as text messages: each goes out once, however often the hall is started.

Which changes were taken up is written down with their messages, in one transaction. The phone is not: it is in memory
until the operator has the message, and asked of the source again after a start. So the mark up to which the source is
not asked again stays behind the oldest message that is still on its way; and ten minutes behind all others, since a
database may show a row with a smaller number later than one with a larger.
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
"""How the names of these messages begin."""

LIMIT = 200
MOST_OPEN = 2_000
"""So many changes are taken up before the first of them has gone out."""

OVERLAP_MS = 600_000
GOOD_FOR_MS = 48 * 3_600_000
A_DAY_TO_ONE = 10
"""Messages a day to one phone: a source that goes wrong must not ring somebody all day."""

TAIL = 6
"""Characters of the receipt that stand in the message."""


class PhonesOfHall:
    """The phones that the store does not have: of bookings and helpers, and of changes that are being told."""

    def __init__(self, booked: Callable[[str], str | None]) -> None:
        """`booked`: code of a booking, or whom a message to a helper is for → the phone."""
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
    """The mark, and which changes above it were taken up, when."""

    def __init__(self, kept: str | None) -> None:
        """`kept`: of the store."""
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
    """What is to be written, in one transaction."""

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
        """`kept`: what the store has under `META`. `name`: a keyed hash of a text. `is_open`: whether the message of
        this key is still to be sent, or being sent. `local`: the hall's clock on the wall at an instant."""
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
        """Of a message that is on its way."""
        return self._phones.get(subject)

    def waits(self, subject: str, now: int) -> bool:
        """Whether this message cannot go out now: its phone is not known again yet, or it is night."""
        return subject.startswith(SUBJECT) and (subject not in self._phones or not self._hours(now))

    def tick(self, now: int) -> None:
        """Ask when it is time."""
        late = now >= self._due_at or self._due_at > now + 2 * self._every_ms  # the hall's time went back
        if not self._under_way and late and self._hours(now):
            self._ask(self._told.mark)

    def take(self, news: ChangesFound, now: int) -> Keep:
        """What comes of an answer."""
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
