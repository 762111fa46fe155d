"""`xiaochuang display-key FILE`: a new key to this machine's X server, for the programs of the house alone.

The X server lets in who shows the key that its `-auth` file holds (MIT-MAGIC-COOKIE-1, Xsecurity(7)). The file belongs
to the user and the group that run this, and only they can read it: the server's unit makes it anew at each start.
"""

from __future__ import annotations

import argparse
import secrets
import struct
from collections.abc import Sequence
from pathlib import Path

from program.durable import whole_file

ANY_HOST = 0xFFFF  # FamilyWild: the key does not depend on what this machine is called
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
    asked.file.chmod(MODE)  # whatever the umask is
    return 0
