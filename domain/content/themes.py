"""Themes (一件事): a few questions about an event of life, whose answers choose the items (S4 8.5.3, S3 §16).

Questions are asked in their order. A question with `only_if` is asked only after one of those answers. Everybody gets
the theme's own items and the items of their answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.config import Text
from domain.content.dates import Approval

Answers = Mapping[str, frozenset[str]]
"""Id of a question → ids of the answers given to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeAnswer:
    id: str
    text: Text
    items: tuple[str, ...] = ()  # ids of the items that this answer leads to
    advice: Text | None = None  # shown instead of items, or besides them


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeQuestion:
    id: str
    ask: Text
    answers: tuple[ThemeAnswer, ...]
    several: bool = False  # more than one answer, or none, may be given
    only_if: tuple[str, ...] = ()  # `question/answer`: asked only after one of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """`themes/<theme>.toml`."""

    name: Text
    summary: Text  # one sentence: whom it helps, and with what
    icon: str = "list"  # a name in `kiosk/widgets/icons/names.json`
    words: tuple[str, ...] = ()  # what people call it
    audiences: tuple[str, ...] = ()  # ids in browse.toml
    items: tuple[str, ...] = ()  # for everybody
    questions: tuple[ThemeQuestion, ...] = ()
    approval: Approval | None = None
    shown_from: date | None = None
    shown_until: date | None = None


def next_question(theme: Theme, answers: Answers) -> ThemeQuestion | None:
    """The first question to be asked that has no answer yet; None: all are answered."""
    return next((one for one in asked(theme, answers) if one.id not in answers), None)


def asked(theme: Theme, answers: Answers) -> Iterator[ThemeQuestion]:
    """The questions asked of somebody with these answers, in their order. An answer to a question that is no longer
    asked counts neither for items nor for further questions."""
    given: set[str] = set()
    for question in theme.questions:
        if question.only_if and not given & set(question.only_if):
            continue
        yield question
        given |= {f"{question.id}/{answer}" for answer in answers.get(question.id, frozenset())}


def chosen_items(theme: Theme, answers: Answers) -> tuple[str, ...]:
    """The items that the answers lead to, each once: the theme's own first, then in the order of the questions."""
    found = list(theme.items)
    for answer in given_answers(theme, answers):
        found += answer.items
    return tuple(dict.fromkeys(found))


def given_answers(theme: Theme, answers: Answers) -> Iterator[ThemeAnswer]:
    """The answers that count, in the order of the theme."""
    for question in asked(theme, answers):
        given = answers.get(question.id, frozenset())
        yield from (answer for answer in question.answers if answer.id in given)


def paths(theme: Theme, most: int) -> Iterator[Answers]:
    """Every path through the questions, at most `most`; a question that allows several answers gets none or one of
    them.

    More answers only lead to more items, so these paths show every dead end.
    """
    waiting: list[dict[str, frozenset[str]]] = [{}]
    while waiting and most > 0:
        answers = waiting.pop()
        question = next_question(theme, answers)
        if question is None:
            most -= 1
            yield answers
            continue
        choices = [frozenset({answer.id}) for answer in reversed(question.answers)]
        if question.several or not choices:
            choices.append(frozenset())
        waiting += [{**answers, question.id: choice} for choice in choices]
