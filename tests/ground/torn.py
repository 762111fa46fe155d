"""Ways in which a file comes back from a bad end: each is a function of the folder that the file lies in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path], None]


def cut(name: str, size: int) -> Damage:
    """The last `size` bytes are missing."""

    def done(folder: Path) -> None:
        path = folder / name
        path.write_bytes(path.read_bytes()[:-size])

    return done


def zeroed(name: str, at: float) -> Damage:
    """A page of 4 KiB is zero at this share of the file; of a shorter file all of it."""

    def done(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        begin = min(int(len(content) * at) // 4096 * 4096, max(0, len(content) - 4096))
        content[begin : begin + 4096] = bytes(len(content[begin : begin + 4096]))
        (folder / name).write_bytes(content)

    return done


def gone(*names: str) -> Damage:
    """The files are missing."""

    def done(folder: Path) -> None:
        for name in names:
            (folder / name).unlink(missing_ok=True)

    return done


def noise(name: str) -> Damage:
    """Something else stands in it."""

    def done(folder: Path) -> None:
        (folder / name).write_bytes(b"no such file" * 700)

    return done


def empty(name: str) -> Damage:
    def done(folder: Path) -> None:
        (folder / name).write_bytes(b"")

    return done


def both(*damages: Damage) -> Damage:
    """All of them."""

    def done(folder: Path) -> None:
        for damage in damages:
            damage(folder)

    return done
