"""The guide to one item (办事指南), with the elements that a guide must have (S3 §15, S1 任务3, DB11/T 1901).

Names, conditions and steps are never shortened: screens wrap them. Codes are text: the standard's have 31 or 33 signs,
real lists have 46 to 55 with hyphens and letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.config import Text
from domain.content.dates import Approval


class ItemClass(StrEnum):
    """What the hall itself does with it (S0 二(三))."""

    ACCEPT = "accept"  # 受理类
    RELAY = "relay"  # 代收代办类
    ADVISE = "advise"  # 咨询预审类


class CaseClass(StrEnum):
    """How a case is decided (S1 三(四))."""

    INSTANT = "instant"  # 即办件
    PROMISED = "promised"  # 承诺件
    JOINT = "joint"  # 联办件
    FORWARDED = "forwarded"  # 上报件


class Delivery(StrEnum):
    """How the result reaches people, who choose when they apply (S0 附件3 第十二条, S4 7.6.2)."""

    WINDOW = "window"
    POST = "post"
    CABINET = "cabinet"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    name: Text  # of the law or rule
    article: Text | None = None  # where in it


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    title: Text  # a few words
    text: Text  # what happens, and what people do


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    text: Text  # how much, in words with the unit
    basis: Text  # the rule that allows it


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededMaterial:
    """One material of one item."""

    material: str  # its id in materials.toml
    original: bool = True  # people show the original and keep it
    copies: int = 0  # number of copies that the office keeps
    required: bool = True  # false: only people who have it bring it
    when: Text | None = None  # only in this case; None: always
    note: Text | None = None  # what to look out for


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterMaterial:
    """容缺受理: the case is accepted without these materials if they follow in time (S3 §17, S4 7.4.2 c)."""

    materials: tuple[str, ...]  # ids
    conditions: Text  # who may
    days: int  # working days until they must be there
    otherwise: Text  # what happens if they are not


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """告知承诺: a written promise takes the place of these materials (S3 §18). It is always the person's own choice."""

    materials: tuple[str, ...]  # ids
    conditions: Text  # who may
    text: Text  # what they promise, and what follows if it is not true


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineWay:
    name: Text  # of the site or programme
    url: str  # shown as a code for one's own phone; the machine opens no page


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPhone:
    number: str
    name: Text  # what it is for


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A question that people ask again and again (知识库, S4 7.2.2)."""

    ask: Text
    answer: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePicture:
    """One picture of the 图例版. The caption is text, so that it can be enlarged, read aloud and translated."""

    file: str  # beside the item's file, a PNG or JPEG
    caption: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFilm:
    """视频版, a film without sound: its captions (WebVTT) say everything."""

    file: str  # beside the item's file, a WebM
    captions: Text  # the names of the caption files, one a language
    poster: str = ""  # picture that is shown before the film starts
    machine: str = ""  # the same as an animated WebP, which machines and e-screens play; "": on phones alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """`items/<item>/item.toml`. The folder's name is the item's id, the same as in hall.toml."""

    name: Text  # as published
    code: str = ""  # DB11/T 1901, as text
    version: str = ""  # version of the guide in the list it comes from
    item_class: ItemClass  # what the hall does with it
    case_class: CaseClass  # how a case is decided
    department: str  # id in browse.toml: the department responsible
    group: str  # id in browse.toml
    audiences: tuple[str, ...] = ()  # ids in browse.toml: whom it is for
    words: tuple[str, ...] = ()  # what people call it, in any language
    result: Text | None = None  # what is handed over in the end
    basis: tuple[LegalBasis, ...] = ()  # 设定依据
    conditions: tuple[Text, ...] = ()  # 受理条件
    materials: tuple[NeededMaterial, ...] = ()  # 申请材料
    later: LaterMaterial | None = None  # 容缺受理
    commitment: Commitment | None = None  # 告知承诺
    standards: tuple[Text, ...] = ()  # 审查标准
    steps: tuple[GuideStep, ...] = ()  # 办理程序
    legal_days: int | None = None  # working days that the law allows; 0: at once
    promised_days: int | None = None  # working days that the hall promises; 0: at once
    fee: Fee | None = None  # None: no charge
    delivery: tuple[Delivery, ...] = ()  # to choose from
    online: OnlineWay | None = None  # where it can be done without coming
    phones: tuple[ContactPhone, ...] = ()  # advice and complaints
    advice: tuple[Advice, ...] = ()  # 知识库
    forms: tuple[str, ...] = ()  # ids of forms/
    plain: Text | None = None  # 白话版: names of Markdown files beside this one, one a language
    pictures: tuple[GuidePicture, ...] = ()  # 图例版
    film: GuideFilm | None = None  # 视频版
    approval: Approval | None = None  # without it the guide is not packed
    shown_from: date | None = None  # first day
    shown_until: date | None = None  # last day


ELEMENTS = (
    "code",
    "result",
    "basis",
    "conditions",
    "materials",
    "standards",
    "steps",
    "legal_days",
    "promised_days",
    "delivery",
    "phones",
)
"""What a complete guide has besides the keys that every file must have. `fee` may be missing: then there is no
charge."""


def missing_elements(guide: Guide) -> tuple[str, ...]:
    """The keys of `ELEMENTS` that are empty in this guide."""
    return tuple(key for key in ELEMENTS if getattr(guide, key) in ("", (), None))
