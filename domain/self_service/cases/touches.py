"""The touches of 办不成事, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.cases.kinds import CaseKind


@dataclass(frozen=True, slots=True)
class CaseKindChosen:
    kind: CaseKind


@dataclass(frozen=True, slots=True)
class SentenceChosen:
    """A ready sentence, by its index."""

    at: int


@dataclass(frozen=True, slots=True)
class OwnWordsWanted:
    """自己写."""


@dataclass(frozen=True, slots=True)
class SentencesWanted:
    """选句子."""


@dataclass(frozen=True, slots=True)
class CaseWordWritten:
    """A word written on the board, or a single letter."""

    word: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseErased:
    """删除: the last character, or a whole sentence that was touched. `all`: 清空."""

    all: bool = False


@dataclass(frozen=True, slots=True)
class CaseWordsDone:
    """下一步."""


@dataclass(frozen=True, slots=True)
class CallBackWanted:
    """留手机号."""


@dataclass(frozen=True, slots=True)
class CallBackUnwanted:
    """不用联系我."""


@dataclass(frozen=True, slots=True)
class CasePhoneKey:
    """A digit, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CasePhoneTyped:
    """下一步."""


@dataclass(frozen=True, slots=True)
class CaseHandedIn:
    """提交."""


@dataclass(frozen=True, slots=True)
class CaseGoesOn:
    """The way on that a message page offers."""


@dataclass(frozen=True, slots=True)
class CaseSlipWanted:
    """打印回执."""


@dataclass(frozen=True, slots=True)
class CaseRead:
    """好的."""


CaseTouch = (
    CaseKindChosen
    | SentenceChosen
    | OwnWordsWanted
    | SentencesWanted
    | CaseWordWritten
    | CaseErased
    | CaseWordsDone
    | CallBackWanted
    | CallBackUnwanted
    | CasePhoneKey
    | CasePhoneTyped
    | CaseHandedIn
    | CaseGoesOn
    | CaseSlipWanted
    | CaseRead
)
