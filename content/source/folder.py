"""Reads a content folder into the classes of `domain/content/`, as far as it can be read, with every mistake.

    content/
      site.toml                the hall: languages, address, plan, telephones, other halls
      browse.toml              groups, kinds of people, departments
      materials.toml           what people bring, each once
      items/<item>/item.toml   the guide; its texts, pictures and film beside it
      themes/<theme>.toml      一件事
      open/<doc>.toml          政务公开; its text beside it
      forms/<form>.toml        what a form asks
      help.toml                帮办代办

A file that cannot be read is still known by its id, so that references to it are not reported as mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from domain.config import Text
from domain.content.documents import HelpList, OpenDocument, PaperForm
from domain.content.guide import Guide
from domain.content.materials import Material
from domain.content.site import Browse, HallSite
from domain.content.themes import Theme
from domain.content.whole import Content
from program.mistakes.file_text import FileText
from program.toml_file import Mistake, read_partly

T = TypeVar("T")

ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
"""Ids are names of files and folders. Real item codes in lower case fit: they have up to 55 signs."""

SITE, BROWSE, MATERIALS, HELP = "site.toml", "browse.toml", "materials.toml", "help.toml"
ITEMS, THEMES, OPEN, FORMS = "items", "themes", "open", "forms"
ITEM = "item.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialList:
    """`materials.toml`."""

    materials: tuple[Material, ...] = ()


@dataclass(slots=True)
class SourceFolder:
    """The result of reading. `content`: everything that could be read; `named`: the paths of all files that were read
    or are named in one."""

    folder: Path
    content: Content
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # paths below the folder of files that are no part of `content`
    named: set[str] = field(default_factory=set)
    sources: dict[str, FileText] = field(default_factory=dict)  # of what was read, for lines and names
    material_keys: dict[str, str] = field(default_factory=dict)  # id: its key in materials.toml

    def wrong(self, file: str, key: str, reason: str, nearest: str | None = None) -> None:
        self.mistakes.append(Mistake(str(self.folder / file), key, reason, nearest, self.sources.get(file)))

    def warn(self, file: str, key: str, reason: str, nearest: str | None = None) -> None:
        self.warnings.append(Mistake(str(self.folder / file), key, reason, nearest, self.sources.get(file)))

    def ids(self, kind: str) -> list[str]:
        """Ids of the items, themes, documents or forms, including those that could not be read."""
        known = {
            ITEMS: self.content.guides,
            THEMES: self.content.themes,
            OPEN: self.content.documents,
            FORMS: self.content.forms,
        }
        unread = [name_of(kind, path) for path in self.unread if path.startswith(f"{kind}/")]
        return sorted({*known[kind], *unread})


def path_of(kind: str, name: str) -> str:
    """The TOML file of an item, theme, document or form, below the folder."""
    return f"{kind}/{name}/{ITEM}" if kind == ITEMS else f"{kind}/{name}.toml"


def name_of(kind: str, path: str) -> str:
    return path.split("/")[1] if kind == ITEMS else path.removeprefix(f"{kind}/").removesuffix(".toml")


def read_folder(folder: Path) -> SourceFolder:
    """Read everything in the folder. Raises nothing for mistakes in the files."""
    found = SourceFolder(folder, Content(site=HallSite(address=Text(zh="", en="")), browse=Browse()))
    if not folder.is_dir():
        found.mistakes.append(Mistake(str(folder), "", "is no folder"))
        return found
    listed = _read(found, MATERIALS, MaterialList)
    found.content = Content(
        site=_read(found, SITE, HallSite) or found.content.site,
        browse=_read(found, BROWSE, Browse) or found.content.browse,
        materials=_by_id(found, listed),
        guides=dict(_several(found, ITEMS, Guide)),
        themes=dict(_several(found, THEMES, Theme)),
        documents=dict(_several(found, OPEN, OpenDocument)),
        forms=dict(_several(found, FORMS, PaperForm)),
        help=_read(found, HELP, HelpList) if (folder / HELP).exists() else None,
    )
    return found


def _by_id(found: SourceFolder, listed: MaterialList | None) -> dict[str, Material]:
    known: dict[str, Material] = {}
    for place, material in enumerate(listed.materials if listed is not None else ()):
        if material.id in known:
            found.wrong(MATERIALS, f"materials[{place}].id", f"{material.id!r} is used by another one already")
        if not ID.fullmatch(material.id):
            found.wrong(MATERIALS, f"materials[{place}].id", _bad_id(material.id))
        known.setdefault(material.id, material)
        found.material_keys.setdefault(material.id, f"materials[{place}]")
    return known


def _read(found: SourceFolder, path: str, kind: type[T]) -> T | None:
    found.named.add(path)
    reading = read_partly(kind, found.folder / path, warn=found.warnings.append)
    if not reading.mistakes and reading.value is not None:
        found.sources[path] = reading.source
        return reading.value
    found.unread.add(path)
    found.mistakes += reading.mistakes
    return None


def _several(found: SourceFolder, kind: str, cls: type[T]) -> Iterator[tuple[str, T]]:
    for name in _names(found, kind):
        if not ID.fullmatch(name):
            found.wrong(path_of(kind, name), "", f"the {'folder' if kind == ITEMS else 'file'} {_bad_id(name)}")
        read = _read(found, path_of(kind, name), cls)
        if read is not None:
            yield name, read


def _names(found: SourceFolder, kind: str) -> list[str]:
    parent = found.folder / kind
    if not parent.is_dir():
        return []
    if kind != ITEMS:
        return sorted(path.stem for path in parent.glob("*.toml") if not path.name.startswith("."))
    return sorted(path.name for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))


def _bad_id(name: str) -> str:
    return f"{name!r} must be lower case letters, digits and dashes (at most 80)"
