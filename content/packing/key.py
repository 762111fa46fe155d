"""The hall's key for content: Ed25519, made once, kept where sets are packed. terminal.toml has its public half."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from program.durable import whole_file
from program.secret_file import SecretRefusedError, read_guarded

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class ContentKey:
    """Raises `SecretRefusedError` or `OSError` if the file cannot be used or made."""

    def __init__(self, path: Path) -> None:
        from cryptography.hazmat.primitives import serialization as pem  # noqa: PLC0415 - 15 MB
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        if not path.exists():
            made = Ed25519PrivateKey.generate().private_bytes(
                pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption()
            )
            with whole_file(path, mode=0o600, replace=False) as file:
                file.write(made)
        try:
            key = pem.load_pem_private_key(read_guarded(str(path)), password=None)
        except (ValueError, TypeError):
            raise SecretRefusedError(f"{path} is damaged, or no key") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise SecretRefusedError(f"{path} holds another kind of key than Ed25519")
        self._key: Ed25519PrivateKey = key

    @property
    def public(self) -> str:
        """The public key in base64, as in terminal.toml."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, message: bytes) -> str:
        """The signature in base64."""
        return base64.b64encode(self._key.sign(message)).decode()
