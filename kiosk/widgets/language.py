"""Words of the interface. Chinese (zh_CN) is the source language; translations/{language}.po holds the others.

A terminal speaks one language at a time, to the one person before it: `set_language` chooses it for `_`.
Catalogues are read as they lie in the tree, at the first use of their language; there is no build step.
"""

from __future__ import annotations

import ast
import logging
from functools import cache
from pathlib import Path

from domain.config import Text

SOURCE = "zh_CN"
FOLDER = Path(__file__).resolve().parents[2] / "translations"

log = logging.getLogger(__name__)
_spoken = [SOURCE]


def set_language(language: str) -> None:
    """Choose the language of every `_` from now on; unknown ones read as the source language."""
    _spoken[0] = language


def spoken() -> str:
    return _spoken[0]


def _(text: str, *_changes: object) -> str:
    """`text` in the language now spoken.

    Further arguments are ignored: in kv, `_("取号", root.language)` is worked out anew when the language changes.
    """
    if _spoken[0] == SOURCE:
        return text
    forms = catalogue(_spoken[0]).get(text)
    return forms[-1] if forms else text


def counted(text: str, count: int) -> str:
    """`text` for `count` things, with `{n}` filled in: English has two forms, Chinese one."""
    forms = () if _spoken[0] == SOURCE else catalogue(_spoken[0]).get(text, ())
    chosen = (forms[0] if count == 1 else forms[-1]) if forms else text
    return chosen.format(n=count)


def text_of(text: Text | None, *_changes: object) -> str:
    """A text of the hall's configuration in the language now spoken."""
    if text is None:
        return ""
    return text.zh if _spoken[0].startswith("zh") or not text.en else text.en


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Source text → its forms (one, or singular and plural). A missing catalogue is empty: the source is shown."""
    path = FOLDER / f"{language}.po"
    if not path.is_file():
        log.warning("no catalogue %s: the interface stays in %s", path.name, SOURCE)
        return {}
    return read_po(path.read_text(encoding="utf-8"))


def read_po(text: str) -> dict[str, tuple[str, ...]]:
    """The entries of a gettext catalogue: `msgid`, `msgid_plural`, `msgstr`, `msgstr[n]`, continued lines."""
    entries: dict[str, tuple[str, ...]] = {}
    fields: dict[str, str] = {}
    field = ""

    def close() -> None:
        forms = tuple(value for name, value in fields.items() if name.startswith("msgstr") and value)
        if fields.get("msgid") and forms:
            entries[fields["msgid"]] = forms
        fields.clear()

    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith('"'):
            field, line = line.split(" ", 1)  # noqa: PLW2901 - the rest of the line is its first piece
            if field == "msgid":
                close()
            fields[field] = ""
        fields[field] += ast.literal_eval(line)
    close()
    return entries
