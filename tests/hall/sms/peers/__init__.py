"""Programs that the SMS back ends are held against: started when first needed, ended after the last test that needs it.

A test says which it needs (`needs`, or `each` for back ends by their names); all that need the same one are a group, so
that tests in several processes share it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from peers.kannel import Kannel
from peers.smsc import Smsc
from peers.smsd import Smsd

NAMES = ("kannel", "smsc", "smsd")
_OF_BACK_END = {"kannel": "kannel", "smpp": "smsc", "gammu": "smsd"}


def needs(name: str) -> pytest.MarkDecorator:
    """The mark of a test that needs this peer."""
    assert name in NAMES
    return pytest.mark.xdist_group(name)


def each(back_ends: Iterable[str]) -> list[Any]:
    """These back ends as parameters, each marked with the peer it needs."""
    return [
        pytest.param(one, marks=needs(_OF_BACK_END[one])) if one in _OF_BACK_END else pytest.param(one)
        for one in back_ends
    ]


class Peers:
    """Those that take a second to start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = count(1)

    @cached_property
    def kannel(self) -> Kannel:
        return Kannel(self._new("kannel"))

    @cached_property
    def smsc(self) -> Smsc:
        return Smsc(self._new("smsc"))

    @cached_property
    def smsd(self) -> Smsd:
        return Smsd(self._new("smsd"))

    def end(self, name: str) -> None:
        """If it runs. It would be started anew."""
        if name in self.__dict__:
            self.__dict__.pop(name).kill()

    def _new(self, name: str) -> Path:
        folder = self._folder / f"{name}-{next(self._count)}"
        folder.mkdir()
        return folder
