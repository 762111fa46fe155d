"""The word that somebody meant."""

from __future__ import annotations

from collections.abc import Iterable

LIKE = 0.5
"""From here on two words are like enough for one to have been meant."""


def nearest(word: str, known: Iterable[str], like: float = LIKE) -> str | None:
    """The known word that was probably meant: the likest one, if its likeness is `like` or more (0 to 1)."""
    likest = max(((_likeness(word, one), one) for one in sorted(known)), default=(0.0, ""))
    return likest[1] if likest[0] >= like else None


def _likeness(word: str, known: str) -> float:
    """How like two words are, 0 to 1. `idel` is like `idle_seconds`: it may be its beginning alone."""
    import difflib  # noqa: PLC0415 - for mistakes alone

    whole = difflib.SequenceMatcher(a=word, b=known).ratio()
    begun = difflib.SequenceMatcher(a=word, b=known[: len(word)]).ratio() if len(word) > 2 else 0.0
    return max(whole, 0.9 * begun)
