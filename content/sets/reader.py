"""Reads a set from disk. Every file is hashed before use: a damaged one is noticed and fetched again."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from content.sets.folder import SetFolder
from content.sets.manifest import BadManifestError, Manifest, SetFile
from domain.content.guide import Guide
from domain.content.whole import ContentIndex

logger = logging.getLogger(__name__)

T = TypeVar("T")

INDEX = "index.json"


class DamagedFileError(OSError):
    """A file of the set is missing or damaged. It is removed, and missing from then on."""


class ContentSet:
    """One complete set. It stays the same while newer ones come; its user decides when to open the next."""

    def __init__(self, folder: SetFolder, name: str, manifest: Manifest) -> None:
        """Raises `DamagedFileError` if its index cannot be read."""
        self.name = name
        self.manifest = manifest
        self._folder = folder
        self._files = {one.path: one for one in manifest.files}
        self.index = self._read(ContentIndex, INDEX)

    def guide(self, item: str) -> Guide | None:
        """None: the set has no such item. Raises `DamagedFileError`."""
        path = guide_path(item)
        return self._read(Guide, path) if path in self._files else None

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def bytes_of(self, path: str) -> bytes:
        """A text or picture, by its path in the set. Raises `KeyError`, `DamagedFileError`."""
        one = self._files[path]
        try:
            content = self._folder.object_path(one.sha256).read_bytes()
        except OSError as error:
            raise DamagedFileError(f"{path}: {error.strerror}") from None
        if len(content) != one.size or hashlib.sha256(content).hexdigest() != one.sha256:
            self._damaged(one)
        return content

    def path_of(self, path: str) -> Path:
        """A film, hashed piece by piece, for a player to open. Raises `KeyError`, `DamagedFileError`."""
        one, digest = self._files[path], hashlib.sha256()
        whole = self._folder.object_path(one.sha256)
        try:
            with whole.open("rb") as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
        except OSError as error:
            raise DamagedFileError(f"{path}: {error.strerror}") from None
        if digest.hexdigest() != one.sha256:
            self._damaged(one)
        return whole

    def _read(self, kind: type[T], path: str) -> T:
        if path not in self._files:
            raise DamagedFileError(f"the set has no {path}")
        try:
            read: T = _adapter(kind).validate_json(self.bytes_of(path), strict=True)
        except ValidationError as error:  # the hash is right, so another version packed it
            raise DamagedFileError(f"{path}: {str(error).splitlines()[0]}") from None
        return read

    def _damaged(self, one: SetFile) -> None:
        logger.error("content file %s is damaged: it is fetched again", one.sha256[:12])
        self._folder.drop(one.sha256)
        raise DamagedFileError(f"{one.path} is damaged")


def guide_path(item: str) -> str:
    return f"guides/{item}.json"


def open_set(folder: SetFolder) -> ContentSet | None:
    """The set in use; if that is damaged, the one before. None: there is no set to show."""
    current = folder.current()
    for name in (current.current, current.before):
        if name is None:
            continue
        try:
            manifest = folder.manifest(name)
            if folder.lacking(manifest):
                logger.error("content set %s lacks files", name[:12])
                continue
            return ContentSet(folder, name, manifest)
        except (BadManifestError, DamagedFileError) as error:
            logger.warning("content set %s cannot be shown: %s", name[:12], error)
    return None


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    """The adapter for `kind`, made at the first use, as that takes longer than reading a guide."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def as_json(value: Any) -> bytes:
    """The value as JSON: packing writes with this what this file reads."""
    return bytes(_adapter(type(value)).dump_json(value))
