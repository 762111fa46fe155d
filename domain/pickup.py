"""取件码: the form of the codes of finished documents, and which queue hands out the document of a code.

In a queue's pattern in hall.toml, `#` stands for any digit and every other character for itself: `QJ########` is QJ and
eight digits. Because patterns have nothing else, every match is fast, and it can be checked whether one code fits two
patterns.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase, digits

DIGIT = "#"
LETTERS = frozenset(ascii_uppercase)
LITERALS = LETTERS | frozenset(digits) | {"-"}
FEWEST_DIGITS = 4
LONGEST = 32


def mistake(pattern: str) -> str:
    """What is wrong with `pattern`, in words for the person who writes hall.toml; "" if nothing is."""
    if len(pattern) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if not set(pattern) <= LITERALS | {DIGIT}:
        return "may hold A to Z, 0 to 9, - and # (one digit each)"
    if pattern[:1] not in LETTERS:
        return "must begin with a letter, so that no booking code of digits looks like it"
    if pattern.count(DIGIT) < FEWEST_DIGITS:
        return f"needs at least {FEWEST_DIGITS} # (one digit each), so that nobody guesses a code"
    return ""


def overlap(one: str, other: str) -> bool:
    """Whether some code fits both patterns."""
    return len(one) == len(other) and all(
        left == right or (left == DIGIT and right in digits) or (right == DIGIT and left in digits)
        for left, right in zip(one, other, strict=True)
    )


def fits(pattern: str, code: str) -> bool:
    """Whether `code`, in its normal form, matches this pattern. The empty pattern matches nothing."""
    return bool(pattern) and len(code) == len(pattern) and all(map(_same, pattern, code))


def _same(expected: str, found: str) -> bool:
    return found in digits if expected == DIGIT else found == expected


def queue_of(patterns: Iterable[tuple[str, str]], code: str) -> str | None:
    """The queue that hands out the document of `code`, or None. `patterns`: each queue with its pattern."""
    return next((queue for queue, pattern in patterns if fits(pattern, code)), None)
