"""`xiaochuang verify-ratings DIR`: recomputes the chain of reviews of a hall, which may be running. It changes
nothing."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from domain.events import EVENT_NAMES, RatingGiven, RatingInvited
from domain.state.rating import GENESIS, verify_chain
from hall.archive import history
from hall.archive.files import ARCHIVE, ArchiveFiles, SpoiltYearError
from hall.config.file import read_hall
from hall.disk import journal
from hall.disk.journal import UnreadableEventError
from hall.disk.migrations import MIGRATIONS
from hall.signatures import verify_signatures
from program.data_version import NewerDataError

STORE = "hall.db"


def reviews(store: Path) -> list[RatingGiven]:
    """All reviews of a hall, from archive and store, oldest first. Raises `sqlite3.Error` if the file is no store,
    `ValueError` if it is of a newer version or damaged.
    """
    given = history.events(store, MIGRATIONS, types=(EVENT_NAMES[RatingGiven],))
    return [cast("RatingGiven", journal.read(stored)) for stored in given]


def nonces(store: Path) -> dict[str, str]:
    """Rating session → its nonce, which the pad signed with the review."""
    invited = history.events(store, MIGRATIONS, types=(EVENT_NAMES[RatingInvited],))
    sessions = (json.loads(stored.body) for stored in invited)
    return {session["session"]: session["nonce"] for session in sessions}


def verify_main(argv: Sequence[str]) -> int:
    """Returns 0 if the chain is whole, 1 if it is not, 2 if there is nothing to read."""
    parser = argparse.ArgumentParser(
        prog="xiaochuang verify-ratings",
        description="Recompute the chain of reviews and say whether it is whole. Note the last hash somewhere else: a "
        "chain whose end was cut off is whole too, but ends in another hash.",
    )
    parser.add_argument("data", type=Path, metavar="DIR", help="the hall service's data folder, or its hall.db")
    parser.add_argument("--config", type=Path, metavar="hall.toml", help="holds the pads' keys: check signatures too")
    parser.add_argument(
        "--strict", action="store_true", help="with --config: a review from a pad without a key is a failure too"
    )
    asked = parser.parse_args(argv)
    if asked.strict and asked.config is None:
        parser.error("--strict needs --config, which has the pads' keys")
    data = asked.data
    store = data / STORE if data.is_dir() else data
    try:
        found = reviews(store)
    except (sqlite3.Error, ValueError) as error:
        print(f"xiaochuang verify-ratings: {_words(store, error)}", file=sys.stderr)
        return 2
    report = verify_chain(found)
    if report.broken_session is not None:
        print(
            f"NOT WHOLE: {report.count} reviews are sound, then the one of session {report.broken_session} "
            f"{report.reason}"
        )
        for path in ArchiveFiles(store.parent / ARCHIVE).empty():
            print(f"{path} is empty: put this year's file of the second disk, or of a backup, in its place")
        return 1
    print(f"whole: {report.count} reviews, last hash {found[-1].hash if found else GENESIS}")
    return 0 if asked.config is None else _signatures(asked.config, found, nonces(store), strict=asked.strict)


def _words(store: Path, error: Exception) -> str:
    """Words about an error: which file, why, and what to do."""
    if isinstance(error, SpoiltYearError | NewerDataError):
        return str(error)
    if isinstance(error, UnreadableEventError):
        return f"{ArchiveFiles(store.parent / ARCHIVE).file_of(error.seq) or store}: {error}"
    if not store.exists():
        return f"{store} cannot be read: there is no such file; name the hall service's data folder"
    return (
        f"{store} cannot be read: {error}. If it is damaged, the hall puts it right from its copies when it is "
        f"started; xiaochuang hall-copies list --data {store.parent} shows them"
    )


def _signatures(path: Path, found: list[RatingGiven], by_session: dict[str, str], *, strict: bool) -> int:
    config = read_hall(path)
    if isinstance(config, list):
        for mistake in config:
            print(mistake, file=sys.stderr)
        return 2
    report = verify_signatures(config, found, by_session)
    if report.false_session is not None:
        print(f"NOT SIGNED by its pad, nor made by phone: the review of session {report.false_session}")
        print("If the pad was replaced since, its old key belongs into former_keys of [ratings] in hall.toml")
        return 1
    print(f"signatures: {report.true} true, {report.unsigned} from pads without a key, {report.by_phone} made by phone")
    if strict and report.unsigned:
        print(f"NOT PROVED: {report.unsigned} reviews come from pads without a key, which anybody may have made")
        return 1
    return 0
