"""The password file of the hall's broker, as mosquitto 2.0 writes it: PBKDF2 with SHA-512, one line a user.

The passwords are random and long, so more iterations would protect nothing; mosquitto's own number is used, because the
broker computes them on its single thread at each login.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

ITERATIONS = 101
PASSWORD_BYTES = 24
SALT_BYTES = 12


def new_password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)


def line(user: str, password: str) -> str:
    """One line of the file, with a salt of its own."""
    salt = secrets.token_bytes(SALT_BYTES)
    return f"{user}:$7${ITERATIONS}${_text(salt)}${_text(_hash(password, salt, ITERATIONS))}"


def is_of(written: str, user: str, password: str) -> bool:
    """Whether a line of the file accepts this user with this password."""
    name, _, rest = written.partition(":")
    try:
        nothing, kind, iterations, salt, told = rest.split("$")
        expected = _hash(password, base64.b64decode(salt), int(iterations))
        return name == user and (nothing, kind) == ("", "7") and hmac.compare_digest(base64.b64decode(told), expected)
    except ValueError:
        return False


def _hash(password: str, salt: bytes, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", password.encode(), salt, iterations)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
