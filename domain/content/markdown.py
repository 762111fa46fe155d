"""The little Markdown that content uses: headings, lists and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph; `heading`: what stands above some; `listed`: an entry of a list, without its dash."""

    text: str
    heading: bool = False
    listed: bool = False


def text_blocks(text: str) -> Iterator[TextBlock]:
    """In their order. Lines of one paragraph are joined, in Chinese without a space."""
    waiting: list[str] = []
    listed = False
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        dash = line.startswith(("- ", "* "))
        number = line[:2].rstrip(".").isdigit() and line[1:3].startswith((".", ". "))
        if not line or line.startswith("#") or dash or number:
            if waiting:
                yield TextBlock("".join(waiting) if not waiting[0].isascii() else " ".join(waiting), listed=listed)
                waiting, listed = [], False
            if line.startswith("#"):
                yield TextBlock(line.lstrip("# "), heading=True)
            elif dash or number:
                waiting, listed = [line[2:].strip() if dash else line], dash
        else:
            waiting.append(line)
