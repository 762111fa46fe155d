"""Search: by the words people use, by characters, by pinyin and its initials, and by English words.

A person types on a screen, one key after the other, and sees results from the first key on. So each row is turned into
plain strings once, and a search is a walk over them: a district's 1,135 items in a few milliseconds.

What fits better comes first: the name itself before its beginning, that before its middle, a word of people's own
beside the name, sounds after characters. Rows that fit alike stay in their order.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.content.dates import is_shown
from domain.content.whole import FoundWord, IndexRow

NOTHING = 1000
"""The rank of what does not fit; smaller is better."""
_SPLIT = re.compile(r"[\s,，、;；/]+")
_NOT_SAID = re.compile(r"[^\w\u4e00-\u9fff]+|_")
_SOFT = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that many speakers do not tell apart."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """The sounds of one word in one spelling."""

    syllables: tuple[str, ...]
    joined: str
    starts: frozenset[int]  # where in `joined` a syllable begins
    initials: str

    @classmethod
    def of(cls, syllables: Iterable[str]) -> _Spelling:
        several = tuple(one for one in syllables if one)
        starts, at = [], 0
        for one in several:
            starts.append(at)
            at += len(one)
        return cls(several, "".join(several), frozenset(starts), "".join(one[0] for one in several))


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
    """Rows made ready to be searched. The same index serves every search; it keeps nothing of what was typed."""

    def __init__(self, rows: Iterable[IndexRow]) -> None:
        self._rows = tuple(_ready(row) for row in rows)

    def find(self, typed: str, today: date, most: int = 60) -> tuple[IndexRow, ...]:
        """What fits, best first, at most `most`. Nothing is found with nothing typed. `today`: hall day."""
        terms = [term for part in _SPLIT.split(typed.lower()) if (term := _plain(part))]
        if not terms:
            return ()
        found = []
        for place, row in enumerate(self._rows):
            rank = _rank_of_all(row, terms)
            if rank < NOTHING and is_shown(row.row, today):
                found.append((rank, place, row.row))
        found.sort(key=lambda one: one[:2])
        return tuple(row for _rank, _place, row in found[:most])


def _ready(row: IndexRow) -> _SearchRow:
    english = tuple(re.findall(r"[a-z0-9]+", row.name.en.lower()))
    return _SearchRow(row, tuple(_ready_word(word) for word in row.words), english)


def _ready_word(word: FoundWord) -> _SearchWord:
    syllables = [_one_u(one) for one in word.sounds]
    return _SearchWord(
        _plain(word.text.lower()), _Spelling.of(syllables), _Spelling.of(_soft(one) for one in syllables)
    )


def _plain(text: str) -> str:
    """Without what nobody types: spaces, brackets, dashes."""
    return _NOT_SAID.sub("", text)


def _one_u(sound: str) -> str:
    """lü is typed lv on a keyboard and lu by many: one spelling for all."""
    return sound.replace("ü", "u").replace("v", "u")


def _soft(sound: str) -> str:
    for hard, soft in _SOFT:
        sound = sound.replace(hard, soft)
    return sound


def _rank_of_all(row: _SearchRow, terms: list[str]) -> int:
    """Every term must fit; the sum counts."""
    whole = 0
    for term in terms:
        rank = _rank(row, term)
        if rank >= NOTHING:
            return NOTHING
        whole += rank
    return whole


def _rank(row: _SearchRow, term: str) -> int:
    latin = term.isascii()
    best = min((_in_word(word, term, first=not place) for place, word in enumerate(row.words)), default=NOTHING)
    if best < 10 or not latin:
        return best
    best = min(best, _in_english(row.english, term))
    if term.isalpha():
        sound = _one_u(term)
        best = min(best, min((_in_sounds(word.spelt, sound) for word in row.words), default=NOTHING))
        if best >= NOTHING and len(term) > 3:
            soft = _soft(sound)
            best = 20 + min((_in_sounds(word.soft, soft) for word in row.words), default=NOTHING)
    return best


def _in_word(word: _SearchWord, term: str, *, first: bool) -> int:
    """0 to 5: it stands there as it was typed; more: something like it does, the more of it the better."""
    later = 0 if first else 1
    if word.text == term:
        return later
    if word.text.startswith(term):
        return 2 + later
    if term in word.text:
        return 4 + later
    if len(word.text) > 1 and word.text in term:  # a whole sentence was said, with the word in it
        return 50 - 20 * len(word.text) // len(term)
    if not term.isascii() and len(term) > 2:
        return _likeness(word.text, term)
    return NOTHING


def _likeness(text: str, term: str) -> int:
    """25 to 45 if at least six of ten pairs of neighbouring characters are there: one was written wrongly, or left
    out."""
    pairs = [term[at : at + 2] for at in range(len(term) - 1)]
    there = sum(pair in text for pair in pairs)
    return 45 - 20 * there // len(pairs) if 10 * there >= 6 * len(pairs) else NOTHING


def _in_english(words: tuple[str, ...], term: str) -> int:
    if not words:
        return NOTHING
    if words[0].startswith(term):
        return 10
    return 12 if len(term) > 1 and any(word.startswith(term) for word in words) else NOTHING


def _in_sounds(spelt: _Spelling, term: str) -> int:
    """14 to 19: whole sounds before initials before a mixture, the beginning before the middle."""
    if not spelt.initials or term[0] not in spelt.initials:
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
    if len(term) > 1 and term in spelt.initials:
        return 17
    if len(term) > 2 and any(
        initial == term[0] and _mixed(spelt.syllables[place:], term) for place, initial in enumerate(spelt.initials)
    ):
        return 18
    return NOTHING


def _mixed(syllables: tuple[str, ...], term: str) -> bool:
    """Whether `term` is made of beginnings of the syllables, one each: `glaonian` of gao lao nian."""

    @functools.cache
    def fits(syllable: int, at: int) -> bool:
        if at == len(term):
            return True
        if syllable == len(syllables):
            return False
        sound = syllables[syllable]
        most = 0
        while most < len(sound) and at + most < len(term) and sound[most] == term[at + most]:
            most += 1
        return any(fits(syllable + 1, at + taken) for taken in range(most, 0, -1))

    return len(term) <= sum(map(len, syllables)) and fits(0, 0)
