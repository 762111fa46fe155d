"""Programs and servers that the SMS back ends are held against; each is started when it is first needed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from peers.kannel import Kannel
from peers.smsc import Smsc
from peers.smsd import Smsd


class Peers:
    """Those that take a second to start, kept for all tests of one run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def kannel(self) -> Kannel:
        return Kannel(self._new("kannel"))

    @cached_property
    def smsc(self) -> Smsc:
        return Smsc(self._new("smsc"))

    @cached_property
    def smsd(self) -> Smsd:
        return Smsd(self._new("smsd"))

    def stop(self) -> None:
        for name in ("kannel", "smsc", "smsd"):
            if name in self.__dict__:
                self.__dict__[name].kill()

    def _new(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder
