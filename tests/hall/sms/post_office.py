"""A small hall with its mail, run by hand: clock, commits and courier move when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sample_hall import TOML
from small_desk import MINUTE, SmallDesk

from domain import picture
from domain.events import DayClosed
from hall.sms.courier import Receipts, Reported, in_time
from hall.sms.mail import Mail
from hall.sms.port import Message, SmsGateway
from hall.sms.states import SmsState
from hall.store import Sms

PHONE = "13900000001"


class Inline:
    """The courier without a thread: what it brings back is handed over by `PostOffice.settle`."""

    def __init__(self, gateway: SmsGateway, clock_ms: Callable[[], int]) -> None:
        self.gateway = gateway
        self.clock_ms = clock_ms
        self.news: list[Reported | Receipts] = []

    def send(self, message: Message, expires_at: int) -> None:
        self.news.append(Reported(message.key, in_time(self.gateway, message, expires_at - self.clock_ms())))

    def ask(self, key: str) -> None:
        self.news.append(Reported(key, self.gateway.outcome(key)))

    def collect(self) -> None:
        if receipts := self.gateway.receipts():
            self.news.append(Receipts(tuple(receipts)))


class PostOffice:
    """A small hall with its mail, run by hand."""

    def __init__(self, folder: Path, gateway: SmsGateway, toml: str = TOML) -> None:
        self.gateway = gateway
        self.desk = SmallDesk(folder, toml)
        self.rows: list[Sms] = []  # every row that was written, in its order
        self.begin()
        self.desk.ask("pad-1", "window.open", window="w1", clerk="c1")

    def begin(self) -> None:
        self.courier = Inline(self.gateway, lambda: self.desk.now)
        self.mail = Mail(self.desk.store, self.courier, lambda sms: self.desk.desk.keep(sms=[sms]))  # type: ignore[arg-type]

    def restart(self) -> None:
        self.desk.restart()
        self.begin()
        self.mail.begin(self.desk.now)

    def commit(self) -> None:
        """One batch: what is to be kept is kept, and followed."""
        self.desk.tick()
        self._follow()

    def _follow(self) -> None:
        """What the service does with a batch that is on disk."""
        rows, self.desk.sms = self.desk.sms, []
        events, self.desk.events = self.desk.events, []
        self.rows += rows
        if any(isinstance(event, DayClosed) for event in events):
            self.mail.forget()
        self.mail.committed(rows, self.desk.now)

    def near(self) -> None:
        """The line is shown, and looked at for those who are near."""
        hall = self.desk.desk.hall
        line = picture.queues_snapshot(hall, self.desk.now, 1)
        self.desk.desk.keep(sms=self.desk.notices.on_line(hall.state, line, self.desk.now))

    def settle(self) -> None:
        """Until nothing moves any more."""
        for _ in range(10):
            self.commit()
            news, self.courier.news = self.courier.news, []
            for one in news:
                self.mail.told(one, self.desk.now)

    def issue(self, queue: str = "social", phone: str | None = PHONE, **more: str) -> str:
        data = {"queue": queue, **more} | ({"phone": phone} if phone else {})
        ticket: str = self.desk.ask("kiosk-1", "ticket.issue", **data)["data"]["ticket"]
        self._follow()
        return ticket

    def call(self, window: str = "w1") -> str:
        answer = self.desk.ask("pad-1", "ticket.call_next", window=window)
        self._follow()
        ticket: str = answer["data"]["ticket"]
        return ticket

    def states(self, *, with_skipped: bool = False) -> dict[str, SmsState]:
        """The state on disk of every message, by its key."""
        rows = self.desk.store.sms(SmsState)
        return {sms.key: sms.state for sms in rows if with_skipped or sms.state is not SmsState.SKIPPED}

    def a_minute_later(self) -> None:
        """The clock is a minute on, and what follows from that is done."""
        self.later(MINUTE)

    def later(self, ms: int) -> None:
        """The clock is so much on, and what follows from that is done."""
        self.desk.now += ms
        self.mail.tick(self.desk.now)
        self.settle()
