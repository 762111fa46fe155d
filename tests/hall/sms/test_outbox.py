"""The life of messages: one a rule and call, none twice, none too late, and no phone beside the day's."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract import until
from hall_with_sms import PHONE, HallWithSms
from quiet_hall import DAY, MINUTE
from rigs import MemoryGateway

from hall.sms.port import NotSent, Outcome, Receipt, SmsMessage
from hall.sms.sender import OutcomeArrived, ReceiptsArrived, SmsSender
from hall.sms.states import SmsState


class InMemory(HallWithSms):
    gateway: MemoryGateway

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, MemoryGateway())

    def texts(self) -> list[str]:
        return [message.text for message in self.gateway.sent]


@pytest.fixture
def hall(tmp_path: Path) -> InMemory:
    return InMemory(tmp_path)


def test_a_call_is_one_message_with_number_and_window(hall: InMemory) -> None:
    hall.issue()
    hall.call()
    hall.settle()
    assert [(message.phone, message.text) for message in hall.gateway.sent] == [
        (PHONE, "【测试大厅】请A001号到1号窗口办理。")
    ]
    assert list(hall.states().values()) == ["delivered"]


def test_an_english_ticket_gets_an_english_message(hall: InMemory) -> None:
    hall.issue(language="en")
    hall.call()
    hall.settle()
    assert hall.texts() == ["【测试大厅】Number A001: please come to window 1."]


def test_a_ticket_without_a_phone_gets_none(hall: InMemory) -> None:
    hall.issue(phone=None)
    hall.call()
    hall.settle()
    assert hall.texts() == []


def test_who_comes_near_is_told_once(hall: InMemory) -> None:
    for _ in range(4):
        hall.issue(phone=None)
    hall.issue()
    hall.near()
    hall.settle()
    assert hall.texts() == [], "four are ahead"
    for _ in range(2):
        ticket = hall.call()
        hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=ticket)
        hall.near()
        hall.settle()
    assert hall.texts() == ["【测试大厅】A005号前面还有2人，请准备。"]
    hall.restart()
    hall.near()
    hall.settle()
    assert len(hall.texts()) == 1, "not again after a restart"


def test_who_is_first_in_a_queue_whose_windows_have_others_to_call_before_is_not_near(hall: InMemory) -> None:
    for _ in range(4):
        hall.issue("civil", phone=None)
    hall.small.now += 11 * MINUTE  # the lag with which w1 takes those
    hall.issue()
    hall.near()
    hall.settle()
    assert hall.texts() == []
    for _ in range(2):
        hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=hall.call())
        hall.near()
        hall.settle()
    assert hall.texts() == ["【测试大厅】A001号前面还有0人，请准备。"]


def test_who_is_transferred_is_told_when_near_in_the_other_queue_and_once(hall: InMemory) -> None:
    for _ in range(4):
        hall.issue("civil", phone=None)
    ticket = hall.issue()
    hall.near()
    assert hall.call() == ticket
    hall.small.ask("pad-1", "ticket.start", window="w1", ticket=ticket)
    hall.small.ask("pad-1", "ticket.transfer", window="w1", ticket=ticket, queue="civil")
    hall.near()
    hall.settle()
    told = [text for text in hall.texts() if "前面" in text]
    assert told == [], "four are ahead"
    hall.small.ask("pad-2", "window.open", window="w2", clerk="c1")
    for _ in range(2):
        called = hall.small.ask("pad-2", "ticket.call_next", window="w2")["data"]["ticket"]
        hall.small.ask("pad-2", "ticket.no_show", window="w2", ticket=called)
        hall.near()
        hall.settle()
        hall.restart()
    hall.near()
    hall.settle()
    assert [text for text in hall.texts() if "前面" in text] == ["【测试大厅】A001号前面还有2人，请准备。"]


def test_who_comes_back_after_a_missed_call_is_told_again_when_near(hall: InMemory) -> None:
    for _ in range(3):
        hall.issue(phone=None)
    hall.issue()
    near = "【测试大厅】A004号前面还有2人，请准备。"
    for _ in range(4):
        called = hall.call()
        hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=called)
        hall.near()
        hall.settle()
    assert hall.texts().count(near) == 1
    for _ in range(3):
        hall.small.now += MINUTE
        hall.issue(phone=None)
    hall.small.now += MINUTE
    hall.small.ask("pad-1", "ticket.reinstate", window="w1", ticket=called)
    for _ in range(2):
        hall.near()
        hall.settle()
        hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=hall.call())
    hall.restart()
    hall.near()
    hall.settle()
    assert hall.texts().count(near) == 2, hall.texts()


def test_who_is_near_from_the_start_is_not_told_what_they_have_just_read(hall: InMemory) -> None:
    hall.issue()
    hall.near()
    hall.settle()
    hall.restart()
    hall.near()
    hall.settle()
    assert hall.texts() == []


def test_a_message_whose_answer_was_lost_is_not_sent_again(hall: InMemory) -> None:
    hall.gateway.silent = True
    hall.issue()
    hall.call()
    hall.settle()
    assert list(hall.states().values()) == ["sending"]
    hall.restart()
    for _ in range(20):
        hall.small.now += MINUTE
        hall.outbox.tick(hall.small.now)
        hall.settle()
    assert list(hall.states().values()) == ["failed"]
    assert len(hall.gateway.sent) == 1


def test_a_hall_cut_off_between_mark_and_sending_asks_before_it_sends(hall: InMemory) -> None:
    hall.issue()
    hall.call()
    hall.sender.send = lambda message, expires_at: None  # type: ignore[method-assign]  # the power goes before it is sent
    hall.settle()
    assert list(hall.states().values()) == ["sending"]
    assert hall.texts() == []
    hall.restart()
    hall.outbox.tick(hall.small.now)
    hall.settle()
    hall.small.now += MINUTE
    hall.outbox.tick(hall.small.now)
    hall.settle()
    assert len(hall.texts()) == 1
    assert list(hall.states().values()) == ["delivered"]


def test_a_message_that_cannot_go_out_is_tried_again_and_expires(hall: InMemory) -> None:
    hall.gateway.cut = True
    hall.issue()
    hall.call()
    for _ in range(11):
        hall.small.now += MINUTE
        hall.outbox.tick(hall.small.now)
        hall.settle()
    assert list(hall.states().values()) == ["expired"]
    hall.gateway.cut = False
    hall.small.now += MINUTE
    hall.outbox.tick(hall.small.now)
    hall.settle()
    assert hall.texts() == [], "a call that is ten minutes old helps nobody"


def test_it_goes_out_when_the_way_is_free_again(hall: InMemory) -> None:
    hall.gateway.cut = True
    hall.issue()
    hall.call()
    hall.settle()
    hall.gateway.cut = False
    hall.small.now += MINUTE
    hall.outbox.tick(hall.small.now)
    hall.settle()
    assert len(hall.texts()) == 1


def test_a_message_that_the_operator_refuses_fails_with_its_reason_and_is_not_tried_again(hall: InMemory) -> None:
    hall.gateway.refusing = "wrong number"
    hall.issue()
    hall.call()
    hall.settle()
    hall.gateway.refusing = ""
    hall.a_minute_later()
    assert [(sms.state, sms.reason, sms.tries) for sms in hall.small.store.sms([SmsState.FAILED])] == [
        (SmsState.FAILED, "wrong number", 1)
    ]
    assert hall.texts() == []


def test_no_phone_stands_in_the_table_of_messages(hall: InMemory) -> None:
    hall.issue()
    hall.call()
    hall.settle()
    assert hall.states()
    assert PHONE not in str(hall.small.store.sms(SmsState))


def test_nothing_is_sent_to_a_phone_of_yesterday(hall: InMemory) -> None:
    hall.gateway.cut = True
    hall.issue()
    hall.call()
    hall.settle()
    hall.small.now += DAY
    hall.small.tick()
    hall.outbox.forget()
    hall.gateway.cut = False
    hall.restart()
    hall.settle()
    assert hall.texts() == []
    assert "queued" not in hall.states().values()


def test_writing_the_whole_state_in_between_holds_no_message_back(hall: InMemory) -> None:
    hall.issue()
    hall.call()
    hall.small.writer.snapshot()
    hall.settle()
    assert len(hall.texts()) == 1


def test_of_two_receipts_at_once_the_first_counts(hall: InMemory) -> None:
    hall.gateway.reports = False
    hall.issue()
    hall.call()
    hall.settle()
    (key,) = hall.states()
    both = (Receipt(key, delivered=True), Receipt("of nobody", delivered=False), Receipt(key, delivered=False))
    hall.outbox.told(ReceiptsArrived(both), hall.small.now)
    hall.settle()
    assert hall.states() == {key: "delivered"}


def test_a_message_is_handed_over_with_the_time_that_is_left_to_it(hall: InMemory) -> None:
    hall.gateway.cut = True
    hall.issue()
    hall.call()
    hall.settle()
    hall.gateway.cut = False
    hall.a_minute_later()
    assert [message.valid_s for message in hall.gateway.sent] == [9 * 60]


@pytest.mark.parametrize(("reason", "state"), [("EXPIRED 000", "expired"), ("UNDELIV", "failed")])
def test_what_an_operator_calls_expired_is_expired(hall: InMemory, reason: str, state: str) -> None:
    hall.issue()
    hall.call()
    hall.gateway.failing = reason
    hall.settle()
    hall.a_minute_later()
    assert list(hall.states().values()) == [state]


def test_what_waited_behind_others_until_its_time_had_passed_is_not_sent() -> None:
    """A gateway that does not answer holds each message for seconds, and a hundred may stand in line."""

    class Slow(MemoryGateway):
        def send(self, message: SmsMessage) -> Outcome:
            now[0] += 60_000
            return super().send(message)

    now, told = [0], []
    gateway = Slow()

    def tell(news: OutcomeArrived | ReceiptsArrived) -> None:
        told.append(news)

    sender = SmsSender(gateway, tell, lambda: now[0])
    for key in ("first", "second"):
        sender.send(SmsMessage(key, PHONE, "请"), expires_at=30_000)
    sender.start()
    until(lambda: len(told) == 2, "both outcomes")
    sender.stop()
    assert [message.key for message in gateway.sent] == ["first"]
    assert isinstance(told[1].outcome, NotSent)
