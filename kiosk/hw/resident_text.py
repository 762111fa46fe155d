"""The 256 bytes of text on a resident identity card, UTF-16LE, in its four layouts.

Citizens (type mark blank), residents of Hong Kong, Macau and Taiwan (J), foreigners by the permit of 2017 (I) and of
2023 (Y). The mark stands at byte 248 in all of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.hw.cards import CardKind, Identity
from kiosk.hw.identity import LONG_TERM, is_date, is_foreigner_2017, is_number

TEXT_LENGTH = 256
MARK = slice(248, 250)


class BadCardTextError(ValueError):
    """The text is no card's: cut off, disturbed on its way, or of an unknown layout. Its message never contains the
    text."""


class Layout(StrEnum):
    """By the type mark."""

    CITIZEN = ""
    PERMIT = "J"
    FOREIGNER_2017 = "I"
    FOREIGNER_2023 = "Y"


SEXES = {"1": "男", "2": "女"}
"""GB/T 2261.1."""
_PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 "
    "纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 "
    "鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNIC = {f"{number:02d}": name for number, name in enumerate(_PEOPLES.split(" "), 1)}
"""GB/T 3304."""

Fields = dict[str, tuple[tuple[int, int], ...]]
"""Field name → its pieces on the card, each (offset, length) in bytes."""

_CITIZEN: Fields = {
    "name": ((0, 30),),
    "sex": ((30, 2),),
    "ethnic": ((32, 4),),
    "birth": ((36, 16),),
    "address": ((52, 70),),
    "number": ((122, 36),),
    "authority": ((158, 30),),
    "valid_from": ((188, 16),),
    "valid_to": ((204, 16),),
}
FIELDS: dict[Layout, Fields] = {
    Layout.CITIZEN: _CITIZEN,
    Layout.PERMIT: {
        **{key: pieces for key, pieces in _CITIZEN.items() if key != "ethnic"},
        "permit": ((220, 18),),
        "issue_count": ((238, 4),),
    },
    Layout.FOREIGNER_2017: {
        "english_name": ((0, 120),),
        "sex": ((120, 2),),
        "number": ((122, 30),),
        "nationality": ((152, 6),),
        "name": ((158, 30),),
        "valid_from": ((188, 16),),
        "valid_to": ((204, 16),),
        "birth": ((220, 16),),
    },
    Layout.FOREIGNER_2023: {
        "name": ((0, 30),),
        "sex": ((30, 2),),
        "issue_count": ((32, 4),),
        "birth": ((36, 16),),
        "english_name": ((52, 70), (220, 22)),
        "number": ((122, 36),),
        "valid_from": ((188, 16),),
        "valid_to": ((204, 16),),
        "nationality": ((242, 6),),
    },
}


OF_IDENTITY = frozenset({"number", "name", "english_name", "birth", "valid_from", "valid_to"})
"""The fields that `ResidentText.identity` is made of, and what proves that they are a card's."""


@dataclass(frozen=True, slots=True, repr=False)
class ResidentText:
    """What a card says. Texts as printed, codes as on the card. Nothing of it appears in `repr` or a log."""

    layout: Layout
    number: str
    name: str
    birth: str
    valid_from: str
    valid_to: str
    sex: str = ""
    ethnic: str = ""
    address: str = ""
    authority: str = ""
    english_name: str = ""
    nationality: str = ""
    permit: str = ""
    issue_count: str = field(default="")

    @property
    def identity(self) -> Identity:
        """The part that other code may know. A foreigner without a Chinese name has the English one."""
        return Identity(
            CardKind.RESIDENT,
            number=self.number,
            name=self.name or self.english_name,
            birth=self.birth,
            expires=self.valid_to,
            sex=SEXES.get(self.sex, ""),
            ethnic=ETHNIC.get(self.ethnic, ""),
            address=self.address,
        )


def read_resident_text(raw: bytes | bytearray | memoryview, only: Collection[str] = ()) -> ResidentText:
    """Decode the 256 bytes, or `only` these fields: Python strings cannot be overwritten later, so fields that nobody
    needs are not decoded. Raises `BadCardTextError` unless number and dates make sense.
    """
    if len(raw) != TEXT_LENGTH:
        raise BadCardTextError(f"{len(raw)} bytes of text instead of {TEXT_LENGTH}")
    try:
        layout = Layout(_decode(raw[MARK]))
    except ValueError:
        raise BadCardTextError("an unknown type mark") from None
    with memoryview(raw) as view:
        values = {
            key: "".join(_decode(view[offset : offset + length]) for offset, length in pieces)
            for key, pieces in FIELDS[layout].items()
            if not only or key in only
        }
    text = ResidentText(layout, **values)
    fits = is_foreigner_2017 if layout is Layout.FOREIGNER_2017 else is_number
    if not fits(text.number):
        raise BadCardTextError("the number does not check")
    if not is_date(text.birth) or not is_date(text.valid_from):
        raise BadCardTextError("a date is none")
    if text.valid_to != LONG_TERM and not is_date(text.valid_to):
        raise BadCardTextError("the end of validity is no date")
    return text


def _decode(raw: bytes | bytearray | memoryview) -> str:
    try:
        return str(raw, "utf-16-le").strip(" \0\u3000")
    except UnicodeDecodeError:
        raise BadCardTextError("not UTF-16LE") from None
