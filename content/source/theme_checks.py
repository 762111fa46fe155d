"""Checks one theme: its questions can be reached, its answers lead somewhere, the items that they lead to exist."""

from __future__ import annotations

from datetime import date

from content.source.folder import ITEMS, SourceFolder
from domain.content import themes
from domain.content.dates import is_past
from domain.content.themes import Theme
from program import icon_names
from program.mistakes.nearest import nearest

MOST_PATHS = 2000


def check_theme(found: SourceFolder, file: str, theme: Theme, today: date) -> None:
    items, audiences = found.ids(ITEMS), [entry.id for entry in found.content.browse.audiences]
    named = [(f"items[{place}]", item) for place, item in enumerate(theme.items)]
    for at, question in enumerate(theme.questions):
        for place, answer in enumerate(question.answers):
            named += [(f"questions[{at}].answers[{place}].items[{n}]", item) for n, item in enumerate(answer.items)]
    for key, item in named:
        guide = found.content.guides.get(item)
        if item not in items:
            found.wrong(file, key, f"there is no item {item!r}", nearest(item, items))
        elif guide is not None and is_past(guide, today):
            found.warn(file, key, f"{item!r} is past its date: it is left out")
    for place, audience in enumerate(theme.audiences if "browse.toml" not in found.unread else ()):
        if audience not in audiences:
            found.wrong(file, f"audiences[{place}]", f"there is no audience {audience!r}", nearest(audience, audiences))
    if theme.icon not in icon_names.codes():
        found.wrong(file, "icon", f"there is no icon {theme.icon!r}", nearest(theme.icon, icon_names.codes()))
    if _questions(found, file, theme):
        _dead_ends(found, file, theme)


def _questions(found: SourceFolder, file: str, theme: Theme) -> bool:
    """Check the questions; returns whether one can walk through them."""
    before: list[str] = []
    ids: set[str] = set()
    whole = True
    for at, question in enumerate(theme.questions):
        key = f"questions[{at}]"
        if question.id in ids:
            found.wrong(file, f"{key}.id", f"{question.id!r} is used by another question already")
            whole = False
        ids.add(question.id)
        if not question.answers:
            found.wrong(file, f"{key}.answers", "is empty: nobody could answer")
            whole = False
        answers = [answer.id for answer in question.answers]
        for place, answer in enumerate(answers):
            if answer in answers[:place]:
                found.wrong(file, f"{key}.answers[{place}].id", f"{answer!r} is used by another answer already")
                whole = False
        for place, condition in enumerate(question.only_if):
            if condition not in before:
                reason = f"no earlier question has the answer {condition!r} (question/answer): it would never be asked"
                found.wrong(file, f"{key}.only_if[{place}]", reason, nearest(condition, before))
                whole = False
        before += [f"{question.id}/{answer}" for answer in answers]
    return whole


def _dead_ends(found: SourceFolder, file: str, theme: Theme) -> None:
    """Find ways through the questions that end with neither an item nor advice."""
    if not theme.questions and not theme.items:
        found.wrong(file, "items", "is empty, and there are no questions: the theme leads nowhere")
        return
    ended: set[str] = set()
    for answers in themes.paths(theme, MOST_PATHS):
        if themes.chosen_items(theme, answers) or any(
            a.advice is not None for a in themes.given_answers(theme, answers)
        ):
            continue
        way = ", ".join(f"{question}/{'+'.join(sorted(given)) or 'none'}" for question, given in answers.items())
        last = [question.id for question in theme.questions].index(list(answers)[-1])
        key = f"questions[{last}].answers"
        if key not in ended:  # one way to each end is enough
            ended.add(key)
            found.wrong(file, key, f"lead nowhere: {way} has no items and no advice")
