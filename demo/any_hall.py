"""Makes the demo's hall from any valid hall.toml: a copy, with what the demo's programs need added.

The file itself needs nothing for the demo.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from demo.folder import Seat

Table = dict[str, Any]

PAGE = "https://xiaochuang.example"
"""The address that the sample hall names for the page behind the QR codes."""

OPEN_ALWAYS = "always"
"""The calendar of all queues, unless the demo keeps the hall's real hours."""

PHONE_PAGE = "phone-page"

ALWAYS: Table = {
    "id": OPEN_ALWAYS,
    "statutory": False,
    "sessions": [{"days": [1, 2, 3, 4, 5, 6, 7], "opens": dt.time(4), "closes": dt.time(3, 59, 59, 999_000)}],
}
NOTICE: Table = {
    "id": "demo",
    "text": {"zh": "演示：任何时候都可以取号", "en": "Demonstration: numbers are given at any hour"},
}
CLERK: Table = {
    "id": "lin",
    "name": {"zh": "林晓雯", "en": "Lin Xiaowen"},
    "number": "001",
    "post": {"zh": "综合受理岗", "en": "Applications"},
    "duty": {"zh": "接件、一次性告知", "en": "Takes applications, says once what is needed"},
    "promise": {"zh": "材料齐全，当场接件", "en": "Complete papers are taken at once"},
    "contact": "8101",
}


@dataclass(frozen=True, slots=True)
class DemoHall:
    """`table`: the content of the demo's hall.toml. `seats`: the demo's terminals, each as a device of this hall."""

    table: Table
    seats: tuple[Seat, ...]

    @property
    def id(self) -> str:
        return str(self.table["id"])


def demo_hall(source: Path, seats: Sequence[Seat], *, real_hours: bool, page: str, public_key: str) -> DemoHall:
    """The demo's hall, made of `source`, a file without mistakes. `seats`: the terminals of the sample hall. `page`:
    the address in the QR codes, without a slash at its end. `public_key`: of the citizen's pad, whose unsigned reviews
    the hall refuses.
    """
    table = tomllib.loads(source.read_text(encoding="utf-8-sig"))
    here = tuple(_seats(table, seats))
    _device(table, next(seat.device for seat in here if seat.program == "pad-citizen"))["public_key"] = public_key
    table["follow_url"] = str(table.get("follow_url") or f"{PAGE}/t/{{ticket}}/{{key}}").replace(PAGE, page)
    if not table["follow_url"].startswith(page):
        table["follow_url"] = f"{page}/t/{{ticket}}/{{key}}"
    if "review_url" in table:
        table["review_url"] = table["review_url"].replace(PAGE, page)
    table.setdefault("clerks", []).extend([] if table.get("clerks") else [dict(CLERK)])
    if table.get("sign_in") == "card":
        table["sign_in"] = "pin or card"  # nobody has a card of this hall here
    if not real_hours:
        _open_always(table)
    return DemoHall(table, here)


def _open_always(table: Table) -> None:
    for queue in table["queues"]:
        queue["calendar"] = OPEN_ALWAYS
    calendars = table.setdefault("calendars", [])
    if not any(one["id"] == OPEN_ALWAYS for one in calendars):
        calendars.append(dict(ALWAYS))
    boards = table.setdefault("boards", [])
    if not any(one["id"] == NOTICE["id"] for one in boards):
        boards.append(dict(NOTICE))


def _seats(table: Table, seats: Sequence[Seat]) -> Iterator[Seat]:
    """Each of the demo's terminals as a device that the hall has, or that is added to it."""
    devices = table.get("devices", [])
    table["devices"] = [one for one in devices if one["id"] != PHONE_PAGE]
    table["devices"].append({"id": PHONE_PAGE, "role": PHONE_PAGE})
    window = _window(table, seats)
    taken: set[str] = set()
    for seat in seats:
        stands_at = window if seat.window is not None else None
        device = _fitting(table, seat, stands_at, taken) or _new(table, seat.device, seat.role, stands_at)
        taken.add(device)
        yield replace(seat, device=device, window=stands_at)


def _window(table: Table, seats: Sequence[Seat]) -> str:
    """The window that has most of the pads and screens that the demo shows; the first such one."""
    roles = [seat.role for seat in seats if seat.window is not None]
    have = [(one.get("window"), one["role"]) for one in table["devices"]]
    return str(max((one["id"] for one in table["windows"]), key=lambda id_: sum((id_, role) in have for role in roles)))


def _fitting(table: Table, seat: Seat, window: str | None, taken: set[str]) -> str | None:
    """The device for a seat: the one with the sample's name, or the first free one of this role at this place."""
    those = [one for one in table["devices"] if one["role"] == seat.role and one.get("window") == window]
    fit = [one["id"] for one in those if one["id"] not in taken]
    return seat.device if seat.device in fit else str(fit[0]) if fit else None


def _new(table: Table, name: str, role: str, window: str | None) -> str:
    taken = {one["id"] for one in table["devices"]}
    while name in taken:
        name = f"demo-{name}"
    table["devices"].append({"id": name, "role": role} | ({} if window is None else {"window": window}))
    return name


def _device(table: Table, name: str) -> Table:
    return next(one for one in table["devices"] if one["id"] == name)


def copy_portraits(hall: DemoHall, beside: Path, folder: Path) -> None:
    """Copy the clerks' portraits to `folder`/portraits, named by the clerks' ids. Missing ones are left out."""
    to = folder / "portraits"
    to.mkdir(mode=0o700, exist_ok=True)
    for clerk in hall.table["clerks"]:
        name = clerk.pop("portrait", "")
        if name and (beside / name).is_file():
            shutil.copyfile(beside / name, to / f"{clerk['id']}.png")
            clerk["portrait"] = f"portraits/{clerk['id']}.png"


# ---- as TOML


def written(table: Table) -> str:
    """The table as TOML: plain keys first, then one table a part, each list entry under its own head; deeper values
    inline."""
    plain = {key: value for key, value in table.items() if not isinstance(value, dict) and not _tables(value)}
    lines = _keys(plain)
    for key, value in table.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]", *_keys(value)]
        elif _tables(value):
            for one in value:
                lines += ["", f"[[{key}]]", *_keys(one)]
    return "\n".join(lines) + "\n"


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _keys(table: Table) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items()]


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(_keys(value)) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # else JSON's strings are TOML's
