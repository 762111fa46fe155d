"""Measures content on a terminal: a search in a district's items, opening a guide, and a call while a set is
fetched."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.free_ports import free_port
from benchmarks.demo_hall import HALL, demo_hall
from benchmarks.glass import glass
from benchmarks.row import Row, percentile
from benchmarks.screens import NEWEST, Supervisor, on
from content.packing.key import ContentKey
from content.sets.folder import SetFolder
from content.sets.manifest import FORMAT, Manifest, SetFile, message_of, write_manifest
from content.sets.reader import ContentSet, as_json, guide_path, open_set
from demo.folder import CONTENT, SEATS, DemoFolder
from demo.programs import COMMANDS
from demo.stage import PLACES
from domain.config import Text
from domain.content.guide import CaseClass, Guide, GuideStep, ItemClass
from domain.content.search import SearchIndex
from domain.content.site import Browse, HallSite
from domain.content.whole import ContentIndex, FoundWord, IndexRow

ITEMS = 1135
SOUNDS = dict(
    zip(
        "登记许可备案补贴养老医保就业住房农村资格审核变更",
        "deng ji xu ke bei an bu tie yang lao yi bao jiu ye zhu fang nong cun zi ge shen he bian geng".split(" "),  # noqa: SIM905
        strict=True,
    )
)
TODAY = date(2026, 11, 30)
FILM_MB, SOME_MB = 20, 400
WHOLE_MB = "BENCH_CONTENT_MB"
"""The environment variable with the size of a set that is fetched whole (`scripts/bench --content-mb`)."""
HALL_UP_S = 5.0
TURNS = 15  # calls with, and as many without


def district(folder: Path) -> ContentSet:
    """A packed set with as many items as a real district, and names as long."""
    chance, text = random.Random(511602), "".join(SOUNDS)
    key = ContentKey(folder / "key")
    sets = SetFolder(folder / "sets", key.public)
    rows, files = [], []
    for number in range(ITEMS):
        name = "".join(chance.choice(text) for _ in range(110 if number % 300 == 0 else chance.randint(6, 30)))
        zh = Text(zh=name, en="")
        steps = tuple(GuideStep(title=zh, text=Text(zh=name * 3, en="")) for _ in range(5))
        guide = Guide(
            name=zh, item_class=ItemClass.ACCEPT, case_class=CaseClass.PROMISED, department="d", group="g", steps=steps
        )
        found = FoundWord(text=name, sounds=tuple(SOUNDS[sign] for sign in name))
        rows.append(IndexRow(id=f"item-{number}", name=zh, words=(found,)))
        files.append((guide_path(f"item-{number}"), as_json(guide)))
    site = HallSite(address=Text(zh="", en=""))
    files.append(("index.json", as_json(ContentIndex(site=site, browse=Browse(), items=tuple(rows)))))
    _pack(sets, key, files)
    made = open_set(sets)
    assert made is not None
    return made


def _pack(sets: SetFolder, key: ContentKey, files: Iterable[tuple[str, bytes]]) -> str:
    listed = tuple(SetFile(path=path, sha256=sets.put(content), size=len(content)) for path, content in files)
    content = write_manifest(Manifest(format=FORMAT, number=1, made_at=0, files=listed))
    name = sets.keep_manifest(content, key.sign(message_of(content)))
    sets.switch(name)
    return name


def searching(made: ContentSet) -> list[Row]:
    """Measure each key of a search. The floor is one walk that only checks whether the text is in a name."""
    index, names = SearchIndex(made.index.items), [row.name.zh for row in made.index.items]
    ours, floor, opened = [], [], []
    for row in made.index.items[::40]:
        word = row.words[0]
        for typed in (word.text[:10], "".join(word.sounds[:5]), "".join(sound[0] for sound in word.sounds[:6])):
            for end in range(1, len(typed) + 1):
                start = time.perf_counter()
                found = index.find(typed[:end], TODAY)
                ours.append(time.perf_counter() - start)
                assert found
                start = time.perf_counter()
                sum(typed[:end] in name for name in names)
                floor.append(time.perf_counter() - start)
    for row in made.index.items[::5]:
        start = time.perf_counter()
        assert made.guide(row.id) is not None
        opened.append(time.perf_counter() - start)
    took, guide = percentile(ours, 0.95) * 1e3, percentile(opened, 0.95) * 1e3
    return [
        Row(name=f"a key in search -> results of {ITEMS} items, p95", unit="ms", ours=took,
            floor=percentile(floor, 0.95) * 1e3, aim="<= 30 ms", met=took <= 30),
        Row(name="a guide read from its set, p95", unit="ms", ours=guide, aim="<= 20 ms", met=guide <= 20),
    ]  # fmt: skip


def films(folder: Path, megabytes: int) -> str:
    """Pack a set of this size into `folder`; returns the public key."""
    chance, key = random.Random(1), ContentKey(folder / "key")
    sets = SetFolder(folder, key.public)
    names = [f"film-{number}.webm" for number in range(-(-megabytes // FILM_MB))]
    site = HallSite(address=Text(zh="", en=""))
    files = [("index.json", as_json(ContentIndex(site=site, browse=Browse())))]
    _pack(sets, key, ((path, content) for path, content in (*files, *((name, _film(chance)) for name in names))))
    return key.public


def _film(chance: random.Random) -> bytes:
    return chance.randbytes(FILM_MB << 20)


@contextlib.contextmanager
def serving(folder: Path, address: str) -> Iterator[subprocess.Popen[bytes]]:
    """`xiaochuang content serve`: while it is stopped, nothing is fetched."""
    words = [sys.executable, "-P", "-m", "xiaochuang", "content", "serve", str(folder), "--listen", address]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(200):
                with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{address}/alive", timeout=5):
                    break
                time.sleep(0.05)
            yield server
        finally:
            server.kill()


def calls(folder: DemoFolder, port: int, address: str, key: str, *, whole_mb: int) -> list[Row]:
    """Measure calls, by turns while the hall's screen fetches content and while it does not: from sending the request
    to the number on that screen. `whole_mb`: go on until a set of this size is there; 0: for some turns.

    The screen's disk for content is in memory: in a hall it is not the disk that the hall service flushes.
    """
    seat = next(seat for seat in SEATS if seat.program == "screen-hall")
    place = replace(PLACES[seat.program], left=0, top=0)
    config = folder.write_seat(seat, HALL, port, place, content=key)
    supervisor = Supervisor(port)
    supervisor.ask("window.open", window="w1", clerk="lin")
    took: dict[bool, list[float]] = {False: [], True: []}
    with contextlib.ExitStack() as stack:
        memory = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/dev/shm")))
        with config.open("a", encoding="utf-8") as file:
            file.write(f'folder = "{memory}"\n')  # [content] is the last table
        kept = SetFolder(memory, key)
        server = stack.enter_context(serving(folder.content, address))
        screen = stack.enter_context(glass(place.width, place.height))
        stack.enter_context(on(screen, [*COMMANDS[seat.program], "--config", str(config)]))
        begun = time.perf_counter()
        shown = replace(screen, top=NEWEST[0], bottom=NEWEST[1])
        for turn, meanwhile in enumerate(itertools.cycle((False, True))):
            supervisor.ask("ticket.issue", queue="elderly")
            before = shown.settle(still_s=3.0)
            server.send_signal(signal.SIGCONT if meanwhile else signal.SIGSTOP)
            time.sleep(0.5)
            start = time.perf_counter()
            supervisor.send("ticket.call_next", window="w1")
            seconds = shown.wait_change(before, timeout_s=10) - start
            there = kept.current().current is not None
            if not (there and meanwhile):  # nothing was fetched any more
                took[meanwhile].append(seconds)
            server.send_signal(signal.SIGCONT)
            ticket = supervisor.answer()["ticket"]
            supervisor.ask("ticket.start", window="w1", ticket=ticket)
            supervisor.ask("ticket.finish", window="w1", ticket=ticket)
            assert whole_mb or not there, "the set was there before the calls were over"
            if there or (not whole_mb and turn + 1 == 2 * TURNS):
                break
        whole = time.perf_counter() - begun
    supervisor.close()
    ours, floor = (percentile(took[meanwhile], 0.5) * 1e3 for meanwhile in (True, False))
    what = f"{whole_mb} MB in {whole:.0f} s" if whole_mb else "content"
    return [
        Row(name=f"call -> drawn while the screen fetches {what}, p50", unit="ms", ours=ours, floor=floor,
            aim="<= 1.2 x", met=ours <= 1.2 * floor)
    ]  # fmt: skip


def rows() -> list[Row]:
    whole_mb = int(os.environ.get(WHOLE_MB, "0"))
    with tempfile.TemporaryDirectory() as name:
        folder, address = Path(name), f"127.0.0.1:{free_port()}"
        found = searching(district(folder / "district"))
        sets = folder / "hall" / CONTENT
        sets.mkdir(parents=True)
        key = films(sets, whole_mb or SOME_MB)
        with demo_hall(folder / "hall", content=f"http://{address}") as (hall, port):
            time.sleep(HALL_UP_S)
            return [*found, *calls(hall, port, address, key, whole_mb=whole_mb)]
