"""The life of messages: one a rule and call, none twice, none too late, and no phone beside the day's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rigs import MemoryGateway
from small_desk import DAY, MINUTE, SmallDesk

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

    def __init__(self, folder: Path) -> None:
        self.gateway = MemoryGateway()
        self.desk = SmallDesk(folder)
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
        line = picture.queues_snapshot(self.desk.desk.hall, self.desk.now, 1)
        self.desk.desk.keep(sms=self.desk.notices.on_line(line, self.desk.now))

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

    def texts(self) -> list[str]:
        return [message.text for message in self.gateway.sent]


@pytest.fixture
def office(tmp_path: Path) -> PostOffice:
    return PostOffice(tmp_path)


def test_a_call_is_one_message_with_number_and_window(office: PostOffice) -> None:
    office.issue()
    office.call()
    office.settle()
    assert [(message.phone, message.text) for message in office.gateway.sent] == [
        (PHONE, "【测试大厅】请A001号到1号窗口办理。")
    ]
    assert list(office.states().values()) == ["delivered"]


def test_an_english_ticket_gets_an_english_message(office: PostOffice) -> None:
    office.issue(language="en")
    office.call()
    office.settle()
    assert office.texts() == ["【测试大厅】Number A001: please come to window 1."]


def test_a_ticket_without_a_phone_gets_none(office: PostOffice) -> None:
    office.issue(phone=None)
    office.call()
    office.settle()
    assert office.texts() == []


def test_who_comes_near_is_told_once(office: PostOffice) -> None:
    for _ in range(4):
        office.issue(phone=None)
    office.issue()
    office.near()
    office.settle()
    assert office.texts() == [], "four are ahead"
    for _ in range(2):
        ticket = office.call()
        office.desk.ask("pad-1", "ticket.no_show", window="w1", ticket=ticket)
        office.near()
        office.settle()
    assert office.texts() == ["【测试大厅】A005号前面还有2人，请准备。"]
    office.restart()
    office.near()
    office.settle()
    assert len(office.texts()) == 1, "not again after a restart"


def test_who_is_near_from_the_start_is_not_told_what_they_have_just_read(office: PostOffice) -> None:
    office.issue()
    office.near()
    office.settle()
    office.restart()
    office.near()
    office.settle()
    assert office.texts() == []


def test_a_message_whose_answer_was_lost_is_not_sent_again(office: PostOffice) -> None:
    office.gateway.silent = True
    office.issue()
    office.call()
    office.settle()
    assert list(office.states().values()) == ["sending"]
    office.restart()
    for _ in range(20):
        office.desk.now += MINUTE
        office.mail.tick(office.desk.now)
        office.settle()
    assert list(office.states().values()) == ["failed"]
    assert len(office.gateway.sent) == 1


def test_a_hall_cut_off_between_mark_and_sending_asks_before_it_sends(office: PostOffice) -> None:
    office.issue()
    office.call()
    office.courier.send = lambda message, expires_at: None  # type: ignore[method-assign]  # the power goes before it is sent
    office.settle()
    assert list(office.states().values()) == ["sending"]
    assert office.texts() == []
    office.restart()
    office.mail.tick(office.desk.now)
    office.settle()
    office.desk.now += MINUTE
    office.mail.tick(office.desk.now)
    office.settle()
    assert len(office.texts()) == 1
    assert list(office.states().values()) == ["delivered"]


def test_a_message_that_cannot_go_out_is_tried_again_and_expires(office: PostOffice) -> None:
    office.gateway.cut = True
    office.issue()
    office.call()
    for _ in range(11):
        office.desk.now += MINUTE
        office.mail.tick(office.desk.now)
        office.settle()
    assert list(office.states().values()) == ["expired"]
    office.gateway.cut = False
    office.desk.now += MINUTE
    office.mail.tick(office.desk.now)
    office.settle()
    assert office.texts() == [], "a call that is ten minutes old helps nobody"


def test_it_goes_out_when_the_way_is_free_again(office: PostOffice) -> None:
    office.gateway.cut = True
    office.issue()
    office.call()
    office.settle()
    office.gateway.cut = False
    office.desk.now += MINUTE
    office.mail.tick(office.desk.now)
    office.settle()
    assert len(office.texts()) == 1


def test_no_phone_stands_in_the_table_of_messages(office: PostOffice) -> None:
    office.issue()
    office.call()
    office.settle()
    assert PHONE not in str(office.desk.store._db.execute("SELECT * FROM sms").fetchall())


def test_nothing_is_sent_to_a_phone_of_yesterday(office: PostOffice) -> None:
    office.gateway.cut = True
    office.issue()
    office.call()
    office.settle()
    office.desk.now += DAY
    office.desk.tick()
    office.mail.forget()
    office.gateway.cut = False
    office.restart()
    office.settle()
    assert office.texts() == []
    assert "queued" not in office.states().values()


def test_writing_the_whole_state_in_between_holds_no_message_back(office: PostOffice) -> None:
    office.issue()
    office.call()
    office.desk.desk.snapshot()
    office.settle()
    assert len(office.texts()) == 1
