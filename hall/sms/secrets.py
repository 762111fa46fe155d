"""Secrets come from files that nobody else can read, or from systemd's credentials; never from arguments.

`credential:NAME` is the file NAME of the unit's `LoadCredential=` or `LoadCredentialEncrypted=`; anything else is a
path. A file that its group or the world can read is refused: a password that others know is no password.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

CREDENTIAL = "credential:"
LONGEST = 4096


class SecretRefusedError(ValueError):
    """Why a secret cannot be used, in words for the person who set the machine up. Never the secret."""


def read_secret(name: str) -> str:
    """The first line of the file, without spaces at its ends. Raises `SecretRefusedError`."""
    if name.startswith(CREDENTIAL):
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        wanted = name.removeprefix(CREDENTIAL)
        if folder is None:
            raise SecretRefusedError(f"the service was started without systemd credentials, and {wanted!r} is one")
        if not wanted or "/" in wanted:
            raise SecretRefusedError(f"{wanted!r} is no name of a credential")
        return _first_line(Path(folder) / wanted, ours=True)  # systemd guards that folder
    return _first_line(Path(name), ours=False)


def _first_line(path: Path, *, ours: bool) -> str:
    try:
        file = path.open("rb")
    except OSError as error:
        raise SecretRefusedError(f"{path} cannot be read: {error.strerror}") from None
    with file:
        found = os.fstat(file.fileno())
        mode = stat.S_IMODE(found.st_mode)
        if not stat.S_ISREG(found.st_mode):
            raise SecretRefusedError(f"{path} is no file")
        if not ours and mode & 0o077:
            raise SecretRefusedError(f"{path} can be read by others (mode {mode:04o}): chmod 600 {path}")
        if not ours and found.st_uid not in (os.geteuid(), 0):
            raise SecretRefusedError(f"{path} belongs to another user: chown it to the one that runs the hall service")
        content = file.read(LONGEST)
    try:
        secret = content.decode("utf-8").split("\n")[0].strip()
    except UnicodeDecodeError:
        raise SecretRefusedError(f"{path} is not UTF-8 text") from None
    if not secret:
        raise SecretRefusedError(f"{path} is empty")
    return secret
