"""An orderly stop loses no message: what was not given to the back end is queued on disk, and the next run sends it."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hall_with_sms import PHONE, HallWithSms
from rigs import MemoryGateway
from sample_hall import TOML

from bench.memory_broker import MemoryBroker
from domain.config import HallConfig
from hall.bootstrap import make_service
from hall.config.file import read_hall
from hall.disk.store import Store
from hall.sms.port import Accepted, NotSent, Outcome, SmsMessage, Unknown
from hall.sms.sender import OutcomeArrived, ReceiptsArrived, SmsSender
from hall.sms.states import SmsState
from kiosk.mqtt.messages import new_id, wall_ms
from kiosk.mqtt.port import Incoming, Login, Publication
from kiosk.mqtt.topics import Topics

SOON = 20.0
TOPICS = Topics("test-hall")
Ask = Callable[..., None]


class CannotBeAsked(MemoryGateway):
    """As plain HTTP without a status address."""

    def __init__(self) -> None:
        super().__init__()
        self.took = threading.Event()

    def send(self, message: SmsMessage) -> Outcome:
        outcome = super().send(message)
        self.took.set()
        return outcome

    def outcome(self, key: str) -> Outcome:
        return Unknown(f"cannot be asked about {key}")


@contextmanager
def hall_at_work(folder: Path, gateway: CannotBeAsked) -> Iterator[Ask]:
    """The service in its folder; it is stopped in an orderly way at the end."""
    config = read_hall(folder / "hall.toml")
    assert isinstance(config, HallConfig), config
    broker, store = MemoryBroker(), Store(folder / "hall.db")
    answers: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
    linked = threading.Event()
    everybody = broker.dial(
        Login("everybody", subscriptions=[TOPICS.reply("+"), TOPICS.host_state]),
        on_message=answers.put,
        on_link=lambda _up: linked.set(),
    )
    everybody.start()
    assert linked.wait(SOON)
    service = make_service(config, store, broker.dial, folder=folder, clock_ms=wall_ms, gateway=gateway)
    running = threading.Thread(target=service.run)
    running.start()
    assert answers.get(timeout=SOON).topic == TOPICS.host_state

    def ask(device: str, type_: str, **data: str) -> None:
        request = {"id": new_id(), "type": type_, "data": data}
        assert everybody.publish(Publication(TOPICS.command(device), json.dumps(request).encode()))
        answer = json.loads(answers.get(timeout=SOON).payload)
        assert (answer["id"], answer["ok"]) == (request["id"], True), answer

    yield ask
    service.stop()
    running.join(SOON)
    assert not running.is_alive()
    store.close()
    broker.close()


def test_a_call_just_before_a_stop_is_a_message_of_this_run_or_of_the_next(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    first, second = CannotBeAsked(), CannotBeAsked()
    with hall_at_work(tmp_path, first) as ask:
        ask("pad-1", "window.open", window="w1", clerk="c1")
        ask("kiosk-1", "ticket.issue", queue="social", phone=PHONE)
        ask("pad-1", "ticket.call_next", window="w1")
    store = Store(tmp_path / "hall.db")
    left = [sms.state for sms in store.sms((SmsState.QUEUED, SmsState.SENDING))]
    store.close()
    assert left == ([] if first.sent else ["queued"])
    with hall_at_work(tmp_path, second):
        assert first.sent or second.took.wait(SOON)
    assert [message.phone for message in first.sent + second.sent] == [PHONE]


@pytest.mark.parametrize("marked_on_disk", [False, True])
def test_what_is_marked_when_the_mail_stops_is_queued_again_and_sent_by_the_next_run(
    tmp_path: Path, marked_on_disk: bool
) -> None:
    gateway = CannotBeAsked()
    hall = HallWithSms(tmp_path, gateway)
    hall.issue()
    hall.call()
    if marked_on_disk:
        hall.small.tick()
    hall.outbox.stop()
    hall.settle()
    assert list(hall.states().values()) == ["queued"]
    assert gateway.sent == []
    hall.restart()
    hall.outbox.tick(hall.small.now)
    hall.settle()
    assert len(gateway.sent) == 1


def test_of_what_waits_behind_a_slow_message_a_stop_says_that_it_was_not_sent() -> None:
    begun, goes_on = threading.Event(), threading.Event()

    class Slow(MemoryGateway):
        def send(self, message: SmsMessage) -> Outcome:
            begun.set()
            assert goes_on.wait(SOON)
            return super().send(message)

    told: queue.SimpleQueue[OutcomeArrived | ReceiptsArrived] = queue.SimpleQueue()
    gateway = Slow()
    sender = SmsSender(gateway, told.put, lambda: 0)
    sender.start()
    for key in ("first", "second"):
        sender.send(SmsMessage(key, PHONE, "请"), expires_at=30_000)
    sender.ask("third")
    assert begun.wait(SOON)
    stopping = threading.Thread(target=sender.stop, args=(SOON,))
    stopping.start()
    waited = told.get(timeout=SOON)
    goes_on.set()
    stopping.join(SOON)
    assert isinstance(waited, OutcomeArrived)
    assert waited.key == "second"
    assert isinstance(waited.outcome, NotSent)
    assert told.get(timeout=SOON) == OutcomeArrived("first", Accepted("first"))
    assert [message.key for message in gateway.sent] == ["first"]
    assert told.empty()
