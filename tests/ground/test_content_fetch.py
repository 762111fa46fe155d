"""Content over a real wire with real programs: killed, cut, and on a disk that is full."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_content import change, packed, small_content

from bench.free_ports import free_port
from content.fetching.fetch import FetchEnd, Fetcher
from content.fetching.source import HttpSource
from content.packing.key import ContentKey
from content.sets.folder import SetFolder
from content.sets.reader import open_set
from tests.ground.conftest import MakeDisk

pytestmark = pytest.mark.running

PROGRAM = [sys.executable, "-m", "xiaochuang", "content"]
FILM_BYTES = 8_000_000
LONG_S = 30.0


class Server:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = ["serve", str(self._folder), "--listen", f"127.0.0.1:{self.port}"]
        self._process = subprocess.Popen([*PROGRAM, *words], stderr=subprocess.DEVNULL)
        until(self._answers)

    def _answers(self) -> bool:
        assert self._process.poll() is None
        try:
            with urllib.request.urlopen(f"{self.address}/current.json", timeout=5) as answer:
                return bool(answer.read())
        except OSError:
            return False

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=LONG_S)


def until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + LONG_S
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


class Hall:
    """A hall that hands out its second set; the first is on the terminal already."""

    def __init__(self, tmp_path: Path) -> None:
        self.key = ContentKey(tmp_path / "key")
        content = small_content(tmp_path / "content")
        self.old = packed(content, tmp_path / "hall", self.key).name
        self.server = Server(tmp_path / "hall")
        self.tmp_path = tmp_path
        self._content = content
        self.new = ""

    def has_a_film(self) -> None:
        film = b"\x1a\x45\xdf\xa3" + random.Random(1).randbytes(FILM_BYTES)
        (self._content / "items/allowance/film.webm").write_bytes(film)
        for name in ("film.zh.vtt", "film.en.vtt"):
            (self._content / "items/allowance" / name).write_text("WEBVTT\n\n00:00.000 --> 00:01.000\n好\n")
        more = 'film = { file = "film.webm", captions = { zh = "film.zh.vtt", en = "film.en.vtt" } }\n'
        change(self._content, "items/allowance/item.toml", "[approval]", more + "[approval]")
        self.new = packed(self._content, self.tmp_path / "hall", self.key).name

    def terminal(self, folder: Path) -> SetFolder:
        made = SetFolder(folder, self.key.public)
        end = Fetcher(made, self.key.public, HttpSource(self.server.address), reserve=0).fetch(self.old).end
        assert end is FetchEnd.SWITCHED
        self.has_a_film()
        return made

    def fetching(self, folder: SetFolder, kb_per_s: int) -> subprocess.Popen[bytes]:
        words = ["fetch", self.server.address, "--into", str(folder.folder), "--key", self.key.public]
        argv = [*PROGRAM, *words, "--rate", str(kb_per_s), "--reserve", "0"]
        return subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.server.kill()


def shown(folder: SetFolder) -> str:
    """The set that is shown, every file of which was read."""
    found = open_set(folder)
    assert found is not None
    for one in found.manifest.files:
        found.bytes_of(one.path)
    return found.name


def came(folder: SetFolder) -> int:
    """Bytes of the film that are on the terminal's disk."""
    return sum(path.stat().st_size for path in folder.folder.glob("partial/*") if path.exists())


def test_a_terminal_killed_again_and_again_shows_the_old_set_and_goes_on_where_it_was(hall: Hall) -> None:
    folder = hall.terminal(hall.tmp_path / "terminal")
    for step in range(1, 4):
        process = hall.fetching(folder, kb_per_s=4000)
        until(lambda mark=step * FILM_BYTES // 4: came(folder) > mark)  # type: ignore[misc]
        process.kill()
        process.wait()
        assert shown(folder) == hall.old
    before = came(folder)
    assert before > FILM_BYTES // 2
    fetched = Fetcher(folder, hall.key.public, HttpSource(hall.server.address), reserve=0).fetch(hall.new)
    assert fetched.end is FetchEnd.SWITCHED
    assert fetched.taken < FILM_BYTES - before + 10_000
    assert shown(folder) == hall.new


def test_a_server_that_dies_and_comes_back_costs_nothing_that_came(hall: Hall) -> None:
    folder = hall.terminal(hall.tmp_path / "terminal")
    process = hall.fetching(folder, kb_per_s=4000)
    until(lambda: came(folder) > FILM_BYTES // 4)
    hall.server.kill()
    assert process.wait(timeout=LONG_S) == 1
    assert shown(folder) == hall.old
    before = came(folder)
    hall.server.start()
    assert hall.fetching(folder, kb_per_s=0).wait(timeout=LONG_S) == 0
    assert shown(folder) == hall.new
    assert before > FILM_BYTES // 4


def test_on_a_full_disk_the_old_set_goes_on_and_the_new_one_comes_when_there_is_room(
    hall: Hall, make_disk: MakeDisk
) -> None:
    disk = make_disk("small", kb=1400)  # the film does not fit
    folder = hall.terminal(disk.folder / "content")
    source = HttpSource(hall.server.address)
    assert Fetcher(folder, hall.key.public, source, reserve=0).fetch(hall.new).end is FetchEnd.NO_ROOM
    assert shown(folder) == hall.old

    roomy = make_disk("roomy", kb=16_000)
    other = SetFolder(roomy.folder / "content", hall.key.public)
    assert Fetcher(other, hall.key.public, source, reserve=0).fetch(hall.old).end is FetchEnd.SWITCHED

    class Filling:
        """The disk is filled by others while the film comes."""

        def took(self, _size: int) -> None:
            roomy.fill()

    full = Fetcher(other, hall.key.public, source, pace=Filling(), reserve=0)  # type: ignore[arg-type]
    assert full.fetch(hall.new).end is FetchEnd.NO_ROOM
    assert shown(other) == hall.old
    assert came(other) == 0  # what is half there would keep the disk full
    roomy.make_room()
    assert Fetcher(other, hall.key.public, source, reserve=0).fetch(hall.new).end is FetchEnd.SWITCHED
    assert shown(other) == hall.new


def test_a_disk_that_takes_no_writes_is_said_and_the_old_set_goes_on(hall: Hall, make_disk: MakeDisk) -> None:
    disk = make_disk("card", kb=16_000)
    folder = hall.terminal(disk.folder / "content")
    disk.read_only()
    fetched = Fetcher(folder, hall.key.public, HttpSource(hall.server.address), reserve=0).fetch(hall.new)
    assert fetched.end is FetchEnd.DISK
    assert shown(folder) == hall.old
    disk.writable()
    assert (
        Fetcher(folder, hall.key.public, HttpSource(hall.server.address), reserve=0).fetch(hall.new).end
        is FetchEnd.SWITCHED
    )


def test_the_server_ends_in_order_and_says_so(hall: Hall) -> None:
    assert hall.server.stop() == os.EX_OK


def test_a_machine_that_goes_on_asking_has_the_new_set_when_the_hall_has_packed_it(hall: Hall) -> None:
    folder = SetFolder(hall.tmp_path / "terminal", hall.key.public)
    words = ["fetch", hall.server.address, "--into", str(folder.folder), "--key", hall.key.public]
    argv = [*PROGRAM, *words, "--again", "0.2", "--reserve", "0"]
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL) as process:
        until(lambda: folder.current().current == hall.old)
        hall.server.kill()  # the hall is away for a while
        hall.has_a_film()
        hall.server.start()
        until(lambda: folder.current().current == hall.new)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=LONG_S) == os.EX_OK
    assert shown(folder) == hall.new
