"""The self-service kiosk beside the number machine and a bare Kivy program: its start, its memory, its answers.

Touches come through XTest, as a finger's do; an answer is there when the part of the glass that it changes has come to
rest. The finger's lifting counts as the touch.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.content import ITEMS, district
from benchmarks.demo_hall import HALL, demo_hall
from benchmarks.glass import Glass, glass
from benchmarks.machine import OnGlass
from benchmarks.row import Row, percentile
from benchmarks.screens import bare_argv, on
from benchmarks.service import rss_mb
from content.packing.key import ContentKey
from demo.content_server.packing import pack_if_changed
from demo.folder import CONTENT, SAMPLE, SEATS, DemoFolder
from demo.programs import COMMANDS
from demo.stage import PLACES

STARTS = 5
ROOM_MB = 25
TURNS = 12
REST_S = 6.0  # after the first frame, until memory is looked at
FOOT, RESULTS, UPPER = (0.82, 1.0), (0.2, 0.6), (0.05, 0.6)
"""Parts of the height of the glass."""
LETTERS = "dengjixuke"


def config_of(folder: DemoFolder, port: int, program: str, sets: Path | None = None, key: str = "") -> Path:
    """The terminal.toml of a seat; with the content of `sets`."""
    seat = next(one for one in SEATS if one.program == program)
    place = replace(PLACES[program], left=0, top=0)
    config = folder.write_seat(seat, HALL, port, place, content=key)
    if sets is not None:
        with config.open("a", encoding="utf-8") as file:
            file.write(f'folder = "{sets}"\n')  # [content] is the last table
    return config


def starts(folder: DemoFolder, port: int, made: tuple[Path, str]) -> list[Row]:
    """First frame and memory, by turns, each the median of a few starts."""
    argv = {
        program: [*COMMANDS[program], "--config", str(config)]
        for program, config in (
            ("kiosk", config_of(folder, port, "kiosk")),
            ("self-service", config_of(folder, port, "self-service", *made)),
        )
    }
    first: dict[str, list[float]] = {program: [] for program in argv}
    memory: dict[str, list[float]] = {program: [] for program in argv}
    for _ in range(STARTS):
        for program, words in argv.items():
            with glass(1080, 1920) as shown, on(shown, words) as (process, seconds):
                first[program].append(seconds)
                time.sleep(REST_S)
                memory[program].append(rss_mb(process.pid))
    frame, rss = ({name: percentile(values, 0.5) for name, values in found.items()} for found in (first, memory))
    return [
        Row(name="kiosk: first frame, beside the number machine", unit="s", ours=frame["self-service"],
            floor=frame["kiosk"], aim="<= 1.1 x", met=frame["self-service"] <= 1.1 * frame["kiosk"]),
        Row(name=f"kiosk: RSS with {ITEMS} items, beside the number machine", unit="MB", ours=rss["self-service"],
            floor=rss["kiosk"], aim=f"<= + {ROOM_MB}", met=rss["self-service"] <= rss["kiosk"] + ROOM_MB),
    ]  # fmt: skip


@contextlib.contextmanager
def kiosk(config: Path) -> Iterator[tuple[OnGlass, Glass]]:
    with glass(1080, 1920) as shown, on(shown, [*COMMANDS["self-service"], "--config", str(config)]) as (process, _):
        shown.settle(still_s=1.0)
        yield OnGlass(shown, process, config.parent), shown


def answered(screen: OnGlass, part: Glass, word: str) -> float:
    """Seconds from the touch of the target with this word until that part of the glass has come to rest."""
    screen.aim(word)
    time.sleep(0.5)  # no double tap
    before = part.settle(still_s=0.2)
    lifted = screen.touch()
    changed = part.wait_change(before, timeout_s=5)
    last, since = part.sample(), changed
    while time.perf_counter() - since < 0.3:
        now = part.sample()
        if now != last:
            last, since = now, time.perf_counter()
        time.sleep(0.0005)
    return since - lifted


def labels() -> list[float]:
    """A bare Kivy label's change, from the line on its standard input."""
    took = []
    with glass(1080, 1920) as shown, on(shown, bare_argv(1080, 1920)) as (process, _):
        assert process.stdin is not None
        for number in range(4 * TURNS):
            before = shown.settle(still_s=0.2)
            start = time.perf_counter()
            process.stdin.write(f"A{number:03}\n")
            process.stdin.flush()
            took.append(shown.wait_change(before, timeout_s=10) - start)
    return took


BUSINESSES = ("取号", "办事指南", "一件事", "查进度", "预约", "办不成事", "我要评价", "填表", "政务公开", "大厅地图")
"""The tiles of home, in its order; those of its first page are opened."""


def into_businesses(config: Path) -> list[float]:
    """From home to the first screen of each business, and back, round and round."""
    took = []
    with kiosk(config) as (screen, shown):
        screen.see("办事指南")
        foot = replace(shown, top=FOOT[0], bottom=FOOT[1])
        there = {word for target in screen.look()["targets"] for word in target["words"]}
        for turn in range(TURNS):
            for word in (one for one in BUSINESSES if one in there):
                seconds = answered(screen, foot, word)
                if turn:  # the first time a screen is built, as after a start
                    took.append(seconds)
                answered(screen, foot, "首页")
    return took


def searching(config: Path) -> tuple[list[float], list[float]]:
    """Keys in search, and opening the first guide that was found."""
    keys, opened = [], []
    with kiosk(config) as (screen, shown):
        screen.see("办事指南")
        results, upper = (replace(shown, top=a, bottom=b) for a, b in (RESULTS, UPPER))
        answered(screen, upper, "办事指南")
        answered(screen, upper, "打字搜索")
        for turn in range(TURNS):
            for letter in LETTERS[: 2 + turn % 4]:
                with contextlib.suppress(TimeoutError):  # the same are found
                    seconds = answered(screen, results, letter.upper())
                    keys += [seconds] if turn else []
            first = _first_found(screen)
            seconds = answered(screen, upper, first)
            opened += [seconds] if turn else []
            answered(screen, upper, "返回")
            answered(screen, upper, "清空")
    return keys, opened


def _first_found(screen: OnGlass) -> str:
    """The words of the uppermost card."""
    targets = [one for one in screen.look()["targets"] if one["words"] and len(one["words"][0]) > 5]
    words: str = min(targets, key=lambda one: one["box"][1])["words"][0]
    return words


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name, demo_hall(Path(name)) as (folder, port):
        work = Path(name) / "district"
        work.mkdir()
        district(work)
        many = (work / "sets", ContentKey(work / "key").public)
        pack_if_changed(SAMPLE.parent / CONTENT, folder.content, folder.content_key)
        few = (folder.content, folder.content_public)
        found = starts(folder, port, many)
        floor = percentile(labels(), 0.95) * 1e3
        opened = percentile(into_businesses(config_of(folder, port, "self-service", *few)), 0.95) * 1e3
        keys, guides = (
            percentile(took, 0.95) * 1e3 for took in searching(config_of(folder, port, "self-service", *many))
        )
    limits = (
        ("home -> a business's first screen", opened, 60),
        (f"a key in search -> results of {ITEMS} items drawn", keys, 50),
        ("a guide opened and drawn", guides, 80),
    )
    return found + [
        Row(name=f"kiosk: {what}, p95", unit="ms", ours=took, floor=floor, aim=f"<= {most} ms", met=took <= most)
        for what, took, most in limits
    ]
