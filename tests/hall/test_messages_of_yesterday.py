"""A message that waits when the hall day is closed is over: its phone is erased."""

from __future__ import annotations

import json
import queue
import threading
from pathlib import Path

from quiet_hall import MINUTE, MORNING
from rigs import MemoryGateway
from sample_hall import TOML

from bench.memory_broker import MemoryBroker
from domain.config import HallConfig
from hall.bootstrap import make_service
from hall.config.file import read_hall
from hall.disk.store import Store
from hall.sms.port import NotSent, Outcome, SmsMessage
from hall.sms.states import SmsState
from kiosk.mqtt.messages import new_id
from kiosk.mqtt.port import Incoming, Login, Publication
from kiosk.mqtt.topics import Topics

SOON = 20.0
TOPICS = Topics("test-hall")
END_OF_DAY = MORNING - 5 * 60 * MINUTE - 1_500  # the next one starts at 04:00


class NeverNow(MemoryGateway):
    """Asks for every message to be sent again later."""

    def __init__(self) -> None:
        super().__init__()
        self.tried = threading.Event()

    def send(self, message: SmsMessage) -> Outcome:
        self.tried.set()
        return NotSent("not now")


def test_a_message_that_waits_at_the_end_of_its_day_is_over_with_it(tmp_path: Path) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    config = read_hall(tmp_path / "hall.toml")
    assert isinstance(config, HallConfig)
    broker, store, gateway, now = MemoryBroker(), Store(tmp_path / "hall.db"), NeverNow(), [END_OF_DAY]
    heard: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
    login = Login("everybody", subscriptions=[TOPICS.host_state, TOPICS.event_stream])
    everybody = broker.dial(login, on_message=heard.put, on_link=lambda _up: None)
    everybody.start()
    service = make_service(config, store, broker.dial, folder=tmp_path, clock_ms=lambda: now[0], gateway=gateway)
    running = threading.Thread(target=service.run)
    running.start()

    def wait_for(words: bytes) -> None:
        while words not in heard.get(timeout=SOON).payload:
            pass

    wait_for(b'"online":true')
    for device, type_, asked in (
        ("kiosk-1", "ticket.issue", {"queue": "social", "phone": "13900000001"}),
        ("pad-1", "window.open", {"window": "w1", "clerk": "c1"}),
        ("pad-1", "ticket.call_next", {"window": "w1"}),
    ):
        request = {"id": new_id(), "type": type_, "data": asked}
        assert everybody.publish(Publication(TOPICS.command(device), json.dumps(request).encode()))
    assert gateway.tried.wait(SOON)
    now[0] += 1_600  # less than the pause before it would be tried again
    wait_for(b'"day.closed"')
    service.stop()
    running.join(SOON)
    assert not running.is_alive()
    broker.close()
    called = [row for row in store.sms(SmsState) if "called" in row.key]
    assert [row.reason for row in called] == ["the hall day is closed"]
    assert called[0].state in {SmsState.EXPIRED, SmsState.FAILED}, "failed: it was with the back end at that moment"
    store.close()
