"""A terminal's folder on another machine: nothing is given twice because of it, nothing is lost, and an engineer can
say that the new machine takes the place of the old one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker

from bench.mosquitto import Mosquitto
from domain.flow import Doubt
from domain.number_machine.inputs import PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Page, Problem
from domain.views.catalogue import TicketWay
from kiosk.mqtt.outbox import Outbox
from kiosk.terminal import home_machine, new_machine
from kiosk.terminal.home_machine import HomeMachine
from kiosk.terminal.machine_marks import MachineMarks, machine_marks
from tests.ground.running_terminals import Terminals

OLD, NEW = (MachineMarks(frozenset({board}), "one image") for board in ("board-1", "board-2"))


def board(root: Path, serial: str = "", **cards: str) -> Path:
    """The files that a machine is known by. `cards`: `usb0="02:…"` hangs on USB, others are built in."""
    for name in ("sys/firmware/devicetree/base", "sys/class/net", "etc"):
        (root / name).mkdir(parents=True)
    (root / "etc/machine-id").write_text("3d12\n")
    if serial:
        (root / "sys/firmware/devicetree/base/serial-number").write_text(f"{serial}\0")
    for name, address in cards.items():
        where = root / "sys/devices" / ("usb1" if name.startswith("usb") else "pci0") / name
        where.mkdir(parents=True)
        card = root / "sys/class/net" / name
        card.mkdir()
        (card / "device").symlink_to(where)
        (card / "address").write_text(f"{address}\n")
        (card / "addr_assign_type").write_text("0\n")
    return root


def test_a_board_is_known_by_its_serial_number_whatever_is_copied(tmp_path: Path) -> None:
    first = machine_marks(board(tmp_path / "1", "10000000abcd1234", eth0="b8:27:eb:00:00:01"))
    again = machine_marks(board(tmp_path / "2", "10000000abcd1234"))
    other = machine_marks(board(tmp_path / "3", "10000000abcd9999", eth0="b8:27:eb:00:00:02"))
    assert first.alike(again)
    assert again.alike(first)
    assert not first.alike(other)
    assert first.installed == other.installed, "a copied card has the same"
    assert "abcd1234" not in repr(first)
    assert len(first.short) == 8


def test_a_network_card_that_is_added_or_late_makes_no_other_machine(tmp_path: Path) -> None:
    first = machine_marks(board(tmp_path / "1", eth0="00:1b:21:00:00:01"))
    more = machine_marks(board(tmp_path / "2", eth0="00:1b:21:00:00:01", wlan0="00:1b:21:00:00:02"))
    late = machine_marks(board(tmp_path / "3"))
    moved = machine_marks(board(tmp_path / "4", eth0="00:1b:21:00:00:07", usb0="00:1b:21:00:00:01"))
    assert first.alike(more)
    assert first.alike(late), "nothing of its hardware can be compared"
    assert not first.alike(moved), "an adapter on USB goes from machine to machine"
    assert machine_marks(tmp_path / "nothing").alike(first)


def test_a_folder_is_its_first_machines_until_an_engineer_says_otherwise(tmp_path: Path) -> None:
    home = HomeMachine(tmp_path, OLD)
    assert not home.is_another, "a folder of before there were marks is this machine's"
    home.settle()
    assert not HomeMachine(tmp_path, OLD).is_another
    copied = HomeMachine(tmp_path, NEW)
    copied.settle()
    assert copied.is_another, "starting there changes nothing"
    assert HomeMachine(tmp_path, NEW).is_another
    copied.take_over()
    moved = HomeMachine(tmp_path, NEW)
    assert (moved.is_another, moved.taken_over) == (False, True)
    moved.told()
    assert not HomeMachine(tmp_path, NEW).taken_over
    assert HomeMachine(tmp_path, OLD).is_another, "and the old one is another machine now"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"form": 2}', '{"form": 1, "hardware": 7, "installed": "x"}'])
def test_a_torn_file_says_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "machine.json").write_text(content)
    home = HomeMachine(tmp_path, NEW)
    assert not home.is_another
    home.settle()
    assert HomeMachine(tmp_path, OLD).is_another


def test_on_another_machine_numbers_and_outbox_stand_still_until_it_takes_the_place(
    hall: HallProcess,
    broker: Mosquitto,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, data = tmp_path / "terminals", tmp_path / "terminals" / "kiosk"
    HomeMachine(data, OLD).settle()
    outbox = Outbox(data / "outbox.db")
    given_at = time.time_ns() // 1_000_000
    outbox.append("ticket.issued_offline", {"number": "A907", "queue": "social", "issued_at": given_at, "sure": True})
    outbox.close()
    monkeypatch.setattr(home_machine, "machine_marks", lambda: NEW)
    moved = Terminals(folder, broker)
    asker = Asker(broker.port, "test-hall")
    try:
        moved.until(lambda: moved.kiosk_state.online and moved.kiosk_state.doubt is Doubt.OTHER_MACHINE)
        alarm = asker.wait(lambda: alarms(asker).get("machine.other"))
        assert alarm["device"] == "kiosk-1"
        assert moved.take_number() == "A001", "the hall gives numbers as always"
        hall.kill()
        moved.until(lambda: not moved.kiosk_state.online)
        moved.touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
        moved.until(lambda: moved.kiosk_state.page is Page.PROBLEM)
        assert moved.kiosk_state.problem is Problem.NO_ANSWER
        hall.start()
        moved.until(lambda: moved.kiosk_state.online)
        assert asker.ask("desk-1", "ticket.lookup", {"number": "A907"})["error"]["code"] == "ticket.unknown"
    finally:
        moved.stop()
    terminal = data / "terminal.toml"
    terminal.write_text(f'hall = "test-hall"\ndevice = "kiosk-1"\ndata = "{data}"\n[broker]\nhost = "127.0.0.1"\n')
    assert new_machine.main([str(terminal)], marks=NEW) == 1
    assert "events wait" in capsys.readouterr().out
    assert HomeMachine(data, NEW).is_another, "only asked"
    assert new_machine.main([str(terminal), "--yes"], marks=NEW) == 0
    after = Terminals(folder, broker)
    try:
        after.until(lambda: after.kiosk_state.online)
        waits = asker.wait(lambda: asker.ask("desk-1", "ticket.lookup", {"number": "A907"}).get("data"))
        assert waits["state"] == "waiting", "what the old machine could not send any more"
        assert after.kiosk_state.doubt is Doubt.NONE
        hall.kill()
        after.until(lambda: not after.kiosk_state.online)
        after.touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))
        after.until(lambda: after.kiosk_state.page is Page.PROBLEM)
        assert after.kiosk_state.problem is Problem.BLOCK_USED, "none of this day: the old machine may have given them"
    finally:
        after.stop()
        asker.close()


def alarms(asker: Asker) -> dict[str, dict[str, object]]:
    told = asker.ask("desk-1", "hall.snapshot")["data"]["alarms"]
    return {alarm["code"]: alarm for alarm in told}
