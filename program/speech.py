"""Texts for people in one language: texts of the interface, and texts of the hall's configuration.

Chinese (zh_CN) is the source language; translations/{language}.po holds the others. These files are read directly, at
the first use of a language, without a build step. There is no global language: a screen, a paper and a web page may use
different ones at the same time.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.config import Text

SOURCE = "zh_CN"
FOLDER = Path(__file__).resolve().parents[1] / "translations"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Gives every text in one language. Without a catalogue for the language, the source text is given.

    `say("返回")`: a text of the interface; scripts/translations checks that the catalogues have each of them.
    `say(card.name)`: a text of the hall; None gives "". `{names}` are filled in if values are given.
    """

    language: str = SOURCE

    @property
    def chinese(self) -> bool:
        return self.language.startswith("zh")

    def __call__(self, text: str | Text | None, /, **names: object) -> str:
        said = self._forms(text)[-1] if isinstance(text, str) else self._of_hall(text)
        return said.format(**names) if names else said

    def count(self, text: str | tuple[Text, Text], count: int) -> str:
        """`text` for `count` things, with `{n}` filled in: English has two forms, Chinese one.

        The forms of an interface text are in its catalogue; of a pair, the first form is the singular.
        """
        one, several = map(self._of_hall, text) if isinstance(text, tuple) else self._forms(text)
        return (one if count == 1 else several).format(n=count)

    def _forms(self, text: str) -> tuple[str, str]:
        """The forms for one and for several; they are equal if there is no plural."""
        forms = () if self.language == SOURCE else catalogue(self.language).get(text, ())
        return (forms[0], forms[-1]) if forms else (text, text)

    def _of_hall(self, text: Text | None) -> str:
        if text is None:
            return ""
        return text.zh if self.chinese or not text.en else text.en


def later(text: str) -> str:
    """Returns `text` unchanged. It marks a text that a speaker translates later, so that scripts/translations finds
    it."""
    return text


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Source text → its forms (one, or singular and plural). A missing catalogue counts as empty."""
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
        fields[field] += json.loads(line)
    close()
    return entries
