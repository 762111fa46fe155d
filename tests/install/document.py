"""The shell lines of docs/install.md, as they are printed there, each with what stands above its block.

A block is "```sh WHERE": `server`, `terminal` (each of them), `pad`, `boot`, `last`; or `by-hand WHY` for what cannot
be run without hardware, without a network, or is the reader's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```sh ([a-z -]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class Block:
    where: str
    lines: tuple[str, ...]

    @property
    def by_hand(self) -> bool:
        return self.where.startswith(BY_HAND)


def blocks(document: str) -> list[Block]:
    text = (DOCS / document).read_text(encoding="utf-8")
    found = [Block(where, tuple(body.splitlines())) for where, body in BLOCK.findall(text)]
    assert len(found) == text.count("```sh"), "a block is not marked"
    return found


def lines_of(document: str, section: str) -> list[list[str]]:
    """The indented blocks below a heading of the second rank."""
    text = (DOCS / document).read_text(encoding="utf-8")
    body = text.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return [
        [line.strip() for line in block.splitlines()] for block in re.findall(r"(?:^    .+\n)+", body, re.MULTILINE)
    ]
