"""What the SMS worker has to say while the service stops is written down all the same."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from rigs import MemoryGateway
from sample_hall import TOML

from bench.memory_broker import MemoryBroker
from domain.config import HallConfig
from hall.bootstrap import make_service
from hall.config.file import read_hall
from hall.disk.store import Store
from hall.sms.port import Outcome, SmsMessage
from hall.sms.states import SmsState
from kiosk.mqtt.messages import new_id, wall_ms
from kiosk.mqtt.port import Login, Publication
from kiosk.mqtt.topics import Topics

SOON = 20.0
TOPICS = Topics("test-hall")


class SlowGateway(MemoryGateway):
    """Takes a message, and says so when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may_answer = threading.Event(), threading.Event()

    def send(self, message: SmsMessage) -> Outcome:
        self.begun.set()
        assert self.may_answer.wait(SOON)
        return super().send(message)


def test_a_message_that_was_taken_while_the_service_stops_is_not_doubtful_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    config = read_hall(tmp_path / "hall.toml")
    assert isinstance(config, HallConfig)
    broker, gateway, linked = MemoryBroker(), SlowGateway(), threading.Event()
    store = Store(tmp_path / "hall.db")
    service = make_service(config, store, broker.dial, folder=tmp_path, clock_ms=wall_ms, gateway=gateway)
    running = threading.Thread(target=service.run)
    running.start()
    login = Login("everybody", subscriptions=[TOPICS.host_state])
    everybody = broker.dial(login, on_message=lambda _incoming: linked.set(), on_link=lambda _up: None)
    everybody.start()
    assert linked.wait(SOON)
    data = {"queue": "social", "phone": "13900000001"}
    for device, type_, asked in (
        ("kiosk-1", "ticket.issue", data),
        ("pad-1", "window.open", {"window": "w1", "clerk": "c1"}),
        ("pad-1", "ticket.call_next", {"window": "w1"}),
    ):
        request = {"id": new_id(), "type": type_, "data": asked}
        assert everybody.publish(Publication(TOPICS.command(device), json.dumps(request).encode()))
    assert gateway.begun.wait(SOON)
    service.stop()
    gateway.may_answer.set()
    running.join(SOON)
    assert not running.is_alive()
    broker.close()
    unsettled = (SmsState.QUEUED, SmsState.SENDING, SmsState.ACCEPTED)
    assert [row.state for row in store.sms(unsettled)] == [SmsState.ACCEPTED]
    store.close()
