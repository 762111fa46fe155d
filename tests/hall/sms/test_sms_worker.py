"""The thread that calls the SMS back end: one call after the other, one result each, and none of its bugs ends it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest
from hall_with_sms import PHONE
from rigs import MemoryGateway

from hall.sms.port import Accepted, Outcome, Receipt, SmsMessage, Unknown
from hall.sms.sender import OutcomeArrived, ReceiptsArrived, SmsSender

SOON = 20.0
MESSAGE = SmsMessage("first", PHONE, "请")


class Gateway(MemoryGateway):
    """Waits in `receipts` until it may answer; `bug`: a call of this name raises."""

    def __init__(self) -> None:
        super().__init__()
        self.bug = ""
        self.asked, self.may_answer = queue.SimpleQueue[str](), threading.Semaphore(0)
        self.closed = False

    def send(self, message: SmsMessage) -> Outcome:
        if self.bug == "send":
            raise ValueError(message.phone)
        return super().send(message)

    def receipts(self) -> list[Receipt]:
        self.asked.put("receipts")
        assert self.may_answer.acquire(timeout=SOON)
        if self.bug == "receipts":
            raise ValueError(PHONE)
        return super().receipts()

    def unmatched(self) -> int:
        return 0

    def close(self) -> None:
        self.closed = True


class Worker:
    def __init__(self) -> None:
        self.gateway = Gateway()
        self._told: queue.SimpleQueue[OutcomeArrived | ReceiptsArrived] = queue.SimpleQueue()
        self.sender = SmsSender(self.gateway, self._told.put, lambda: 0)

    def told(self) -> OutcomeArrived | ReceiptsArrived:
        return self._told.get(timeout=SOON)

    def told_nothing_more(self) -> bool:
        """After whatever was asked before has been worked."""
        self.sender.ask("the last")
        return self.told() == OutcomeArrived("the last", self.gateway.outcome("the last")) and self._told.empty()


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    made.sender.start()
    yield made
    made.gateway.may_answer.release(10)
    made.sender.stop()


def test_each_message_has_its_outcome_in_the_order_of_their_sending(worker: Worker) -> None:
    worker.sender.send(MESSAGE, expires_at=1000)
    worker.sender.send(SmsMessage("second", PHONE, "请"), expires_at=1000)
    assert [worker.told(), worker.told()] == [OutcomeArrived(key, Accepted(key)) for key in ("first", "second")]


def test_a_lost_answer_is_asked_for(worker: Worker) -> None:
    worker.sender.send(MESSAGE, expires_at=1000)
    worker.told()
    worker.sender.ask("first")
    assert worker.told() == OutcomeArrived("first", Accepted("first"))


def test_reports_are_fetched_once_however_often_they_are_asked_for_meanwhile(worker: Worker) -> None:
    worker.sender.send(MESSAGE, expires_at=1000)
    worker.told()
    worker.sender.collect()
    assert worker.gateway.asked.get(timeout=SOON)
    worker.sender.collect()
    worker.gateway.may_answer.release()
    assert worker.told() == ReceiptsArrived((Receipt("first", delivered=True),))
    assert worker.told_nothing_more()
    assert worker.gateway.asked.empty()


def test_reports_can_be_fetched_again_after_a_fetch(worker: Worker) -> None:
    worker.gateway.may_answer.release(2)
    worker.sender.collect()
    assert worker.told_nothing_more(), "there were none"
    worker.sender.send(MESSAGE, expires_at=1000)
    worker.told()
    worker.sender.collect()
    assert isinstance(worker.told(), ReceiptsArrived)


def test_a_bug_in_the_back_end_leaves_a_message_doubtful_and_its_phone_out_of_the_log(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    worker.gateway.bug = "send"
    worker.sender.send(MESSAGE, expires_at=1000)
    assert worker.told() == OutcomeArrived("first", Unknown("failed"))
    assert "ValueError" in caplog.text
    assert PHONE not in caplog.text
    worker.gateway.bug = ""
    worker.sender.send(MESSAGE, expires_at=1000)
    assert worker.told() == OutcomeArrived("first", Accepted("first"))


def test_a_bug_while_reports_are_fetched_does_not_end_the_fetching(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    worker.gateway.bug = "receipts"
    worker.gateway.may_answer.release(2)
    worker.sender.collect()
    assert worker.told_nothing_more()
    assert "ValueError" in caplog.text
    assert PHONE not in caplog.text
    worker.gateway.bug = ""
    worker.sender.send(MESSAGE, expires_at=1000)
    worker.told()
    worker.sender.collect()
    assert isinstance(worker.told(), ReceiptsArrived)


def test_a_stop_closes_the_back_end(worker: Worker) -> None:
    worker.sender.stop(SOON)
    assert worker.gateway.closed


def test_a_worker_that_was_never_started_can_be_stopped() -> None:
    worker = Worker()
    worker.sender.send(MESSAGE, expires_at=1000)
    worker.sender.collect()
    worker.sender.ask("other")
    worker.sender.stop(SOON)
    told = worker.told()
    assert isinstance(told, OutcomeArrived)
    assert told.key == "first"
    assert worker._told.empty()
