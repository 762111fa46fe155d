"""The log beside the store, line by line: what stands in it, what a reader takes of it, and a disk that takes none."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hall.copies import since as module
from hall.copies.since import SinceLine, SinceLog, erase, last_line, read_since, since_files
from hall.disk.store import Batch, Sms
from hall.sms.states import SmsState
from tests.ground.open_files import open_below

EVENTS = [(6, 1_000, "ticket.issued", '{"ticket": "t"}')]
PRIVATE = [(6, "t", '{"phone": "13900000001"}')]
WHOLE = Batch(
    events=EVENTS,
    private=PRIVATE,
    answers=[("kiosk-1 id", 1_000, '{"ok": true}')],
    sms=[Sms("k", 1_000, 2_000, "t", "请到1号窗口", SmsState.SENDING, 1)],
    meta={"a": "b"},
    closed=6,
    closing=(6, "2026-11-20", "{}"),
    answers_before=7,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


@pytest.fixture
def personal(tmp_path: Path) -> Path:
    return tmp_path / "personal" / "since.log"


@pytest.fixture
def log(folder: Path, personal: Path) -> Iterator[SinceLog]:
    made = SinceLog(folder, personal)
    yield made
    made.close()


def lines(path: Path) -> list[dict[str, object]]:
    """What stands before the texts."""
    return [json.loads(line.partition(b" ")[2].partition(b"\t")[0]) for line in path.read_bytes().splitlines()]


def test_what_is_written_is_read_and_what_is_personal_stands_apart(log: SinceLog, folder: Path, personal: Path) -> None:
    log.begin(5)
    log.write(5, 6, WHOLE)
    assert log.name == "since-000000000005-0.log"
    (path,) = folder.iterdir()
    assert path.name == log.name
    assert b"13900000001" not in path.read_bytes()
    assert lines(personal) == [{"seq": 6, "private": [list(PRIVATE[0])]}]
    assert path.stat().st_mode & 0o777 == personal.stat().st_mode & 0o777 == 0o600
    assert read_since([path], personal) == ([SinceLine(5, 5, Batch()), SinceLine(5, 6, WHOLE)], True)
    without = read_since([path], None)[0]
    assert (without[1].batch.private, without[1].batch.events) == ([], EVENTS)


def test_a_batch_without_anybody_writes_nothing_personal(log: SinceLog, personal: Path) -> None:
    log.begin(5)
    log.write(5, 5, Batch(meta={"a": "b"}))
    assert personal.read_bytes() == b""


def test_each_beginning_is_a_file_of_its_own_and_its_name_is_on_disk(
    log: SinceLog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(module, "sync_folder", synced.append)
    for n, name in enumerate(("since-000000000005-0.log", "since-000000000005-1.log", "since-000000000005-2.log")):
        log.begin(5)
        assert (log.name, synced) == (name, [folder] * (n + 1))
        log.write(5, 6, Batch(events=EVENTS))
    log.begin(70)
    files = since_files(folder)
    assert [(seq, path.name) for seq, path in files] == [
        (5, "since-000000000005-0.log"),
        (5, "since-000000000005-1.log"),
        (5, "since-000000000005-2.log"),
        (70, "since-000000000070-0.log"),
    ]
    heads = [lines(path)[0] for _, path in files]
    assert len({head["begun"] for head in heads}) == 4, "no two begin alike"
    assert all(len(lines(path)) == 2 for _, path in files[:3])


def test_files_are_read_by_their_numbers_and_others_are_not_theirs(folder: Path) -> None:
    folder.mkdir()
    for name in (
        "since-10-0.log",
        "since-9-10.log",
        "since-9-2.log",
        "since-x-1.log",
        "since-9-y.log",
        "other-1-1.log",
    ):
        (folder / name).touch()
    assert [path.name for _, path in since_files(folder)] == ["since-9-2.log", "since-9-10.log", "since-10-0.log"]


def test_before_its_beginning_and_after_its_end_nothing_is_written(log: SinceLog, folder: Path) -> None:
    log.write(5, 6, WHOLE)
    log.sync()
    log.begin(5)
    log.close()
    log.close()
    log.write(5, 6, WHOLE)
    (path,) = folder.iterdir()
    assert len(lines(path)) == 1
    assert not log.broken


def test_no_file_stays_open(folder: Path, personal: Path) -> None:
    log = SinceLog(folder, personal)
    for n in range(5):
        log.begin(n)
        log.sync()
        log.forget_personal()
    log.close()
    assert open_below(folder.parent) == []


@pytest.mark.parametrize("takes", ["nothing", "a part"])
def test_a_disk_that_takes_no_line_breaks_the_log_until_it_begins_anew(
    log: SinceLog, folder: Path, monkeypatch: pytest.MonkeyPatch, takes: str
) -> None:
    log.begin(5)

    class Full:
        closed = False

        def write(self, line: bytes) -> int:
            if takes == "nothing":
                raise OSError(28, "No space left on device")
            return len(line) - 1

        def close(self) -> None:
            Full.closed = True

    assert log._file is not None
    log._file.close()
    log._file = Full()  # type: ignore[assignment]
    log.write(5, 6, Batch(events=EVENTS))
    assert log.broken
    assert Full.closed
    log.write(6, 7, Batch(events=EVENTS))
    assert log.broken, "a line is missing: only a new file helps"
    log.begin(7)
    log.write(7, 8, Batch(events=EVENTS))
    assert not log.broken
    assert [line["seq"] for line in lines(folder / log.name)] == [7, 8]


def test_what_was_written_is_flushed_when_it_is_wanted(log: SinceLog, monkeypatch: pytest.MonkeyPatch) -> None:
    log.begin(5)
    flushed: list[int] = []
    monkeypatch.setattr(os, "fdatasync", lambda number: flushed.append(os.fstat(number).st_ino))
    log.sync()
    assert log._file is not None
    assert log._personal is not None
    assert flushed == [os.fstat(log._file.fileno()).st_ino, os.fstat(log._personal.fileno()).st_ino]


def test_people_are_forgotten_and_the_log_goes_on(log: SinceLog, personal: Path) -> None:
    log.begin(5)
    log.write(5, 6, WHOLE)
    log.forget_personal()
    assert personal.read_bytes() == b""
    log.write(6, 7, Batch(private=[(7, "u", "{}")]))
    assert [line["seq"] for line in lines(personal)] == [7]
    log.close()
    log.forget_personal()
    assert not personal.exists(), "nobody writes any more"


def test_what_is_erased_is_overwritten_on_the_disk_before_its_name_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "people"
    path.write_bytes(b"13900000001" * 100)
    seen: list[bytes] = []
    real = os.fsync

    def flush(number: int) -> None:
        real(number)
        seen.append(path.read_bytes())

    monkeypatch.setattr(os, "fsync", flush)
    erase(path)
    assert seen == [bytes(1_100)]
    assert not path.exists()
    erase(path)


# ---- what a reader takes


@pytest.fixture
def written(log: SinceLog, folder: Path) -> Path:
    log.begin(5)
    for n in (6, 7):
        log.write(n - 1, n, Batch(events=[(n, 1_000, "x", "{}")]))
    log.close()
    return folder / log.name


def read(*paths: Path) -> tuple[list[int], bool]:
    found, whole = read_since(paths, None)
    return [line.seq for line in found], whole


def test_a_reader_stops_at_the_first_line_that_is_not_whole(written: Path) -> None:
    content = written.read_bytes()
    assert read(written) == ([5, 6, 7], True)
    written.write_bytes(content[:-1])
    assert read(written) == ([5, 6], False), "a line without its end may be a part"
    assert last_line(written) == (6, False)
    spoilt = content.replace(b'"seq":6', b'"seq":8')
    written.write_bytes(spoilt)
    assert read(written) == ([5], False)
    assert last_line(written) == (7, True)
    written.write_bytes(content + b"zz not a line\n")
    assert read(written) == ([5, 6, 7], False)
    assert last_line(written) == (7, False)
    written.write_bytes(b"")
    assert read(written) == ([], False), "a file without a line has lost one"
    assert last_line(written) == (0, False)


def test_all_files_must_be_whole(written: Path, tmp_path: Path) -> None:
    torn = tmp_path / "since-8-0.log"
    torn.write_bytes(written.read_bytes()[:-1])
    assert read(torn, written) == ([5, 6, 5, 6, 7], False)
    assert read(written, tmp_path / "gone.log") == ([5, 6, 7], False)


def test_lines_of_the_format_of_before_are_read(written: Path) -> None:
    """Whoever starts a newer version after a kill."""
    rows = {"events": [list(row) for row in EVENTS], "answers": [["kiosk-1 id", 1_000, '{"ok": true}']]}
    with written.open("ab") as file:
        file.write(module._line({"format": 1, "before": 7, "seq": 8, **rows}))
    found, whole = read_since([written], None)
    assert (found[-1].batch.events, found[-1].batch.answers) == (EVENTS, WHOLE.answers)
    assert whole


@pytest.mark.parametrize("text", ["{}", '{"a":"\\t\\n"}', '\x01A001"}', '{"a":"\ud800 请"}'])
def test_texts_are_read_as_they_were_written(log: SinceLog, folder: Path, text: str) -> None:
    batch = Batch(events=[(6, 1, "x", text), (7, 1, "y", "{}")], answers=[("k", 1, text), ("l", 1, "{}")])
    log.begin(5)
    log.write(5, 7, batch)
    found, whole = read_since([folder / log.name], None)
    assert (found[-1].batch.events, found[-1].batch.answers, whole) == (batch.events, batch.answers, True)
    assert last_line(folder / log.name) == (7, True)


def test_a_line_with_more_texts_than_rows_or_fewer_is_not_whole(written: Path) -> None:
    head = {"format": module.FORMAT, "before": 7, "seq": 8, "events": [[8, 1, "x"]]}
    before = written.read_bytes()
    for texts in ([], ["{}", "{}"]):
        written.write_bytes(before + module._line(head, texts))
        assert read(written) == ([5, 6, 7], False)


def test_lines_of_another_format_are_passed_over(written: Path) -> None:
    with written.open("ab") as file:
        file.write(module._line({"format": 99, "before": 7, "seq": 8}))
    assert read(written) == ([5, 6, 7], True)


def test_the_end_of_a_long_file_is_enough_for_its_last_line(written: Path) -> None:
    long = module._line({"format": 1, "before": 7, "seq": 8, "meta": {"a": "b" * module._END_BYTES}})
    with written.open("ab") as file:
        file.write(long)
    assert last_line(written) == (0, False), "its last megabyte holds no whole line"
    with written.open("ab") as file:
        file.write(module._line({"format": 1, "before": 8, "seq": 9}))
    assert last_line(written) == (9, True)
