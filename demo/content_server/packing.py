"""Makes a content set of a folder, unless the last set was made of the same files."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from program.durable import whole_file
from program.mistakes.telling import tell

MARK = "packed-from"
"""The file that holds the mark (`mark_of`) of the files that the set was made of."""


def pack_if_changed(source: Path, into: Path, key: Path) -> bool:
    """Pack `source` if its files have changed; returns whether they had. Mistakes are named on stderr, and the set
    stays."""
    mark, file = mark_of(source), into / MARK
    if file.is_file() and file.read_text(encoding="ascii") == mark:
        return False
    from content.packing.key import ContentKey  # noqa: PLC0415 - not needed by a second start
    from content.packing.pack import pack  # noqa: PLC0415
    from content.source.checks import check  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    found = check(source, now.date())
    if found.mistakes:
        tell(found.mistakes)
        return False
    pack(found, into, ContentKey(key), int(now.timestamp() * 1000))
    with whole_file(file, mode=0o600) as kept:
        kept.write(mark.encode())
    return True


def mark_of(source: Path) -> str:
    """A mark of the folder's files: it changes with any file's name, size or time."""
    lines = [
        f"{path.relative_to(source)} {(found := path.stat()).st_size} {found.st_mtime_ns}"
        for path in sorted(source.rglob("*"))
        if path.is_file()
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
