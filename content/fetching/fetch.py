"""Fetches a set: the files that are missing, each checked against its hash, then the switch. If killed, it resumes.

    manifest and signature → is it the hall's, is it newer → is there room → each file that lacks → switch → sweep

The set in use is not touched before the switch. A file that broke off is resumed at the byte where it stopped; a file
that does not match its hash is thrown away and fetched once more.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from content.fetching.source import ContentSource, SourceAwayError
from content.sets.folder import MANIFEST, SIGNATURE, SetFolder
from content.sets.manifest import LARGEST_MANIFEST, BadManifestError, Manifest, SetFile, read_manifest, sha256_of
from program.durable import make_folder

RESERVE = 64_000_000
"""Bytes that a fetch leaves free, for the outbox and the log on the same disk."""
_FLUSH = 4 << 20
_SIGNATURE_BYTES = 1000


class FetchEnd(StrEnum):
    """How a fetch ended. After all but the first two the set in use is the old one."""

    SWITCHED = "switched"  # the new set is in use
    ALREADY = "already"  # the set was there already, complete
    AWAY = "away"  # the source did not answer, or broke off: trying again soon may help
    REFUSED = "refused"  # not signed by the hall, or not matching its hash: trying again soon does not help
    OLDER = "older"  # older than the set in use
    NO_ROOM = "no-room"  # the disk is too full
    DISK = "disk"  # the disk refused a write
    STOPPED = "stopped"  # the program ends


@dataclass(frozen=True, slots=True)
class Fetched:
    """The result of a fetch. `taken`: bytes that came over the network. `detail`: words for the log."""

    end: FetchEnd
    taken: int = 0
    detail: str = ""


class BadFileError(ValueError):
    """The content that came does not match its hash."""


class StoppedError(Exception):
    """The fetch was asked to stop."""


class Pace:
    """Limits a fetch to so many bytes a second, in small portions, so that the hall's messages come first. 0: no
    limit."""

    def __init__(self, bytes_per_s: float, sleep: Callable[[float], object] = time.sleep) -> None:
        self._rate = bytes_per_s
        self._sleep = sleep

    def took(self, size: int) -> None:
        if self._rate > 0:
            self._sleep(size / self._rate)


def never() -> bool:
    return False


class Fetcher:
    """For one thread at a time. `key`: the hall's public key. `stopped` is called between two pieces: whether to
    stop."""

    def __init__(
        self,
        folder: SetFolder,
        key: str,
        source: ContentSource,
        *,
        pace: Pace | None = None,
        stopped: Callable[[], bool] = never,
        reserve: int = RESERVE,
    ) -> None:
        self._folder = folder
        self._key = key
        self._source = source
        self._pace = pace or Pace(0)
        self._stopped = stopped
        self._reserve = reserve
        self._taken = 0

    def fetch(self, wanted: str) -> Fetched:
        """Fetch `wanted` (a set's id) and put it in use. Raises nothing for the network, the disk or bad content."""
        self._taken = 0
        try:
            return Fetched(self._fetch(wanted), self._taken)
        except SourceAwayError as error:
            return Fetched(FetchEnd.AWAY, self._taken, str(error))
        except (BadManifestError, BadFileError) as error:
            return Fetched(FetchEnd.REFUSED, self._taken, str(error))
        except StoppedError:
            return Fetched(FetchEnd.STOPPED, self._taken)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                return Fetched(FetchEnd.DISK, self._taken, error.strerror or str(error))
            self._make_way()
            return Fetched(FetchEnd.NO_ROOM, self._taken, "the disk is full")

    def _fetch(self, wanted: str) -> FetchEnd:
        current = self._folder.current()
        manifest = self._manifest(wanted)
        lacking = self._folder.lacking(manifest)
        if current.current == wanted and not lacking:
            return FetchEnd.ALREADY
        if current.current not in (None, wanted):
            with contextlib.suppress(BadManifestError):  # a damaged one must not stop the fetch
                if self._folder.manifest(str(current.current)).number >= manifest.number:
                    return FetchEnd.OLDER
        if not self._has_room(wanted, lacking):
            return FetchEnd.NO_ROOM
        for one in lacking:
            if self._stopped():
                raise StoppedError
            self._take(one)
        self._folder.switch(wanted)
        now = self._folder.current()
        self._folder.sweep([name for name in (now.current, now.before) if name is not None and self._is_known(name)])
        return FetchEnd.SWITCHED

    def _manifest(self, wanted: str) -> Manifest:
        """The manifest of `wanted`, from the disk if it came already."""
        with contextlib.suppress(BadManifestError):
            return self._folder.manifest(wanted)
        content = self._source.small(f"sets/{wanted}/{MANIFEST}", LARGEST_MANIFEST)
        signature = self._source.small(f"sets/{wanted}/{SIGNATURE}", _SIGNATURE_BYTES)
        if sha256_of(content) != wanted:
            raise BadManifestError("is not the one that was told")
        text = signature.decode("ascii", "replace").strip()
        manifest = read_manifest(content, text, self._key)
        self._taken += len(content)
        self._folder.keep_manifest(content, text)
        return manifest

    def _is_known(self, name: str) -> bool:
        try:
            self._folder.manifest(name)
        except BadManifestError:
            return False
        return True

    # ---- room

    def _has_room(self, wanted: str, lacking: list[SetFile]) -> bool:
        """Whether there is room for the missing files. If not, the set before the one in use is removed first."""
        if self._room() >= self._needed(lacking):
            return True
        current = self._folder.current().current
        keep = [name for name in (current, wanted) if name is not None and self._is_known(name)]
        self._folder.sweep(keep, [one.sha256 for one in lacking])
        return self._room() >= self._needed(lacking)

    def _room(self) -> int:
        make_folder(self._folder.folder)
        return shutil.disk_usage(self._folder.folder).free - self._reserve

    def _needed(self, lacking: list[SetFile]) -> int:
        return sum(max(0, one.size - _size(self._folder, one)) for one in lacking)

    def _make_way(self) -> None:
        """Remove partly fetched files, which would keep a full disk full."""
        for path in self._folder.folder.glob("partial/*"):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    # ---- one file

    def _take(self, one: SetFile) -> None:
        """Fetch one file. When this returns it is in its place, complete and on disk."""
        for last in (False, True):
            try:
                self._take_once(one)
            except BadFileError:
                self._folder.partial_path(one.sha256).unlink(missing_ok=True)
                if last:
                    raise
            else:
                self._folder.adopt(one)
                return

    def _take_once(self, one: SetFile) -> None:
        path = self._folder.partial_path(one.sha256)
        make_folder(path.parent)
        digest, have = hashlib.sha256(), 0
        with path.open("a+b") as file:
            file.seek(0)
            while piece := file.read(1 << 20):
                digest.update(piece)
                have += len(piece)
            if have < one.size:
                stream = self._source.object(one.sha256, have)
                if stream.start != have:
                    file.truncate(0)
                    digest, have = hashlib.sha256(), 0
                unflushed = 0
                for piece in stream.pieces:
                    if self._stopped():
                        raise StoppedError
                    have += len(piece)
                    if have > one.size:
                        break
                    file.write(piece)
                    digest.update(piece)
                    self._taken += len(piece)
                    unflushed += len(piece)
                    if unflushed >= _FLUSH:  # in portions, as one long flush would delay the outbox's
                        unflushed = 0
                        file.flush()
                        os.fdatasync(file.fileno())
                    self._pace.took(len(piece))
                if have < one.size:
                    file.flush()
                    raise SourceAwayError("broke off")
            if have != one.size or digest.hexdigest() != one.sha256:
                raise BadFileError(f"{one.path} does not fit its hash")


def _size(folder: SetFolder, one: SetFile) -> int:
    try:
        return folder.partial_path(one.sha256).stat().st_size
    except OSError:
        return 0
