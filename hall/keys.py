"""Checks pads' signatures, and makes the keys of tickets.

cryptography is imported when the first signed review comes.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from pathlib import Path

from domain.state.state import TicketKey
from program.durable import whole_file

TICKET_SECRET = "ticket.key"  # noqa: S105 - a file's name
SECRET_BYTES = 32
KEY_BYTES = 9  # 72 bits are 12 letters: they cannot be guessed, and the QR code stays small


def verify(public_key: str, message: bytes, signature: str) -> bool:
    """Check an Ed25519 signature; key and signature in base64. False also if one of them is malformed."""
    from cryptography.exceptions import InvalidSignature  # 15 MB that most halls need once a day
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def ticket_keys(folder: Path) -> TicketKey:
    """The keys of this hall's tickets: HMAC over the ticket's id with the hall's secret, so that none is stored.

    The secret is in `folder`, made at the first start and readable only for this user. If it is replaced, tickets given
    before can still be followed but no longer reviewed by phone. Raises `OSError` if it can be neither read nor made.
    """
    secret = _secret(folder / TICKET_SECRET)

    def key(ticket: str) -> str:
        mac = hmac.digest(secret, b"ticket " + ticket.encode("utf-8", "surrogatepass"), "sha256")
        return base64.urlsafe_b64encode(mac[:KEY_BYTES]).decode()

    return key


def _secret(path: Path) -> bytes:
    try:
        stored = bytes.fromhex(path.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        stored = b""
    if len(stored) == SECRET_BYTES:
        return stored
    made = secrets.token_bytes(SECRET_BYTES)
    with whole_file(path, mode=0o600) as file:
        file.write(made.hex().encode() + b"\n")
    return made
