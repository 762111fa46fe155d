"""A disk of a test's own: a small file system that can be filled, made read-only, taken away and brought back."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

FILLER = "filler"


class SmallDisk:
    """A tmpfs of `kb` kilobytes at `folder`, which belongs to the user of the tests.

    It is a real mount, so whoever runs the tests needs the right to make one: root, or `sudo` without a password, as
    the machines of continuous integration have it. Without that right it raises; a test of a broken disk that was
    never broken would say nothing.
    """

    def __init__(self, folder: Path, kb: int = 4096) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        options = f"size={kb}k,mode=0700,uid={os.getuid()},gid={os.getgid()}"
        self._do("mount", "-t", "tmpfs", "-o", options, "small-disk", str(folder))
        self._mounted = True

    def fill(self) -> None:
        """Not a byte of room is left, whoever asks."""
        with (self.folder / FILLER).open("ab", buffering=0) as filler:
            for size in (65_536, 4096, 512, 1):
                with contextlib.suppress(OSError):
                    while filler.write(bytes(size)):
                        pass

    def make_room(self) -> None:
        """What `fill` took is free again."""
        (self.folder / FILLER).unlink(missing_ok=True)

    def read_only(self) -> None:
        """No write gets through any more, as after an error of a card. Only while no program has a file of it open for
        writing: the kernel refuses it otherwise, and this raises.
        """
        self._do("mount", "-o", "remount,ro", str(self.folder))

    def turned_read_only(self) -> bool:
        """`read_only`, or False while a program that was killed has not let go of its files yet."""
        with contextlib.suppress(PermissionError):
            self.read_only()
            return True
        return False

    def writable(self) -> None:
        self._do("mount", "-o", "remount,rw", str(self.folder))

    def close(self) -> None:
        """Take it away, whatever still holds it."""
        if self._mounted:
            self._do("umount", "--lazy", str(self.folder))
            self._mounted = False

    @staticmethod
    def _do(*words: str) -> None:
        command = words if os.geteuid() == 0 else ("sudo", "-n", *words)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PermissionError(f"{' '.join(command)}: {done.stderr.strip()}: these tests need the right to mount")
