"""Of 填表 (`forms.py`): its pages, what stands in the forms, its touches. What people write is left out of `repr`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.self_service.forms.field_checks import Wrong

MOST_STROKES = 60
"""Of a signature: more are no name."""

InkStroke = tuple[float, ...]
"""Right, up, right, up …, each as a part of the width or the height of the field."""


class FormPage(StrEnum):
    LIST = "list"
    SAMPLE = "sample"  # the blank form beside a filled one
    FIELD = "field"  # one field; which screen it has, its kind says
    CHECK = "check"  # all of them
    DONE = "done"


class FormEntry(StrEnum):
    """How a field is filled in: each way has a screen."""

    WORDS = "words"  # by hand, pinyin, keys
    DIGITS = "digits"
    CHOICE = "choice"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class FormSheet:
    """What stands in one form. `by_card`: fields that the card filled in and nobody has changed since."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    ink: tuple[InkStroke, ...] = field(default=(), repr=False)
    by_card: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FormsState:
    """`sheets`: each form that was begun; one that is left is there as it was. `checking`: from the page of all fields
    one of them was opened, and leads back there. `refused`: the card could not be read."""

    page: FormPage = FormPage.LIST
    form: str = ""
    at: int = 0
    entry: FormEntry = FormEntry.WORDS  # of the field that is seen
    sheets: Mapping[str, FormSheet] = field(default_factory=dict, repr=False)
    wrong: Wrong | None = None
    checking: bool = False
    refused: bool = False
    opened: bool = False  # for one form, from somewhere else: 返回 leads back there

    @property
    def sheet(self) -> FormSheet:
        return self.sheets.get(self.form, FormSheet())


# ---- touches


@dataclass(frozen=True, slots=True)
class FormChosen:
    form: str


@dataclass(frozen=True, slots=True)
class FormBegun:
    """开始填."""


@dataclass(frozen=True, slots=True)
class FieldTyped:
    """A sign, a word, `delete` or `clear`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TodayWanted:
    """今天: of a field with a date."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    choice: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FieldDone:
    """下一项."""


@dataclass(frozen=True, slots=True)
class FieldOpened:
    """One of all fields, to be changed."""

    at: int


@dataclass(frozen=True, slots=True)
class StrokeDrawn:
    stroke: InkStroke = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignatureWiped:
    """重写."""


@dataclass(frozen=True, slots=True)
class FormDone:
    """都填好了."""


@dataclass(frozen=True, slots=True)
class FormNumberWanted:
    """为这件事取号."""


FormTouch = (
    FormChosen
    | FormBegun
    | FieldTyped
    | TodayWanted
    | FieldChoice
    | FieldDone
    | FieldOpened
    | StrokeDrawn
    | SignatureWiped
    | FormDone
    | FormNumberWanted
)
