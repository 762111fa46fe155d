"""Writes a guide for each row of a list, and reports which elements each guide lacks.

Ids are the items' codes in lower case; codes and names stay as they are. Existing guides are not touched, unless
`replace` is asked for.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from content.importing.mapping import ELEMENTS, ItemMap
from content.importing.toml_words import entries, text_of, texts_of, word_of, words_of
from content.packing.spelling import sounds_of
from content.source.folder import BROWSE, ITEM, ITEMS, MATERIALS, MaterialList
from domain.content.guide import CaseClass, Guide, ItemClass, missing_elements
from domain.content.site import Browse
from program.durable import whole_file
from program.mistakes.nearest import nearest
from program.toml_file import Mistake, read_toml

T = TypeVar("T")

_NOT_OF_AN_ID = re.compile(r"[^a-z0-9]+")
_INLINE = re.compile(r"^(groups|departments|materials)\s*=\s*\[", re.MULTILINE)
_DAYS = re.compile(r"\d{1,3}")


@dataclass(slots=True)
class Imported:
    """`lacking`: the missing elements by id of the item. `refused`: rows that were not taken, each with its reason."""

    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    skipped: int = 0
    refused: list[str] = field(default_factory=list)
    lacking: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Ids:
    """The entries of one list of browse.toml or materials.toml, found by their Chinese names; new ones get an id."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        self.by_name = {name: one for one, name in known}
        self.new: dict[str, str] = {}

    def of(self, name: str) -> str:
        if name not in self.by_name:
            base = "-".join(sounds_of(name))[:60].strip("-") or "entry"
            base = _NOT_OF_AN_ID.sub("-", base).strip("-") or "entry"
            taken, made, number = set(self.by_name.values()), base, 1
            while made in taken:
                number += 1
                made = f"{base}-{number}"
            self.by_name[name] = self.new[name] = made
        return self.by_name[name]


def import_items(rows: list[dict[str, str]], mapped: ItemMap, into: Path, *, replace: bool) -> Imported:
    """Raises `OSError`. `browse.toml` and `materials.toml` of the folder can be read, or are not there."""
    browse = _known(Browse, into / BROWSE)
    materials = _known(MaterialList, into / MATERIALS)
    lists = {
        "groups": Ids((one.id, one.name.zh) for one in (browse.groups if browse else ())),
        "departments": Ids((one.id, one.name.zh) for one in (browse.departments if browse else ())),
        "materials": Ids((one.id, one.name.zh) for one in (materials.materials if materials else ())),
    }
    done, seen = Imported(), set[str]()
    for number, row in enumerate(rows, 1):
        if any(row.get(column) in several for column, several in mapped.skip.items()):
            done.skipped += 1
            continue
        cells = _Cells(row, mapped)
        name = item_id(cells.one("code"), cells.one("name"))
        problem = cells.problem() or (f"has the code of an earlier row, {cells.one('code')}" if name in seen else "")
        if problem:
            done.refused.append(f"row {number} ({cells.one('name')[:40] or 'without a name'}): {problem}")
            continue
        seen.add(name)
        path = into / ITEMS / name / ITEM
        if path.exists() and not replace:
            done.kept.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}")
        draft.write_text(_guide(cells, lists, mapped), encoding="utf-8")
        draft.replace(path)
        done.written.append(name)
        read = read_toml(Guide, path)
        assert not isinstance(read, list), [str(one) for one in read]
        done.lacking[name] = missing_elements(read)
    _append(into / BROWSE, "groups", lists["groups"])
    _append(into / BROWSE, "departments", lists["departments"])
    _append(into / MATERIALS, "materials", lists["materials"])
    os.sync()  # once for all of them
    return done


def item_id(code: str, name: str) -> str:
    """An item's id: made from the code, or from the name's hash if there is no code."""
    made = _NOT_OF_AN_ID.sub("-", code.lower()).strip("-")
    if made and len(made) <= 80 and not re.search(r"[^\x00-\x7f]", code):
        return made
    return f"item-{hashlib.sha256((code or name).encode()).hexdigest()[:12]}"


def map_mistakes(mapped: ItemMap, columns: Iterable[str], file: str) -> list[Mistake]:
    """Says which elements and columns the map names that do not exist. `columns`: of the list."""
    known, columns = list(ELEMENTS), sorted(columns)
    found = []
    for key in ("columns", "constants", "values"):
        for element in getattr(mapped, key):
            if element not in known:
                reason = "is no element of a guide that can be imported"
                found.append(Mistake(file, f"{key}.{element}", reason, nearest(element, known)))
    for key, column in [*(("columns." + k, v) for k, v in mapped.columns.items()), *(("skip", c) for c in mapped.skip)]:
        if column not in columns:
            found.append(Mistake(file, key, f"the list has no column {column!r}", nearest(column, columns)))
    if "name" not in mapped.columns:
        found.append(Mistake(file, "columns.name", "is missing: an item has a name"))
    return found


class _Cells:
    def __init__(self, row: dict[str, str], mapped: ItemMap) -> None:
        self._row = row
        self._map = mapped

    def one(self, element: str) -> str:
        said = self._row.get(self._map.columns.get(element, ""), "").strip() or self._map.constants.get(element, "")
        return self._map.values.get(element, {}).get(said, said)

    def several(self, element: str) -> list[str]:
        parts = (
            re.split(f"[{re.escape(self._map.split)}]", self.one(element)) if self._map.split else [self.one(element)]
        )
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def days(self, element: str) -> int | None:
        found = _DAYS.search(self.one(element))
        return int(found[0]) if found and int(found[0]) <= 366 else None

    def day(self, element: str) -> str:
        found = re.match(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})", self.one(element))
        if found is None:
            return ""
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            return ""

    def problem(self) -> str:
        if not self.one("name"):
            return "has no name"
        for element, kind in (("item_class", ItemClass), ("case_class", CaseClass)):
            said, known = self.one(element), [one.value for one in kind]
            if said and said not in known:
                return (
                    f"its {element} is {said!r}: [values.{element}] of the map says what that is ({', '.join(known)})"
                )
        return ""


def _guide(cells: _Cells, lists: dict[str, Ids], mapped: ItemMap) -> str:
    one, several = cells.one, cells.several
    lines = [
        f"name = {text_of(one('name'), one('name_en'))}",
        f"code = {word_of(one('code'))}",
        f"version = {word_of(one('version'))}",
        f"item_class = {word_of(one('item_class') or ItemClass.ACCEPT.value)}",
        f"case_class = {word_of(one('case_class') or CaseClass.PROMISED.value)}",
        f"department = {word_of(lists['departments'].of(one('department') or '未注明'))}",
        f"group = {word_of(lists['groups'].of(one('group') or '其他事项'))}",
        f"words = {words_of(several('words'))}",
    ]
    if one("result"):
        lines.append(f"result = {text_of(one('result'))}")
    lines += [f"{key} = {texts_of(several(key))}" for key in ("conditions", "standards") if several(key)]
    parts = {
        "basis": [f"{{ name = {text_of(law)} }}" for law in several("basis")],
        "materials": [f"{{ material = {word_of(lists['materials'].of(m))} }}" for m in several("materials")],
        "steps": [
            f"{{ title = {text_of(f'第{place}步', f'Step {place}')}, text = {text_of(step)} }}"
            for place, step in enumerate(several("steps"), 1)
        ],
        "phones": [
            f"{{ number = {word_of(number)}, name = {text_of(*name)} }}"
            for key, name in (("phone", ("咨询电话", "Advice")), ("complaint_phone", ("监督电话", "Complaints")))
            for number in several(key)
        ],
    }
    lines += [f"{key} = {entries(values)}" for key, values in parts.items() if values]
    for key in ("legal_days", "promised_days"):
        if (days := cells.days(key)) is not None:
            lines.append(f"{key} = {days}")
    lines += [f"{key} = {cells.day(key)}" for key in ("shown_from", "shown_until") if cells.day(key)]
    if one("online").startswith(("http://", "https://")):
        lines += ["", "[online]", f"name = {text_of('网上办理', 'Online')}", f"url = {word_of(one('online'))}"]
    if mapped.approval is not None:
        lines += ["", "[approval]", f"by = {word_of(mapped.approval.by)}", f"on = {mapped.approval.on.isoformat()}"]
    return "\n".join(lines) + "\n"


def _known(kind: type[T], path: Path) -> T | None:
    if not path.exists():
        return None
    read = read_toml(kind, path)
    if isinstance(read, list):
        raise OSError(f"{read[0]}: put that right first")
    if inline := _INLINE.search(path.read_text(encoding="utf-8-sig")):
        raise OSError(f"{path}: nothing can be put behind `{inline[1]} = [`: write each entry as [[{inline[1]}]]")
    return read


def _append(path: Path, name: str, ids: Ids) -> None:
    """Append new entries to the file, so that nothing that people wrote is rewritten."""
    if not ids.new:
        return
    before = path.read_text(encoding="utf-8-sig").rstrip("\n") + "\n" if path.exists() else ""
    more = "".join(f"\n[[{name}]]\nid = {word_of(one)}\nname = {text_of(text)}\n" for text, one in ids.new.items())
    with whole_file(path, mode=0o644) as file:
        file.write((before + more).lstrip("\n").encode())
