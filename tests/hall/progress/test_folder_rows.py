"""Where the rows of a file begin, and which files are torn: also where one row would fill the memory."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from domain.progress.settings import SourceFields, SourceStages
from hall.progress import folder_files
from hall.progress.folder_files import IndexedFile, read_file
from hall.progress.folder_rows import PLACES, OpenFile, TornFileError
from hall.progress.rows import RowReader

LONGEST = 64 * 1024


def rows(folder: Path, name: str, content: bytes, encoding: str = "utf-8") -> list[bytes]:
    """The rows; each must also stand where it is said to begin."""
    path = folder / name
    path.write_bytes(content)
    handle = os.open(path, os.O_RDONLY)
    try:
        found = list(PLACES[path.suffix](OpenFile(name, handle, encoding)))
    finally:
        os.close(handle)
    assert [content[at : at + len(row)] for at, row in found] == [row for _, row in found]
    return [row for _, row in found]


MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.jsonl", b'{"a":1}\n\n \n{"a":2}', [b'{"a":1}\n', b'{"a":2}']),
        ("a.jsonl", MARK + b'{"a":1}\n' + MARK + b'{"a":2}\n', [b'{"a":1}\n', MARK + b'{"a":2}\n']),
        ("a.jsonl", b"", []),
        ("a.csv", MARK + b'a,b\n"x\n""y",1\n\n2,3', [b"a,b\n", b'"x\n""y",1\n', b"2,3"]),
        ("a.json", MARK + b' [{"a":1} ,\n {"b":{"c":"]"}}] \n', [b'{"a":1}', b'{"b":{"c":"]"}}']),
        ("a.json", b'{"a":1}\n', [b'{"a":1}']),
        ("a.json", b" [ ] ", []),
    ],
)
def test_each_row_is_found_where_it_begins(tmp_path: Path, name: str, content: bytes, found: list[bytes]) -> None:
    assert rows(tmp_path, name, content) == found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b'a,b\n"x,1\n'),
        ("a.json", b'[{"a":1}'),
        ("a.json", b'[{"a":1}] x'),
        ("a.json", b'{"a":1} {"a":2}'),
        ("a.json", b'[{"a":'),
        ("a.json", b'[{"a":"\xff"}]'),
        ("a.json", '[{"a":"王"}]'.encode()[:-4]),
        ("a.json", b"[7]"),
        pytest.param("a.json", b'[{"a":' + b"[" * 30_000, id="thirty thousand lists in one another"),
    ],
)
def test_a_file_that_ends_in_the_midst_or_is_something_else_is_torn(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(TornFileError):
        rows(tmp_path, name, content)


def padded(name: str, size: int) -> bytes:
    """One row of so many bytes."""
    if name.endswith(".csv"):
        return b'"' + b"x" * (size - 2) + b'"'
    return b'{"a":"' + b"x" * (size - 8) + b'"}'


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_a_row_as_long_as_a_row_may_be_is_read(tmp_path: Path, name: str) -> None:
    row = padded(name, LONGEST)
    assert rows(tmp_path, name, row) == [row]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_a_row_without_an_end_is_given_up_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    read, real = 0, os.pread

    def pread(handle: int, size: int, at: int) -> bytes:
        nonlocal read
        chunk = real(handle, size, at)
        read += len(chunk)
        return chunk

    monkeypatch.setattr(os, "pread", pread)
    lines = b'{"a":"' if name != "a.csv" else b'"'
    for piece in (b"x" * 1_000_000, b"x\n" * 500_000 if name == "a.csv" else b"y" * 1_000_000):
        read = 0
        with pytest.raises(TornFileError):
            rows(tmp_path, name, lines + piece)
        assert read <= 4 * LONGEST


def test_a_file_of_another_coding_is_read_in_it(tmp_path: Path) -> None:
    said = json.dumps([{"名": "王"}], ensure_ascii=False)
    assert rows(tmp_path, "a.json", said.encode("gb18030"), "gb18030") == ['{"名": "王"}'.encode("gb18030")]


def test_a_file_that_changes_while_it_is_read_is_torn_and_is_not_left_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, index = tmp_path / "a.jsonl", folder_files._index
    reader = RowReader(SourceFields(), SourceStages())
    path.write_bytes(b'{"receipt":"A-1"}\n')

    def meanwhile(made: IndexedFile, reader: RowReader, key: bytes) -> None:
        index(made, reader, key)
        with path.open("ab") as file:
            file.write(b'{"receipt":"A-2"}\n')

    with monkeypatch.context() as written:
        written.setattr(folder_files, "_index", meanwhile)
        with pytest.raises(TornFileError, match="is being written"):
            read_file(path, reader, "utf-8")
    assert not [one for one in Path("/proc/self/fd").iterdir() if one.is_symlink() and names(one) == str(path)]
    found = read_file(path, reader, "utf-8")
    row = found.receipt("A-2")
    assert row is not None
    assert row["receipt"] == "A-2"
    found.close()
    assert not [one for one in Path("/proc/self/fd").iterdir() if one.is_symlink() and names(one) == str(path)]


def names(link: Path) -> str:
    """Where an open file lies; "" if it is closed by now."""
    try:
        return str(link.readlink())
    except OSError:
        return ""
