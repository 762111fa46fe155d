"""Where a line of text may end: between Chinese characters and between words, never before a closing mark.

Of all ways to fill the fewest lines it takes the one that ends lines at marks and leaves no short last line.
"""

from __future__ import annotations

from collections.abc import Callable

NOT_FIRST = frozenset("，。、；：？！）》」』】”’…%·,.;:?!)]}–-/℃→")
"""Marks that may not begin a line (避头点)."""

NOT_LAST = frozenset("（《「『【“‘([{$#¥约")
"""Marks that may not end a line (避尾点); and 约, which belongs to the figure after it."""

GOOD_ENDS = frozenset("，。、；：？！…·,.;:?! ）)")
ROUGH = 0.3
"""What a break inside a phrase costs, beside 1 for an empty line."""


def _wide(char: str) -> bool:
    """Written without spaces, so that a line may end on either side of it."""
    return char >= "\u2e80" or char in "…“”‘’"


def pieces(paragraph: str) -> list[str]:
    """What must stay together: a word, a figure with its unit, or one Chinese character, with the marks around it."""
    found: list[str] = []
    for at, char in enumerate(paragraph):
        if found and _stays(paragraph, at):
            found[-1] += char
        else:
            found.append(char)
    return found


def _stays(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to what stands before it."""
    char, before = text[at], text[at - 1]
    if char == " " or char in NOT_FIRST or before in NOT_LAST:
        return True
    if before == " ":
        ahead = text[at - 2] if at > 1 else ""
        # a space between Chinese and a figure is only air; between words, or after a dot, a line may end there
        return ahead != "·" and bool(ahead) and _wide(ahead) != _wide(char)
    return not _wide(char) and not _wide(before)


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Lines of `text` no wider than `width`; a single piece wider than that stands alone on its line."""
    lines: list[str] = []
    width = max(width, 1e-6)
    for paragraph in text.split("\n"):
        parts = pieces(paragraph)
        widths = [measure(part) for part in parts]
        bare = [
            measure(part.rstrip(" ·")) if part[-1] in " ·" else wide for part, wide in zip(parts, widths, strict=True)
        ]
        count = _fewest(widths, bare, width)
        ends = [len(parts)] if count <= 1 else _best(parts, widths, bare, width, count)
        start = 0
        for end in ends:
            line = "".join(parts[start:end])
            lines.append(line.rstrip(" ·") if end < len(parts) else line.rstrip())
            start = end
    return lines


def _fewest(widths: list[float], bare: list[float], width: float) -> int:
    count, used = 1, 0.0
    for at, wide in enumerate(widths):
        if used and used + bare[at] > width:
            count, used = count + 1, 0.0
        used += wide
    return count


def _best(parts: list[str], widths: list[float], bare: list[float], width: float, count: int) -> list[int]:
    """Where each of `count` lines ends, at the least cost: empty space squared, and rough breaks."""
    size = len(parts)
    costs: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]  # per line: end → (cost, start)
    for _line in range(count):
        row: dict[int, tuple[float, int]] = {}
        for start, (before, _) in costs[-1].items():
            used = 0.0
            for end in range(start + 1, size + 1):
                if used and used + bare[end - 1] > width:
                    break
                slack = max(0.0, 1 - (used + bare[end - 1]) / width)
                rough = ROUGH if end < size and parts[end - 1][-1] not in GOOD_ENDS else 0.0
                cost = before + slack * slack * (0.5 if end == size else 1) + rough
                if end not in row or cost < row[end][0]:
                    row[end] = (cost, start)
                used += widths[end - 1]
        costs.append(row)
    ends, at = [], size
    for row in reversed(costs[1:]):
        ends.append(at)
        at = row[at][1]
    return ends[::-1]
