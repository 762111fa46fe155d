"""The outbox is emptied in order, once, and only on the hall's word. Time is moved by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.refusal import Code
from kiosk.mqtt.messages import Answer, Error, Request
from kiosk.mqtt.outbox import Outbox, Recorded
from kiosk.mqtt.sender import AGAIN_S, BUSY_S, Sender
from program.timers import Timer, TimerThread


class AlarmsByHand(TimerThread):
    """`pass_time` calls what is due."""

    def __init__(self) -> None:
        super().__init__("hand")
        self.now = 0.0
        self.set: list[tuple[float, Timer]] = []

    def after(self, seconds: float, call: Callable[[], None]) -> Timer:
        alarm = Timer(call)
        self.set.append((self.now + seconds, alarm))
        return alarm

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        due = [alarm for at, alarm in self.set if at <= self.now]
        self.set = [(at, alarm) for at, alarm in self.set if at > self.now]
        for alarm in due:
            if alarm.call is not None:
                alarm.call()


class DrivenSender:
    """A sender, what it sent, and the hall's words to it."""

    def __init__(self, path: Path) -> None:
        self.sent: list[Request] = []
        self.taken = True
        self.alarms = AlarmsByHand()
        self.outbox = Outbox(path)
        self.sender = Sender(self.outbox, self._send, self.alarms)

    def _send(self, request: Request) -> bool:
        if self.taken:
            self.sent.append(request)
        return self.taken

    def record(self, type_: str, **data: object) -> str:
        recorded = self.outbox.append(type_, data)
        assert isinstance(recorded, Recorded)
        self.sender.wake()
        return recorded.id

    def hall_says(self, id_: str, code: Code | None = None) -> None:
        error = Error(code=code) if code is not None else None
        self.sender.acknowledged(Answer(id=id_, ok=code is None, error=error))

    @property
    def types(self) -> list[str]:
        return [request.type for request in self.sent]


@pytest.fixture
def driven(tmp_path: Path) -> DrivenSender:
    return DrivenSender(tmp_path / "outbox.db")


def test_nothing_is_sent_before_the_hall_is_there(driven: DrivenSender) -> None:
    driven.record("rating.given")
    assert driven.sent == []
    driven.sender.link(online=True)
    assert driven.types == ["rating.given"]


def test_the_next_event_follows_the_hall_s_word_on_the_one_before(driven: DrivenSender) -> None:
    driven.sender.link(online=True)
    first = driven.record("ticket.issued_offline")
    driven.record("ticket.printed")
    assert driven.types == ["ticket.issued_offline"]
    driven.hall_says(first)
    assert driven.types == ["ticket.issued_offline", "ticket.printed"]
    assert len(driven.outbox) == 1


def test_an_event_without_an_acknowledgement_is_sent_again_under_its_id(driven: DrivenSender) -> None:
    driven.sender.link(online=True)
    id_ = driven.record("rating.given")
    driven.alarms.pass_time(AGAIN_S)
    driven.alarms.pass_time(AGAIN_S)
    assert [request.id for request in driven.sent] == [id_, id_, id_]
    driven.hall_says(id_)
    driven.alarms.pass_time(AGAIN_S * 3)
    assert len(driven.sent) == 3


def test_an_event_in_flight_when_the_hall_went_is_sent_when_it_is_back(driven: DrivenSender) -> None:
    driven.sender.link(online=True)
    id_ = driven.record("rating.given")
    driven.sender.link(online=False)
    driven.alarms.pass_time(AGAIN_S * 3)
    assert len(driven.sent) == 1
    driven.sender.link(online=True)
    assert [request.id for request in driven.sent] == [id_, id_]


def test_a_message_that_the_wire_did_not_take_is_tried_again(driven: DrivenSender) -> None:
    driven.taken = False
    driven.sender.link(online=True)
    driven.record("rating.given")
    driven.taken = True
    driven.alarms.pass_time(AGAIN_S)
    assert driven.types == ["rating.given"]


@pytest.mark.parametrize("code", [Code.HALL_DISK_FULL, Code.HALL_BUSY])
def test_what_the_hall_cannot_take_now_waits_its_turn(driven: DrivenSender, code: Code) -> None:
    driven.sender.link(online=True)
    id_ = driven.record("rating.given")
    driven.record("ticket.printed")
    driven.hall_says(id_, code)
    assert len(driven.sent) == 1
    driven.alarms.pass_time(BUSY_S)
    assert [request.id for request in driven.sent] == [id_, id_]
    driven.hall_says(id_)
    assert driven.types[-1] == "ticket.printed"


def test_what_the_hall_refuses_for_good_does_not_hold_up_the_rest(driven: DrivenSender) -> None:
    driven.sender.link(online=True)
    id_ = driven.record("rating.given")
    driven.record("ticket.printed")
    driven.hall_says(id_, Code.RATING_OVER)
    assert driven.types == ["rating.given", "ticket.printed"]
    assert driven.outbox.refused() == [(id_, "rating.given", "rating.over")]


def test_an_acknowledgement_that_comes_twice_or_late_deletes_nothing_else(driven: DrivenSender) -> None:
    driven.sender.link(online=True)
    first = driven.record("rating.given")
    driven.hall_says(first)
    second = driven.record("rating.given")
    driven.hall_says(first)
    driven.hall_says("of-another-device")
    assert [request.id for request in driven.sent] == [first, second]
    assert len(driven.outbox) == 1


def test_a_row_that_the_disk_does_not_let_go_is_not_sent_in_a_circle(
    driven: DrivenSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    driven.sender.link(online=True)
    id_ = driven.record("rating.given")
    monkeypatch.setattr(driven.outbox, "delete", lambda _id: False)
    driven.hall_says(id_)
    assert len(driven.sent) == 1
    driven.alarms.pass_time(AGAIN_S)
    assert len(driven.sent) == 2


def test_an_event_goes_out_with_all_that_it_tells(driven: DrivenSender) -> None:
    driven.sender.link(online=True)
    driven.record("rating.given", session="s1", level=2)
    assert driven.sent[0].data == {"session": "s1", "level": 2}


def test_the_time_of_an_event_that_was_taken_does_not_send_the_next_one_twice(driven: DrivenSender) -> None:
    driven.sender.link(online=True)
    first = driven.record("ticket.issued_offline")
    second = driven.record("ticket.printed")
    driven.alarms.pass_time(AGAIN_S / 2)
    driven.hall_says(first)
    driven.alarms.pass_time(AGAIN_S / 2)
    assert [request.id for request in driven.sent] == [first, second]
    driven.alarms.pass_time(AGAIN_S / 2)
    assert [request.id for request in driven.sent] == [first, second, second]


def test_a_busy_hall_is_asked_once_and_not_by_every_time_that_still_runs(driven: DrivenSender) -> None:
    driven.sender.link(online=True)
    id_ = driven.record("rating.given")
    driven.alarms.pass_time(AGAIN_S - 1)
    driven.hall_says(id_, Code.HALL_BUSY)
    driven.alarms.pass_time(1)
    assert len(driven.sent) == 1
    driven.alarms.pass_time(BUSY_S - 1)
    assert len(driven.sent) == 2


def test_a_hall_that_comes_again_without_having_been_missed_gets_what_was_in_flight_at_once(
    driven: DrivenSender,
) -> None:
    driven.sender.link(online=True)
    id_ = driven.record("rating.given")
    driven.sender.link(online=True)
    assert [request.id for request in driven.sent] == [id_, id_]
    driven.alarms.pass_time(AGAIN_S)
    assert len(driven.sent) == 3


def test_a_late_word_on_an_earlier_event_leaves_the_one_in_flight_alone(driven: DrivenSender) -> None:
    earlier, in_flight = driven.record("ticket.printed"), driven.record("rating.given")
    driven.outbox.delete(earlier)
    driven.sender.link(online=True)
    driven.hall_says(earlier)
    driven.hall_says(earlier, Code.HALL_BUSY)
    assert [request.id for request in driven.sent] == [in_flight]
    driven.alarms.pass_time(AGAIN_S - 1)
    assert [request.id for request in driven.sent] == [in_flight]
