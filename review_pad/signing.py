"""The pad's own signature under each review: Ed25519, with a key that never leaves this terminal.

`cryptography` is imported when a key is first needed: a pad that shows a clerk's card does not pay for it.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import threading
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from domain.commands import GiveRating
from domain.state.rating import signed_bytes
from program.durable import whole_file
from program.secret_file import read_guarded

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Signer:
    """`path`: the key file (PEM), made with mode 0600 when it is missing. Raises OSError or ValueError if unusable.

    Thread-safe, and one thread at a time: two must not load the library at once (`kiosk/terminal/start/libraries.py`).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()

    def ready(self) -> None:
        """Make the key if there is none yet (at the pad's first start). Raises `OSError` if there can be none, or if
        the file is damaged: every review would be refused."""
        with self._lock:
            if not self._path.exists():
                _make(self._path)
            elif not _whole(read_guarded(str(self._path))):
                raise OSError(errno.EIO, f"{self._path} is damaged")

    @property
    def public_key(self) -> str:
        """Base64, as it stands in `hall.toml` (`devices[].public_key`)."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.b64encode(raw).decode()

    def sign(self, message: bytes) -> str:
        """The signature in base64."""
        with self._lock:
            return base64.b64encode(self._key.sign(message)).decode()

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        self.ready()
        key = load_pem_private_key(read_guarded(str(self._path)), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{self._path} holds another kind of key than Ed25519")  # noqa: TRY004 - of a file
        return key


def signed(signer: Signer, review: GiveRating) -> GiveRating:
    """The review with this pad's signature under all of it."""
    return replace(review, signature=signer.sign(signed_bytes(review)))


def _whole(pem: bytes) -> bool:
    lines = pem.strip().splitlines()
    return len(lines) > 2 and lines[0].startswith(b"-----BEGIN ") and lines[-1].startswith(b"-----END ")


def _make(path: Path) -> None:
    """Whole or not at all, and never over one that another start of this pad has just made."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with contextlib.suppress(FileExistsError), whole_file(path, mode=0o600, replace=False) as file:
        file.write(pem)
