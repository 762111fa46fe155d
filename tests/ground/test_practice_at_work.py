"""Practice in a real kiosk's program beside a real hall: who signed in is in the log, and nothing else is anywhere."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker

from bench.fake_cards import FakeCards
from bench.fake_printer import FakePrinter
from bench.mosquitto import Mosquitto
from domain.flow import DOUBLE_TAP_MS, BackTouched
from domain.number_machine import inputs as w
from domain.number_machine.state import Paper
from domain.self_service.inputs import SwitchPerson, TileChosen
from domain.self_service.staff.business import (
    AssistEnds,
    AssistWanted,
    PartsWanted,
    PinKey,
    PinTyped,
    PracticeWanted,
    TrialPageWanted,
    Tried,
)
from domain.self_service.state import SelfService
from domain.views.business_names import BusinessName
from domain.views.catalogue import TicketWay
from kiosk.hw.cards import CardKind, Identity
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import dial
from kiosk.number_machine.machine import Parts
from kiosk.number_machine.paper_count import PaperCount
from kiosk.self_service.kiosk import SelfServiceKiosk
from kiosk.self_service.screen_names import screen_of
from kiosk.terminal.settings import Terminal
from program.clock import monotonic_ms
from tests.ground.staff_hall import CARD, PIN, STAFF_TOML, write_list


@pytest.fixture
def hall(broker: Mosquitto, tmp_path: Path) -> Iterator[HallProcess]:
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text(STAFF_TOML, encoding="utf-8")
    write_list(folder)
    process = HallProcess(folder, broker.port)
    process.start()
    yield process
    process.kill()


def replayed(asker: Asker) -> list[dict[str, Any]]:
    return list(asker.ask("desk-1", "event.replay", {"after": 0, "limit": 500})["data"]["events"])


def test_the_hall_lets_staff_in_at_a_kiosk_by_card_and_logs_who_and_nothing_else(
    broker: Mosquitto, hall: HallProcess
) -> None:
    asker = Asker(broker.port, "test-hall")
    try:
        wrong = asker.ask("kiosk-1", "staff.sign_in", {"card": "0BADCA4D"})
        assert wrong["error"]["code"] == "staff.wrong_card"
        signed = asker.ask("kiosk-1", "staff.sign_in", {"card": CARD["c1"]})
        assert signed["data"] == {"staff": "c1", "role": "clerk"}
        assert asker.ask("kiosk-1", "staff.sign_out", {"staff": "c1"})["ok"]
        events = replayed(asker)
        told = [(one["type"], one["data"]["device"], one["data"]["staff"]) for one in events if "staff." in one["type"]]
        assert told == [("staff.signed_in", "kiosk-1", "c1"), ("staff.signed_out", "kiosk-1", "c1")]
        assert CARD["c1"] not in json.dumps(events)
        refused = asker.ask("kiosk-1", "window.pause", {"window": "w1", "reason": "x"}, by="c1")
        assert refused["error"]["code"] == "device.not_allowed"
    finally:
        asker.close()


class KioskAtWork:
    """A self-service kiosk's program without its window, with a card reader and a printer; the test is its main
    thread."""

    def __init__(self, data: Path, port: int) -> None:
        self.cards, self.printer = FakeCards(), FakePrinter()
        terminal = Terminal(hall="test-hall", device="kiosk-1", data=str(data), broker=Broker(port=port))
        self._woken = threading.Event()
        parts = Parts(self.cards, None, self.printer)
        self.kiosk = SelfServiceKiosk(
            terminal,
            dial(terminal.broker),
            parts,
            key=b"key of the hall",
            wake=self._woken.set,
            show=lambda _state: None,
        )
        self.kiosk.start()

    @property
    def state(self) -> SelfService:
        return self.kiosk.runner.state

    def until(self, so: Callable[[], Any]) -> None:
        deadline = time.monotonic() + 60
        while not so():
            assert time.monotonic() < deadline, self.state
            self._woken.wait(0.02)
            self._woken.clear()
            self.kiosk.runner.drain()

    def touch(self, *given: object) -> None:
        for one in given:
            self.until(lambda: monotonic_ms() - self.state.changed_at > DOUBLE_TAP_MS)
            self.kiosk.runner.post(one)
            self.kiosk.runner.drain()

    def signs_in(self) -> None:
        """The clerk c1 lays their card and types their PIN; their menu is on the screen."""
        self.cards.insert(Identity(CardKind.OTHER, number=CARD["c1"]))
        self.until(lambda: self.state.session.who.card)
        self.touch(TileChosen(BusinessName.STAFF))
        self.until(lambda: screen_of(self.state) == "staff_pin")
        self.touch(*map(PinKey, PIN["c1"]), PinTyped())
        self.until(lambda: screen_of(self.state) == "staff_menu")

    def takes_a_number(self) -> None:
        """For the first queue, as somebody without a card and without priority; it is printed."""
        catalogue = self.state.machine.catalogue
        assert catalogue is not None
        self.touch(TileChosen(BusinessName.TICKET), w.QueueChosen(catalogue.queues[0].id))
        if screen_of(self.state) == "who":
            self.touch(w.WayChosen(TicketWay.NONE))
        self.touch(w.PriorityChosen(None))
        self.until(lambda: self.state.machine.visit.given)
        self.until(lambda: self.state.machine.visit.paper is Paper.PRINTED)


def test_a_kiosk_s_program_on_which_somebody_practises_tells_the_hall_nothing_and_prints_nothing(
    broker: Mosquitto, hall: HallProcess, tmp_path: Path
) -> None:
    asker = Asker(broker.port, "test-hall")
    work = KioskAtWork(tmp_path / "kiosk", broker.port)
    try:
        work.until(lambda: work.state.machine.online and work.state.machine.cards)
        work.until(lambda: work.state.machine.catalogue and work.state.machine.queues)
        work.signs_in()
        work.touch(PracticeWanted())
        work.until(lambda: work.state.practice)
        work.takes_a_number()
        work.touch(SwitchPerson())
        work.until(lambda: work.state.practice is None)
        types = [one["type"] for one in replayed(asker)]
        assert not [one for one in types if one.startswith("ticket.")]
        assert "staff.signed_in" in types
        assert "staff.signed_out" in types
        assert work.printer.papers == []
    finally:
        work.kiosk.stop()
        asker.close()


def test_what_is_done_at_a_kiosk_while_staff_helps_is_in_the_log_under_their_name(
    broker: Mosquitto, hall: HallProcess, tmp_path: Path
) -> None:
    asker = Asker(broker.port, "test-hall")
    work = KioskAtWork(tmp_path / "kiosk", broker.port)
    try:
        work.until(lambda: work.state.machine.online and work.state.machine.cards)
        work.until(lambda: work.state.machine.catalogue and work.state.machine.queues)
        work.signs_in()
        work.touch(PartsWanted())
        work.until(lambda: work.state.top is not None and work.state.top.state.parts)
        work.touch(TrialPageWanted())
        work.until(lambda: work.state.top is not None and work.state.top.state.tried is Tried.PRINTED)
        work.touch(PartsWanted())
        work.until(lambda: work.state.top is not None and not work.state.top.state.asked)
        assert work.state.top is not None
        told = {one.part.en: one for one in work.state.top.state.parts}
        assert told["hall"].ok
        assert told["papers printed"].detail == "1"
        work.touch(BackTouched(), AssistWanted())
        work.takes_a_number()
        work.touch(SwitchPerson(), TileChosen(BusinessName.STAFF), AssistEnds())
        work.until(lambda: "staff.signed_out" in [one["type"] for one in replayed(asker)])
        events = [(one["type"], one["data"].get("by")) for one in replayed(asker)]
        issued = [type_ for type_, _ in events].index("ticket.issued")
        assert events[issued - 1] == ("staff.acted", "c1")
        assert [one for one in events if one[0] == "staff.acted"] == [("staff.acted", "c1")]
        assert PaperCount(tmp_path / "kiosk").printed == 2
        hall.kill()
        work.until(lambda: not work.state.machine.online)
        work.cards.remove()
        work.until(lambda: not work.state.machine.card_lies)
        work.signs_in()
        assert work.state.top.state.alone, "the kiosk remembers who signed in"
    finally:
        work.kiosk.stop()
        asker.close()


@pytest.mark.parametrize("damaged", [b"", b"12x", b"\xff\xfe", b"9" * 400])
def test_a_damaged_count_of_papers_begins_at_nothing_and_stops_no_paper(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "papers").write_bytes(damaged)
    count = PaperCount(tmp_path)
    assert count.printed == 0
    count.one_more()
    assert PaperCount(tmp_path).printed == 1
    (tmp_path / "papers").unlink()
    (tmp_path / "papers").mkdir()
    count.one_more()  # it cannot be written: the paper is out all the same
    assert count.printed == 2
