"""Every term of a message at its edge: when it expires, when it is tried and asked about again, when it is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from hall_with_sms import PHONE, HallWithSms
from quiet_hall import MINUTE
from rigs import MemoryGateway

from hall.sms.port import Accepted, NotSent, Outcome, Receipt, SmsMessage
from hall.sms.sender import OutcomeArrived, ReceiptsArrived, in_time
from hall.sms.states import SmsState

GOOD_FOR = 10 * MINUTE


class Watched(MemoryGateway):
    """Counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.tries = 0
        self.questions = 0
        self.collections = 0

    def send(self, message: SmsMessage) -> Outcome:
        self.tries += 1
        return super().send(message)

    def outcome(self, key: str) -> Outcome:
        self.questions += 1
        return super().outcome(key)

    def receipts(self) -> list[Receipt]:
        self.collections += 1
        return super().receipts()


class WatchedHall(HallWithSms):
    gateway: Watched

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, Watched())

    @property
    def state(self) -> SmsState:
        (state,) = self.states().values()
        return state

    @property
    def reason(self) -> str:
        (sms,) = (one for one in self.small.store.sms(SmsState) if one.state is not SmsState.SKIPPED)
        return sms.reason

    def called(self) -> int:
        """Somebody with a phone is called. When that was."""
        self.issue()
        self.call()
        self.settle()
        return self.small.now

    def at(self, moment: int) -> None:
        self.later(moment - self.small.now)


@pytest.fixture
def hall(tmp_path: Path) -> WatchedHall:
    return WatchedHall(tmp_path)


def test_what_did_not_go_out_is_tried_again_after_2_4_8_16_32_and_then_every_60_seconds(hall: WatchedHall) -> None:
    hall.gateway.cut = True
    hall.called()
    for already, pause in enumerate((2, 4, 8, 16, 32, 60, 60, 60), start=1):
        hall.later(pause * 1000 - 1)
        assert hall.gateway.tries == already
        hall.later(1)
        assert hall.gateway.tries == already + 1


def test_a_message_is_sent_in_the_last_millisecond_of_its_time(hall: WatchedHall) -> None:
    hall.gateway.cut = True
    called_at = hall.called()
    hall.gateway.cut = False
    hall.at(called_at + GOOD_FOR - 1)
    assert [message.valid_s for message in hall.gateway.sent] == [1]
    assert hall.state is SmsState.DELIVERED


def test_a_message_waits_for_no_time_that_was_corrected(hall: WatchedHall) -> None:
    hall.gateway.cut = True
    called_at = hall.called()
    hall.gateway.cut = False
    hall.at(called_at - 86_400_000)
    assert len(hall.gateway.sent) == 1


def test_a_message_is_not_sent_when_its_time_is_over(hall: WatchedHall) -> None:
    hall.gateway.cut = True
    called_at = hall.called()
    hall.gateway.cut = False
    hall.at(called_at + GOOD_FOR)
    assert hall.gateway.sent == []
    assert hall.state is SmsState.EXPIRED


def test_a_lost_answer_is_asked_for_every_five_seconds(hall: WatchedHall) -> None:
    hall.gateway.silent = True
    hall.called()
    for already in range(4):
        hall.later(4_999)
        assert hall.gateway.questions == already
        hall.later(1)
        assert hall.gateway.questions == already + 1
    hall.gateway.silent = False
    hall.later(5_000)
    assert hall.state is SmsState.DELIVERED


def test_a_lost_answer_is_asked_for_until_the_messages_time_is_over(hall: WatchedHall) -> None:
    hall.gateway.silent = True
    called_at = hall.called()
    hall.at(called_at + GOOD_FOR - 5_000)
    hall.at(called_at + GOOD_FOR - 1)
    assert (hall.gateway.questions, hall.state) == (1, SmsState.SENDING)
    hall.at(called_at + GOOD_FOR)
    assert (hall.state, hall.reason) == (SmsState.FAILED, "cut"), "the reason of the last answer"
    hall.later(MINUTE)
    assert hall.gateway.questions == 1


def test_what_turned_out_to_be_accepted_is_neither_asked_about_nor_given_up_any_more(hall: WatchedHall) -> None:
    hall.gateway.silent = True
    hall.gateway.reports = False
    called_at = hall.called()
    hall.gateway.silent = False
    hall.later(5_000)
    assert (hall.gateway.questions, hall.state) == (1, SmsState.ACCEPTED)
    hall.later(5_000)
    hall.at(called_at + GOOD_FOR)
    assert (hall.gateway.questions, hall.state) == (1, SmsState.ACCEPTED), "its report may come next morning"


def test_what_was_accepted_before_a_restart_is_awaited_as_before(hall: WatchedHall) -> None:
    hall.gateway.reports = False
    called_at = hall.called()
    hall.restart()
    hall.at(called_at + GOOD_FOR)
    assert (hall.gateway.questions, hall.state) == (0, SmsState.ACCEPTED)
    (key,) = hall.states()
    hall.outbox.told(ReceiptsArrived((Receipt(key, delivered=True),)), hall.small.now)
    hall.settle()
    assert hall.state is SmsState.DELIVERED


def test_what_was_marked_before_a_power_cut_that_outlasts_its_time_is_failed_and_says_why(hall: WatchedHall) -> None:
    hall.gateway.cut = True
    called_at = hall.called()
    hall.later(2_000 - 1)
    hall.small.now += 1
    hall.outbox.tick(hall.small.now)
    hall.small.tick()  # marked on disk, and then the power goes
    assert hall.state is SmsState.SENDING
    hall.small.now = called_at + GOOD_FOR
    hall.restart()
    hall.settle()
    assert (hall.state, hall.reason) == (SmsState.FAILED, "cut")
    assert hall.gateway.questions == 0


def test_what_was_marked_for_the_first_time_before_such_a_power_cut_says_so_too(hall: WatchedHall) -> None:
    hall.issue()
    hall.call()
    hall.small.tick()
    hall.small.now += GOOD_FOR
    hall.restart()
    hall.settle()
    assert (hall.state, hall.reason) == (SmsState.FAILED, "not known whether it was sent")


def test_a_message_whose_phone_was_erased_while_the_hall_was_off_fails_and_says_why(hall: WatchedHall) -> None:
    hall.gateway.cut = True
    hall.issue()
    hall.small.now += (18 * 60 + 58) * MINUTE  # two minutes before the hall day ends
    hall.call()
    hall.settle()
    hall.gateway.cut = False
    hall.small.restart()
    hall.small.now += 3 * MINUTE
    hall.begin()
    hall.commit()  # closes the day, before the messages are taken up
    hall.outbox.begin(hall.small.now)
    hall.settle()
    assert (hall.state, hall.reason) == (SmsState.FAILED, "the phone is erased")
    assert hall.gateway.sent == []


def test_reports_are_fetched_at_most_every_three_seconds_and_only_while_any_is_awaited(hall: WatchedHall) -> None:
    hall.gateway.reports = False
    hall.later(MINUTE)
    assert hall.gateway.collections == 0
    hall.called()
    assert hall.gateway.collections == 1
    hall.later(2_999)
    assert hall.gateway.collections == 1
    hall.later(1)
    assert hall.gateway.collections == 2
    hall.later(-MINUTE)
    assert hall.gateway.collections == 3, "a clock that was set back holds no report up"


def test_a_receipt_in_the_moment_the_day_is_closed_is_not_forgotten(hall: WatchedHall) -> None:
    hall.gateway.reports = False
    hall.called()
    (key,) = hall.states()
    hall.outbox.told(ReceiptsArrived((Receipt(key, delivered=True),)), hall.small.now)
    hall.small.now += 24 * 60 * MINUTE
    hall.commit()
    hall.settle()
    assert hall.states() == {key: SmsState.DELIVERED}


def test_reports_of_a_day_that_is_closed_are_awaited_no_more(hall: WatchedHall) -> None:
    hall.gateway.reports = False
    hall.called()
    hall.small.now += 24 * 60 * MINUTE
    hall.commit()
    hall.settle()
    asked = hall.gateway.collections
    hall.later(MINUTE)
    assert (hall.state, hall.gateway.collections) == (SmsState.ACCEPTED, asked)


def test_what_may_have_gone_out_when_the_day_is_closed_is_failed_and_asked_about_no_more(hall: WatchedHall) -> None:
    hall.gateway.silent = True
    hall.called()
    hall.small.now += 24 * 60 * MINUTE
    hall.commit()
    hall.settle()
    assert (hall.state, hall.reason) == (SmsState.FAILED, "the hall day is closed")
    hall.later(MINUTE)
    assert hall.gateway.questions == 0


def test_what_comes_back_unsent_in_the_moment_the_day_is_closed_expires(hall: WatchedHall) -> None:
    hall.gateway.cut = True
    hall.issue()
    hall.call()
    hall.commit()
    hall.commit()
    (key,) = hall.states()
    assert hall.state is SmsState.SENDING
    hall.outbox.told(OutcomeArrived(key, NotSent("cut")), hall.small.now)
    hall.gateway.cut = False
    hall.small.now += 24 * 60 * MINUTE
    hall.sender.news.clear()
    hall.commit()
    hall.settle()
    assert (hall.state, hall.reason) == (SmsState.EXPIRED, "the hall day is closed")
    assert hall.gateway.sent == []


@pytest.mark.parametrize(("left_ms", "valid_s"), [(1, 1), (999, 1), (1_999, 1), (2_000, 2), (600_000, 600)])
def test_the_operator_is_told_the_whole_seconds_that_are_left_and_never_none(left_ms: int, valid_s: int) -> None:
    gateway = MemoryGateway()
    assert isinstance(in_time(gateway, SmsMessage("k", PHONE, "请"), left_ms), Accepted)
    assert [message.valid_s for message in gateway.sent] == [valid_s]


@pytest.mark.parametrize("left_ms", [0, -1])
def test_what_has_no_time_left_is_not_given_to_the_operator(left_ms: int) -> None:
    gateway = MemoryGateway()
    assert isinstance(in_time(gateway, SmsMessage("k", PHONE, "请"), left_ms), NotSent)
    assert gateway.sent == []
