"""The engines of one process: which ones this machine has. Each is opened when it is first needed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from kiosk.writing.composing import Drawing, Spelling
from kiosk.writing.port import Engine, EngineMissingError

log = logging.getLogger(__name__)


class Way(StrEnum):
    HAND = "hand"  # 手写
    PINYIN = "pinyin"  # 拼音


@dataclass(frozen=True, slots=True)
class Source:
    """`missing` says what this machine lacks, without opening anything; it is empty if nothing is missing."""

    open: Callable[[], Engine[Any]]
    missing: Callable[[], str]


class Writing:
    """The ways of writing that this machine can offer, looked up when first needed. An engine that cannot be opened
    counts as missing from then on, and the log says so once."""

    def __init__(self, sources: Callable[[], dict[Way, Source]] = dict) -> None:
        self._look_up = sources
        self._open: dict[Way, Engine[Any]] = {}

    @cached_property
    def _sources(self) -> dict[Way, Source]:
        return self._look_up()

    def missing(self) -> list[str]:
        """A sentence for each way that is not offered on this machine."""
        return [said for source in self._sources.values() if (said := source.missing())]

    def offers(self, way: Way) -> bool:
        return way in self._there

    def drawing(self) -> Drawing | None:
        engine = self._engine(Way.HAND)
        return Drawing(engine) if engine is not None else None

    def spelling(self) -> Spelling | None:
        engine = self._engine(Way.PINYIN)
        return Spelling(engine) if engine is not None else None

    def close(self) -> None:
        for engine in self._open.values():
            engine.close()
        self._open = {}

    @cached_property
    def _there(self) -> set[Way]:
        return {way for way, source in self._sources.items() if not source.missing()}

    def _engine(self, way: Way) -> Engine[Any] | None:
        if way not in self._open and way in self._there:
            try:
                self._open[way] = self._sources[way].open()
            except EngineMissingError as error:
                log.warning("%s", error)
                self._there.remove(way)
        return self._open.get(way)


def of_this_machine() -> dict[Way, Source]:
    """The engines that Debian packages bring."""
    from kiosk.writing import hand, rime  # imported late, so that the first frame need not wait

    return {Way.HAND: Source(hand.Hand, hand.missing), Way.PINYIN: Source(rime.Rime, rime.missing)}
