"""Every term of a message at its edge: when it expires, when it is tried and asked about again, when it is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from post_office import PHONE, PostOffice
from rigs import MemoryGateway
from small_desk import MINUTE

from hall.sms.courier import Receipts, Reported, in_time
from hall.sms.port import Accepted, Message, NotSent, Outcome, Receipt
from hall.sms.states import SmsState

GOOD_FOR = 10 * MINUTE


class Watched(MemoryGateway):
    """Counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.tries = 0
        self.questions = 0
        self.collections = 0

    def send(self, message: Message) -> Outcome:
        self.tries += 1
        return super().send(message)

    def outcome(self, key: str) -> Outcome:
        self.questions += 1
        return super().outcome(key)

    def receipts(self) -> list[Receipt]:
        self.collections += 1
        return super().receipts()


class Office(PostOffice):
    gateway: Watched

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, Watched())

    @property
    def state(self) -> SmsState:
        (state,) = self.states().values()
        return state

    @property
    def reason(self) -> str:
        (sms,) = (one for one in self.desk.store.sms(SmsState) if one.state is not SmsState.SKIPPED)
        return sms.reason

    def called(self) -> int:
        """Somebody with a phone is called. When that was."""
        self.issue()
        self.call()
        self.settle()
        return self.desk.now

    def at(self, moment: int) -> None:
        self.later(moment - self.desk.now)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_what_did_not_go_out_is_tried_again_after_2_4_8_16_32_and_then_every_60_seconds(office: Office) -> None:
    office.gateway.cut = True
    office.called()
    for already, pause in enumerate((2, 4, 8, 16, 32, 60, 60, 60), start=1):
        office.later(pause * 1000 - 1)
        assert office.gateway.tries == already
        office.later(1)
        assert office.gateway.tries == already + 1


def test_a_message_is_sent_in_the_last_millisecond_of_its_time(office: Office) -> None:
    office.gateway.cut = True
    called_at = office.called()
    office.gateway.cut = False
    office.at(called_at + GOOD_FOR - 1)
    assert [message.valid_s for message in office.gateway.sent] == [1]
    assert office.state is SmsState.DELIVERED


def test_a_message_is_not_sent_when_its_time_is_over(office: Office) -> None:
    office.gateway.cut = True
    called_at = office.called()
    office.gateway.cut = False
    office.at(called_at + GOOD_FOR)
    assert office.gateway.sent == []
    assert office.state is SmsState.EXPIRED


def test_a_lost_answer_is_asked_for_every_five_seconds(office: Office) -> None:
    office.gateway.silent = True
    office.called()
    for already in range(4):
        office.later(4_999)
        assert office.gateway.questions == already
        office.later(1)
        assert office.gateway.questions == already + 1
    office.gateway.silent = False
    office.later(5_000)
    assert office.state is SmsState.DELIVERED


def test_a_lost_answer_is_asked_for_until_the_messages_time_is_over(office: Office) -> None:
    office.gateway.silent = True
    called_at = office.called()
    office.at(called_at + GOOD_FOR - 1)
    assert (office.gateway.questions, office.state) == (1, SmsState.SENDING)
    office.at(called_at + GOOD_FOR)
    assert (office.state, office.reason) == (SmsState.FAILED, "no answer")
    office.later(MINUTE)
    assert office.gateway.questions == 1


def test_what_was_marked_before_a_power_cut_that_outlasts_its_time_is_failed_and_says_why(office: Office) -> None:
    office.gateway.cut = True
    called_at = office.called()
    office.later(2_000 - 1)
    office.desk.now += 1
    office.mail.tick(office.desk.now)
    office.desk.tick()  # marked on disk, and then the power goes
    assert office.state is SmsState.SENDING
    office.desk.now = called_at + GOOD_FOR
    office.restart()
    office.settle()
    assert (office.state, office.reason) == (SmsState.FAILED, "cut")
    assert office.gateway.questions == 0


def test_what_was_marked_for_the_first_time_before_such_a_power_cut_says_so_too(office: Office) -> None:
    office.issue()
    office.call()
    office.desk.tick()
    office.desk.now += GOOD_FOR
    office.restart()
    office.settle()
    assert (office.state, office.reason) == (SmsState.FAILED, "not known whether it was sent")


def test_reports_are_fetched_at_most_every_three_seconds_and_only_while_any_is_awaited(office: Office) -> None:
    office.gateway.reports = False
    office.later(MINUTE)
    assert office.gateway.collections == 0
    office.called()
    assert office.gateway.collections == 1
    office.later(2_999)
    assert office.gateway.collections == 1
    office.later(1)
    assert office.gateway.collections == 2
    office.later(-MINUTE)
    assert office.gateway.collections == 3, "a clock that was set back holds no report up"


def test_a_receipt_in_the_moment_the_day_is_closed_is_not_forgotten(office: Office) -> None:
    office.gateway.reports = False
    office.called()
    (key,) = office.states()
    office.mail.told(Receipts((Receipt(key, delivered=True),)), office.desk.now)
    office.desk.now += 24 * 60 * MINUTE
    office.commit()
    office.settle()
    assert office.states() == {key: SmsState.DELIVERED}


def test_what_comes_back_unsent_in_the_moment_the_day_is_closed_expires(office: Office) -> None:
    office.gateway.cut = True
    office.issue()
    office.call()
    office.commit()
    office.commit()
    (key,) = office.states()
    assert office.state is SmsState.SENDING
    office.mail.told(Reported(key, NotSent("cut")), office.desk.now)
    office.gateway.cut = False
    office.desk.now += 24 * 60 * MINUTE
    office.courier.news.clear()
    office.commit()
    office.settle()
    assert (office.state, office.reason) == (SmsState.EXPIRED, "the hall day is closed")
    assert office.gateway.sent == []


@pytest.mark.parametrize(("left_ms", "valid_s"), [(1, 1), (999, 1), (1_999, 1), (2_000, 2), (600_000, 600)])
def test_the_operator_is_told_the_whole_seconds_that_are_left_and_never_none(left_ms: int, valid_s: int) -> None:
    gateway = MemoryGateway()
    assert isinstance(in_time(gateway, Message("k", PHONE, "请"), left_ms), Accepted)
    assert [message.valid_s for message in gateway.sent] == [valid_s]


@pytest.mark.parametrize("left_ms", [0, -1])
def test_what_has_no_time_left_is_not_given_to_the_operator(left_ms: int) -> None:
    gateway = MemoryGateway()
    assert isinstance(in_time(gateway, Message("k", PHONE, "请"), left_ms), NotSent)
    assert gateway.sent == []
