"""A terminal's client against a small hall, on both brokers."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from houses import SOON, House, Program, eventually
from small_hall import TOPICS, SmallHall, yes

from domain.views.public import CallsSnapshot, QueuesSnapshot
from kiosk.mqtt.client import Client
from kiosk.mqtt.messages import Answer, DeviceState, Error, Request, new_id, read
from kiosk.mqtt.outbox import Outbox, Recorded
from kiosk.mqtt.port import Login, Publication
from kiosk.mqtt.presence import next_session


class Terminal:
    """A client and everything it was told."""

    def __init__(self, house: House, name: str, *, outbox: Outbox | None = None, **given: Any) -> None:
        self.links: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.messages: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self.answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self.live: list[bool] = []  # of each message, whether the hall had just sent it
        self.client = Client(
            house.open_wire(f"h1-{name}"),
            TOPICS,
            name,
            program="kiosk",
            session=given.pop("session", 7),
            on_message=self._hear,
            on_link=self.links.put,
            outbox=outbox,
            **given,
        )

    def _hear(self, topic: str, value: Any) -> None:
        self.live.append(self.client.live)
        self.messages.put((topic, value))

    def ask(self, type_: str = "ticket.issue", **given: Any) -> str:
        return self.client.request(type_, {"queue": "social"}, self.answers.put, **given)

    def answer(self) -> Answer | None:
        return self.answers.get(timeout=SOON)

    def link(self) -> bool:
        return self.links.get(timeout=SOON)

    def message(self) -> Any:
        return self.messages.get(timeout=SOON)[1]


@pytest.fixture
def hall(house: House) -> Iterator[SmallHall]:
    made = SmallHall(house.open_wire("hall")).start()
    yield made
    made.stop()


@pytest.fixture
def terminal(house: House) -> Iterator[Callable[..., Terminal]]:
    made: list[Terminal] = []

    def one(name: str = "k1", **given: Any) -> Terminal:
        terminal = Terminal(house, name, **given)
        made.append(terminal)
        terminal.client.start()
        return terminal

    yield one
    for each in made:
        each.client.stop()


Start = Callable[..., Terminal]


def calls(version: int) -> CallsSnapshot:
    return CallsSnapshot(version=version, at=1, day="2026-11-21", calls=())


def test_a_question_gets_its_answer(hall: SmallHall, terminal: Start) -> None:
    kiosk = terminal()
    assert kiosk.link() is True
    id_ = kiosk.ask()
    assert kiosk.answer() == Answer(id=id_, ok=True, data={"type": "ticket.issue"})
    assert hall.next() == (TOPICS.command("k1"), Request(id=id_, type="ticket.issue", data={"queue": "social"}))


def test_a_refusal_is_an_answer(hall: SmallHall, terminal: Start) -> None:
    hall.answer = lambda request: Answer(id=request.id, ok=False, error=Error(code="hall.closed"))
    kiosk = terminal()
    kiosk.link()
    kiosk.ask()
    answer = kiosk.answer()
    assert answer is not None
    assert answer.error == Error(code="hall.closed")


def test_each_of_many_questions_gets_its_own_answer(hall: SmallHall, terminal: Start) -> None:
    kiosk = terminal()
    kiosk.link()
    asked = {kiosk.ask(f"type.{number}"): f"type.{number}" for number in range(200)}
    for _ in range(200):
        answer = kiosk.answer()
        assert answer is not None
        assert answer.data == {"type": asked.pop(answer.id)}


def test_a_question_without_an_answer_ends_in_time_and_a_late_answer_is_dropped(
    hall: SmallHall, terminal: Start
) -> None:
    hall.answer = lambda _: None
    kiosk = terminal()
    kiosk.link()
    late = kiosk.ask(timeout_s=0.05)
    assert kiosk.answer() is None
    hall.answer = lambda request: yes(Request(id=request.id, type="late" if request.id == late else "in time"))
    hall.say(TOPICS.reply("k1"), Answer(id=late, ok=True), retain=False)
    kiosk.ask()
    answer = kiosk.answer()
    assert answer is not None
    assert answer.data == {"type": "in time"}


def test_the_same_question_after_a_time_out_takes_the_first_answer_to_come(hall: SmallHall, terminal: Start) -> None:
    hall.answer = lambda _: None
    kiosk = terminal()
    kiosk.link()
    id_ = kiosk.ask(timeout_s=0.05)
    assert kiosk.answer() is None
    hall.answer = yes
    assert kiosk.ask(request_id=id_) == id_
    answer = kiosk.answer()
    assert answer is not None
    assert answer.id == id_


def test_without_a_hall_a_question_is_given_back_at_once(house: House, terminal: Start) -> None:
    kiosk = terminal()
    assert eventually(lambda: kiosk.client.connected)
    kiosk.ask(timeout_s=60)
    assert kiosk.answer() is None
    assert kiosk.client.online is False


def test_a_question_under_way_when_the_hall_restarts_is_asked_again(house: House, terminal: Start) -> None:
    hall = SmallHall(house.open_wire("hall"), session=1).start()
    hall.answer = lambda _: None
    kiosk = terminal()
    assert kiosk.link() is True
    id_ = kiosk.ask(timeout_s=120)
    assert hall.next()[1].id == id_
    hall.stop()
    assert kiosk.link() is False
    hall = SmallHall(house.open_wire("hall"), session=2).start()
    assert kiosk.link() is True
    answer = kiosk.answer()
    assert answer is not None
    assert answer.id == id_
    hall.stop()


def test_a_question_under_way_when_the_broker_dies_is_asked_again(house: House, terminal: Start) -> None:
    hall = SmallHall(house.open_wire("hall")).start()
    hall.answer = lambda _: None
    kiosk = terminal()
    kiosk.link()
    id_ = kiosk.ask(timeout_s=120)
    hall.next()
    house.kill()
    assert kiosk.link() is False
    hall.answer = yes
    house.start()
    assert kiosk.link() is True
    answer = kiosk.answer()
    assert answer is not None
    assert answer.id == id_
    hall.stop()


def test_the_will_of_an_earlier_hall_does_not_take_the_new_one_away(hall: SmallHall, terminal: Start) -> None:
    kiosk = terminal()
    assert kiosk.link() is True
    hall.say(TOPICS.host_state, hall.state(online=False, session=0).payload)
    kiosk.ask()
    assert kiosk.answer() is not None
    assert kiosk.client.online
    hall.say(TOPICS.host_state, hall.state(online=False, session=1).payload)
    assert kiosk.link() is False


def test_a_hall_known_from_before_a_broken_link_is_not_believed_until_it_speaks(house: House, terminal: Start) -> None:
    hall = SmallHall(house.open_wire("hall")).start()
    kiosk = terminal()
    assert kiosk.link() is True
    house.cut("h1-k1")
    assert kiosk.link() is False
    hall.stop()
    house.restore("h1-k1")
    assert eventually(lambda: kiosk.client.connected)
    kiosk.ask()
    assert kiosk.answer() is None


def test_presence_tells_birth_health_loss_return_and_goodbye(house: House, hall: SmallHall, terminal: Start) -> None:
    watcher = Program(house, "watcher", TOPICS.device_state("+")).start()

    def told() -> DeviceState:
        return read(DeviceState, watcher.message().payload)

    kiosk = terminal(session=41, version="1.2", health={"paper": "ok"})
    born = told()
    assert (born.state, born.session, born.program, born.version) == ("ready", 41, "kiosk", "1.2")
    assert born.health == {"paper": "ok"}
    kiosk.client.set_health({"paper": "out"})
    kiosk.client.set_health({"paper": "out"})
    assert told().health == {"paper": "out"}
    house.cut("h1-k1")
    lost = told()
    assert (lost.state, lost.session) == ("lost", 41)
    house.restore("h1-k1")
    assert told().health == {"paper": "out"}
    kiosk.client.stop()
    assert told().state == "stopped"
    watcher.wire.stop()


class WireByHand:
    """A wire that a test brings up; `said` is what it took."""

    def __init__(self) -> None:
        self.up = False
        self.alive = True
        self.said: list[Publication] = []

    def open(self, login: Login, **given: Any) -> WireByHand:
        self.login, self.given = login, given
        return self

    def publish(self, publication: Publication, _on_done: Any = None) -> bool:
        if self.up:
            self.said.append(publication)
        return self.up

    def start(self) -> None: ...
    def stop(self, last: Any = (), timeout_s: float = 3.0) -> None: ...


def test_a_health_that_changes_while_the_birth_is_on_its_way_is_told() -> None:
    wire = WireByHand()
    client = Client(
        wire.open,
        TOPICS,
        "k1",
        program="kiosk",
        session=1,
        on_message=lambda *_: None,
        on_link=lambda _: None,
    )
    assert [read(DeviceState, birth.payload).health for birth in wire.login.births()] == [{}]
    client.set_health({"paper": "out"})
    wire.up = True
    wire.given["on_link"](True)
    assert [read(DeviceState, state.payload).health for state in wire.said] == [{"paper": "out"}]


def test_what_the_broker_had_kept_is_told_from_what_the_hall_says_now(hall: SmallHall, terminal: Start) -> None:
    hall.say(TOPICS.calls, CallsSnapshot(version=1, at=1, day="2026-11-21", calls=()))
    one = terminal(subscriptions=(TOPICS.calls,))
    assert one.message().version == 1
    hall.say(TOPICS.calls, CallsSnapshot(version=2, at=2, day="2026-11-21", calls=()))
    assert one.message().version == 2
    assert one.live == [False, True]


def test_an_older_snapshot_never_follows_a_newer_one(house: House, hall: SmallHall, terminal: Start) -> None:
    screen = terminal(subscriptions=[TOPICS.calls, TOPICS.queues])
    hall.say(TOPICS.calls, calls(5))
    assert screen.message() == calls(5)
    house.cut("h1-k1")
    assert screen.link() is True
    assert screen.link() is False
    for version in (3, 5):
        hall.say(TOPICS.calls, calls(version))
    hall.say(TOPICS.queues, QueuesSnapshot(version=1, at=1, day="2026-11-21", queues=()))
    house.restore("h1-k1")
    assert isinstance(screen.message(), QueuesSnapshot)
    hall.say(TOPICS.calls, calls(6))
    assert screen.message() == calls(6)


def test_a_screen_cut_off_during_a_call_shows_it_when_it_is_back(
    house: House, hall: SmallHall, terminal: Start
) -> None:
    screen = terminal(subscriptions=[TOPICS.calls])
    hall.say(TOPICS.calls, calls(1))
    assert screen.message() == calls(1)
    house.cut("h1-k1")
    assert [screen.link(), screen.link()] == [True, False]
    hall.say(TOPICS.calls, calls(2))
    house.restore("h1-k1")
    assert screen.message() == calls(2)


def test_pictures_and_other_devices_reach_who_asked_for_them(hall: SmallHall, terminal: Start) -> None:
    desk = terminal("desk", subscriptions=[TOPICS.picture("+")])
    hall.say(TOPICS.picture("clerk-1"), b"\x89PNG")
    assert desk.message() == b"\x89PNG"


def test_an_event_recorded_before_the_hall_was_there_reaches_it_once(
    house: House, terminal: Start, tmp_path: Path
) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    kiosk = terminal(outbox=outbox)
    recorded = kiosk.client.record("rating.given", {"level": 5})
    assert isinstance(recorded, Recorded)
    hall = SmallHall(house.open_wire("hall")).start()
    assert hall.next() == (TOPICS.event("k1"), Request(id=recorded.id, type="rating.given", data={"level": 5}))
    assert eventually(lambda: len(outbox) == 0)
    hall.stop()


def test_no_event_is_lost_or_has_two_effects_while_the_broker_dies_again_and_again(
    house: House, terminal: Start, tmp_path: Path
) -> None:
    hall = SmallHall(house.open_wire("hall")).start()
    effects: dict[str, int] = {}

    def acknowledge(request: Request) -> Answer:
        effects.setdefault(request.id, request.data["n"])  # as the hall does: an id it knows has no second effect
        return Answer(id=request.id, ok=True)

    hall.acknowledge = acknowledge
    outbox = Outbox(tmp_path / "outbox.db")
    kiosk = terminal(outbox=outbox)
    assert kiosk.link() is True
    recorded = []
    for number in range(60):
        if number % 20 == 10:
            house.kill()
        one = kiosk.client.record("rating.given", {"n": number})
        assert isinstance(one, Recorded)
        recorded.append(one.id)
        if number % 20 == 12:
            house.start()
            assert eventually(lambda: hall.wire.up)
    assert eventually(lambda: len(outbox) == 0)
    assert effects == {id_: number for number, id_ in enumerate(recorded)}
    hall.stop()


RUBBISH = [b"", b"\xff\xfe", b"{", b"[]", b'{"id": 5}', b'{"version": "x"}', b"[" * 5000, b'"110101199003070038"']


def test_rubbish_on_every_topic_is_silence_and_a_line_without_its_content(
    house: House, hall: SmallHall, terminal: Start, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    watched = [TOPICS.queues, TOPICS.calls, TOPICS.notices, TOPICS.catalogue, TOPICS.window_state("+")]
    kiosk = terminal(subscriptions=[*watched, TOPICS.device_state("+")], outbox=Outbox(tmp_path / "outbox.db"))
    assert kiosk.link() is True
    topics = [*watched[:-1], TOPICS.window_state("w1"), TOPICS.host_state, TOPICS.reply("k1"), TOPICS.ack("k1")]
    for topic in [*topics, TOPICS.device_state("k9")]:
        for rubbish in RUBBISH:
            hall.say(topic, rubbish, retain=False)
    hall.say(TOPICS.calls, calls(1))
    while (told := kiosk.message()) != calls(1):
        assert isinstance(told, DeviceState)  # its own birth
    kiosk.ask()
    assert kiosk.answer() is not None
    assert "unreadable message on xc/v1/h1/public/calls" in caplog.text
    assert "110101199003070038" not in caplog.text
    while not kiosk.messages.empty():
        assert isinstance(kiosk.message(), DeviceState)  # a busy broker may tell it of its birth last


def test_session_numbers_grow_over_restarts_and_over_a_clock_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data" / "session"
    first = next_session(path)
    assert next_session(path) > first
    path.write_text("rubbish")
    fresh = next_session(path)
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert next_session(path) == fresh + 1


def test_ids_sort_by_time() -> None:
    made = [new_id() for _ in range(100)]
    assert made == sorted(made)
