"""The engines of one process: which there are, opened when they are first needed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from review_pad.writing.composing import Drawing, Spelling
from review_pad.writing.port import Engine, EngineMissingError

log = logging.getLogger(__name__)


class Way(StrEnum):
    HAND = "hand"  # 手写
    PINYIN = "pinyin"  # 拼音


@dataclass(frozen=True, slots=True)
class Source:
    """`missing` says without opening anything what this machine lacks; empty if nothing."""

    open: Callable[[], Engine[Any]]
    missing: Callable[[], str]


class Writing:
    """What a pad can offer. An engine that does not open is missed from then on, and the log says so once."""

    def __init__(self, sources: dict[Way, Source]) -> None:
        self._sources = {way: source for way, source in sources.items() if not source.missing()}
        self._missing = [said for source in sources.values() if (said := source.missing())]
        self._open: dict[Way, Engine[Any]] = {}

    def missing(self) -> Iterator[str]:
        """A sentence for each way that is not offered on this machine."""
        yield from self._missing

    def offers(self, way: Way) -> bool:
        return way in self._sources

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

    def _engine(self, way: Way) -> Engine[Any] | None:
        if way not in self._open and way in self._sources:
            try:
                self._open[way] = self._sources[way].open()
            except EngineMissingError as error:
                log.warning("%s", error)
                del self._sources[way]
        return self._open.get(way)


def of_this_machine() -> Writing:
    """With what Debian brings."""
    from review_pad.writing import hand, rime  # noqa: PLC0415 - the ways of other tests need neither

    return Writing({Way.HAND: Source(hand.Hand, hand.missing), Way.PINYIN: Source(rime.Rime, rime.missing)})
