"""`xiaochuang display-key FILE`: makes a new key to this machine's X server, for our programs only.

The X server accepts clients that have the key in its `-auth` file (MIT-MAGIC-COOKIE-1, Xsecurity(7)). Only the user and
group that run this command can read the file; the server's unit makes it anew at each start.
"""

from __future__ import annotations

import argparse
import secrets
import struct
from collections.abc import Sequence
from pathlib import Path

from program.durable import whole_file

ANY_HOST = 0xFFFF  # FamilyWild: the key does not depend on this machine's name
NAME = b"MIT-MAGIC-COOKIE-1"
KEY_BYTES = 16
MODE = 0o640


def entry(key: bytes, display: str = "") -> bytes:
    """One entry as Xau's files have it: family, then address, display, name and key, each with its length before it.

    An empty `display` is every display. Numbers are two bytes, the greater first.
    """
    parts = (b"", display.encode("ascii"), NAME, key)
    return struct.pack(">H", ANY_HOST) + b"".join(struct.pack(">H", len(part)) + part for part in parts)


def display_key_main(argv: Sequence[str]) -> int:
    """Returns the exit code."""
    words = argparse.ArgumentParser(prog="xiaochuang display-key", description="Make a new key to the X server.")
    words.add_argument("file", type=Path, metavar="FILE", help="for Xorg -auth, and XAUTHORITY of the programs")
    asked = words.parse_args(argv)
    with whole_file(asked.file, mode=MODE) as file:
        file.write(entry(secrets.token_bytes(KEY_BYTES)))
    asked.file.chmod(MODE)  # regardless of the umask
    return 0
