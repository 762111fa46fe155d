"""What is said to people, in one language or another: texts of the interface, and texts of the hall's configuration.

Chinese (zh_CN) is the source language; translations/{language}.po holds the others, read as they lie in the tree at the
first use of their language, without a build step. Nothing here remembers which language is spoken: a screen, a paper
and a web page may each speak their own at the same time.
"""

from __future__ import annotations

import ast
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
    """Says everything in one language; a language without a catalogue reads as the source.

    `say("返回")` is a text of the interface, and scripts/translations holds each of them against the catalogues.
    `say(card.name)` is a text of the hall; None says nothing. `{names}` are filled in where any are given.
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

        The forms of a text of the interface stand in its catalogue; of a pair the first is for one.
        """
        one, several = map(self._of_hall, text) if isinstance(text, tuple) else self._forms(text)
        return (one if count == 1 else several).format(n=count)

    def _forms(self, text: str) -> tuple[str, str]:
        """For one and for several; the same where there is no plural."""
        forms = () if self.language == SOURCE else catalogue(self.language).get(text, ())
        return (forms[0], forms[-1]) if forms else (text, text)

    def _of_hall(self, text: Text | None) -> str:
        if text is None:
            return ""
        return text.zh if self.chinese or not text.en else text.en


def later(text: str) -> str:
    """`text` itself, which some speaker says later: so that scripts/translations finds it where it is written."""
    return text


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
