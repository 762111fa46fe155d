"""A terminal's store of content: killed, cut, spoilt or refused at any point, the set that was goes on, whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from small_content import NOW_MS, change, packed, small_content

from content.fetching.fetch import FetchEnd, Fetcher, Pace
from content.fetching.source import ObjectStream, SourceAwayError
from content.packing.key import ContentKey
from content.sets.folder import SetFolder
from content.sets.manifest import FORMAT, Manifest, SetFile, message_of, sha256_of, write_manifest
from content.sets.reader import open_set

PIECE = 64


class KilledError(BaseException):
    """What a `kill -9` is to the code: it stops, and nothing catches it."""


@dataclass
class Shelf:
    """A source in memory of a test: the folder that was packed, with whatever goes wrong on the way."""

    folder: Path
    piece: Callable[[bytes], bytes] = lambda piece: piece  # called with each piece that is handed out
    ranges: bool = True
    asked: list[tuple[str, int]] = field(default_factory=list)

    def small(self, path: str, most: int) -> bytes:
        try:
            return (self.folder / path).read_bytes()[:most]
        except OSError as error:
            raise SourceAwayError(str(error)) from None

    def object(self, sha256: str, start: int) -> ObjectStream:
        self.asked.append((sha256, start))
        try:
            content = (self.folder / "objects" / sha256[:2] / sha256).read_bytes()
        except OSError as error:
            raise SourceAwayError(str(error)) from None
        start = start if self.ranges else 0
        return ObjectStream(start, self._pieces(content[start:]))

    def _pieces(self, content: bytes) -> Iterator[bytes]:
        for at in range(0, len(content), PIECE):
            yield self.piece(content[at : at + PIECE])


class Counted:
    """Lets the first `n` calls through and raises `error` at the next one."""

    def __init__(self, n: int, error: BaseException) -> None:
        self.left = n
        self._error = error

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise self._error

    def piece(self, piece: bytes) -> bytes:
        self()
        return piece


class Terminal:
    """A hall that has packed twice, and a terminal with the first of the two sets."""

    def __init__(self, tmp_path: Path) -> None:
        self.key = ContentKey(tmp_path / "content.key")
        self.content = small_content(tmp_path / "content")
        self.hall = tmp_path / "hall"
        self.old = packed(self.content, self.hall, self.key).name
        self.folder = SetFolder(tmp_path / "terminal", self.key.public)
        assert self.fetch(self.old).end is FetchEnd.SWITCHED
        change(self.content, "site.toml", "1号楼", "2号楼")
        change(self.content, "open/hours.md", "周一至周五。", "周一至周六，节假日除外。" * 60)
        self.new = packed(self.content, self.hall, self.key).name

    def fetch(self, wanted: str, source: Shelf | None = None, **more: object):  # type: ignore[no-untyped-def]
        fetcher = Fetcher(self.folder, self.key.public, source or Shelf(self.hall), reserve=0, **more)  # type: ignore[arg-type]
        return fetcher.fetch(wanted)

    def shows(self) -> tuple[str, str]:
        """Name of the set that is shown, and its address; every file of it is read."""
        found = open_set(self.folder)
        assert found is not None
        for one in found.manifest.files:
            assert len(found.bytes_of(one.path)) == one.size
        return found.name, found.index.site.address.zh


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_a_new_set_is_shown_whole_and_the_one_before_is_kept(terminal: Terminal) -> None:
    shelf = Shelf(terminal.hall)
    assert terminal.shows() == (terminal.old, "1号楼")
    assert terminal.fetch(terminal.new, shelf).end is FetchEnd.SWITCHED
    assert terminal.shows() == (terminal.new, "2号楼")
    assert terminal.folder.current().before == terminal.old
    assert not terminal.folder.lacking(terminal.folder.manifest(terminal.old))
    assert len(shelf.asked) == 2  # the index and one text: what has not changed is not fetched again
    assert terminal.fetch(terminal.new, shelf).end is FetchEnd.ALREADY


def hooked(monkeypatch: pytest.MonkeyPatch, stroke: Callable[[], None]) -> None:
    """A stroke before each thing that reaches the disk's names or flushes it."""
    for owner, name in ((os, "fsync"), (os, "fdatasync"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir")):
        real = getattr(owner, name)

        def hook(*args: object, real: Callable[..., object] = real, **more: object) -> object:
            stroke()
            return real(*args, **more)

        monkeypatch.setattr(owner, name, hook)


def test_killed_at_any_point_the_old_set_goes_on_and_the_new_one_arrives_later(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Before every piece that comes, every flush, every rename and removal: one kill each, one after the other."""
    kills = 0
    while True:
        stroke = Counted(kills % 40, KilledError())
        with pytest.MonkeyPatch.context() as patch:
            hooked(patch, stroke)
            try:
                end = terminal.fetch(terminal.new, Shelf(terminal.hall, piece=stroke.piece)).end
            except KilledError:
                end = None
        shown, address = terminal.shows()
        assert (shown, address) in ((terminal.old, "1号楼"), (terminal.new, "2号楼"))
        if end is not None:
            assert end in (FetchEnd.SWITCHED, FetchEnd.ALREADY)
            break
        kills += 1
        assert kills < 200
    assert kills > 10
    assert shown == terminal.new


@pytest.mark.parametrize("at", range(0, 60, 3))
def test_a_link_that_is_cut_anywhere_loses_nothing_that_came(terminal: Terminal, at: int) -> None:
    cut = Shelf(terminal.hall, piece=Counted(at, SourceAwayError("cut")).piece)
    first = terminal.fetch(terminal.new, cut)
    if first.end is FetchEnd.AWAY:
        assert terminal.shows() == (terminal.old, "1号楼")
    again = Shelf(terminal.hall)
    second = terminal.fetch(terminal.new, again)
    assert second.end in (FetchEnd.SWITCHED, FetchEnd.ALREADY)
    assert terminal.shows() == (terminal.new, "2号楼")
    lacked = [
        one for one in terminal.folder.manifest(terminal.new).files if one.path in ("index.json", "open/hours.md")
    ]
    manifest = (terminal.hall / "sets" / terminal.new / "manifest.json").stat().st_size
    assert first.taken + second.taken == sum(one.size for one in lacked) + manifest


def test_a_source_without_ranges_begins_each_file_again(terminal: Terminal) -> None:
    terminal.fetch(terminal.new, Shelf(terminal.hall, piece=Counted(5, SourceAwayError("cut")).piece))
    assert terminal.fetch(terminal.new, Shelf(terminal.hall, ranges=False)).end is FetchEnd.SWITCHED
    assert terminal.shows() == (terminal.new, "2号楼")


@pytest.mark.parametrize("at", range(0, 40, 5))
def test_a_bad_byte_anywhere_is_refused_and_never_shown(terminal: Terminal, at: int) -> None:
    pieces = iter(range(10_000))

    def spoil(piece: bytes) -> bytes:
        return bytes([piece[0] ^ 1]) + piece[1:] if next(pieces) % 41 == at else piece

    end = terminal.fetch(terminal.new, Shelf(terminal.hall, piece=spoil)).end
    assert end in (FetchEnd.REFUSED, FetchEnd.SWITCHED)
    assert terminal.shows()[0] == (terminal.new if end is FetchEnd.SWITCHED else terminal.old)
    assert terminal.fetch(terminal.new).end in (FetchEnd.SWITCHED, FetchEnd.ALREADY)
    assert terminal.shows() == (terminal.new, "2号楼")


def test_one_bad_byte_on_the_way_is_made_good_by_asking_once_more(terminal: Terminal) -> None:
    spoilt = iter([True])
    shelf = Shelf(terminal.hall, piece=lambda piece: piece[::-1] if next(spoilt, False) else piece)
    assert terminal.fetch(terminal.new, shelf).end is FetchEnd.SWITCHED


def test_a_file_that_goes_on_for_ever_is_cut_off_at_its_size(terminal: Terminal) -> None:
    shelf = Shelf(terminal.hall, piece=lambda piece: piece * 1000)
    assert terminal.fetch(terminal.new, shelf).end is FetchEnd.REFUSED
    assert terminal.shows() == (terminal.old, "1号楼")


def test_a_manifest_that_is_not_the_halls_changes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    foreign = packed(terminal.content, stranger, ContentKey(tmp_path / "stranger.key"), NOW_MS + 10**9).name
    assert terminal.fetch(foreign, Shelf(stranger)).end is FetchEnd.REFUSED
    (terminal.hall / "sets" / foreign).mkdir()
    for name in ("manifest.json", "manifest.sig"):  # a true manifest under another name
        (terminal.hall / "sets" / foreign / name).write_bytes(
            (terminal.hall / "sets" / terminal.new / name).read_bytes()
        )
    assert terminal.fetch(foreign).end is FetchEnd.REFUSED
    assert terminal.shows() == (terminal.old, "1号楼")


def signed(terminal: Terminal, **changed: object) -> str:
    """A manifest of the hall's own key that says something odd, among the hall's sets."""
    fields = {"format": FORMAT, "number": 10**12, "made_at": NOW_MS, "files": ()} | changed
    content = write_manifest(Manifest(**fields))  # type: ignore[arg-type]
    return SetFolder(terminal.hall, terminal.key.public).keep_manifest(content, terminal.key.sign(message_of(content)))


def test_what_makes_no_sense_is_refused_even_if_it_is_signed(terminal: Terminal) -> None:
    good = sha256_of(b"x")
    odd = [
        signed(terminal, format=2),
        signed(terminal, files=(SetFile(path="a", sha256="../../../etc/passwd", size=1),)),
        signed(terminal, files=(SetFile(path="a", sha256=good, size=-1),)),
        signed(terminal, files=(SetFile(path="a", sha256=good, size=10**12),)),
        signed(terminal, files=(SetFile(path="a", sha256=good, size=1), SetFile(path="a", sha256=good, size=1))),
        signed(terminal, files=(SetFile(path="a", sha256=good, size=1), SetFile(path="b", sha256=good, size=2))),
    ]
    assert [terminal.fetch(name).end for name in odd] == [FetchEnd.REFUSED] * len(odd)
    assert terminal.shows() == (terminal.old, "1号楼")


def test_an_older_set_is_not_taken_for_a_newer_one(terminal: Terminal) -> None:
    assert terminal.fetch(terminal.new).end is FetchEnd.SWITCHED
    assert terminal.fetch(terminal.old).end is FetchEnd.OLDER
    assert terminal.shows() == (terminal.new, "2号楼")


def test_a_damaged_file_of_the_set_that_counts_is_fetched_again(terminal: Terminal) -> None:
    manifest = terminal.folder.manifest(terminal.old)
    picture = next(one for one in manifest.files if one.path.endswith("01.png"))
    terminal.folder.drop(picture.sha256)
    assert terminal.fetch(terminal.old).end is FetchEnd.SWITCHED
    assert terminal.shows() == (terminal.old, "1号楼")


def test_without_room_nothing_is_begun(terminal: Terminal) -> None:
    fetcher = Fetcher(terminal.folder, terminal.key.public, Shelf(terminal.hall), reserve=1 << 62)
    assert fetcher.fetch(terminal.new).end is FetchEnd.NO_ROOM
    assert terminal.shows() == (terminal.old, "1号楼")
    assert list(terminal.folder.folder.glob("partial/*")) == []


def test_a_fetch_can_be_stopped_between_two_pieces(terminal: Terminal) -> None:
    stop = iter([False, False, True])
    assert terminal.fetch(terminal.new, stopped=lambda: next(stop)).end is FetchEnd.STOPPED
    assert terminal.fetch(terminal.new).end is FetchEnd.SWITCHED


def test_a_pace_is_kept(terminal: Terminal) -> None:
    slept: list[float] = []
    taken = terminal.fetch(terminal.new, pace=Pace(1000, slept.append)).taken
    manifest = (terminal.hall / "sets" / terminal.new / "manifest.json").stat().st_size
    assert sum(slept) == pytest.approx((taken - manifest) / 1000)


def test_everything_of_a_set_is_flushed_before_it_counts(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what came before a restart of the program, and was not flushed then: here all files of the set."""
    flushed: set[int] = set()
    counted: list[set[int]] = []
    fsync, replace = os.fsync, Path.replace

    def on_fsync(number: int) -> None:
        flushed.add(os.fstat(number).st_ino)
        fsync(number)

    def on_replace(path: Path, target: Path) -> Path:
        if Path(target).name == "current.json":
            counted.append(set(flushed))
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", on_fsync)
    monkeypatch.setattr(Path, "replace", on_replace)
    assert terminal.fetch(terminal.new).end is FetchEnd.SWITCHED
    (before,) = counted
    files = [terminal.folder.object_path(one.sha256) for one in terminal.folder.manifest(terminal.new).files]
    folders = {path.parent for path in files}
    assert {path.stat().st_ino for path in (*files, *folders)} <= before
