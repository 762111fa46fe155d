"""A small hall with its mail, run by hand: clock, commits and courier move when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sample_hall import TOML
from small_desk import MINUTE, SmallDesk

from domain import picture
from hall.sms.courier import Receipts, Reported, in_time
from hall.sms.mail import Mail
from hall.sms.port import Message, SmsGateway

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
        self.desk.sms.clear()
        self.desk.tick()
        self.mail.committed(self.desk.sms, self.desk.now)

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
        self.mail.committed(self.desk.sms, self.desk.now)
        return ticket

    def call(self, window: str = "w1") -> str:
        self.desk.sms.clear()
        answer = self.desk.ask("pad-1", "ticket.call_next", window=window)
        self.mail.committed(self.desk.sms, self.desk.now)
        ticket: str = answer["data"]["ticket"]
        return ticket

    def states(self, *, with_skipped: bool = False) -> dict[str, str]:
        rows = self.desk.store._db.execute("SELECT key, state FROM sms").fetchall()
        return {key: state for key, state in rows if with_skipped or state != "skipped"}

    def a_minute_later(self) -> None:
        """The clock is a minute on, and what follows from that is done."""
        self.desk.now += MINUTE
        self.mail.tick(self.desk.now)
        self.settle()
