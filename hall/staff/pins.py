"""Hashes of PINs (argon2id) and of cards (keyed), made and compared.

A PIN has few digits, so its hash is slow: trying all PINs against a copied file takes long. The cost is the least of
the OWASP Password Storage Cheat Sheet for argon2id, two passes over 19 MiB: about 20 ms of one core of a server
(docs/measured.md). argon2 is imported by the one thread that checks, or by a
command, and gives up the interpreter's lock while it works.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from pathlib import Path

from program.durable import whole_file
from program.secret_file import SecretRefusedError, read_secret

PASSES, MEMORY_KIB, LANES = 2, 19_456, 1
KEY_FILE = "staff.key"
"""The file beside staff.toml with the key of the cards' hashes. Card numbers are short, so a hash without a key could
be reversed.
"""

KEY_BYTES = 32
_PIN_HASH = re.compile(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{22,128}")
CARD_HASH = re.compile(r"[0-9a-f]{64}")
MOST_KIB, MOST_PASSES, MOST_LANES = 1 << 20, 16, 8


def hashed_pin(pin: str) -> str:
    from argon2 import PasswordHasher  # see above

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES).hash(pin)


def is_pin(hash_: str, pin: str) -> bool:
    """Whether the PIN fits the hash. False if the hash is malformed."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hash_, pin)
    except (InvalidHashError, VerificationError):
        return False


def pin_hash_mistake(hash_: str) -> str:
    """Why this hash must not be accepted; "" if it is as slow as this program's own hashes, or slower."""
    found = _PIN_HASH.fullmatch(hash_)
    if found is None:
        return "is no argon2id hash of a PIN: xiaochuang staff pin makes one"
    memory, passes, lanes = map(int, found.groups())
    if memory < MEMORY_KIB or passes < PASSES:
        return "is a hash that is tried out too fast: give the person a new PIN"
    if memory > MOST_KIB or passes > MOST_PASSES or not 1 <= lanes <= MOST_LANES:
        return "is a hash that takes too long to compare: give the person a new PIN"
    return ""


def hashed_card(key: bytes, number: str) -> str:
    """The keyed hash of a card. `number`: in the form of `domain.staff.people.card_number`."""
    return hmac.digest(key, b"card " + number.encode(), "sha256").hex()


def card_key(folder: Path) -> bytes:
    """The key of this hall's cards. Raises `SecretRefusedError`, also if there is no key yet."""
    try:
        key = bytes.fromhex(read_secret(str(folder / KEY_FILE)))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SecretRefusedError(f"{folder / KEY_FILE} is no key: {2 * KEY_BYTES} hexadecimal digits")
    return key


def make_card_key(folder: Path, own: tuple[int, int] | None = None) -> bytes:
    """Make a key, readable only for the user `own` (uid, gid), or keep the one that is there. Raises `OSError`."""
    made = secrets.token_bytes(KEY_BYTES)
    with whole_file(folder / KEY_FILE, mode=0o600, replace=False) as file:
        if own is not None:
            os.fchown(file.fileno(), *own)
        file.write(made.hex().encode() + b"\n")
    return made
