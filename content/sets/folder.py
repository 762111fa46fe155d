"""A folder of sets: `objects/` by hash, `sets/` with manifests, and `current.json`, which says which set counts.

    objects/3f/3f9a…    a whole file, named by its SHA-256; it is there or it is not, never a part of it
    partial/3f9a…       a file that is being fetched, as far as it came
    sets/8c21…/         manifest.json and manifest.sig
    current.json        the set that counts, its number and size, and the one before it

`switch` is one rename: until then everybody reads the set that was, from then on the new one, whatever is killed or
loses power in between. It comes after everything that the new set needs is on disk.
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
    """Ids of sets. `before` is kept whole, so that there is a way back."""

    current: str | None = None
    before: str | None = None


class SetFolder:
    """`key`: the hall's public key in base64. One program writes a folder at a time; any number may read it."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self._key = key

    # ---- which set counts

    def current(self) -> Current:
        """What `current.json` says; if it is damaged, the newest set that is whole. Never raises."""
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
        """From now on this set counts. All of it is put on disk first. Raises `OSError`, `BadManifestError`."""
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
        """Flush every file of it, also those that came before a restart: then no power cut takes one back.

        Here and not one by one as they come: what is on disk already costs nothing more, and after the first flush most
        of them are.
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
        """Raises `BadManifestError` for one that is not there, damaged or not signed with the key."""
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
        """Whether it is there in its size. What it holds was hashed when it came, and is hashed when it is read."""
        try:
            return self.object_path(one.sha256).stat().st_size == one.size
        except OSError:
            return False

    def lacking(self, manifest: Manifest) -> list[SetFile]:
        """Each file once."""
        once = {one.sha256: one for one in manifest.files}
        return [one for one in once.values() if not self.has(one)]

    def put(self, content: bytes) -> str:
        """A file from memory: there whole or not at all; `switch` puts it on disk. Raises `OSError`."""
        sha256 = sha256_of(content)
        if not self.has(SetFile(path="", sha256=sha256, size=len(content))):
            with self._draft(sha256).open("wb") as file:
                file.write(content)
            self._draft(sha256).replace(self.object_path(sha256))
        return sha256

    def _draft(self, sha256: str) -> Path:
        """Where a file is written before it has its name; what is left of one is swept away."""
        place = self.object_path(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place.with_name(f".{sha256}.{os.getpid()}")

    def put_file(self, path: Path) -> SetFile:
        """A copy of a file of any size, as `put`. Raises `OSError`."""
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
        """Its partial file is whole: give it its name. Raises `OSError`."""
        place = self.object_path(one.sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        self.partial_path(one.sha256).replace(place)

    def drop(self, sha256: str) -> None:
        """It is not what it should be: it is lacking from now on. Raises `OSError`."""
        self.object_path(sha256).unlink(missing_ok=True)

    # ---- room

    def sweep(self, keep: Iterable[str], partial: Iterable[str] = ()) -> None:
        """Remove every set but `keep`, files that none of these has, and partial files but those named.

        If the manifest of a set to keep cannot be read, nothing is removed: it may be all there is. Raises `OSError`.
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
