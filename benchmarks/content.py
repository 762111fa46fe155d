"""Measures content on a terminal: a search in a district's items, opening a guide, and a call while a set is
fetched."""

from __future__ import annotations

import contextlib
import itertools
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
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
from demo.folder import SEATS, DemoFolder, Seat
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
FILM_MB, FILMS = 20, 12
KB_PER_S = 2000
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


def _pack(sets: SetFolder, key: ContentKey, files: list[tuple[str, bytes]]) -> str:
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


@contextlib.contextmanager
def fetching(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A terminal that fetches films, at the pace that terminals have; stopped until it is told to go on.

    Its disk is in memory: in a hall it is not the disk that the hall service flushes.
    """
    chance, key = random.Random(1), ContentKey(folder / "key")
    films = [(f"film-{number}.webm", chance.randbytes(FILM_MB << 20)) for number in range(FILMS)]
    _pack(SetFolder(folder / "films", key.public), key, films)
    del films
    address = f"127.0.0.1:{free_port()}"
    argv = [sys.executable, "-P", "-m", "xiaochuang", "content"]
    server = subprocess.Popen([*argv, "serve", str(folder / "films"), "--listen", address], stderr=subprocess.DEVNULL)
    stack = contextlib.ExitStack()
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{address}/alive", timeout=5):
                break
            time.sleep(0.05)
        memory = stack.enter_context(tempfile.TemporaryDirectory(dir="/dev/shm"))
        words = ["fetch", f"http://{address}", "--into", memory, "--key", key.public]
        words += ["--rate", str(KB_PER_S), "--again", "1", "--reserve", "0"]
        with subprocess.Popen([*argv, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while not list(Path(memory).glob("partial/*")):
                time.sleep(0.1)
            process.send_signal(signal.SIGSTOP)
            yield process
            assert process.poll() is None, "the set was there before the calls were over"
            process.kill()
    finally:
        server.kill()
        server.wait()
        stack.close()


def calls(folder: DemoFolder, port: int, seat: Seat, films: Path) -> list[Row]:
    """Measure calls, by turns with and without a fetch: from sending the request to the number on the hall's screen."""
    place = replace(PLACES[seat.program], left=0, top=0)
    config = folder.write_seat(seat, HALL, port, place)
    supervisor = Supervisor(port)
    supervisor.ask("window.open", window="w1", clerk="lin")
    took: dict[bool, list[float]] = {False: [], True: []}
    with (
        fetching(films) as fetch,
        glass(place.width, place.height) as screen,
        on(screen, [*COMMANDS[seat.program], "--config", str(config)]),
    ):
        screen.settle(still_s=2.0)
        shown = replace(screen, top=NEWEST[0], bottom=NEWEST[1])
        for meanwhile in itertools.islice(itertools.cycle((False, True)), 2 * TURNS):
            supervisor.ask("ticket.issue", queue="elderly")
            before = shown.settle(still_s=3.0)
            fetch.send_signal(signal.SIGCONT if meanwhile else signal.SIGSTOP)
            time.sleep(0.5)
            start = time.perf_counter()
            supervisor.send("ticket.call_next", window="w1")
            took[meanwhile].append(shown.wait_change(before, timeout_s=10) - start)
            fetch.send_signal(signal.SIGSTOP)
            ticket = supervisor.answer()["ticket"]
            supervisor.ask("ticket.start", window="w1", ticket=ticket)
            supervisor.ask("ticket.finish", window="w1", ticket=ticket)
    supervisor.close()
    ours, floor = (percentile(took[meanwhile], 0.5) * 1e3 for meanwhile in (True, False))
    return [
        Row(name=f"call -> drawn while {KB_PER_S} kB/s of content come, p50", unit="ms", ours=ours, floor=floor,
            aim="<= 1.2 x", met=ours <= 1.2 * floor)
    ]  # fmt: skip


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = searching(district(folder / "district"))
        with demo_hall(folder / "hall") as (hall, port):
            time.sleep(HALL_UP_S)
            seat = next(seat for seat in SEATS if seat.program == "screen-hall")
            return [*found, *calls(hall, port, seat, folder)]
