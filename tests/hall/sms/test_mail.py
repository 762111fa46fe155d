"""The life of messages: one a rule and call, none twice, none too late, and no phone beside the day's."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract import until
from post_office import PHONE, PostOffice
from rigs import MemoryGateway
from small_desk import DAY, MINUTE

from hall.sms.courier import Courier, Receipts, Reported
from hall.sms.port import Message, NotSent, Outcome, Receipt
from hall.sms.states import SmsState


class InMemory(PostOffice):
    gateway: MemoryGateway

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, MemoryGateway())

    def texts(self) -> list[str]:
        return [message.text for message in self.gateway.sent]


@pytest.fixture
def office(tmp_path: Path) -> InMemory:
    return InMemory(tmp_path)


def test_a_call_is_one_message_with_number_and_window(office: InMemory) -> None:
    office.issue()
    office.call()
    office.settle()
    assert [(message.phone, message.text) for message in office.gateway.sent] == [
        (PHONE, "【测试大厅】请A001号到1号窗口办理。")
    ]
    assert list(office.states().values()) == ["delivered"]


def test_an_english_ticket_gets_an_english_message(office: InMemory) -> None:
    office.issue(language="en")
    office.call()
    office.settle()
    assert office.texts() == ["【测试大厅】Number A001: please come to window 1."]


def test_a_ticket_without_a_phone_gets_none(office: InMemory) -> None:
    office.issue(phone=None)
    office.call()
    office.settle()
    assert office.texts() == []


def test_who_comes_near_is_told_once(office: InMemory) -> None:
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


def test_who_is_first_in_a_queue_whose_windows_have_others_to_call_before_is_not_near(office: InMemory) -> None:
    for _ in range(4):
        office.issue("civil", phone=None)
    office.desk.now += 11 * MINUTE  # the lag with which w1 takes those
    office.issue()
    office.near()
    office.settle()
    assert office.texts() == []
    for _ in range(2):
        office.desk.ask("pad-1", "ticket.no_show", window="w1", ticket=office.call())
        office.near()
        office.settle()
    assert office.texts() == ["【测试大厅】A001号前面还有2人，请准备。"]


def test_who_is_transferred_is_told_when_near_in_the_other_queue_and_once(office: InMemory) -> None:
    for _ in range(4):
        office.issue("civil", phone=None)
    ticket = office.issue()
    office.near()
    assert office.call() == ticket
    office.desk.ask("pad-1", "ticket.start", window="w1", ticket=ticket)
    office.desk.ask("pad-1", "ticket.transfer", window="w1", ticket=ticket, queue="civil")
    office.near()
    office.settle()
    told = [text for text in office.texts() if "前面" in text]
    assert told == [], "four are ahead"
    office.desk.ask("pad-2", "window.open", window="w2", clerk="c1")
    for _ in range(2):
        called = office.desk.ask("pad-2", "ticket.call_next", window="w2")["data"]["ticket"]
        office.desk.ask("pad-2", "ticket.no_show", window="w2", ticket=called)
        office.near()
        office.settle()
        office.restart()
    office.near()
    office.settle()
    assert [text for text in office.texts() if "前面" in text] == ["【测试大厅】A001号前面还有2人，请准备。"]


def test_who_comes_back_after_a_missed_call_is_told_again_when_near(office: InMemory) -> None:
    for _ in range(3):
        office.issue(phone=None)
    office.issue()
    near = "【测试大厅】A004号前面还有2人，请准备。"
    for _ in range(4):
        called = office.call()
        office.desk.ask("pad-1", "ticket.no_show", window="w1", ticket=called)
        office.near()
        office.settle()
    assert office.texts().count(near) == 1
    for _ in range(3):
        office.desk.now += MINUTE
        office.issue(phone=None)
    office.desk.now += MINUTE
    office.desk.ask("pad-1", "ticket.reinstate", window="w1", ticket=called)
    for _ in range(2):
        office.near()
        office.settle()
        office.desk.ask("pad-1", "ticket.no_show", window="w1", ticket=office.call())
    office.restart()
    office.near()
    office.settle()
    assert office.texts().count(near) == 2, office.texts()


def test_who_is_near_from_the_start_is_not_told_what_they_have_just_read(office: InMemory) -> None:
    office.issue()
    office.near()
    office.settle()
    office.restart()
    office.near()
    office.settle()
    assert office.texts() == []


def test_a_message_whose_answer_was_lost_is_not_sent_again(office: InMemory) -> None:
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


def test_a_hall_cut_off_between_mark_and_sending_asks_before_it_sends(office: InMemory) -> None:
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


def test_a_message_that_cannot_go_out_is_tried_again_and_expires(office: InMemory) -> None:
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


def test_it_goes_out_when_the_way_is_free_again(office: InMemory) -> None:
    office.gateway.cut = True
    office.issue()
    office.call()
    office.settle()
    office.gateway.cut = False
    office.desk.now += MINUTE
    office.mail.tick(office.desk.now)
    office.settle()
    assert len(office.texts()) == 1


def test_no_phone_stands_in_the_table_of_messages(office: InMemory) -> None:
    office.issue()
    office.call()
    office.settle()
    assert office.states()
    assert PHONE not in str(office.desk.store.sms(SmsState))


def test_nothing_is_sent_to_a_phone_of_yesterday(office: InMemory) -> None:
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


def test_writing_the_whole_state_in_between_holds_no_message_back(office: InMemory) -> None:
    office.issue()
    office.call()
    office.desk.desk.snapshot()
    office.settle()
    assert len(office.texts()) == 1


def test_of_two_receipts_at_once_the_first_counts(office: InMemory) -> None:
    office.gateway.reports = False
    office.issue()
    office.call()
    office.settle()
    (key,) = office.states()
    both = (Receipt(key, delivered=True), Receipt("of nobody", delivered=False), Receipt(key, delivered=False))
    office.mail.told(Receipts(both), office.desk.now)
    office.settle()
    assert office.states() == {key: "delivered"}


def test_a_message_is_handed_over_with_the_time_that_is_left_to_it(office: InMemory) -> None:
    office.gateway.cut = True
    office.issue()
    office.call()
    office.settle()
    office.gateway.cut = False
    office.a_minute_later()
    assert [message.valid_s for message in office.gateway.sent] == [9 * 60]


@pytest.mark.parametrize(("reason", "state"), [("EXPIRED 000", "expired"), ("UNDELIV", "failed")])
def test_what_an_operator_calls_expired_is_expired(office: InMemory, reason: str, state: str) -> None:
    office.issue()
    office.call()
    office.gateway.failing = reason
    office.settle()
    office.a_minute_later()
    assert list(office.states().values()) == [state]


def test_what_waited_behind_others_until_its_time_had_passed_is_not_sent() -> None:
    """A gateway that does not answer holds each message for seconds, and a hundred may stand in line."""

    class Slow(MemoryGateway):
        def send(self, message: Message) -> Outcome:
            now[0] += 60_000
            return super().send(message)

    now, told = [0], []
    gateway = Slow()

    def tell(news: Reported | Receipts) -> None:
        told.append(news)

    courier = Courier(gateway, tell, lambda: now[0])
    for key in ("first", "second"):
        courier.send(Message(key, PHONE, "请"), expires_at=30_000)
    courier.start()
    until(lambda: len(told) == 2, "both outcomes")
    courier.stop()
    assert [message.key for message in gateway.sent] == ["first"]
    assert isinstance(told[1].outcome, NotSent)
