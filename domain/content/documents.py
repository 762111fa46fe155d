"""Open documents (政务公开), forms, and the list of who helps (帮办代办)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.config import Text
from domain.content.dates import Approval
from domain.content.guide import ContactPhone


class OpenCategory(StrEnum):
    """What a hall lays open, a) to i) of S4 7.7.1."""

    LAW = "law"  # a) laws and rules
    ITEMS = "items"  # b) list of items
    GUIDES = "guides"  # c) guides
    PROGRESS = "progress"  # d) progress and results
    POLICY = "policy"  # e) policies
    INTEREST = "interest"  # f) matters of people's interest
    DUTY = "duty"  # g) duties and discipline of staff
    COMPLAINT = "complaint"  # h) how to complain
    OTHER = "other"  # i) other


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDocument:
    """`open/<doc>.toml`."""

    title: Text
    category: OpenCategory
    number: str = ""  # 文号
    issuer: Text  # who issued it
    issued: date
    words: tuple[str, ...] = ()  # words that people search for
    text: str  # file beside it in Chinese: .md or .pdf
    text_en: str = ""  # the same in English; "": there is none, as with most official documents
    approval: Approval | None = None  # reviewed before it was published (S4 7.7.2)
    shown_from: date | None = None
    shown_until: date | None = None


class FieldKind(StrEnum):
    """How a field of a form is filled in."""

    NAME = "name"
    ID_NUMBER = "id-number"
    PHONE = "phone"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    LINE = "line"  # one line of any text
    PARAGRAPH = "paragraph"
    SIGNATURE = "signature"


class CardField(StrEnum):
    """Which field of the identity card fills in a field of a form."""

    NONE = ""
    NAME = "name"
    NUMBER = "number"
    SEX = "sex"
    BIRTH = "birth"
    ETHNIC = "ethnic"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormChoice:
    id: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    id: str
    label: Text  # as printed
    kind: FieldKind
    required: bool = True
    longest: int = 100  # characters
    choices: tuple[FormChoice, ...] = ()  # of a choice
    card: CardField = CardField.NONE  # filled in from the identity card, if the person wants
    hint: Text | None = None  # what to write here, with an example
    sample: Text | None = None  # what the filled-in sample says here


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """`forms/<form>.toml`: what a form asks. What people write into it is theirs alone: it is printed on paper and kept
    nowhere."""

    name: Text
    intro: Text | None = None  # one sentence before the first field
    fields: tuple[FormField, ...]
    face: str = ""  # the printed layout, a Typst file beside this one; "": a plain table
    approval: Approval | None = None
    shown_from: date | None = None
    shown_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperEntry:
    """A person who helps citizens (S1 任务13, 三(五))."""

    name: Text
    role: Text  # what they help with
    hours: Text
    phones: tuple[ContactPhone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpList:
    """`help.toml`: who helps with what, and to whose home somebody comes."""

    intro: Text
    scope: tuple[Text, ...] = ()  # what is done for people, and what is not
    items: tuple[str, ...] = ()  # 帮办代办清单: ids of items
    helpers: tuple[HelperEntry, ...] = ()
