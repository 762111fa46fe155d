"""Which messages are made, at the edges: each position has its notice once, and only what was written is remembered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hall_with_sms import PHONE, HallWithSms
from quiet_hall import MINUTE
from rigs import MemoryGateway
from sample_hall import TOML

from domain.events import DayClosed, TicketCalled, TicketIssued
from domain.show import snapshots
from domain.views.ticket import IssueAnswer
from hall.disk.store import Sms
from hall.sms.states import SmsState

THREE_POSITIONS = TOML.replace("near_positions = [3]", "near_positions = [1, 5, 3]")
UNWRITTEN = "20261120-A900"
ISSUED = {"issued": '{ zh = "您的号码{number}，前面{ahead}位。", en = "Your number {number}, {ahead} ahead." }'}


def hall_of(folder: Path, toml: str = TOML, **rules: str) -> HallWithSms:
    """A hall whose notices have these rules besides."""
    return HallWithSms(folder, MemoryGateway(), toml + "".join(f"{key} = {value}\n" for key, value in rules.items()))


@pytest.fixture
def hall(tmp_path: Path) -> HallWithSms:
    return hall_of(tmp_path)


def made(hall: HallWithSms, *events: TicketIssued | TicketCalled | DayClosed) -> list[Sms]:
    """What follows from events that are in no store."""
    state, notices = hall.small.writer.hall.state, hall.small.notices
    return [sms for event in events for sms in notices.on_event(state, 99, event, None, hall.small.now)]


def issued(hall: HallWithSms) -> TicketIssued:
    return TicketIssued(
        at=hall.small.now, ticket=UNWRITTEN, number="A900", queue="social", counter=900, phone=PHONE, language="en"
    )


def noticed(hall: HallWithSms) -> list[Sms]:
    """What follows from the queues as they are. Nothing of it is written."""
    writer = hall.small.writer
    snapshot = snapshots.queues_snapshot(writer.hall, hall.small.now, 1)
    return list(hall.small.notices.on_queues(writer.hall.state, snapshot, hall.small.now))


def leave_a_phone(hall: HallWithSms, ticket: str) -> list[tuple[str, str]]:
    """At the machine, for a number taken before. The rules and texts of what follows."""
    assert hall.small.ask("kiosk-1", "ticket.leave_phone", ticket=ticket, phone=PHONE)["ok"]
    hall.settle()
    return [(sms.key.partition("/")[2], sms.text) for sms in hall.small.store.sms(SmsState)]


def called(hall: HallWithSms) -> TicketCalled:
    return TicketCalled(at=hall.small.now, ticket=UNWRITTEN, window="w1")


def test_a_ticket_issued_and_called_in_one_batch_is_told_in_its_language(hall: HallWithSms) -> None:
    *_, sms = made(hall, issued(hall), called(hall))
    assert (sms.key, sms.text) == (f"{UNWRITTEN}/called-99", "【测试大厅】Number A900: please come to window 1.")
    assert (sms.ticket, sms.at, sms.expires_at) == (UNWRITTEN, hall.small.now, hall.small.now + 10 * 60_000)


def test_a_phone_that_was_not_written_after_all_is_not_remembered(hall: HallWithSms) -> None:
    made(hall, issued(hall))
    hall.small.notices.forget()
    assert made(hall, called(hall)) == []


def test_a_notice_that_was_not_written_after_all_is_made_again(hall: HallWithSms) -> None:
    for _ in range(3):
        hall.issue(phone=None)
    hall.issue()
    hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=hall.call())
    near = [sms.key for sms in noticed(hall)]
    assert near == ["20261120-A004/near-3"]
    assert noticed(hall) == []
    hall.small.notices.forget()
    assert [sms.key for sms in noticed(hall)] == near


def test_phones_of_a_day_that_is_closed_are_not_remembered(hall: HallWithSms) -> None:
    closed = DayClosed(at=hall.small.now, day="2026-11-20", issued=0, served=0, no_show=0, cancelled=0, expired=0)
    made(hall, issued(hall), closed)
    assert made(hall, called(hall)) == []


def test_every_position_of_a_wait_has_its_notice_once_and_in_its_turn(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, THREE_POSITIONS)
    for _ in range(6):
        hall.issue(phone=None)
    hall.issue()
    told = []
    for _ in range(7):
        hall.near()
        hall.settle()
        told.append(hall.states(with_skipped=True).keys())
        hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=hall.call())
    keys = [[key.partition("/")[2] for key in one if "near" in key] for one in told]
    assert keys[0] == [], "six are ahead"
    assert keys[1] == [], "five are ahead, which is not below five"
    assert keys[2] == ["near-5"]
    assert keys[3] == ["near-5"]
    assert sorted(keys[4]) == ["near-3", "near-5"]
    assert sorted(keys[5]) == ["near-3", "near-5"]
    assert sorted(keys[6]) == ["near-1", "near-3", "near-5"]


def test_who_is_near_already_is_told_of_the_nearer_positions_only(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, THREE_POSITIONS)
    for _ in range(3):
        hall.issue(phone=None)
    hall.issue()
    (skipped,) = hall.states(with_skipped=True).items()
    assert skipped == ("20261120-A004/near-5", SmsState.SKIPPED)
    hall.near()
    hall.settle()
    assert list(hall.states()) == []
    hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=hall.call())
    hall.near()
    hall.settle()
    assert list(hall.states()) == ["20261120-A004/near-3"]


def test_a_new_number_says_how_many_are_ahead_where_the_hall_wants_it(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, **ISSUED)
    for _ in range(2):
        hall.issue(phone=None)
    hall.issue()
    hall.settle()
    sent = [message.text for message in hall.gateway.sent]  # type: ignore[attr-defined]
    assert sent == ["【测试大厅】您的号码A003，前面2位。"]


def test_the_answers_count_is_told(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, **ISSUED)
    state, notices = hall.small.writer.hall.state, hall.small.notices
    answer = IssueAnswer(ticket=UNWRITTEN, number="A900", queue="social", ahead=5, issued_at=hall.small.now)
    first, *_ = notices.on_event(state, 1, replace(issued(hall), language="zh_CN"), answer, hall.small.now)
    assert first.text == "【测试大厅】您的号码A900，前面5位。"


def test_who_leaves_a_phone_later_gets_the_number_and_nothing_about_the_place_that_was_just_read(
    hall: HallWithSms,
) -> None:
    hall.issue(phone=None)
    ticket = hall.issue(phone=None)
    assert leave_a_phone(hall, ticket) == [("issued", "【测试大厅】您的号码是A002。"), ("near-3", "")]


def test_who_leaves_a_phone_while_waiting_reads_how_many_are_ahead_where_the_hall_wants_it(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, **ISSUED)
    for _ in range(4):
        hall.issue(phone=None)
    ticket = hall.issue(phone=None)
    assert leave_a_phone(hall, ticket) == [("issued", "【测试大厅】您的号码A005，前面4位。")]


def test_who_leaves_a_phone_after_the_call_gets_the_number_alone(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, **ISSUED)
    ticket = hall.issue(phone=None)
    assert hall.call() == ticket
    assert leave_a_phone(hall, ticket) == [("issued", "【测试大厅】您的号码是A001。")]


def test_a_message_says_what_the_machines_screen_said_whatever_other_queues_come_first(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, **ISSUED)
    hall.issue(phone=None)
    for _ in range(4):
        hall.issue("civil", phone=None)
    hall.small.now += 11 * MINUTE  # the lag with which w1 takes those
    answer = hall.small.ask("kiosk-1", "ticket.issue", queue="social", phone="13800001111")
    assert answer["data"]["ahead"] == 1
    texts = [sms.text for sms in hall.small.store.sms(SmsState)]
    assert texts == ["【测试大厅】您的号码A002，前面1位。"]


@pytest.mark.parametrize("rules", ["", "[notices]"])
def test_a_hall_without_rules_or_positions_sends_nothing_to_who_comes_near(tmp_path: Path, rules: str) -> None:
    toml = TOML.replace("near_positions = [3]", "near_positions = []") if rules else TOML.partition("[notices]")[0]
    hall = hall_of(tmp_path, toml)
    hall.issue()
    assert noticed(hall) == []
    hall.call()
    assert len(hall.small.store.sms(SmsState)) == (1 if rules else 0)


def test_who_was_known_to_have_no_phone_and_leaves_one_is_told_of_the_call(hall: HallWithSms) -> None:
    ticket = hall.issue(phone=None)
    assert noticed(hall) == []  # it is looked up, and has none
    leave_a_phone(hall, ticket)
    hall.call()
    texts = [sms.text for sms in hall.small.store.sms(SmsState) if "called" in sms.key]
    assert texts == ["【测试大厅】请A001号到1号窗口办理。"]


def test_a_ticket_is_told_in_its_language_after_a_restart_too(hall: HallWithSms) -> None:
    hall.issue(language="en")
    hall.restart()
    hall.call()
    texts = [sms.text for sms in hall.small.store.sms(SmsState) if "called" in sms.key]
    assert texts == ["【测试大厅】Number A001: please come to window 1."]


def near_rows(hall: HallWithSms) -> list[str]:
    hall.near()
    hall.settle()
    return [sms.key.partition("-")[2] for sms in hall.small.store.sms(SmsState) if "near" in sms.key and sms.text]


def passes(hall: HallWithSms) -> None:
    """Somebody is called and does not come."""
    assert hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=hall.call())["ok"]


def test_who_was_told_already_keeps_nobody_behind_them_from_being_told(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, THREE_POSITIONS)
    for _ in range(6):
        hall.issue(phone=None)
    hall.issue()
    hall.issue()
    near_rows(hall)
    passes(hall)
    passes(hall)
    assert near_rows(hall) == ["A007/near-5"]
    passes(hall)
    assert near_rows(hall) == ["A007/near-5", "A008/near-5"]
    for _ in range(3):
        passes(hall)
        rows = near_rows(hall)
    assert {"A007/near-1", "A008/near-3"} <= set(rows)
    passes(hall)
    assert "A008/near-1" in near_rows(hall)


def test_who_has_nothing_more_to_be_told_keeps_nobody_behind_them_from_it_either(hall: HallWithSms) -> None:
    for _ in range(4):
        hall.issue(phone=None)
    hall.issue()
    hall.issue()
    passes(hall)
    passes(hall)
    assert near_rows(hall) == ["A005/near-3"]
    passes(hall)
    assert near_rows(hall) == ["A005/near-3", "A006/near-3"]


def test_who_is_first_in_a_queue_but_far_from_a_call_is_not_near(hall: HallWithSms) -> None:
    for _ in range(4):
        hall.issue("civil", phone=None)
    hall.small.now += 11 * MINUTE  # the lag with which w1 takes those
    hall.issue()
    assert near_rows(hall) == []
    passes(hall)
    assert near_rows(hall) == []
    passes(hall)
    assert near_rows(hall) == ["A001/near-3"]
    texts = [sms.text for sms in hall.small.store.sms(SmsState) if "near" in sms.key]
    assert texts == ["【测试大厅】A001号前面还有0人，请准备。"]


def test_who_has_nobody_ahead_in_the_queue_reads_the_number_alone(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, **ISSUED)
    for _ in range(4):
        hall.issue("civil", phone=None)
    hall.small.now += 11 * MINUTE
    ticket = hall.issue(phone=None)
    assert leave_a_phone(hall, ticket) == [("issued", "【测试大厅】您的号码是A001。")]


def test_a_number_whose_answer_counts_nobody_is_told_alone(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, **ISSUED)
    assert made(hall, issued(hall))[0].text == "【测试大厅】Your number is A900."
