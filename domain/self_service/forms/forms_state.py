"""The pages of 填表 (`forms.py`), the entries in forms, and the touches. Entries are left out of `repr`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.self_service.forms.field_checks import Wrong

MOST_STROKES = 60
"""Most strokes of a signature; more are no name."""

InkStroke = tuple[float, ...]
"""Right, up, right, up …, each as a part of the width or the height of the field."""


class FormPage(StrEnum):
    LIST = "list"
    SAMPLE = "sample"  # the blank form beside a filled-in sample
    FIELD = "field"  # one field; its kind decides the screen
    CHECK = "check"  # all fields
    DONE = "done"


class FormEntry(StrEnum):
    """How a field is filled in: each way has a screen."""

    WORDS = "words"  # by hand, pinyin, keys
    DIGITS = "digits"
    CHOICE = "choice"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class FormSheet:
    """The entries in one form. `by_card`: fields that the card filled in and that were not changed since."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    ink: tuple[InkStroke, ...] = field(default=(), repr=False)
    by_card: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FormsState:
    """`sheets`: every form that was begun, kept when the person leaves it. `checking`: a field was opened from the
    check page and leads back there. `refused`: the card could not be read."""

    page: FormPage = FormPage.LIST
    form: str = ""
    at: int = 0
    entry: FormEntry = FormEntry.WORDS  # of the field on the screen
    sheets: Mapping[str, FormSheet] = field(default_factory=dict, repr=False)
    wrong: Wrong | None = None
    checking: bool = False
    refused: bool = False
    opened: bool = False  # opened for one form from elsewhere, where 返回 leads back

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
    """A character, a word, `delete` or `clear`."""

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
    """A field on the check page was touched, to be changed."""

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
