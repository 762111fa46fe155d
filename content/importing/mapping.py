"""`map.toml`: which column of a list is which element of a guide, and what its values mean here.

[columns]                       # an element here = a column there
name = "TaskName"
code = "TaskCode"
department = "DeptName"
conditions = "AcceptCondition"

[constants]                     # for all items, where no column says it
group = "其他"

[values.item_class]             # a value there = one here
"1" = "accept"

[skip]                          # rows that are left out: what is secret is never shown
is_secret = ["1"]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.content.dates import Approval

ELEMENTS = (
    "name",
    "name_en",
    "code",
    "version",
    "department",
    "group",
    "item_class",
    "case_class",
    "words",
    "result",
    "basis",
    "conditions",
    "materials",
    "standards",
    "steps",
    "legal_days",
    "promised_days",
    "phone",
    "complaint_phone",
    "online",
    "shown_from",
    "shown_until",
)
"""The elements that a column can be. Several values in one cell are separated by `split`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMap:
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    skip: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    split: str = "；;\n"  # each of these characters separates two values of a cell
    rows: str = ""  # in JSON: the key of the list, as `data.rows`; "": the whole document is the list
    approval: Approval | None = None  # for all of them; none: `check` asks for it
