"""The known word that a misspelt word probably means."""

from __future__ import annotations

from collections.abc import Iterable

LIKE = 0.5
"""From this likeness on, one word may be a misspelling of the other."""


def nearest(word: str, known: Iterable[str], like: float = LIKE) -> str | None:
    """The most similar known word, if its likeness is at least `like` (0 to 1); else None."""
    likest = max(((_likeness(word, one), one) for one in sorted(known)), default=(0.0, ""))
    return likest[1] if likest[0] >= like else None


def _likeness(word: str, known: str) -> float:
    """The likeness of two words, 0 to 1. `idel` is like `idle_seconds`, because it may be just its beginning."""
    import difflib  # noqa: PLC0415 - for mistakes alone

    whole = difflib.SequenceMatcher(a=word, b=known).ratio()
    begun = difflib.SequenceMatcher(a=word, b=known[: len(word)]).ratio() if len(word) > 2 else 0.0
    return max(whole, 0.9 * begun)
