"""Whether a pad's signature is true. cryptography is imported when the first signed review comes."""

from __future__ import annotations

import base64
import binascii


def verify(public_key: str, message: bytes, signature: str) -> bool:
    """Ed25519; key and signature in base64. Anything that is not one is not true."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - 15 MB that most halls need once a day
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
