"""Memory of every screen program after use, beside a bare Kivy program at rest in the same run.

Visits to the machine in all looks and both languages, by every way to a number; services at the pads, touched
everywhere; calls on the screens. As many as memory needs to stop growing (docs/measured.md). Touches come through
XTest, as a finger's do.
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
from benchmarks.machine import OnGlass, wait
from benchmarks.row import Row
from benchmarks.screens import Supervisor, bare_argv, on
from benchmarks.service import rss_mb
from demo.folder import SEATS, DemoFolder
from demo.programs import COMMANDS
from demo.stage import PLACES
from program.control_socket import send

VISITS = 48
SERVICES = 40
CALLS = 150
STILL_S = 0.12
ANSWER_S = 1.0
REST_S = 3.0
ROOM_MB = 60


@dataclass(frozen=True)
class Used:
    """A program that is used, with its screen and what it is linked to."""

    screen: OnGlass
    shown: Glass
    process: subprocess.Popen[str]
    data: Path
    supervisor: Supervisor


# ---- the machine

EITHER = {  # the same button in both languages
    "begin": ("请触摸屏幕", "Touch the screen"),
    "language": ("English", "中文"),
    "elder": ("大字", "Larger"),
    "contrast": ("黑底白字", "Contrast"),
    "low": ("按钮放低", "Lower"),
    "help": ("找人帮忙", "Help"),
    "back": ("返回", "Back"),
    "queue": ("养老和社保", "Pensions and seniors"),
    "nothing": ("不留信息", "Just a number"),
    "phone": ("输入手机号", "Mobile number"),
    "card": ("刷身份证", "With an ID"),
    "next": ("下一步", "Next"),
    "more": ("下一页", "Next page"),
    "plain": ("没有，直接取号", "None, take a number"),
    "done": ("好的", "OK"),
}
WAYS = (("nothing",), ("phone",), ("card",), ("help", "back", "nothing"))
PHONE = "138{:08d}"
"""With the number of the visit: the hall sends messages of few numbers a day to one phone."""


def looks() -> Iterator[tuple[str, ...]]:
    """What is touched in the foot, for every combination of language and modes, for ever."""
    modes = ("language", "elder", "contrast", "low")
    return itertools.cycle([tuple(itertools.compress(modes, on)) for on in itertools.product((0, 1), repeat=4)])


def at_the_machine(used: Used) -> None:
    """Play visits to the machine, each of which ends with a number: all sixteen looks, every way in most of them."""
    for visit, look in zip(range(VISITS), looks(), strict=False):
        if not _visit(used, look, WAYS[(visit + visit // 16) % len(WAYS)], visit):
            raise RuntimeError(f"visit {visit} ended without a number at {used.screen.look()['words']}")


def _visit(used: Used, look: Sequence[str], way: Sequence[str], visit: int) -> bool:
    """Play one visit; returns whether it ended with a number. What to touch follows from what is shown, as a touch may
    fail."""
    once, always = [*look, *way[:-1]], ("begin", "queue", way[-1], "plain", "more", "nothing", "back")
    on_the_number = ["language", "elder"]
    given = False
    for _ in range(80):
        seen = used.screen.look()
        if seen["screen"] == "NumberScreen":
            given = True
            aim = on_the_number.pop() if on_the_number else "done"
            _touch(used, seen, aim)
        elif given:
            return True
        elif seen["screen"] == "PhoneScreen":
            _dial(used, seen, PHONE.format(visit))
        elif seen["screen"] == "CardScreen":
            _hold_a_card(used, f"number={110105198700000000 + visit}")
        elif seen["screen"] == "IdleScreen":
            _touch(used, seen, "begin")
        else:
            aim = next((one for one in (*once, *always) if _find(seen, one)), "")
            if aim and _touch(used, seen, aim) and aim in once:
                once.remove(aim)
    return False


def _dial(used: Used, seen: dict[str, Any], phone: str) -> None:
    """Dial without waiting between the digits, as people do; most are far enough apart for the guard against double
    taps."""
    for digit in phone:
        used.screen.tap(*_middle(_box(seen, digit)))
    used.shown.settle(still_s=STILL_S)
    _touch(used, used.screen.look(), "next")


def _hold_a_card(used: Used, number: str) -> None:
    send(used.data, ["card", "insert", "adult", number])
    try:
        wait(lambda: used.screen.look()["screen"] != "CardScreen", "what follows the card")
    finally:
        send(used.data, ["card", "remove"])


def _find(seen: dict[str, Any], aim: str) -> str | None:
    words = [word for target in seen["targets"] if target["usable"] for word in target["words"]]
    return next((one for one in EITHER[aim] if any(word.startswith(one) for word in words)), None)


def _touch(used: Used, seen: dict[str, Any], aim: str) -> bool:
    word = _find(seen, aim)
    return word is not None and _touch_word(used, seen, word)


def _touch_word(used: Used, seen: dict[str, Any], word: str) -> bool:
    return _tap(used, _box(seen, word))


def _box(seen: dict[str, Any], word: str) -> Sequence[int]:
    boxes: list[list[int]] = [one["box"] for one in seen["targets"] if any(w.startswith(word) for w in one["words"])]
    return boxes[0]


def _middle(box: Sequence[int]) -> tuple[int, int]:
    left, top, width, height = box
    return left + width // 2, top + height // 2


def _tap(used: Used, box: Sequence[int]) -> bool:
    """Tap the box; returns whether anything changed."""
    before = used.shown.sample()
    used.screen.tap(*_middle(box))
    try:
        used.shown.wait_change(before, timeout_s=ANSWER_S)
    except TimeoutError:
        return False
    return used.shown.settle(still_s=STILL_S) != before


# ---- the pads and the screens


def serve(supervisor: Supervisor, window: str) -> None:
    """Serve one citizen, from the number to the invitation to review."""
    supervisor.ask("ticket.issue", queue="elderly")
    ticket = supervisor.ask("ticket.call_next", window=window)["ticket"]
    supervisor.ask("ticket.start", window=window, ticket=ticket)
    supervisor.ask("ticket.finish", window=window, ticket=ticket)


def at_the_citizens_pad(used: Used) -> None:
    """Each citizen touches three things that can be touched, whatever they are."""
    choose = random.Random(1)
    for _ in range(SERVICES):
        serve(used.supervisor, "w1")
        used.shown.settle(still_s=STILL_S)
        _touch_anything(used, choose, times=3)


def at_the_clerks_pad(used: Used) -> None:
    choose = random.Random(2)
    for _ in range(SERVICES):
        used.supervisor.ask("ticket.issue", queue="elderly")
        _touch_anything(used, choose, times=3)


def _touch_anything(used: Used, choose: random.Random, *, times: int) -> None:
    for _ in range(times):
        boxes = [target["box"] for target in used.screen.look()["targets"] if target["usable"]]
        if boxes:
            _tap(used, choose.choice(boxes))


def calls(used: Used) -> None:
    """Play calls, all at one window, whose own screen shows them too."""
    for number in range(CALLS):
        before = used.shown.sample()
        serve(used.supervisor, "w1")
        used.shown.wait_change(before, timeout_s=10)
        if number % 50 == 25:
            used.supervisor.ask("window.pause", window="w1", reason="break")
            used.shown.settle(still_s=STILL_S, timeout_s=60)
            used.supervisor.ask("window.open", window="w1", clerk="lin")


DAYS: dict[str, tuple[Callable[[Used], None], str]] = {
    "kiosk": (at_the_machine, f"{VISITS} visits"),
    "pad-citizen": (at_the_citizens_pad, f"{SERVICES} services"),
    "pad-clerk": (at_the_clerks_pad, f"{SERVICES} services"),
    "screen-hall": (calls, f"{CALLS} calls"),
    "screen-window": (calls, f"{CALLS} calls"),
}


def day(folder: DemoFolder, port: int, program: str, use: Callable[[Used], None]) -> float:
    """Resident megabytes of this program after its day."""
    seat = next(seat for seat in SEATS if seat.program == program)
    place = replace(PLACES[program], left=0, top=0)
    config = folder.write_seat(seat, HALL, port, place)
    argv = [*COMMANDS[program], "--config", str(config)]
    with glass(place.width, place.height) as shown, on(shown, argv) as (process, _):
        shown.settle(still_s=1.0)
        supervisor = Supervisor(port)
        supervisor.ask("window.open", window="w1", clerk="lin")
        data = folder.path / program
        use(Used(OnGlass(shown, process, data), shown, process, data, supervisor))
        time.sleep(REST_S)
        supervisor.close()
        return rss_mb(process.pid)


def bare(width: int, height: int) -> float:
    with glass(width, height) as shown, on(shown, bare_argv(width, height)) as (process, _):
        shown.settle(still_s=REST_S)
        return rss_mb(process.pid)


def alone(program: str) -> float:
    with tempfile.TemporaryDirectory() as name, demo_hall(Path(name)) as (folder, port):
        return day(folder, port, program, DAYS[program][0])


def rows() -> list[Row]:
    """The rows. The programs' days run at the same time: only memory is measured, and most of a day is waiting."""
    sizes = {program: (PLACES[program].width, PLACES[program].height) for program in DAYS}
    floors = {size: bare(*size) for size in sorted(set(sizes.values()))}
    with ThreadPoolExecutor(len(DAYS)) as days:
        used = dict(zip(DAYS, days.map(alone, DAYS), strict=True))
    found = []
    for program, ours in used.items():
        floor = floors[sizes[program]]
        row = Row(name=f"{program}: RSS after {DAYS[program][1]}", unit="MB", ours=ours, floor=floor,
            aim=f"<= floor + {ROOM_MB}", met=ours <= floor + ROOM_MB)  # fmt: skip
        found.append(row)
    return found
