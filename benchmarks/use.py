"""Memory of every screen program after a long day's use, beside a bare Kivy program at rest in the same run.

A day: two hundred visits to the machine, in all looks and both languages; two hundred services at the pads, touched
everywhere; five hundred calls on the hall's screen. Touches come through XTest, as a finger's do.
"""

from __future__ import annotations

import itertools
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.demo_hall import HALL, demo_hall
from benchmarks.glass import Glass, glass
from benchmarks.machine import OnGlass
from benchmarks.row import Row
from benchmarks.screens import Desk, bare_argv, on
from benchmarks.service import rss_mb
from demo.folder import SEATS, DemoFolder
from demo.programs import COMMANDS
from demo.stage import PLACES
from kiosk.hw.desk import send

VISITS = 200
SERVICES = 200
CALLS = 500
STILL_S = 0.12
GUARD_S = 0.25  # and what looking takes
REST_S = 3.0
ROOM_MB = 60


@dataclass(frozen=True)
class Used:
    """A program that is used: its glass, and what stands behind it."""

    screen: OnGlass
    shown: Glass
    process: subprocess.Popen[str]
    data: Path
    desk: Desk


# ---- the machine

EITHER = {  # the same button in both languages
    "begin": ("请触摸屏幕", "Touch the screen"),
    "language": ("English", "中文"),
    "elder": ("长者模式", "Larger"),
    "contrast": ("高对比", "Contrast"),
    "low": ("低位", "Lower"),
    "help": ("找人帮忙", "Help"),
    "back": ("返回", "Back"),
    "queue": ("养老和社保", "Pensions and older people"),
    "nothing": ("不留信息", "Just a number"),
    "phone": ("输入手机号", "With a mobile number"),
    "card": ("刷身份证", "With an ID"),
    "next": ("下一步", "Next"),
    "more": ("下一页", "Next page"),
    "plain": ("没有，直接取号", "None, take a number"),
    "done": ("好的", "OK"),
}
WAYS = (("nothing",), ("phone",), ("card",), ("help", "back", "nothing"))
PHONE = "13800138000"


def looks() -> Iterator[tuple[str, ...]]:
    """What is touched in the foot, for every combination of language and modes, for ever."""
    modes = ("language", "elder", "contrast", "low")
    return itertools.cycle([tuple(itertools.compress(modes, on)) for on in itertools.product((0, 1), repeat=4)])


def at_the_machine(used: Used) -> None:
    for visit, look in zip(range(VISITS), looks(), strict=False):
        given = _visit(used, look, WAYS[visit // 16 % len(WAYS)], visit)
        if not given:
            raise RuntimeError(f"visit {visit} ended without a number at {used.screen.look()['words']}")


def _visit(used: Used, look: Sequence[str], way: Sequence[str], visit: int) -> bool:
    wishes = ["begin", *look, *way[:-1], "queue", way[-1], "plain"]
    for _ in range(40):
        seen = used.screen.look()
        if seen["screen"] == "NumberScreen":
            for wish in ("language", "elder"):
                _touch(used, used.screen.look(), wish)
            while used.screen.look()["screen"] == "NumberScreen":
                _touch(used, used.screen.look(), "done")
            return True
        if seen["screen"] == "PhoneScreen":
            for digit in PHONE:
                _touch_word(used, seen, digit)
            _touch(used, used.screen.look(), "next")
            continue
        if seen["screen"] == "CardScreen":
            send(used.data, ["card", "insert", "adult", f"number={110105198700000000 + visit}"])
            time.sleep(1.0)
            send(used.data, ["card", "remove"])
            continue
        wish = next((one for one in wishes if _find(seen, one)), None)
        if wish is None:
            _touch(used, seen, "more")
        elif _touch(used, seen, wish):
            wishes.remove(wish)
    return False


def _find(seen: dict[str, Any], wish: str) -> str | None:
    words = [word for target in seen["targets"] if target["usable"] for word in target["words"]]
    return next((one for one in EITHER[wish] if any(word.startswith(one) for word in words)), None)


def _touch(used: Used, seen: dict[str, Any], wish: str) -> bool:
    word = _find(seen, wish)
    return word is not None and _touch_word(used, seen, word)


def _touch_word(used: Used, seen: dict[str, Any], word: str) -> bool:
    boxes = [target["box"] for target in seen["targets"] if any(one.startswith(word) for one in target["words"])]
    return _tap(used, boxes[0])


def _tap(used: Used, box: Sequence[int]) -> bool:
    """Whether anything changed. Not too fast: a second touch of one spot within 0.4 s goes nowhere."""
    left, top, width, height = box
    time.sleep(GUARD_S)
    before = used.shown.sample()
    used.screen.tap(left + width // 2, top + height // 2)
    try:
        used.shown.wait_change(before, timeout_s=2)
    except TimeoutError:
        return False
    return used.shown.settle(still_s=STILL_S) != before


# ---- the pads and the screens


def serve(desk: Desk, window: str) -> None:
    """One citizen, from the number to the question how it was."""
    desk.ask("ticket.issue", queue="elderly")
    ticket = desk.ask("ticket.call_next", window=window)["ticket"]
    desk.ask("ticket.start", window=window, ticket=ticket)
    desk.ask("ticket.finish", window=window, ticket=ticket)


def at_the_citizens_pad(used: Used) -> None:
    """Each citizen touches three things that can be touched, whatever they are."""
    choose = random.Random(1)
    for _ in range(SERVICES):
        serve(used.desk, "w1")
        used.shown.settle(still_s=STILL_S)
        _touch_anything(used, choose, times=3)


def at_the_clerks_pad(used: Used) -> None:
    choose = random.Random(2)
    for _ in range(SERVICES):
        used.desk.ask("ticket.issue", queue="elderly")
        _touch_anything(used, choose, times=3)


def _touch_anything(used: Used, choose: random.Random, *, times: int) -> None:
    for _ in range(times):
        boxes = [target["box"] for target in used.screen.look()["targets"] if target["usable"]]
        if boxes:
            _tap(used, choose.choice(boxes))


def calls(used: Used) -> None:
    """All at one window, whose own screen shows them too."""
    for number in range(CALLS):
        before = used.shown.sample()
        serve(used.desk, "w1")
        used.shown.wait_change(before, timeout_s=10)
        if number % 50 == 25:
            used.desk.ask("window.pause", window="w1", reason="break")
            used.shown.settle(still_s=STILL_S, timeout_s=60)
            used.desk.ask("window.open", window="w1", clerk="lin")


DAYS: dict[str, Callable[[Used], None]] = {
    "kiosk": at_the_machine,
    "pad-citizen": at_the_citizens_pad,
    "pad-clerk": at_the_clerks_pad,
    "screen-hall": calls,
    "screen-window": calls,
}


def day(folder: DemoFolder, port: int, program: str, use: Callable[[Used], None]) -> float:
    """Resident megabytes of this program after its day."""
    seat = next(seat for seat in SEATS if seat.program == program)
    place = replace(PLACES[program], left=0, top=0)
    config = folder.write_seat(seat, HALL, port, place)
    argv = [*COMMANDS[program], "--config", str(config)]
    with glass(place.width, place.height) as shown, on(shown, argv) as (process, _):
        shown.settle(still_s=1.0)
        desk = Desk(port)
        desk.ask("window.open", window="w1", clerk="lin")
        data = folder.path / program
        use(Used(OnGlass(shown, process, data), shown, process, data, desk))
        time.sleep(REST_S)
        desk.close()
        return rss_mb(process.pid)


def bare(width: int, height: int) -> float:
    with glass(width, height) as shown, on(shown, bare_argv(width, height)) as (process, _):
        shown.settle(still_s=REST_S)
        return rss_mb(process.pid)


def alone(program: str) -> float:
    with tempfile.TemporaryDirectory() as name, demo_hall(Path(name)) as (folder, port):
        return day(folder, port, program, DAYS[program])


def rows() -> list[Row]:
    """The days pass side by side: what is measured is memory, and most of a day is waiting for the glass."""
    sizes = {program: (PLACES[program].width, PLACES[program].height) for program in DAYS}
    floors = {size: bare(*size) for size in sorted(set(sizes.values()))}
    with ThreadPoolExecutor(len(DAYS)) as days:
        used = dict(zip(DAYS, days.map(alone, DAYS), strict=True))
    found = []
    for program, ours in used.items():
        floor = floors[sizes[program]]
        row = Row(name=f"{program}: RSS after a day's use", unit="MB", ours=ours, floor=floor,
            aim=f"<= floor + {ROOM_MB}", met=ours <= floor + ROOM_MB)  # fmt: skip
        found.append(row)
    return found
