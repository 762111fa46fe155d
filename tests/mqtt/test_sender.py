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


class Desk:
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
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "outbox.db")


def test_nothing_is_sent_before_the_hall_is_there(desk: Desk) -> None:
    desk.record("rating.given")
    assert desk.sent == []
    desk.sender.link(online=True)
    assert desk.types == ["rating.given"]


def test_the_next_event_follows_the_hall_s_word_on_the_one_before(desk: Desk) -> None:
    desk.sender.link(online=True)
    first = desk.record("ticket.issued_offline")
    desk.record("ticket.printed")
    assert desk.types == ["ticket.issued_offline"]
    desk.hall_says(first)
    assert desk.types == ["ticket.issued_offline", "ticket.printed"]
    assert len(desk.outbox) == 1


def test_an_event_without_an_acknowledgement_is_sent_again_under_its_id(desk: Desk) -> None:
    desk.sender.link(online=True)
    id_ = desk.record("rating.given")
    desk.alarms.pass_time(AGAIN_S)
    desk.alarms.pass_time(AGAIN_S)
    assert [request.id for request in desk.sent] == [id_, id_, id_]
    desk.hall_says(id_)
    desk.alarms.pass_time(AGAIN_S * 3)
    assert len(desk.sent) == 3


def test_an_event_in_flight_when_the_hall_went_is_sent_when_it_is_back(desk: Desk) -> None:
    desk.sender.link(online=True)
    id_ = desk.record("rating.given")
    desk.sender.link(online=False)
    desk.alarms.pass_time(AGAIN_S * 3)
    assert len(desk.sent) == 1
    desk.sender.link(online=True)
    assert [request.id for request in desk.sent] == [id_, id_]


def test_a_message_that_the_wire_did_not_take_is_tried_again(desk: Desk) -> None:
    desk.taken = False
    desk.sender.link(online=True)
    desk.record("rating.given")
    desk.taken = True
    desk.alarms.pass_time(AGAIN_S)
    assert desk.types == ["rating.given"]


@pytest.mark.parametrize("code", [Code.HALL_DISK_FULL, Code.HALL_BUSY])
def test_what_the_hall_cannot_take_now_waits_its_turn(desk: Desk, code: Code) -> None:
    desk.sender.link(online=True)
    id_ = desk.record("rating.given")
    desk.record("ticket.printed")
    desk.hall_says(id_, code)
    assert len(desk.sent) == 1
    desk.alarms.pass_time(BUSY_S)
    assert [request.id for request in desk.sent] == [id_, id_]
    desk.hall_says(id_)
    assert desk.types[-1] == "ticket.printed"


def test_what_the_hall_refuses_for_good_does_not_hold_up_the_rest(desk: Desk) -> None:
    desk.sender.link(online=True)
    id_ = desk.record("rating.given")
    desk.record("ticket.printed")
    desk.hall_says(id_, Code.RATING_OVER)
    assert desk.types == ["rating.given", "ticket.printed"]
    assert desk.outbox.refused() == [(id_, "rating.given", "rating.over")]


def test_an_acknowledgement_that_comes_twice_or_late_deletes_nothing_else(desk: Desk) -> None:
    desk.sender.link(online=True)
    first = desk.record("rating.given")
    desk.hall_says(first)
    second = desk.record("rating.given")
    desk.hall_says(first)
    desk.hall_says("of-another-device")
    assert [request.id for request in desk.sent] == [first, second]
    assert len(desk.outbox) == 1


def test_a_row_that_the_disk_does_not_let_go_is_not_sent_in_a_circle(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sender.link(online=True)
    id_ = desk.record("rating.given")
    monkeypatch.setattr(desk.outbox, "delete", lambda _id: False)
    desk.hall_says(id_)
    assert len(desk.sent) == 1
    desk.alarms.pass_time(AGAIN_S)
    assert len(desk.sent) == 2


def test_an_event_goes_out_with_all_that_it_tells(desk: Desk) -> None:
    desk.sender.link(online=True)
    desk.record("rating.given", session="s1", level=2)
    assert desk.sent[0].data == {"session": "s1", "level": 2}


def test_the_time_of_an_event_that_was_taken_does_not_send_the_next_one_twice(desk: Desk) -> None:
    desk.sender.link(online=True)
    first = desk.record("ticket.issued_offline")
    second = desk.record("ticket.printed")
    desk.alarms.pass_time(AGAIN_S / 2)
    desk.hall_says(first)
    desk.alarms.pass_time(AGAIN_S / 2)
    assert [request.id for request in desk.sent] == [first, second]
    desk.alarms.pass_time(AGAIN_S / 2)
    assert [request.id for request in desk.sent] == [first, second, second]


def test_a_busy_hall_is_asked_once_and_not_by_every_time_that_still_runs(desk: Desk) -> None:
    desk.sender.link(online=True)
    id_ = desk.record("rating.given")
    desk.alarms.pass_time(AGAIN_S - 1)
    desk.hall_says(id_, Code.HALL_BUSY)
    desk.alarms.pass_time(1)
    assert len(desk.sent) == 1
    desk.alarms.pass_time(BUSY_S - 1)
    assert len(desk.sent) == 2


def test_a_hall_that_comes_again_without_having_been_missed_gets_what_was_in_flight_at_once(desk: Desk) -> None:
    desk.sender.link(online=True)
    id_ = desk.record("rating.given")
    desk.sender.link(online=True)
    assert [request.id for request in desk.sent] == [id_, id_]
    desk.alarms.pass_time(AGAIN_S)
    assert len(desk.sent) == 3


def test_a_late_word_on_an_earlier_event_leaves_the_one_in_flight_alone(desk: Desk) -> None:
    earlier, in_flight = desk.record("ticket.printed"), desk.record("rating.given")
    desk.outbox.delete(earlier)
    desk.sender.link(online=True)
    desk.hall_says(earlier)
    desk.hall_says(earlier, Code.HALL_BUSY)
    assert [request.id for request in desk.sent] == [in_flight]
    desk.alarms.pass_time(AGAIN_S - 1)
    assert [request.id for request in desk.sent] == [in_flight]
