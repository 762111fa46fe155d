"""Two hall services under one name, as a cloned server makes them: the one that was there works, the other ends."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

from bench.mosquitto import Mosquitto
from hall.rivals.rivals import AWAY_MS, TURNS, WAIT_MS, Rivals, Standing
from kiosk.mqtt.messages import HostState
from kiosk.mqtt.port import Publication

SOCIAL = {"queue": "social"}
STANDS_ASIDE = 78


@pytest.fixture
def halls(broker: Mosquitto, tmp_path: Path) -> Iterator[list[HallProcess]]:
    """A hall that has worked, and a clone of its folder: the same store, and the same session at its next start."""
    folders = [tmp_path / name for name in ("first", "clone")]
    for folder in folders:
        folder.mkdir()
        (folder / "hall.toml").write_text(TOML, encoding="utf-8")
    made = [HallProcess(folder, broker.port) for folder in folders]
    made[0].start()
    made[0].stop()
    shutil.copytree(made[0].data, made[1].data)
    yield made
    for one in made:
        one.kill()


@pytest.fixture
def asker(broker: Mosquitto) -> Iterator[Asker]:
    made = Asker(broker.port, "test-hall")
    yield made
    made.close()


def taken(asker: Asker) -> str:
    """A number, asked for as a machine asks: again until it is answered."""
    answer = asker.ask("kiosk-1", "ticket.issue", SOCIAL)
    assert answer["ok"], answer
    return str(answer["data"]["number"])


def stream(asker: Asker) -> list[bytes]:
    return [*asker.heard[asker.topics.event_stream]]


def test_a_cloned_hall_stands_aside_with_a_sentence_and_is_an_alarm(halls: list[HallProcess], asker: Asker) -> None:
    first, clone = halls
    first.start()
    given = [taken(asker)]
    clone.start()
    assert clone.died() == STANDS_ASIDE
    said = clone.log.read_text(encoding="utf-8")
    assert "another hall service works under the name test-hall at this broker" in said
    assert "two with one name" in said
    assert "bug" not in said
    asker.wait(lambda: asker.retained(asker.topics.host_state)["online"])
    given += [taken(asker) for _ in range(3)]
    assert given == ["A001", "A002", "A003", "A004"], "one hall has given them all"
    told = asker.wait(lambda: [event for event in stream(asker) if b"device.twice" in event], 60)
    assert json.loads(told[0])["data"]["device"] == "hall"
    assert told[0].count(b"session") == 2
    first.stop()
    clone.start()
    taken(asker)


def test_of_two_that_start_at_once_one_works(halls: list[HallProcess], asker: Asker) -> None:
    for one in halls:
        one.start()
    deadline = time.monotonic() + 60
    while all(one.runs for one in halls) and time.monotonic() < deadline:
        time.sleep(0.05)
    (left,) = [one for one in halls if one.runs]
    assert [taken(asker) for _ in range(2)] == ["A001", "A002"]
    (gone,) = [one for one in halls if one is not left]
    assert gone.died() == STANDS_ASIDE


def test_a_word_that_a_dead_hall_has_left_is_waited_for_once(halls: list[HallProcess], asker: Asker) -> None:
    """After a power cut of hall and broker at once no will was sent."""
    left = {"online": True, "session": 1, "at": 1, "store": "x", "instance": "dead", "serial": 9}
    assert asker.wire.publish(Publication(asker.topics.host_state, json.dumps(left).encode(), retain=True))
    asker.wait(lambda: asker.retained(asker.topics.host_state)["instance"] == "dead")
    halls[0].start()
    assert taken(asker) == "A001"
    assert halls[0].runs


# ---- the rule


def word(who: str, serial: int, *, waits: bool = False, online: bool = True) -> HostState:
    return HostState(online=online, session=1, at=0, store="s", instance=who, serial=serial, waits=waits)


def asks(own: str = "b") -> Rivals:
    made = Rivals(own)
    made.linked(1, 0)
    return made


def test_its_own_birth_comes_back_and_it_works() -> None:
    one = asks()
    assert one.waits
    one.heard(word("a", 5, online=False), 1)
    one.heard(word("b", 1), 2)
    assert one.standing is Standing.WORKS


def test_the_one_that_was_there_goes_on_and_the_newcomer_yields_when_it_speaks_again() -> None:
    one = asks()
    one.heard(word("c", 5), 1)
    one.heard(word("b", 1), 2)
    assert one.standing is Standing.WAITS
    one.lost(500)
    one.passes(WAIT_MS * 3)
    assert one.standing is Standing.WAITS, "without a link time proves nothing"
    one.linked(2, 800)
    one.heard(word("c", 5), 801)
    assert one.standing is Standing.WAITS, "the same word once more is no life"
    one.heard(word("c", 6), 801)
    assert one.standing is Standing.YIELDS
    assert one.rival == word("c", 6)


@pytest.mark.parametrize(("own", "standing"), [("a", Standing.WAITS), ("c", Standing.YIELDS)])
def test_of_two_that_wait_one_yields(own: str, standing: Standing) -> None:
    one = asks(own)
    one.heard(word("b", 5, waits=True), 1)
    one.heard(word("b", 6, waits=True), 2)
    assert one.standing is standing


def test_who_says_nothing_for_long_or_says_goodbye_is_gone() -> None:
    for last in (lambda one: one.passes(WAIT_MS + 1), lambda one: one.heard(word("a", 6, online=False), 2)):
        one = asks()
        one.heard(word("a", 5), 1)
        one.passes(WAIT_MS)
        assert one.standing is Standing.WAITS
        last(one)
        assert one.standing is Standing.WORKS


def test_who_was_away_for_long_asks_again_and_who_was_not_does_not() -> None:
    one = asks()
    one.heard(word("b", 1), 1)
    one.lost(1_000)
    one.linked(2, 1_000 + AWAY_MS - 1)
    assert one.standing is Standing.WORKS
    one.lost(20_000)
    one.linked(3, 20_000 + AWAY_MS)
    assert one.standing is Standing.ASKS
    one.heard(word("b", 2), 40_000)
    assert one.standing is Standing.ASKS, "what the broker had kept of itself"
    one.heard(word("a", 9), 40_000)
    one.heard(word("b", 3), 40_000)
    assert one.standing is Standing.WAITS


@pytest.mark.parametrize(("own", "standing"), [("a", Standing.WORKS), ("c", Standing.YIELDS)])
def test_of_two_that_both_work_one_yields_after_some_turns(own: str, standing: Standing) -> None:
    one = asks(own)
    one.heard(word(own, 1), 1)
    for serial in range(TURNS + 1):
        assert one.standing is Standing.WORKS
        one.heard(word("b", serial), 1_000 * serial)
    assert one.standing is standing
