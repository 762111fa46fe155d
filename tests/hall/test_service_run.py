"""A whole run of the service, from its start to its goodbye, and what wakes its main thread. The wire is by hand."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hall_by_hand import TOPICS, HallByHand, issue, request
from rigs import MemoryGateway

import hall.service
import hall.work
from hall.sms.states import SmsState
from kiosk.mqtt.port import Publication
from program import sd_notify
from program.clock import monotonic_ms

SOON = 30.0
LONG_S = 120
PHONE = "13900000001"


class ClosedGateway(MemoryGateway):
    closed = False

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def at(tmp_path: Path) -> Iterator[HallByHand]:
    made = HallByHand(tmp_path)
    yield made
    made.store.close()


def watched(at: HallByHand, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happens in a run, in its order."""
    seen: list[str] = []

    def stop(last: Iterable[Publication] = (), timeout_s: float = 3.0) -> None:
        assert timeout_s
        words = [json.loads(one.payload)["online"] for one in last if one.topic == TOPICS.host_state]
        seen.append(f"the wire stops, {'goodbye' if words == [False] else 'no goodbye'}")

    monkeypatch.setattr(at.wire, "start", lambda: seen.append(f"the wire starts, {at.store.last_seq()} on disk"))
    monkeypatch.setattr(at.wire, "stop", stop)
    monkeypatch.setattr(sd_notify, "tell", seen.append)
    return seen


def test_a_run_opens_the_day_before_its_link_and_says_goodbye_as_the_last(
    at: HallByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = watched(at, monkeypatch)
    at.service.stop()
    at.service.run()
    beats = [one for one in seen if one != "WATCHDOG=1"]
    assert beats == ["the wire starts, 1 on disk", "READY=1", "STOPPING=1", "the wire stops, goodbye"]
    written = at.store.snapshot()
    assert written is not None
    assert written[0] == 1, "the next start begins here"


def test_after_the_start_what_is_there_is_not_looked_at_by_the_collector_again(
    at: HallByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    before = gc.get_threshold()
    try:
        with monkeypatch.context() as patched:
            patched.setattr(hall.service.gc, "freeze", lambda: asked.append("freeze"))
            at.service.stop()
            at.service.run()
            assert gc.get_threshold() == (20_000, 20, 50)
    finally:
        gc.set_threshold(*before)
    assert asked == ["freeze"]


def test_what_is_due_sooner_than_the_main_thread_thought_wakes_it(
    at: HallByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two numbers are taken while it sleeps: the second one's snapshot and event wait for a quiet moment.

    The clock stands, so that what it thought is true for as long as the test takes.
    """
    sleeps, told = threading.Event(), threading.Event()
    wait, now_ms = at.service._wait, monotonic_ms()

    def waits(patience_ms: int) -> list[hall.service.Item]:
        sleeps.set()
        items = wait(LONG_S * 1000 if not told.is_set() else patience_ms)
        told.set()
        return items

    monkeypatch.setattr(at.service, "_wait", waits)
    for module in (hall.service, hall.work):
        monkeypatch.setattr(module, "monotonic_ms", lambda: now_ms)
    running = threading.Thread(target=at.service.run)
    running.start()
    try:
        assert sleeps.wait(SOON)
        at.links()
        at.brings(issue())
        at.brings(issue())
        assert told.wait(SOON), "the main thread slept on"
    finally:
        at.service.stop()
        running.join(SOON)
    assert not running.is_alive()


def test_a_run_takes_up_the_messages_of_the_one_before_and_closes_the_back_end(tmp_path: Path) -> None:
    before = HallByHand(tmp_path, MemoryGateway())
    before.links()
    before.brings(request("window.open", "pad-1", window="w1", clerk="c1"))
    before.brings(request("ticket.issue", queue="social", phone=PHONE))
    before.brings(request("ticket.call_next", "pad-1", window="w1"))
    before.store.close()
    gateway = ClosedGateway()
    at = HallByHand(tmp_path, gateway)
    assert [row.state for row in at.store.sms([SmsState.QUEUED])] == [SmsState.QUEUED]
    sent = threading.Event()
    send = gateway.send
    gateway.send = lambda message: (send(message), sent.set())[0]  # type: ignore[method-assign]
    running = threading.Thread(target=at.service.run)
    running.start()
    assert sent.wait(SOON)
    at.service.stop()
    running.join(SOON)
    assert not running.is_alive()
    assert gateway.closed
    assert [message.phone for message in gateway.sent] == [PHONE]
    assert [row.state for row in at.store.sms([SmsState.ACCEPTED])] == [SmsState.ACCEPTED]
    at.store.close()
