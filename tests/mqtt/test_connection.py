"""What only a real network and a real broker can do to a link."""

from __future__ import annotations

import logging
import queue
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from houses import SOON, eventually
from relay import Relay
from secret_files import secret_file

from bench.mosquitto import BrokerDidNotStartError, Mosquitto, write_config
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.pauses import LONGEST_PAUSE_S, SHORTEST_PAUSE_S, pause_before
from kiosk.mqtt.port import Incoming, Login, Outcome, Publication
from kiosk.mqtt.publish_packet import Paho


class Linked:
    """A connection through a relay, and what it was told."""

    def __init__(self, port: int, *subscriptions: str, **given: Any) -> None:
        self.relay = Relay(port)
        self.links: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.messages: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
        self.outcomes: queue.SimpleQueue[tuple[bytes, Outcome]] = queue.SimpleQueue()
        login = {key: given.pop(key) for key in ("births", "will", "session_expiry_s") if key in given}
        self.wire = Connection(
            Broker(port=self.relay.port),
            Login(given.pop("name", "kiosk"), subscriptions, **login),
            on_message=given.pop("on_message", self.messages.put),
            on_link=self.links.put,
            **given,
        )
        self.wire.start()
        assert self.link() is True

    def link(self) -> bool:
        return self.links.get(timeout=SOON)

    def say(self, payload: bytes, **given: Any) -> bool:
        return self.wire.publish(
            Publication("t", payload, **given), lambda outcome: self.outcomes.put((payload, outcome))
        )

    def outcome(self) -> tuple[bytes, Outcome]:
        return self.outcomes.get(timeout=SOON)

    def close(self) -> None:
        self.wire.stop(timeout_s=0.5)
        self.relay.close()


@pytest.fixture
def linked(broker: Mosquitto) -> Iterator[Linked]:
    made = Linked(broker.port, "t")
    yield made
    made.close()


def test_after_a_killed_broker_is_back_the_link_is_back_by_itself(broker: Mosquitto, linked: Linked) -> None:
    for _ in range(3):
        broker.kill()
        assert linked.link() is False
        broker.start()
        assert linked.link() is True


def test_a_network_that_went_silent_is_noticed(broker: Mosquitto) -> None:
    linked = Linked(broker.port, "t", keepalive_s=1)
    linked.relay.silence()
    assert linked.link() is False
    linked.relay.restore()
    assert linked.link() is True
    linked.close()


def test_what_a_broken_link_took_down_is_said_to_be_lost_and_not_sent_later(linked: Linked) -> None:
    linked.relay.silence()
    assert linked.say(b"call the next one")
    linked.relay.cut()
    assert linked.outcome() == (b"call the next one", Outcome.LOST)
    linked.relay.restore()
    assert [linked.link(), linked.link()] == [False, True]
    assert linked.say(b"later")
    assert linked.messages.get(timeout=SOON).payload == b"later"


def test_what_is_kept_is_sent_again_in_its_order_after_a_broken_link(linked: Linked) -> None:
    linked.relay.silence()
    for number in range(5):
        assert linked.say(b"%d" % number, keep=True)
    linked.relay.cut()
    assert linked.link() is False
    assert linked.say(b"5", keep=True)
    linked.relay.restore()
    assert [linked.messages.get(timeout=SOON).payload for _ in range(6)] == [b"0", b"1", b"2", b"3", b"4", b"5"]
    assert [linked.outcome()[1] for _ in range(6)] == [Outcome.ACKNOWLEDGED] * 6


def test_the_backlog_is_bounded_and_says_so(broker: Mosquitto) -> None:
    linked = Linked(broker.port, window=2, backlog=10)
    linked.relay.silence()
    taken = [linked.say(b"x") for _ in range(50)]
    assert 10 <= taken.count(True) <= 13
    assert taken[-1] is False
    linked.close()


def test_more_messages_than_the_broker_allows_unacknowledged_are_held_back(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    mosquitto = Mosquitto(folder, config=None)
    config = write_config(folder, mosquitto.port)
    config.write_text(config.read_text().replace("max_inflight_messages 200", "max_inflight_messages 3"))
    mosquitto = Mosquitto(folder, mosquitto.port, config=config)
    mosquitto.start()
    linked = Linked(mosquitto.port, "t")
    for number in range(300):
        assert linked.say(b"%d" % number)
    assert [int(linked.messages.get(timeout=SOON).payload) for _ in range(300)] == list(range(300))
    assert linked.links.empty()
    linked.close()
    mosquitto.kill()


def test_a_message_that_no_broker_takes_is_refused_and_does_not_end_the_link(linked: Linked) -> None:
    assert linked.say(b"x" * 5_000_000, keep=True)
    assert linked.outcome()[1] is Outcome.REFUSED
    for topic in ("t/+", "t/#", ""):
        assert linked.wire.publish(Publication(topic, b"x"), lambda outcome: linked.outcomes.put((b"", outcome)))
        assert linked.outcome()[1] is Outcome.REFUSED
    assert linked.say(b"fine")
    assert linked.outcome() == (b"fine", Outcome.ACKNOWLEDGED)
    assert linked.links.empty()
    assert linked.wire.alive


def test_many_threads_at_once_lose_nothing_and_keep_each_one_s_order(broker: Mosquitto) -> None:
    linked = Linked(broker.port, "t")
    threads, each, padding = 6, 60, b"x" * 60_000  # more than a socket takes at once

    def speak(name: int) -> None:
        for number in range(each):
            assert linked.say(b"%d %d " % (name, number) + padding)

    speakers = [threading.Thread(target=speak, args=(name,)) for name in range(threads)]
    for speaker in speakers:
        speaker.start()
    heard: dict[int, list[int]] = {name: [] for name in range(threads)}
    for _ in range(threads * each):
        name, number, rest = linked.messages.get(timeout=SOON).payload.split(b" ", 2)
        assert rest == padding
        heard[int(name)].append(int(number))
    for speaker in speakers:
        speaker.join()
    assert heard == {name: list(range(each)) for name in range(threads)}
    assert [linked.outcome()[1] for _ in range(threads * each)] == [Outcome.ACKNOWLEDGED] * (threads * each)
    assert linked.links.empty()
    linked.close()


def test_whoever_publishes_is_called_back_on_the_wire_s_own_thread(linked: Linked) -> None:
    told: queue.SimpleQueue[tuple[Outcome, str]] = queue.SimpleQueue()

    def done(outcome: Outcome) -> None:
        told.put((outcome, threading.current_thread().name))

    outcomes = []
    for publication in (Publication("t", b"1"), Publication("t", b"0", qos=0), Publication("t/#", b"refused")):
        assert linked.wire.publish(publication, done)
        outcomes.append(told.get(timeout=SOON))  # before the next one, which the broker need not be asked about
        time.sleep(0.05)  # so that the wire waits for the broker
    assert outcomes == [(outcome, "mqtt-kiosk") for outcome in (Outcome.ACKNOWLEDGED,) * 2 + (Outcome.REFUSED,)]


def test_who_is_called_back_may_publish_at_once(linked: Linked) -> None:
    def again(outcome: Outcome) -> None:
        linked.say(str(outcome).encode())

    assert linked.wire.publish(Publication("t", b"first"), again)
    assert [linked.messages.get(timeout=SOON).payload for _ in range(2)] == [b"first", b"acknowledged"]


def test_what_was_not_worked_when_the_link_broke_comes_again(broker: Mosquitto) -> None:
    works = threading.Event()
    came: list[bytes] = []
    worked: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def work() -> None:
        if came and not works.is_set():
            time.sleep(0.2)  # for a word to the broker that should not have been sent
            linked.relay.cut()  # as if the program had been killed here
            raise RuntimeError("before anything was written")
        while came:
            worked.put(came.pop(0))

    linked = Linked(broker.port, "t", on_message=lambda incoming: came.append(incoming.payload), on_batch=work)
    speaker = Linked(broker.port, name="speaker")
    assert speaker.say(b"hello")
    assert linked.link() is False
    came.clear()
    works.set()
    linked.relay.restore()
    assert linked.link() is True
    assert worked.get(timeout=SOON) == b"hello"
    linked.close()
    speaker.close()


def test_a_stop_ends_a_pause_between_attempts(
    broker: Mosquitto, linked: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.mqtt.connection.pause_before", lambda _attempt: 3600.0)
    broker.kill()
    assert linked.link() is False
    for _ in range(50):
        assert linked.say(b"x", keep=True)
    linked.wire.stop()
    linked.wire._thread.join(SOON)
    assert not linked.wire._thread.is_alive()


def test_the_socket_sends_small_messages_at_once(linked: Linked, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[socket.socket] = []
    create = socket.create_connection

    def remember(*args: Any, **given: Any) -> socket.socket:
        opened.append(create(*args, **given))
        return opened[-1]

    linked.relay.cut()
    assert linked.link() is False
    monkeypatch.setattr(socket, "create_connection", remember)
    linked.relay.restore()
    assert linked.link() is True
    ours = [each for each in opened if each.fileno() >= 0 and each.getpeername()[1] == linked.relay.port]
    assert [each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0 for each in ours] == [True]


def test_two_programs_of_one_name_do_not_end_either_thread(broker: Mosquitto, linked: Linked) -> None:
    rival = Linked(broker.port, name="kiosk")
    assert linked.link() is False
    rival.close()
    assert eventually(lambda: linked.wire.up)


def test_a_missing_password_file_is_tried_again_until_it_is_there(broker: Mosquitto, tmp_path: Path) -> None:
    links: queue.SimpleQueue[bool] = queue.SimpleQueue()
    secret = tmp_path / "password"
    given = Broker(port=broker.port, username="k1", password_file=str(secret))
    wire = Connection(given, Login("kiosk"), on_message=lambda _: None, on_link=links.put)
    wire.start()
    threading.Event().wait(0.3)
    assert links.empty()
    secret_file(secret, "secret")
    assert links.get(timeout=SOON) is True
    wire.stop()


def test_a_password_that_others_can_read_is_not_used_until_it_is_shut(
    broker: Mosquitto, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    links: queue.SimpleQueue[bool] = queue.SimpleQueue()
    secret = Path(secret_file(tmp_path / "password", "s3cret"))
    secret.chmod(0o640)
    wire = Connection(
        Broker(port=broker.port, username="k1", password_file=str(secret)),
        Login("kiosk"),
        on_message=lambda _: None,
        on_link=links.put,
    )
    wire.start()
    assert eventually(lambda: f"chmod 600 {secret}" in caplog.text)
    assert links.empty()
    assert "s3cret" not in caplog.text
    secret.chmod(0o600)
    assert links.get(timeout=SOON) is True
    wire.stop()


def test_pauses_between_attempts_are_spread_from_nothing_to_a_doubling_ceiling() -> None:
    """The ceiling is how long a broker that is back waits for its clients."""
    assert [pause_before(attempt, lambda: 1.0) for attempt in range(6)] == [0.25, 0.5, 1.0, 2.0, 3.0, 3.0]
    assert pause_before(50, lambda: 1.0) == LONGEST_PAUSE_S
    assert pause_before(5, lambda: 0.0) == SHORTEST_PAUSE_S
    assert pause_before(4, lambda: 0.5) == 1.5


def test_a_broker_that_cannot_start_says_why(broker: Mosquitto, tmp_path: Path) -> None:
    with pytest.raises(BrokerDidNotStartError, match=str(broker.port)):
        Mosquitto(tmp_path / "other", broker.port).start()
    assert broker.running


def test_no_thread_or_descriptor_is_left_behind(broker: Mosquitto) -> None:
    def descriptors() -> int:
        return len([*Path("/proc/self/fd").iterdir()])

    threads, files = threading.active_count(), descriptors()
    for _ in range(5):
        Linked(broker.port).close()
    assert eventually(lambda: threading.active_count() <= threads)
    assert eventually(lambda: descriptors() <= files)


class Overlooked(deque[Any]):
    """The queue of a link. When `armed`, a message comes just after the network thread has seen it empty."""

    armed = False

    def __init__(self, publish: Callable[[], object]) -> None:
        super().__init__()
        self._publish = publish

    def __len__(self) -> int:
        seen = super().__len__()
        if self.armed and sys._getframe(1).f_code.co_name == "_turn":
            self.armed = False
            other = threading.Thread(target=self._publish)
            other.start()
            other.join()
        return seen


def test_a_message_that_comes_as_the_link_goes_to_sleep_wakes_it(
    broker: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`_turn` must say that it sleeps before it looks at the queue, and `publish` must queue before it looks whether
    the link sleeps: in any other order this message waits for the end of the turn, here a minute."""
    monkeypatch.setattr(Connection._turn, "__defaults__", (60.0,))  # TURN_S
    linked = Linked(broker.port)
    done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    waiting = Overlooked(lambda: linked.wire.publish(Publication("t", b"late"), done.put))
    linked.wire._queue = waiting
    acknowledged: Callable[[Outcome], None] = lambda _outcome: setattr(waiting, "armed", True)  # noqa: E731
    assert linked.wire.publish(Publication("t", b"first"), acknowledged)
    assert done.get(timeout=SOON) is Outcome.NOBODY
    linked.close()


def test_what_is_published_at_work_goes_out_in_one_piece(broker: Mosquitto, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call of the system for each answer is most of what an answer costs."""
    pieces: list[int] = []
    send = Paho.send

    def counted(paho: Paho, packets: bytes) -> None:
        pieces.append(packets.count(b"done"))
        send(paho, packets)

    monkeypatch.setattr(Paho, "send", counted)
    asked: list[Incoming] = []

    def work() -> None:
        if asked:
            asked.clear()
            for _ in range(20):
                hall.wire.publish(Publication("answers", b"done"))

    hall = Linked(broker.port, "t", on_message=asked.append, on_batch=work)
    kiosk = Linked(broker.port, "answers", name="kiosk-2")
    kiosk.say(b"request")
    for _ in range(20):
        kiosk.messages.get(timeout=SOON)
    assert [one for one in pieces if one] == [20]
    for linked in (hall, kiosk):
        linked.close()


def test_what_is_flushed_at_work_is_there_before_the_work_is_done(broker: Mosquitto) -> None:
    asked: list[Incoming] = []
    there = threading.Event()
    in_time: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def work() -> None:
        if asked:
            asked.clear()
            hall.wire.publish(Publication("answers", b"done"))
            hall.wire.flush()
            in_time.put(there.wait(SOON))

    hall = Linked(broker.port, "t", on_message=asked.append, on_batch=work)
    kiosk = Linked(broker.port, "answers", name="kiosk-2", on_message=lambda _: there.set())
    kiosk.say(b"request")
    assert in_time.get(timeout=2 * SOON)
    for linked in (hall, kiosk):
        linked.close()
