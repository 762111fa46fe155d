"""Names of ethnic groups by the numeric code on a resident identity card (GB/T 3304)."""

from __future__ import annotations

# fmt: off
_NAMES = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜",
    "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳",
    "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土",
    "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米",
    "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔",
    "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)
# fmt: on
ETHNIC_NAMES: dict[str, str] = {f"{code:02}": name for code, name in enumerate(_NAMES, start=1)}
ETHNIC_NAMES |= {"57": "其他", "58": "外国血统中国籍人士"}


def ethnic_name(code: str) -> str:
    """`"01"` → 汉; empty for a code that the standard does not have, and for cards that carry none."""
    return ETHNIC_NAMES.get(code, "")
