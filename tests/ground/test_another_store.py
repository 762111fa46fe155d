"""Another store speaks for the hall while its terminals run: they follow it by themselves, and look back at nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from page_process import PageProcess
from sample_hall import TOML

from bench.free_ports import free_port
from bench.mosquitto import Mosquitto
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Page
from domain.views.catalogue import TicketWay
from domain.views.window import WindowState
from hall.disk import identity
from kiosk.mqtt.port import Publication
from tests.ground.running_terminals import Terminals

HOST = "xc/v1/test-hall/host/state"


@pytest.fixture
def terminals(broker: Mosquitto, hall: HallProcess, tmp_path: Path) -> Iterator[Terminals]:
    made = Terminals(tmp_path / "terminals", broker)
    made.until(lambda: made.all_online and made.stores() == {store_of(hall)})
    yield made
    made.stop()


def store_of(hall: HallProcess) -> str:
    """The id of the store that a hall works on, or worked on."""
    with closing(sqlite3.connect(hall.data / "hall.db")) as db:
        known = identity.read(db)
    assert known is not None
    return known.id


def begun_anew(hall: HallProcess) -> None:
    """Its disk broke; it goes on with an empty folder."""
    hall.data.rename(hall.folder / "broken")


def put_back_by_the_program(hall: HallProcess) -> None:
    """An older copy takes over, as another store."""
    put_back_by_hand(hall)
    with closing(sqlite3.connect(hall.data / "hall.db")) as db, db:
        identity.renew(db)


def put_back_by_hand(hall: HallProcess) -> None:
    """An older copy takes over under the same id: its sessions are smaller than those that were heard."""
    shutil.rmtree(hall.data)
    shutil.copytree(hall.folder / "copy", hall.data)


def moved_to_a_spare_machine(hall: HallProcess) -> None:
    shutil.copytree(hall.data, hall.folder / "spare")
    hall.data = hall.folder / "spare"
    with closing(sqlite3.connect(hall.data / "hall.db")) as db, db:
        identity.renew(db)


def ahead(hall: HallProcess) -> None:
    """As if it had been started often: what takes over has smaller sessions than those that terminals heard."""
    with closing(sqlite3.connect(hall.data / "hall.db")) as db, db:
        db.execute("UPDATE meta SET value = value + 50 WHERE key = 'host_session'")


def test_every_terminal_follows_whatever_store_speaks(hall: HallProcess, terminals: Terminals, asker: Asker) -> None:
    """One bad day: each change finds the terminals as the one before has left them."""
    hall.kill()
    shutil.copytree(hall.data, hall.folder / "copy")
    ahead(hall)
    hall.start()
    somebody_is_called(terminals, asker)
    for change in (begun_anew, put_back_by_the_program, put_back_by_hand):
        hall.kill()
        change(hall)
        if change is put_back_by_the_program:
            terminals.broker.kill()
            terminals.broker.start()
        hall.start()
        terminals.until(lambda: terminals.all_online and terminals.stores() == {store_of(hall)})
        window, board = terminals.clerk_state.known.window, terminals.screen_state
        assert window is not None
        assert window.state is WindowState.CLOSED, "as the new store has it"
        assert board.calls is not None
        assert not board.calls.calls
        assert board.newest is None, "no call of a hall that is gone is shown"
        somebody_is_called(terminals, asker)
        ahead(hall)
    last = terminals.screen_state.newest
    hall.kill()
    moved_to_a_spare_machine(hall)
    hall.start()
    terminals.until(lambda: terminals.all_online and terminals.stores() == {store_of(hall)})
    window = terminals.clerk_state.known.window
    assert window is not None
    assert window.state is WindowState.OPEN
    assert terminals.screen_state.newest == last
    assert last is not None
    assert terminals.take_number() > last.number


def somebody_is_called(terminals: Terminals, asker: Asker) -> None:
    number = asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["data"]["number"]
    assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]
    assert asker.ask("pad-1", "ticket.call_next", {"window": "w1"})["ok"]
    terminals.until(lambda: terminals.screen_state.newest and terminals.screen_state.newest.number == number)


def retained(topic: str, message: dict[str, object]) -> Publication:
    return Publication(topic, json.dumps(message).encode(), retain=True, keep=True)


def test_a_phone_goes_on_with_another_store(hall: HallProcess, broker: Mosquitto, tmp_path: Path, asker: Asker) -> None:
    page = PageProcess(tmp_path, broker.port, free_port())
    try:
        hall.kill()
        begun_anew(hall)
        hall.start()
        issued = asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["data"]
        asker.wait(lambda: "A001" in page.get(f"/t/{issued['ticket']}/{issued['key']}").text)
    finally:
        page.stop()


def test_what_is_kept_of_another_store_is_not_shown_once_the_hall_is_known(
    hall: HallProcess, broker: Mosquitto, tmp_path: Path
) -> None:
    before = Terminals(tmp_path / "terminals", broker)
    before.until(lambda: before.stores() == {store_of(hall)})
    before.stop()
    hall.kill()
    begun_anew(hall)
    (hall.folder / "hall.toml").write_text(TOML.replace('"社保"', '"社会保险"'), encoding="utf-8")
    after = Terminals(tmp_path / "terminals", broker)  # it starts with the catalogue that it has kept
    try:
        after.until(lambda: after.kiosk_state.catalogue is not None)
        hall.start()
        after.until(lambda: after.all_online and after.stores() == {store_of(hall)})
        card = after.kiosk_state.card("social")
        assert card is not None
        assert card.name.zh == "社会保险"
    finally:
        after.stop()
    broker.kill()
    alone = Terminals(tmp_path / "terminals", broker)
    try:
        alone.until(lambda: alone.kiosk_state.catalogue is not None)
        assert alone.kiosk_state.catalogue is not None
        assert alone.kiosk_state.catalogue.store == store_of(hall), "the one before is not there any more"
    finally:
        alone.stop()


def test_late_words_of_the_store_before_turn_nobody_back(hall: HallProcess, terminals: Terminals, asker: Asker) -> None:
    old = asker.retained(HOST)
    hall.kill()
    begun_anew(hall)
    hall.start()
    terminals.until(lambda: terminals.all_online and terminals.stores() == {store_of(hall)})
    queues = asker.retained("xc/v1/test-hall/public/queues")
    queues |= {"store": old["store"], "version": queues["version"] + (9 << 32), "queues": []}
    topics = asker.topics
    for topic, late in ((HOST, old | {"online": False}), (topics.queues, queues)):
        assert asker.wire.publish(retained(topic, late))
    assert terminals.take_number() == "A001"
    assert terminals.all_online
    assert terminals.kiosk_state.queues is not None
    assert terminals.kiosk_state.queues.queues, "a late snapshot of the old store is not shown"


def test_what_was_asked_of_the_store_before_is_not_done_in_the_new_one(hall: HallProcess, asker: Asker) -> None:
    """The broker keeps what a killed hall has not acknowledged, answered or not, and hands it to the next one."""
    command, reply = asker.topics.command("kiosk-1"), asker.topics.reply("kiosk-1")
    old = store_of(hall)
    first = {"id": "first", "type": "ticket.issue", "data": {"queue": "social"}, "store": old}
    assert asker.exchange(command, reply, first)["data"]["number"] == "A001"
    asker.wait(lambda: asker.retained("xc/v1/test-hall/public/queues")["queues"][0]["given"] == 1)
    hall.kill()
    begun_anew(hall)
    hall.start()
    again = asker.ask("kiosk-1", "ticket.issue", {"queue": "social"})["data"]
    assert again["number"] > "A001", "above what was seen, and the first request has given no number a second time"
    late = {"id": "late", "type": "ticket.cancel", "data": {"ticket": again["ticket"]}}
    assert asker.exchange(command, reply, late | {"store": old})["error"]["code"] == "hall.other_store"
    assert asker.ask("kiosk-1", "ticket.lookup", {"number": again["number"]})["data"]["state"] == "waiting"
    assert asker.exchange(command, reply, late | {"store": store_of(hall)})["ok"], "the refusal has not used the id up"


def test_who_waits_for_a_number_while_the_store_changes_gets_one_of_the_new_hall(
    hall: HallProcess, terminals: Terminals
) -> None:
    terminals.touch(SomewhereTouched(), QueueChosen("civil"), WayChosen(TicketWay.NONE))
    hall.kill()
    terminals.until(lambda: not terminals.kiosk_state.online)
    begun_anew(hall)
    hall.start()
    terminals.touch(PriorityChosen(None))
    terminals.until(lambda: terminals.kiosk_state.page is Page.NUMBER)
    given = terminals.kiosk_state.visit.given
    assert given is not None
    assert given.number == "B0001"
