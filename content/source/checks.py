"""Checks a folder whose files have the right form for all other mistakes. `check` finds all of them, not only the
first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from content.source import theme_checks
from content.source.file_checks import check_files
from content.source.folder import (
    BROWSE,
    FORMS,
    HELP,
    ITEMS,
    MATERIALS,
    OPEN,
    SITE,
    THEMES,
    SourceFolder,
    path_of,
    read_folder,
)
from content.source.guide_checks import check_guide
from content.source.site_checks import check_site
from content.source.texts import LANGUAGES, missing_languages
from content.source.vague import vague_words
from domain.content.dates import is_past
from domain.content.documents import FieldKind, PaperForm
from program.mistakes.nearest import nearest


def check(folder: Path, today: date) -> SourceFolder:
    """The folder, read and checked, with its mistakes, and warnings of what may stay. `today`: in the hall's time."""
    found = read_folder(folder)
    if not folder.is_dir():
        return found
    content = found.content
    _languages(found)
    check_site(found)
    _materials(found)
    for kind, several in (
        (ITEMS, content.guides),
        (THEMES, content.themes),
        (OPEN, content.documents),
        (FORMS, content.forms),
    ):
        for name, one in several.items():
            _dates(found, path_of(kind, name), one, today)
    for name, guide in content.guides.items():
        check_guide(found, path_of(ITEMS, name), guide)
    _same_twice(found)
    for name, theme in content.themes.items():
        theme_checks.check_theme(found, path_of(THEMES, name), theme, today)
    for name, form in content.forms.items():
        _form(found, path_of(FORMS, name), form)
    if content.help is not None:
        for place, item in enumerate(content.help.items):
            known(found, HELP, f"items[{place}]", "item", item, found.ids(ITEMS))
    check_files(found)
    return found


def known(found: SourceFolder, file: str, key: str, what: str, word: str, several: Iterable[str]) -> None:  # noqa: PLR0917
    """Add a mistake if `word` is none of `several`."""
    several = list(several)
    if word not in several:
        found.wrong(file, key, f"there is no {what} {word!r}", nearest(word, several))


def _languages(found: SourceFolder) -> None:
    """Check that everything is written in every language of the site; for official documents Chinese is enough."""
    content = found.content
    for place, language in enumerate(content.site.languages):
        known(found, SITE, f"languages[{place}]", "language", language, LANGUAGES)
    if "zh" not in content.site.languages:
        found.wrong(SITE, "languages", "must have zh: Chinese is the source of everything")
    languages = tuple(one for one in LANGUAGES if one in content.site.languages)
    parts: list[tuple[str, Any]] = [(SITE, content.site), (BROWSE, content.browse)]
    parts = [(file, part) for file, part in parts if file not in found.unread]
    parts += [(HELP, content.help)] if content.help is not None else []
    for kind, several in (
        (ITEMS, content.guides),
        (THEMES, content.themes),
        (OPEN, content.documents),
        (FORMS, content.forms),
    ):
        parts += [(path_of(kind, name), one) for name, one in several.items()]
    for file, part in parts:
        for key, reason in missing_languages(part, languages):
            found.wrong(file, key, reason)
    for material in content.materials.values():
        for key, reason in missing_languages(material, languages):
            found.wrong(MATERIALS, f"{found.material_keys[material.id]}.{key}", reason)


def _materials(found: SourceFolder) -> None:
    names: dict[str, str] = {}
    used = {needed.material for guide in found.content.guides.values() for needed in guide.materials}
    for material in found.content.materials.values():
        key = found.material_keys[material.id]
        for language in LANGUAGES:
            text = getattr(material.name, language)
            if vague := vague_words(text):
                reason = f"is vague: nobody can bring {vague!r} (name each one, or leave it out)"
                found.wrong(MATERIALS, f"{key}.name.{language}", reason)
        same = names.setdefault("".join(material.name.zh.split()), material.id)
        if same != material.id:
            found.wrong(MATERIALS, f"{key}.name.zh", f"is the name of {same!r} too: one material, one id")
        if material.form:
            known(found, MATERIALS, f"{key}.form", "form", material.form, found.ids(FORMS))
        if material.id not in used and not any(path.startswith(f"{ITEMS}/") for path in found.unread):
            found.warn(MATERIALS, f"{key}.id", f"{material.id!r} is asked for by no item")


def _dates(found: SourceFolder, file: str, one: Any, today: date) -> None:
    """Check the approval and the dates of an item, theme, document or form."""
    if one.approval is None:
        found.wrong(file, "approval", "is missing: who read it before the public does, and on which day")
    else:
        if not one.approval.by.strip():
            found.wrong(file, "approval.by", "is empty: somebody answers for it")
        if one.approval.on > today:
            found.wrong(file, "approval.on", f"{one.approval.on} is not yet")
    if one.shown_from and one.shown_until and one.shown_from > one.shown_until:
        found.wrong(file, "shown_from", f"is after shown_until, {one.shown_until}")
    elif is_past(one, today):
        found.warn(file, "shown_until", f"{one.shown_until} is past: it is not shown any more")


def _same_twice(found: SourceFolder) -> None:
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, guide in found.content.guides.items():
        if guide.code and codes.setdefault(guide.code, name) != name:
            found.wrong(path_of(ITEMS, name), "code", f"is the code of item {codes[guide.code]!r} too")
        if names.setdefault(guide.name.zh, name) != name:
            found.warn(path_of(ITEMS, name), "name.zh", f"is the name of item {names[guide.name.zh]!r} too")


def _form(found: SourceFolder, file: str, form: PaperForm) -> None:
    seen: set[str] = set()
    if not form.fields:
        found.wrong(file, "fields", "is empty: there is nothing to fill in")
    for place, one in enumerate(form.fields):
        key = f"fields[{place}]"
        if one.id in seen:
            found.wrong(file, f"{key}.id", f"{one.id!r} is used by another field already")
        seen.add(one.id)
        if (one.kind is FieldKind.CHOICE) != bool(one.choices):
            reason = "is empty: there is nothing to choose" if not one.choices else "belongs to fields of kind 'choice'"
            found.wrong(file, f"{key}.choices", reason)
        if one.longest < 1:
            found.wrong(file, f"{key}.longest", "must be 1 or more")
