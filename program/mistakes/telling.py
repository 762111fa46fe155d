"""Prints mistakes and warnings on stderr and notes on stdout, in Chinese or English."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

from program.mistakes import chinese
from program.toml_file import Mistake

LANGUAGES = ("zh", "en")


def language_of(environ: Mapping[str, str]) -> str:
    """`zh` or `en`, as the environment says (locale(7))."""
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if named.startswith("zh") else "en"


class Telling:
    """Prints and counts. `language`: `zh`, `en`, or None: as the environment says."""

    def __init__(self, language: str | None = None) -> None:
        self._chinese = (language or language_of(os.environ)) == "zh"
        self.mistakes = 0
        self.warnings = 0

    def mistake(self, mistake: Mistake) -> None:
        self.mistakes += 1
        print(mistake.said(in_chinese=self._chinese), file=sys.stderr)

    def warning(self, warning: Mistake) -> None:
        self.warnings += 1
        print(f"{'提醒' if self._chinese else 'warning'}: {warning.said(in_chinese=self._chinese)}", file=sys.stderr)

    def note(self, file: object, said: str) -> None:
        """Print a note on stdout."""
        print(f"{file}: {chinese.of(said) if self._chinese else said}")


def tell(mistakes: Iterable[Mistake], language: str | None = None) -> None:
    """Print the mistakes because of which a program does not start."""
    telling = Telling(language)
    for mistake in mistakes:
        telling.mistake(mistake)
