"""The touches of 我要评价, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NumberTypedWanted:
    """输入号码."""


@dataclass(frozen=True, slots=True)
class ReviewNumberKey:
    """A letter, a digit, a dash, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReviewNumberTyped:
    """下一步."""


@dataclass(frozen=True, slots=True)
class ReviewCodeKey:
    """A digit, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReviewCodeTyped:
    """下一步."""


@dataclass(frozen=True, slots=True)
class ServiceReviewed:
    """评这次办事."""


@dataclass(frozen=True, slots=True)
class HallReviewed:
    """评整个大厅."""


@dataclass(frozen=True, slots=True)
class LevelChosen:
    """One of the five, 5 = most satisfied … 1."""

    level: int


@dataclass(frozen=True, slots=True)
class ReasonTold:
    """A tag, on or off."""

    code: str


@dataclass(frozen=True, slots=True)
class ReviewWordsWanted:
    """自己写."""


@dataclass(frozen=True, slots=True)
class ReviewWordWritten:
    """A word written on the board, or a single letter."""

    word: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReviewErased:
    """删除: the last piece. `all`: 清空."""

    all: bool = False


@dataclass(frozen=True, slots=True)
class ReviewWordsDone:
    """写好了."""


@dataclass(frozen=True, slots=True)
class ReviewHandedIn:
    """提交."""


@dataclass(frozen=True, slots=True)
class ReviewGoesOn:
    """The way on that a message page offers."""


@dataclass(frozen=True, slots=True)
class ReviewThanked:
    """好的."""


ReviewTouch = (
    NumberTypedWanted
    | ReviewNumberKey
    | ReviewNumberTyped
    | ReviewCodeKey
    | ReviewCodeTyped
    | ServiceReviewed
    | HallReviewed
    | LevelChosen
    | ReasonTold
    | ReviewWordsWanted
    | ReviewWordWritten
    | ReviewErased
    | ReviewWordsDone
    | ReviewHandedIn
    | ReviewGoesOn
    | ReviewThanked
)
