"""Which SMS are due: when a ticket is called, when it is n-th in line, when it was issued or a phone was left for it.

SMS about bookings are in `hall/sms/booking_notices.py`, SMS to helpers in `hall/sms/help_notices.py`.

There is one row per rule and call, and only for tickets with a phone. A row is written in the same transaction as the
event that causes it. A message about the position in the queue is caused not by an event but by the present queue; its
key prevents a second one in the same wait. It is sent when few *calls* come before the ticket's own, also calls of
other queues at the same windows; its text, like screen, paper and phone page, gives the people ahead in the queue.

A ticket that waits again (transferred, at the next stop of a visit, back after a missed call) has been called in
between: the rows of its calls tell one wait from the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.config import HallConfig, Template
from domain.events import DayClosed, Event, PhoneLeft, TicketCalled, TicketIssued
from domain.queue.order import calls_before
from domain.show.snapshots import NEXT_OF_QUEUE
from domain.state.state import State
from domain.ticket_number import number_of, ticket_id
from domain.views.public import QueuesSnapshot
from domain.views.ticket import IssueAnswer, TicketView
from hall.disk.store import Sms, Store
from hall.sms.booking_notices import BookingNotices
from hall.sms.help_notices import help_messages
from hall.sms.states import SmsState
from hall.sms.text import TextValues, fill


@dataclass(slots=True)
class _WaitInLine:
    """One wait in the queue. `calls`: how many calls came before it. `done`: positions that need no notice any more."""

    calls: int = 0
    done: set[int] = field(default_factory=set)

    def rule(self, position: int) -> str:
        return f"near-{position}-{self.calls}" if self.calls else f"near-{position}"


class SmsNotices:
    """Makes the rows: `on_event` while a batch is decided, `on_queues` when a queue has moved."""

    def __init__(self, config: HallConfig, store: Store) -> None:
        self._config = config
        self._store = store
        self._rules = config.notices
        self._near = tuple(sorted(config.notices.near_positions)) if config.notices else ()
        self._windows = {window.id: window.number for window in config.windows}
        self._of_bookings = BookingNotices(config, store)
        self._languages: dict[str, str | None] = {}  # of tickets with a phone; None: without
        self._waits: dict[str, _WaitInLine] = {}

    def forget(self) -> None:
        """Forget what is cached: the events since the last commit were not written, or the day is over."""
        self._languages.clear()
        self._waits.clear()

    def on_event(self, state: State, seq: int, event: Event, data: object, now: int) -> Iterator[Sms]:
        """Messages caused by `event`, which is in `state` already. `data` is the answer to its request."""
        if self._rules is None:
            return
        if isinstance(event, DayClosed):
            self.forget()
        elif isinstance(event, TicketIssued) and event.phone is not None:
            self._languages[event.ticket] = event.language
            ahead = data.ahead if isinstance(data, IssueAnswer) else 0
            yield from self._issued(state, event, ahead, now)
        elif isinstance(event, PhoneLeft):
            self._languages[event.ticket] = event.language
            yield from self._left(state, event, data.ahead if isinstance(data, TicketView) else None, now)
        elif isinstance(event, TicketCalled) and (language := self._language(event.ticket)) is not None:
            self._waits.pop(event.ticket, None)
            values = TextValues(number_of(event.ticket), self._windows.get(event.window, ""))
            text = self._text(self._rules.called, language, values)
            yield self._sms(f"{event.ticket}/called-{seq}", text, now)
        else:
            yield from self._of_bookings.on_event(state, seq, event, now)
            yield from help_messages(self._config, state, event, now)

    def on_time(self, state: State, now: int) -> Iterator[Sms]:
        """Messages that are due because time has passed."""
        return self._of_bookings.on_time(state, now)

    def on_queues(self, state: State, snapshot: QueuesSnapshot, now: int) -> Iterator[Sms]:
        """Messages for those who have come near the head of their queue."""
        if self._rules is None or not self._near:
            return
        for queue in snapshot.queues:
            for ahead, number in enumerate(queue.next):
                if ahead >= self._near[-1]:
                    break
                ticket = ticket_id(snapshot.day, number)
                language = self._language(ticket)
                if language is None:
                    continue
                wait = self._wait(ticket)
                if self._near[0] in wait.done:  # no notice is left in this wait
                    continue
                before = max(ahead, _calls_before(state, ticket))  # when to tell; what is told is as on every screen
                position = next((near for near in self._near if before < near), None)
                if position is None or any(done <= position for done in wait.done):
                    continue
                wait.done.add(position)
                text = self._text(self._rules.near, language, TextValues(number, ahead=ahead))
                yield self._sms(f"{ticket}/{wait.rule(position)}", text, now)

    def _issued(self, state: State, event: TicketIssued, ahead: int, now: int) -> Iterator[Sms]:
        assert self._rules is not None
        if self._rules.issued is not None:
            template = self._rules.issued if ahead else self._rules.number  # nobody says "0 people ahead"
            text = self._text(template, event.language, TextValues(event.number, ahead=ahead))
            yield self._sms(f"{event.ticket}/issued", text, now)
        yield from self._near_already(state, event.ticket, now)

    def _left(self, state: State, event: PhoneLeft, ahead: int | None, now: int) -> Iterator[Sms]:
        """The message for 发到手机. It does not depend on the configured rules: the person asked for it, and may have
        the number nowhere else."""
        assert self._rules is not None
        waits = ahead is not None
        template = (self._rules.issued if ahead else None) or self._rules.number
        text = self._text(template, event.language, TextValues(number_of(event.ticket), ahead=ahead or 0))
        yield self._sms(f"{event.ticket}/issued", text, now)
        if waits:
            yield from self._near_already(state, event.ticket, now)

    def _near_already(self, state: State, ticket: str, now: int) -> Iterator[Sms]:
        """A ticket that is near at once needs no notice: its holder has just read the position."""
        before = _calls_before(state, ticket)
        near = next((near for near in self._near if before < near), None)
        if near is not None:
            wait = self._waits.setdefault(ticket, _WaitInLine())
            wait.done.add(near)
            yield Sms(f"{ticket}/{wait.rule(near)}", now, now, ticket, "", state=SmsState.SKIPPED)

    def _text(self, template: Template, language: str, values: TextValues) -> str:
        assert self._rules is not None
        words = template.en if language.startswith("en") else template.zh
        return fill(words, self._rules.signature, values)

    def _sms(self, key: str, text: str, now: int) -> Sms:
        assert self._rules is not None
        return Sms(key, now, now + self._rules.expires_minutes * 60_000, key.partition("/")[0], text)

    def _language(self, ticket: str) -> str | None:
        """The language of a ticket's messages, None if it has no phone."""
        if ticket not in self._languages:
            kept = self._store.private(ticket)
            self._languages[ticket] = kept.get("language", "zh_CN") if "phone" in kept else None
        return self._languages[ticket]

    def _wait(self, ticket: str) -> _WaitInLine:
        """The wait that the ticket is in, by its rows on disk."""
        if ticket not in self._waits:
            rules = {key.rpartition("/")[2] for key in self._store.sms_keys(ticket)}
            wait = self._waits[ticket] = _WaitInLine(sum(rule.startswith("called-") for rule in rules))
            wait.done.update(near for near in range(1, NEXT_OF_QUEUE + 1) if wait.rule(near) in rules)
        return self._waits[ticket]


def _calls_before(state: State, ticket: str) -> int:
    """How many calls come before that of the ticket: a short queue does not mean a near call. 0 if it is no ticket of
    today."""
    known = state.tickets.get(ticket)
    return calls_before(state, known) if known else 0
