"""A terminal whose disk is full or read-only when it starts: on line, honest about it, and whole again once it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.citizen import choose, number_on, take_a_number
from tests.e2e.parts import Parts
from tests.ground.small_disk import SmallDisk
from tests.hall.mqtt_asker import Asker

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("stage-test_terminal_disk")]

HOW = {"kiosk": "full", "pad-citizen": "read_only", "screen-window": "read_only"}
DEVICES = {"kiosk": "kiosk-1", "pad-citizen": "pad-w1-citizen", "screen-window": "screen-w1"}
BROKEN: dict[str, Callable[[SmallDisk], None]] = {"full": SmallDisk.fill, "read_only": SmallDisk.read_only}
MENDED: dict[str, Callable[[SmallDisk], None]] = {"full": SmallDisk.make_room, "read_only": SmallDisk.writable}
MENDED_S = 40.0
"""A terminal looks at its disk every ten seconds."""


class OnBadDisks(Parts):
    """Each terminal has a disk of its own, which breaks before the program starts."""

    def __init__(self, folder: Path) -> None:
        self.disks = {name: SmallDisk(folder / name) for name in HOW}
        (folder / "pictures").mkdir()
        super().__init__(folder, *HOW)

    def last_words(self, program: str) -> tuple[str, ...]:
        BROKEN[HOW[program]](self.disks[program])
        return "--picture", str(self.picture_file(program))

    def picture_file(self, program: str) -> Path:
        return self.folder / "pictures" / f"{program}.png"

    def mend(self) -> None:
        for program, disk in self.disks.items():
            MENDED[HOW[program]](disk)

    def close(self) -> None:
        super().close()
        for disk in self.disks.values():
            disk.close()


def health(desk: Asker, program: str) -> dict[str, Any]:
    heard = desk.heard[desk.topics.device_state(DEVICES[program])]
    return dict(json.loads(heard[-1]).get("health", {})) if heard else {}


def test_terminals_with_broken_disks_are_on_line_say_so_and_come_back(tmp_path: Path) -> None:
    parts = OnBadDisks(tmp_path)
    desk = Asker(parts.port, parts.hall)
    try:
        for program, how in HOW.items():
            desk.wait(lambda program=program, how=how: health(desk, program).get("disk") == how, 60)
            assert "bug" not in (tmp_path / "log" / f"{program}.log").read_text(encoding="utf-8")
        parts.see("pad-citizen", "本机存储有故障")
        _works_without_a_disk(parts, desk)
        parts.mend()
        for program in HOW:
            desk.wait(lambda program=program: "disk" not in health(desk, program), MENDED_S)
        assert (tmp_path / "kiosk" / "catalogue.json").is_file()
        assert (tmp_path / "kiosk" / "session").is_file()
        own = _own_number(parts)
        assert int(own[1:]) >= 900
        parts.start_hall()
        desk.wait(lambda: _ticket(desk, own).get("state") == "waiting", 60)
    finally:
        desk.close()
        parts.close()


def _works_without_a_disk(parts: Parts, desk: Asker) -> None:
    parts.see("kiosk", "本机存储有故障，仍可取号")
    number = take_a_number(parts, "养老和社保")
    assert _ticket(desk, number)["state"] == "waiting"
    parts.touch("kiosk", "好的")
    parts.kill("hall")
    parts.see("kiosk", "本机存储有故障，请到咨询台取号")
    _ask_for_a_number(parts)
    shown = parts.see("kiosk", "本机存储有故障，暂时不能取号")
    assert not shown.shows("网络")


def _own_number(parts: Parts) -> str:
    parts.touch("kiosk", "再试一次")
    parts.see("kiosk", "这是您的号码")
    return number_on(parts.look("kiosk"))


def _ask_for_a_number(parts: Parts) -> None:
    choose(parts, "养老和社保")
    parts.touch("kiosk", "不留信息")
    if parts.see_one("kiosk", "以下情况", "本机存储有故障，暂时") == "以下情况":
        parts.touch("kiosk", "直接取号")


def _ticket(desk: Asker, number: str) -> dict[str, Any]:
    return dict(desk.ask("spare-desk", "ticket.lookup", {"number": number}).get("data") or {})
