"""A folder on a bad day: half-written files, files written over, torn ones, other encodings, too many."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from case_rigs import PATIENCE_S, until_known, write_csv

from domain.progress.settings import FolderSource, SourceFields, SourceStages
from hall.progress.folder import FolderCases
from hall.progress.folder_files import read_file
from hall.progress.folder_rows import TornFileError
from hall.progress.port import SourceAway
from hall.progress.rows import RowReader
from kiosk.hw.cards import CardKind, Identity

READER = RowReader(SourceFields(), SourceStages())
ROWS = [{"receipt": f"A-{count}", "phone": "13800138000", "name": "王小明"} for count in range(400)]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[FolderCases]:
    source = FolderCases(FolderSource(path="cases"), tmp_path, READER, b"the hall's key").start()
    yield source
    source.close()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_is_half_written_is_not_taken_and_the_one_before_goes_on(tmp_path: Path, folder: FolderCases) -> None:
    write_csv(tmp_path / "cases.csv", ROWS)
    until_known(folder, ROWS[-1:])
    whole = (tmp_path / "cases.csv").read_bytes()
    half = whole.replace("王小明".encode(), "李雷雷".encode())[: len(whole) // 2 + 3]
    (tmp_path / ".new").write_bytes(half)
    (tmp_path / ".new").replace(tmp_path / "cases.csv")
    os.utime(tmp_path / "cases.csv", (0, 0))  # long quiet: only that it is torn keeps it out
    folder.look()
    found = folder.by_receipt("A-399")
    assert not isinstance(found, SourceAway)
    assert found[0].name == "王小明"


def test_a_file_that_is_written_over_in_place_says_so_and_is_taken_when_it_is_whole(
    tmp_path: Path, folder: FolderCases
) -> None:
    path = tmp_path / "cases.csv"
    write_csv(path, ROWS)
    until_known(folder, ROWS[-1:])
    with path.open("r+b") as file:
        file.write(b"x" * 2_000)
        file.flush()
        assert isinstance(folder.by_receipt("A-3"), SourceAway)
        file.truncate(0)
        assert isinstance(folder.by_receipt("A-3"), SourceAway)
    write_csv(path, [ROWS[3]])
    until(lambda: folder.by_receipt("A-9") == ())
    found = folder.by_receipt("A-3")
    assert not isinstance(found, SourceAway)
    assert found[0].name == "王小明"


def test_a_case_in_two_files_is_the_one_of_the_later_name(tmp_path: Path, folder: FolderCases) -> None:
    write_csv(tmp_path / "2026-11.csv", [ROWS[1] | {"stage": "受理"}])
    (tmp_path / "2026-12.json").write_text(json.dumps([ROWS[1] | {"name": "王大明"}]))
    until_known(folder, [ROWS[1] | {"name": "王大明"}])
    (tmp_path / "2026-12.json").unlink()
    until_known(folder, [ROWS[1]])


def test_a_folder_that_was_never_read_says_that_it_is_away(tmp_path: Path) -> None:
    source = FolderCases(FolderSource(path="cases"), tmp_path / "nowhere", READER).start()
    try:
        assert isinstance(source.by_receipt("A-1"), SourceAway)
        (tmp_path / "nowhere").mkdir()
        write_csv(tmp_path / "nowhere" / "cases.csv", ROWS[:2])
        until_known(source, ROWS[:2])
    finally:
        source.close()


def test_a_first_file_that_is_torn_is_no_empty_folder(tmp_path: Path, folder: FolderCases) -> None:
    """Nobody is told that their case does not exist because a file is broken."""
    path = tmp_path / "cases.csv"
    path.write_text("receipt,name\nA-1,王\nA-2")
    os.utime(path, (0, 0))
    folder.look()
    found = folder.by_receipt("A-9")
    assert isinstance(found, SourceAway)
    assert "cases.csv" in found.reason


def test_identity_numbers_are_hashed_as_cards_are_and_found_by_both_kinds(tmp_path: Path, folder: FolderCases) -> None:
    number = "11010119900307829X"
    write_csv(tmp_path / "cases.csv", [{"receipt": "A-1", "name": "王小明", "id_number": number.lower()}])
    until_known(folder, [{"receipt": "A-1", "name": "王小明"}])
    for kind in (CardKind.RESIDENT, CardKind.SOCIAL):
        found = folder.by_person(Identity(kind, number).person(b"the hall's key"))
        assert not isinstance(found, SourceAway)
        assert [case.receipt for case in found] == ["A-1"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.csv", "receipt,name\nA-1,王\nA-2"),
        ("a.csv", 'receipt,name\nA-1,"王'),
        ("a.csv", ""),
        ("a.json", '[{"receipt": "A-1"}, {"rece'),
        ("a.json", '[{"receipt": "A-1"}'),
        ("a.json", '[{"receipt": "A-1"}, 3]'),
        ("a.json", '[{"receipt": "A-1"}] more'),
        ("a.json", '{"receipt": "A-1"} {"receipt": "A-2"}'),
        ("a.jsonl", '{"receipt": "A-1"}\n{"rece'),
        ("a.json", "[" * 100_000),
        ("a.csv", "receipt,name\n" + "x" * 200_000),
    ],
)
def test_what_is_not_whole_is_not_taken(tmp_path: Path, name: str, body: str) -> None:
    path = tmp_path / name
    path.write_text(body)
    with pytest.raises(TornFileError):
        read_file(path, READER, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ending", [".csv", ".json", ".jsonl"])
def test_every_row_is_found_where_it_stands_in_every_encoding(tmp_path: Path, encoding: str, ending: str) -> None:
    waits = '等待"审批",\n请稍候'
    rows = [{"receipt": f"R{count}", "name": "王小明" * (count % 7), "next": waits} for count in range(3_000)]
    path = tmp_path / f"a{ending}"
    if ending == ".csv":
        write_csv(path, rows)
        body = path.read_text(encoding="utf-8")
    else:
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        body = "\n".join(lines) if ending == ".jsonl" else "[\n" + " ,\r\n".join(lines) + "\n]\n"
    path.write_bytes(body.encode(encoding))
    file = read_file(path, READER, encoding.removesuffix("-sig"))
    for row in rows:
        assert file.receipt(row["receipt"]) == row
    assert file.unread == 0
    file.close()


def test_one_spoilt_row_costs_that_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("receipt,name\nA-1,王\nA-2\n,nobody\nA-3,李\n")
    file = read_file(path, READER, "utf-8")
    assert [file.receipt(name) is not None for name in ("A-1", "A-2", "A-3")] == [True, False, True]
    assert file.unread == 2
    file.close()
