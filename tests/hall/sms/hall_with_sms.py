"""A small hall that sends SMS, run by hand: its clock, commits and sender move when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from quiet_hall import MINUTE, QuietHall
from sample_hall import TOML

from domain.events import DayClosed
from domain.show import snapshots
from hall.disk.store import Sms
from hall.sms.outbox import SmsOutbox
from hall.sms.port import SmsGateway, SmsMessage
from hall.sms.sender import OutcomeArrived, ReceiptsArrived, in_time
from hall.sms.states import SmsState

PHONE = "13900000001"


class SenderInline:
    """The sender without a thread. `HallWithSms.settle` hands its results over."""

    def __init__(self, gateway: SmsGateway, clock_ms: Callable[[], int]) -> None:
        self.gateway = gateway
        self.clock_ms = clock_ms
        self.news: list[OutcomeArrived | ReceiptsArrived] = []

    def send(self, message: SmsMessage, expires_at: int) -> None:
        self.news.append(OutcomeArrived(message.key, in_time(self.gateway, message, expires_at - self.clock_ms())))

    def ask(self, key: str) -> None:
        self.news.append(OutcomeArrived(key, self.gateway.outcome(key)))

    def collect(self) -> None:
        if receipts := self.gateway.receipts():
            self.news.append(ReceiptsArrived(tuple(receipts)))


class HallWithSms:
    """A small hall that sends SMS, run by hand."""

    def __init__(self, folder: Path, gateway: SmsGateway, toml: str = TOML) -> None:
        self.gateway = gateway
        self.small = QuietHall(folder, toml)
        self.rows: list[Sms] = []  # every row that was written, in its order
        self.begin()
        self.small.ask("pad-1", "window.open", window="w1", clerk="c1")

    def begin(self) -> None:
        self.sender = SenderInline(self.gateway, lambda: self.small.now)
        self.outbox = SmsOutbox(self.small.store, self.sender, lambda sms: self.small.writer.keep(sms=[sms]))  # type: ignore[arg-type]

    def restart(self) -> None:
        self.small.restart()
        self.begin()
        self.outbox.begin(self.small.now)

    def commit(self) -> bool:
        """One batch: what is to be kept is kept, and followed. Whether there was any row."""
        self.small.tick()
        return self._follow()

    def _follow(self) -> bool:
        """What the service does with a batch that is on disk."""
        rows, self.small.sms = self.small.sms, []
        events, self.small.events = self.small.events, []
        self.rows += rows
        if any(isinstance(event, DayClosed) for event in events):
            self.outbox.forget()
        self.outbox.committed(rows, self.small.now)
        return bool(rows)

    def near(self) -> None:
        """The line is shown, and looked at for those who are near."""
        hall = self.small.writer.hall
        line = snapshots.queues_snapshot(hall, self.small.now, 1)
        self.small.writer.keep(sms=self.small.notices.on_queues(hall.state, line, self.small.now))

    def settle(self) -> None:
        """Commit and hand results over until nothing moves any more."""
        quiet = 0
        for _ in range(10):
            wrote = self.commit()
            news, self.sender.news = self.sender.news, []
            for one in news:
                self.outbox.told(one, self.small.now)
            quiet = 0 if wrote or news else quiet + 1
            if quiet == 2:  # what the first commit of the two gave rise to would stand in the second
                return

    def issue(self, queue: str = "social", phone: str | None = PHONE, **more: str) -> str:
        data = {"queue": queue, **more} | ({"phone": phone} if phone else {})
        ticket: str = self.small.ask("kiosk-1", "ticket.issue", **data)["data"]["ticket"]
        self._follow()
        return ticket

    def call(self, window: str = "w1") -> str:
        answer = self.small.ask("pad-1", "ticket.call_next", window=window)
        self._follow()
        ticket: str = answer["data"]["ticket"]
        return ticket

    def states(self, *, with_skipped: bool = False) -> dict[str, SmsState]:
        """The state on disk of every message, by its key."""
        rows = self.small.store.sms(SmsState)
        return {sms.key: sms.state for sms in rows if with_skipped or sms.state is not SmsState.SKIPPED}

    def a_minute_later(self) -> None:
        """The clock is a minute on, and what follows from that is done."""
        self.later(MINUTE)

    def later(self, ms: int) -> None:
        """The clock is so much on, and what follows from that is done."""
        self.small.now += ms
        self.outbox.tick(self.small.now)
        self.settle()
