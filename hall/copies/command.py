"""`xiaochuang hall-copies`: lists, checks and restores the copies of a hall's store."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hall.copies.copy_file import BadCopyError, CopyFile, copies_in, copy_of, fault_of, take
from hall.copies.opening import adopt
from hall.copies.restoring import restore
from hall.copies.safe_store import COPIES, STORE, Beside
from hall.disk.disk_words import disk_words
from hall.disk.lock import alone
from program.start.either_side import on_either_side, parse


def copies_main(argv: Sequence[str]) -> int:
    """Run the command. Returns 0 if it was done, 1 if it could not be, 2 for wrong arguments, 69 while a hall service
    runs there."""
    parser = argparse.ArgumentParser(
        prog="xiaochuang hall-copies",
        description="List the copies of a hall's store, make one, or put one in the store's place. A hall that finds "
        "its store damaged takes the newest good copy by itself.",
    )
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("list", help="the copies, newest first, and whether each is good")
    taking = words.add_parser("take", help="make a copy now, also while the hall works")
    restoring = words.add_parser(
        "restore",
        help="put a copy in the store's place; the hall must be stopped",
        description="The store is put aside, not deleted. Without COPY the newest good one is taken, and what the log"
        " beside it has since is written into it again; with COPY it is taken as it is. Numbers go on above all that"
        " were given, and the hall is another store from then on.",
    )
    data: dict[str, Any] = {"type": Path, "metavar": "DIR", "help": "the hall service's data folder"}
    on_either_side(parser, [words], "--data", required=True, **data)
    second: dict[str, Any] = {"type": Path, "metavar": "DIR", "help": "a folder of copies on another disk"}
    on_either_side(parser, [words], "--second-copies", only=("list", "restore"), **second)
    taking.add_argument("--to", type=Path, metavar="DIR", help="where to (default: copies in the data folder)")
    restoring.add_argument("copy", type=Path, nargs="?", metavar="COPY", help="the copy's file")
    asked = parse(parser, argv)
    if asked.word == "take" and asked.second_copies:
        parser.error("take has --to, not --second-copies")
    try:
        match asked.word:
            case "list":
                return _list([asked.data / COPIES, *([asked.second_copies] if asked.second_copies else [])])
            case "take":
                return _take(asked.data, asked.to or asked.data / COPIES)
            case _:
                return _restore(asked.data, asked.second_copies, asked.copy)
    except (OSError, sqlite3.Error, BadCopyError) as error:
        said = str(error) if isinstance(error, BadCopyError) else disk_words(error)
        print(f"xiaochuang hall-copies: {said}", file=sys.stderr)
        return 1


def _list(folders: Sequence[Path]) -> int:
    found = [copy for folder in folders for copy in copies_in(folder)]
    for copy in sorted(found, key=lambda one: (one.at, one.seq), reverse=True):
        fault = fault_of(copy.path)
        print(f"{copy.at:%Y-%m-%d %H:%M:%S} UTC  event {copy.seq:>9}  {fault or 'good'}  {copy.path}")
    if not found:
        print("no copies", file=sys.stderr)
    return 0 if found else 1


def _take(data: Path, folder: Path) -> int:
    store = data / STORE
    if not store.exists():
        raise FileNotFoundError(f"{store}: no such store")
    copy = take(store, folder, lambda _seq, _part: None, lambda: False)
    print(copy.path)
    return 0


def _restore(data: Path, second: Path | None, path: Path | None) -> int:
    with alone(data) as is_alone:
        if not is_alone:
            print(f"xiaochuang hall-copies: a hall service works in {data}: stop it first", file=sys.stderr)
            return os.EX_UNAVAILABLE
        chosen = _chosen(path) if path is not None else None
        if chosen is None and path is not None:
            return 1
        beside = Beside(data)
        for folder in (second, path.parent if path is not None else None):
            if folder is not None:
                adopt(beside, folder)
        found = restore(data / STORE, beside, "by hand", second, chosen)
        beside.reserve.close()
    print(f"the hall goes on from {found.copy or 'a new store'}, and {found.again} events that were written again")
    return 0


def _chosen(path: Path) -> CopyFile | None:
    fault = fault_of(path) if path.exists() else "no such file"
    if fault:
        print(f"xiaochuang hall-copies: {path}: {fault}", file=sys.stderr)
        return None
    return copy_of(path)
