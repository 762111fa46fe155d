"""The search in the content: by everyday words, by characters, by pinyin and its initials, and by English words.

A person types on a screen, one key after the other, and sees results from the first key on. So each row is turned into
plain strings once, and a search walks over them: a district's 1,135 items in a few milliseconds.

Better matches come first: the whole name, then its beginning, then its middle; everyday words rank like names; matches
by sound come after matches by characters. Rows of equal rank keep their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.content.dates import is_shown
from domain.content.whole import FoundWord, IndexRow

NOTHING = 1000
"""The rank of a row that does not match. A smaller rank is better."""
_SPLIT = re.compile(r"[\s,，、;；/]+")
_NOT_SAID = re.compile(r"[^\w\u4e00-\u9fff]+|_")
_SOFT = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that many speakers do not tell apart."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """The syllables of one word in one spelling, joined."""

    joined: str
    initials: str
    starts: tuple[int, ...]  # where in `joined` a syllable begins
    following: tuple[int, ...]  # index in `joined` → where the next syllable begins (its length: nowhere)

    @classmethod
    def of(cls, syllables: Iterable[str]) -> _Spelling:
        several = [one for one in syllables if one]
        starts: list[int] = []
        following: list[int] = []
        for one in several:
            starts.append(len(following))
            following += [len(following) + len(one)] * len(one)
        return cls("".join(several), "".join(one[0] for one in several), tuple(starts), tuple(following))


@dataclass(frozen=True, slots=True)
class _Term:
    """One word that was typed, prepared once for the whole search."""

    text: str
    latin: bool
    pairs: tuple[str, ...]  # neighbouring characters, of Chinese text
    sound: str  # "": it cannot be pinyin
    soft: str  # the same without the `_SOFT` differences; "": too short for that

    @classmethod
    def of(cls, text: str) -> _Term:
        latin = text.isascii()
        pairs = tuple(text[at : at + 2] for at in range(len(text) - 1)) if not latin and len(text) > 2 else ()
        sound = _one_u(text) if latin and text.isalpha() else ""
        return cls(text, latin, pairs, sound, _soft(sound) if len(sound) > 3 else "")


@dataclass(frozen=True, slots=True)
class _SearchWord:
    text: str
    spelt: _Spelling
    soft: _Spelling


@dataclass(frozen=True, slots=True)
class _SearchRow:
    row: IndexRow
    words: tuple[_SearchWord, ...]
    english: tuple[str, ...]


class SearchIndex:
    """Rows prepared for searching. One index serves every search and keeps nothing of what was typed."""

    def __init__(self, rows: Iterable[IndexRow]) -> None:
        self._rows = tuple(_ready(row) for row in rows)
        self._by_id = {one.row.id: one.row for one in self._rows}

    def row(self, wanted: str) -> IndexRow | None:
        """The row with this id; None: there is none."""
        return self._by_id.get(wanted)

    def find(self, typed: str, today: date, most: int = 60) -> tuple[IndexRow, ...]:
        """The matching rows, best first, at most `most`; none if nothing was typed. `today`: hall day."""
        return tuple(row for _rank, row in self.ranked(typed, today, most))

    def ranked(self, typed: str, today: date, most: int = 60) -> tuple[tuple[int, IndexRow], ...]:
        """Like `find`, each row with its rank, so that the caller can merge the results of several indexes. Smaller is
        better."""
        terms = [_Term.of(term) for part in _SPLIT.split(typed.lower()) if (term := _plain(part))]
        if not terms:
            return ()
        found = []
        for place, row in enumerate(self._rows):
            rank = _rank_of_all(row, terms)
            if rank < NOTHING and is_shown(row.row, today):
                found.append((rank, place, row.row))
        found.sort(key=lambda one: one[:2])
        return tuple((rank, row) for rank, _place, row in found[:most])


def _ready(row: IndexRow) -> _SearchRow:
    english = tuple(re.findall(r"[a-z0-9]+", row.name.en.lower()))
    return _SearchRow(row, tuple(_ready_word(word) for word in row.words), english)


def _ready_word(word: FoundWord) -> _SearchWord:
    syllables = [_one_u(one) for one in word.sounds]
    return _SearchWord(
        _plain(word.text.lower()), _Spelling.of(syllables), _Spelling.of(_soft(one) for one in syllables)
    )


def _plain(text: str) -> str:
    """The text without characters that nobody types: spaces, brackets, dashes."""
    return _NOT_SAID.sub("", text)


def _one_u(sound: str) -> str:
    """lü is typed lv on a keyboard and lu by many: one spelling for all."""
    return sound.replace("ü", "u").replace("v", "u")


def _soft(sound: str) -> str:
    for hard, soft in _SOFT:
        sound = sound.replace(hard, soft)
    return sound


def _rank_of_all(row: _SearchRow, terms: list[_Term]) -> int:
    """Every term must fit; the sum counts."""
    whole = 0
    for term in terms:
        rank = _rank(row, term)
        if rank >= NOTHING:
            return NOTHING
        whole += rank
    return whole


def _rank(row: _SearchRow, term: _Term) -> int:
    best = NOTHING
    for place, word in enumerate(row.words):
        best = min(best, _in_word(word, term, first=not place))
    if best < 10 or not term.latin:
        return best
    best = min(best, _in_english(row.english, term.text))
    if term.sound:
        for word in row.words:
            best = min(best, _in_sounds(word.spelt, term.sound))
    if term.soft and best >= NOTHING:
        best = 20 + min(_in_sounds(word.soft, term.soft) for word in row.words)
    return best


def _in_word(word: _SearchWord, term: _Term, *, first: bool) -> int:
    """The rank of `term` in `word`. 0 to 5: it stands there exactly as typed; more: something similar does."""
    text, typed = word.text, term.text
    at = text.find(typed)
    if at >= 0:
        return (0 if len(text) == len(typed) else 4 if at else 2) + (0 if first else 1)
    if 1 < len(text) < len(typed) and text in typed:  # the person typed a whole sentence that has the word in it
        return 50 - 20 * len(text) // len(typed)
    return _likeness(text, term.pairs) if term.pairs else NOTHING


def _likeness(text: str, pairs: tuple[str, ...]) -> int:
    """The rank, 25 to 45, if at least six of ten pairs of neighbouring characters match: one character was wrong or
    left out."""
    there = sum(pair in text for pair in pairs)
    return 45 - 20 * there // len(pairs) if 10 * there >= 6 * len(pairs) else NOTHING


def _in_english(words: tuple[str, ...], term: str) -> int:
    if not words:
        return NOTHING
    if words[0].startswith(term):
        return 10
    return 12 if len(term) > 1 and any(word.startswith(term) for word in words) else NOTHING


def _in_sounds(spelt: _Spelling, term: str) -> int:
    """The rank, 14 to 18: whole syllables before initials before a mixture; the beginning of a word before its
    middle."""
    if term[0] not in spelt.initials:
        return NOTHING
    if spelt.joined.startswith(term):
        return 14
    if spelt.initials.startswith(term):
        return 15
    at = spelt.joined.find(term, 1)
    while at > 0:
        if at in spelt.starts:
            return 16
        at = spelt.joined.find(term, at + 1)
    if term in spelt.initials:
        return 17
    return 18 if len(term) > 2 and _mixed(spelt, term) else NOTHING


def _mixed(spelt: _Spelling, term: str) -> bool:
    """Whether `term` is made of beginnings of syllables that follow one another: `glaonian` of gao lao nian.

    Follows all possible readings at once, letter by letter: each goes on within its syllable or with the next one.
    """
    joined, following, end = spelt.joined, spelt.following, len(spelt.joined)
    ways = {at for at in spelt.starts if joined[at] == term[0]}
    for letter in term[1:]:
        further = set()
        for at in ways:
            if at + 1 < end and joined[at + 1] == letter:
                further.add(at + 1)
            beyond = following[at]
            if beyond < end and joined[beyond] == letter:
                further.add(beyond)
        if not further:
            return False
        ways = further
    return True
