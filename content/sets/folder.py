"""A folder of sets: `objects/` by hash, `sets/` with manifests, and `current.json`, which names the set in use.

    objects/3f/3f9a…    a whole file, named by its SHA-256; it is there or it is not, never a part of it
    partial/3f9a…       a file that is being fetched, as far as it came
    sets/8c21…/         manifest.json and manifest.sig
    current.json        the set that counts, its number and size, and the one before it

`switch` is one rename: before it every reader gets the old set, after it the new one, even if a program is killed or
the power fails in between. It is done once everything that the new set needs is on disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from content.sets.manifest import BadManifestError, Manifest, SetFile, is_id, read_manifest, sha256_of
from program.durable import sync_folder, whole_file

logger = logging.getLogger(__name__)

CURRENT = "current.json"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Current:
    """Ids of the set in use and of the one `before`, which is kept complete as a fallback."""

    current: str | None = None
    before: str | None = None


class SetFolder:
    """`key`: the hall's public key in base64. One program writes a folder at a time; any number may read it."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self._key = key

    # ---- which set is in use

    def current(self) -> Current:
        """The set in use by `current.json`; if that is damaged, the newest complete set. Raises nothing."""
        try:
            said = json.loads((self.folder / CURRENT).read_bytes())
            found = Current(said["current"], said.get("before"))
            if all(one is None or is_id(one) for one in (found.current, found.before)):
                return found
        except FileNotFoundError:
            return Current()
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass
        whole = [(manifest.number, one) for one, manifest in self._known() if not self.lacking(manifest)]
        logger.error("%s cannot be read: the newest whole set counts", self.folder / CURRENT)
        return Current(max(whole)[1]) if whole else Current()

    def switch(self, wanted: str) -> None:
        """Put this set in use, after flushing all of it to disk. Raises `OSError`, `BadManifestError`."""
        manifest = self.manifest(wanted)
        self._settle(manifest)
        before = self.current()
        if before.current == wanted:
            return
        kept = before.current if before.current is not None else before.before
        with whole_file(self.folder / CURRENT, mode=0o644) as file:
            told = {"current": wanted, "before": kept, "number": manifest.number, "size": manifest.size}
            file.write(json.dumps(told).encode())

    def _settle(self, manifest: Manifest) -> None:
        """Flush every file of the set, also those that came before a restart, so that no power cut can lose one.

        This is done here and not for each file as it comes: flushing a file that is on disk already costs nothing, and
        after the first flush most of them are.
        """
        paths = sorted({self.object_path(one.sha256) for one in manifest.files})
        for path in paths:
            number = os.open(path, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
        for folder in sorted({path.parent for path in paths}):
            sync_folder(folder)
        for folder in (self.folder / "objects", self.folder, self.folder.parent):
            if folder.is_dir():
                sync_folder(folder)

    # ---- manifests

    def manifest(self, wanted: str) -> Manifest:
        """The manifest of set `wanted`. Raises `BadManifestError` if it is missing, damaged or not signed with the
        key."""
        try:
            content = (self._of(wanted) / MANIFEST).read_bytes()
            signature = (self._of(wanted) / SIGNATURE).read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            raise BadManifestError(f"cannot be read ({error})") from None
        if sha256_of(content) != wanted:
            raise BadManifestError("is damaged")
        return read_manifest(content, signature, self._key)

    def keep_manifest(self, content: bytes, signature: str) -> str:
        """Put a manifest on disk and return its id. Raises `OSError`."""
        wanted = sha256_of(content)
        for name, text in ((MANIFEST, content), (SIGNATURE, signature.encode("ascii"))):
            with whole_file(self._of(wanted) / name, mode=0o644) as file:
                file.write(text)
        return wanted

    def manifest_files(self, wanted: str) -> tuple[Path, Path]:
        return self._of(wanted) / MANIFEST, self._of(wanted) / SIGNATURE

    def _of(self, wanted: str) -> Path:
        assert is_id(wanted), wanted
        return self.folder / "sets" / wanted

    def _known(self) -> list[tuple[str, Manifest]]:
        found = []
        for path in sorted(self.folder.glob("sets/*")):
            with contextlib.suppress(BadManifestError):
                if is_id(path.name):
                    found.append((path.name, self.manifest(path.name)))
        return found

    # ---- files

    def object_path(self, sha256: str) -> Path:
        assert is_id(sha256), sha256
        return self.folder / "objects" / sha256[:2] / sha256

    def partial_path(self, sha256: str) -> Path:
        assert is_id(sha256), sha256
        return self.folder / "partial" / sha256

    def has(self, one: SetFile) -> bool:
        """Whether the file is there with the right size. Its content is hashed when it comes and when it is read."""
        try:
            return self.object_path(one.sha256).stat().st_size == one.size
        except OSError:
            return False

    def lacking(self, manifest: Manifest) -> list[SetFile]:
        """The files that are missing, each once."""
        once = {one.sha256: one for one in manifest.files}
        return [one for one in once.values() if not self.has(one)]

    def put(self, content: bytes) -> str:
        """Store a file from memory, as a whole or not at all, and return its hash; `switch` flushes it. Raises
        `OSError`."""
        sha256 = sha256_of(content)
        if not self.has(SetFile(path="", sha256=sha256, size=len(content))):
            with self._draft(sha256).open("wb") as file:
                file.write(content)
            self._draft(sha256).replace(self.object_path(sha256))
        return sha256

    def _draft(self, sha256: str) -> Path:
        """The path of a file while it is written; `sweep` removes what is left of one."""
        place = self.object_path(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place.with_name(f".{sha256}.{os.getpid()}")

    def put_file(self, path: Path) -> SetFile:
        """Store a copy of a file of any size, as `put`. Raises `OSError`."""
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
        one = SetFile(path="", sha256=digest.hexdigest(), size=size)
        if not self.has(one):
            draft = self._draft(one.sha256)
            with path.open("rb") as file, draft.open("wb") as copy:
                shutil.copyfileobj(file, copy, _PIECE)
            draft.replace(self.object_path(one.sha256))
        return one

    def adopt(self, one: SetFile) -> None:
        """Give a file that has been fetched completely its final name. Raises `OSError`."""
        place = self.object_path(one.sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        self.partial_path(one.sha256).replace(place)

    def drop(self, sha256: str) -> None:
        """Remove a damaged file, which is missing from then on. Raises `OSError`."""
        self.object_path(sha256).unlink(missing_ok=True)

    # ---- room

    def sweep(self, keep: Iterable[str], partial: Iterable[str] = ()) -> None:
        """Remove every set except `keep`, the files that none of these has, and partial files except `partial`.

        If the manifest of a set to keep cannot be read, nothing is removed, as its files may be all there is. Raises
        `OSError`.
        """
        kept = set(keep)
        try:
            needed = {one.sha256 for wanted in kept for one in self.manifest(wanted).files}
        except BadManifestError as error:
            logger.warning("nothing is swept: a manifest %s", error)
            return
        for path in self.folder.glob("sets/*"):
            if path.name not in kept:
                shutil.rmtree(path)
        for path in self.folder.glob("objects/*/*"):
            if path.name not in needed:
                path.unlink(missing_ok=True)
        names = set(partial)
        for path in self.folder.glob("partial/*"):
            if path.name not in names:
                path.unlink(missing_ok=True)
