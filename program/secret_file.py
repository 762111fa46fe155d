"""Secrets come from files that nobody else can read, or from systemd's credentials; never from arguments.

`credential:NAME` is the file NAME of the unit's `LoadCredential=` or `LoadCredentialEncrypted=`; anything else is a
path. A file that its group or others can read is refused. Only files in systemd's own folder of credentials are
accepted with any mode: systemd protects them, and grants the unit's user access by an ACL.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

CREDENTIAL = "credential:"
LONGEST = 16_384


class SecretRefusedError(OSError):
    """Why a secret cannot be used, in words for the person who set the machine up. Never the secret."""


class SecretMissingError(SecretRefusedError):
    """There is no such file (yet)."""


def read_secret(name: str) -> str:
    """The first line of the file, without spaces at its ends. Raises `SecretRefusedError`."""
    path = _path(name)
    try:
        secret = read_guarded(name).decode("utf-8").split("\n")[0].strip()
    except UnicodeDecodeError:
        raise SecretRefusedError(f"{path} is not UTF-8 text") from None
    if not secret:
        raise SecretRefusedError(f"{path} is empty")
    if not secret.isprintable():  # a torn file is full of zeros, and would silently be another key
        raise SecretRefusedError(f"{path} is damaged: it holds what is no text")
    return secret


def read_guarded(name: str) -> bytes:
    """The whole content of the file. Raises `SecretRefusedError`."""
    path = _path(name)
    try:
        file = path.open("rb")
    except OSError as error:
        kind = SecretMissingError if isinstance(error, FileNotFoundError) else SecretRefusedError
        raise kind(f"{path} cannot be read: {error.strerror}") from None
    with file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise SecretRefusedError(f"{path} is no file")
        if not _is_credential(path):
            _refuse_shared(path, found)
        return file.read(LONGEST)


def beside(folder: Path, name: str | None) -> str | None:
    """The absolute path of a file named in a configuration file in `folder`; a `credential:` name as it is; None if
    `name` is None."""
    return name if name is None or name.startswith(CREDENTIAL) else str(folder / name)


def refusal(name: str | None) -> str:
    """Why a program must not start with this file; "" if it may. A missing file is accepted, because it may still
    come."""
    try:
        if name:
            read_guarded(name)
    except SecretMissingError:
        return ""
    except SecretRefusedError as refused:
        return str(refused)
    return ""


def _path(name: str) -> Path:
    if not name.startswith(CREDENTIAL):
        return Path(name)
    folder = _credentials()
    wanted = name.removeprefix(CREDENTIAL)
    if folder is None:
        raise SecretRefusedError(f"the service was started without systemd credentials, and {wanted!r} is one")
    if not wanted or "/" in wanted:
        raise SecretRefusedError(f"{wanted!r} is no name of a credential")
    return folder / wanted


def _credentials() -> Path | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return Path(folder) if folder else None


def _is_credential(path: Path) -> bool:
    folder = _credentials()
    return folder is not None and path.parent == folder


def _refuse_shared(path: Path, found: os.stat_result) -> None:
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077:
        raise SecretRefusedError(f"{path} can be read by others (mode {mode:04o}): chmod 600 {path}")
    if os.geteuid() != 0 and found.st_uid not in (os.geteuid(), 0):  # root reads all files
        raise SecretRefusedError(f"{path} belongs to another user: chown it to the one that runs this program")
