"""The manifest of a set: which files it has, by SHA-256, and the hall's signature over exactly these bytes.

A set's id is the SHA-256 of its manifest. `number` grows from set to set, so that a terminal never takes an older set
for a newer one, whichever server offers it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = 1
MOST_FILES = 50_000
MOST_BYTES = 4_000_000_000
LARGEST_MANIFEST = 16_000_000
_MARK = b"xiaochuang content set\n"
"""Prefix of the signed bytes, so that a signature made for something else is not valid here."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFile:
    """One file: its path as pages name it, what it must hash to, its size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`made_at` in epoch ms, for people; `number` orders the sets."""

    format: int
    number: int
    made_at: int
    files: tuple[SetFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files, each counted once."""
        return sum({one.sha256: one.size for one in self.files}.values())


class BadManifestError(ValueError):
    """These bytes are not a usable manifest; the text says why."""


def is_id(text: str) -> bool:
    """Whether `text` can be the id of a set or the hash of a file: 64 hexadecimal digits."""
    return _SHA256.fullmatch(text) is not None


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_manifest(content: bytes, signature: str, public_key: str) -> Manifest:
    """The manifest, if it is signed with this key (base64) and valid. Raises `BadManifestError`.

    The signature is checked first, so that a stranger's bytes are never parsed.
    """
    if len(content) > LARGEST_MANIFEST:
        raise BadManifestError(f"is larger than {LARGEST_MANIFEST} bytes")
    if not _is_signed(content, signature, public_key):
        raise BadManifestError("is not signed with this hall's key")
    from pydantic import ValidationError  # noqa: PLC0415 - the hall names sets and reads none

    try:
        manifest = _adapter().validate_json(content, strict=True)
    except (ValidationError, RecursionError) as error:
        raise BadManifestError(f"is no manifest: {str(error).splitlines()[0]}") from None
    if manifest.format != FORMAT:
        raise BadManifestError(f"has format {manifest.format}, and this program knows {FORMAT}: it is older")
    _check(manifest)
    return manifest


def write_manifest(manifest: Manifest) -> bytes:
    return _adapter().dump_json(manifest)


def message_of(content: bytes) -> bytes:
    """What is signed for a manifest."""
    return _MARK + content


@cache
def _adapter() -> TypeAdapter[Manifest]:
    from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(Manifest)


def _check(manifest: Manifest) -> None:
    if len(manifest.files) > MOST_FILES:
        raise BadManifestError(f"names more than {MOST_FILES} files")
    sizes: dict[str, int] = {}
    paths: set[str] = set()
    for one in manifest.files:
        if not is_id(one.sha256) or not 0 <= one.size <= MOST_BYTES:
            raise BadManifestError("names a file without a hash or size")
        if sizes.setdefault(one.sha256, one.size) != one.size:
            raise BadManifestError("gives one file two sizes")
        if one.path in paths:
            raise BadManifestError(f"names {one.path!r} twice")
        paths.add(one.path)
    if manifest.size > MOST_BYTES:
        raise BadManifestError(f"has more than {MOST_BYTES} bytes")


def _is_signed(content: bytes, signature: str, public_key: str) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - 15 MB, needed once a set
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature.strip(), validate=True), message_of(content))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
