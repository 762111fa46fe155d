"""Cases in a folder, in CSV or JSON files of another system. A lookup among 100,000 takes microseconds.

A thread of its own checks once a second for changes and reads them. Until a new file is read completely and has not
changed for a moment, the former file answers. A file that is overwritten in place cannot answer meanwhile: the source
is then away.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from pathlib import Path

from domain.normal_form import normal
from domain.progress.cases import CaseChange, CaseRecord
from domain.progress.settings import FolderSource
from hall.progress.folder_files import IndexedFile, Signature, read_file
from hall.progress.folder_rows import PLACES, TornFileError
from hall.progress.port import Changes, Found, SourceAway
from hall.progress.rows import RowReader

logger = logging.getLogger(__name__)

LOOK_S = 1.0
QUIET_S = 1.0
"""How long a file must be unchanged before it is read, because it may be in the middle of being written."""

MOST_FILES = 200
MOST_CASES_OF_ONE = 100
CHANGES = "changes"
"""Name of the file of changes, without its ending."""


class FolderCases:
    """A `CaseSource`. `start` it; `close` ends its thread."""

    finds_people = True
    tells_changes = True

    def __init__(self, settings: FolderSource, folder: Path, reader: RowReader, person_key: bytes = b"") -> None:
        """`folder`: absolute. `person_key`: of the hall, if rows hold identity numbers."""
        self._settings = settings
        self._folder = folder
        self._reader = reader
        self._key = person_key
        self._lock = threading.Lock()
        self._files: dict[str, IndexedFile] = {}
        self._bad: dict[str, Signature] = {}
        self._trouble = "the folder has not been read yet"
        self._told_bad: dict[str, str] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cases-folder", daemon=True)

    def start(self) -> FolderCases:
        self._thread.start()
        return self

    # ---- questions

    def by_receipt(self, receipt: str) -> Found:
        form = normal(receipt)
        with self._lock:
            if self._trouble:
                return SourceAway(self._trouble)
            try:
                for file in self._newest_first():
                    row = file.receipt(form)
                    case = self._reader.record(row) if row is not None else None
                    if case is not None and normal(case.receipt) == form:
                        return (case,)
                    if row is not None:
                        return SourceAway(f"{file.path.name} is being written over")
            except (TornFileError, OSError) as error:
                return SourceAway(_why(error))
        return ()

    def by_person(self, person: str) -> Found:
        found: dict[str, CaseRecord] = {}
        with self._lock:
            if self._trouble:
                return SourceAway(self._trouble)
            try:
                for file in self._newest_first():
                    for row in file.persons(person)[:MOST_CASES_OF_ONE]:
                        case = self._reader.record(row, person)
                        if case is not None:
                            found.setdefault(normal(case.receipt), case)
            except (TornFileError, OSError) as error:
                return SourceAway(_why(error))
        return tuple(found.values())

    def changes(self, since: int | None, limit: int) -> Changes | SourceAway:
        """The changes; the file is read anew each time. It is short, because its writer drops old changes."""
        path = next(
            (self._folder / f"{CHANGES}{end}" for end in PLACES if (self._folder / f"{CHANGES}{end}").exists()), None
        )
        if path is None:
            return Changes((), since or 0)
        try:
            file = read_file(path, self._reader, self._settings.encoding, changes=True)
        except (OSError, TornFileError) as error:
            return SourceAway(_why(error))
        try:
            changes = sorted(self._all_changes(file), key=lambda one: one.change)
        except (OSError, TornFileError) as error:
            return SourceAway(_why(error))
        finally:
            file.close()
        last = max((change.change for change in changes), default=since or 0)
        after = [change for change in changes if since is not None and change.change > since]
        return Changes(tuple(after[:limit]), last)

    def close(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        with self._lock:
            for file in self._files.values():
                file.close()
            self._files.clear()
            self._trouble = "closed"

    def _newest_first(self) -> list[IndexedFile]:
        return [self._files[name] for name in sorted(self._files, reverse=True)]

    def _all_changes(self, file: IndexedFile) -> list[CaseChange]:
        rows = file.every_row()
        return [change for change in map(self._reader.change, rows) if change is not None]

    # ---- the thread

    def _run(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(Exception):  # a bug must not end this thread; known files still answer
                self.look()
            self._ended.wait(LOOK_S)

    def look(self) -> None:
        """Read what has changed in the folder. Called from one thread only."""
        try:
            found = self._found()
        except OSError as error:
            self._say(f"the folder cannot be read: {error.strerror}")
            return
        if len(found) > MOST_FILES:
            self._say(f"more than {MOST_FILES} files: put many cases in one")
            return
        waiting = False
        for name, signature in found.items():
            known = self._files.get(name)
            if self._ended.is_set():
                return
            if (known is not None and known.signature == signature) or self._bad.get(name) == signature:
                continue
            if time.time_ns() - signature.changed_ns < QUIET_S * 1e9:
                waiting = waiting or known is None
                continue
            self._take(name, signature)
        for name in self._files.keys() - found.keys():
            self._put(name, None)
        missing = sorted(name for name in self._bad if name in found and name not in self._files)
        self._bad = {name: one for name, one in self._bad.items() if name in found}
        if missing:
            self._say(self._told_bad.get(missing[0], f"{missing[0]} cannot be read"))
        elif waiting and self._trouble:
            self._say("the folder has not been read yet")
        else:
            self._say("")

    def _found(self) -> dict[str, Signature]:
        found: dict[str, Signature] = {}
        with os.scandir(self._folder) as entries:
            for entry in entries:
                stem, ending = os.path.splitext(entry.name)  # noqa: PTH122 - 200 names a second
                if ending.lower() not in PLACES or entry.name.startswith(".") or stem == CHANGES:
                    continue
                with contextlib.suppress(FileNotFoundError):  # just renamed
                    if entry.is_file():
                        found[entry.name] = Signature.of(entry.stat())
        return found

    def _take(self, name: str, signature: Signature) -> None:
        try:
            file = read_file(self._folder / name, self._reader, self._settings.encoding, self._key)
        except (OSError, TornFileError) as error:
            self._bad[name] = signature
            self._told_bad[name] = _why(error)
            logger.warning("cases: %s", _why(error))
            return
        self._bad.pop(name, None)
        if file.unread:
            logger.warning("cases: %s: %d rows are none", name, file.unread)
        self._put(name, file)

    def _put(self, name: str, file: IndexedFile | None) -> None:
        with self._lock:
            before = self._files.pop(name, None)
            if file is not None:
                self._files[name] = file
        if before is not None:
            before.close()

    def _say(self, trouble: str) -> None:
        with self._lock:
            self._trouble = trouble


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, TornFileError) else f"cannot be read: {getattr(error, 'strerror', error)}"
