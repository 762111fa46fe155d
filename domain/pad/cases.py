"""办不成事, complaints, praise at the pad of the window that looks into them: lines one touch away, words on opening.

A window's retained state says that there are cases and since when. What people have said is asked for when the clerk
opens the list, and forgotten when it is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.cases.views import CasesAnswer, CasesQuestion, OpenedCase
from domain.flow import Answered, Ask, NoAnswer
from domain.pad.clerk_state import ClerkPanel, ClerkState, ClerkTransition

TAG = "cases:"
PANELS = frozenset({ClerkPanel.CASES, ClerkPanel.CASE})


@dataclass(frozen=True, slots=True)
class CaseTouched:
    """One of the list: its words."""

    case: str


def number(state: ClerkState) -> int:
    """How many the window looks into."""
    return state.known.window.cases_in_all if state.known.window is not None else 0


def words_of(state: ClerkState) -> OpenedCase | None:
    """The case that is read now, once the hall has told its words."""
    told = state.cases.cases if state.cases is not None else ()
    return next((one for one in told if one.case == state.draft.case), None)


def opened(state: ClerkState, touch: CaseTouched) -> ClerkState:
    lines = state.known.window.cases if state.known.window is not None else ()
    if state.panel is not ClerkPanel.CASES or touch.case not in {line.case for line in lines}:
        return state
    return replace(state, panel=ClerkPanel.CASE, draft=replace(state.draft, case=touch.case))


def follow(before: ClerkState, state: ClerkState) -> ClerkTransition:
    """Ask when the list opens, when another case has come, when the hall is back; forget all of it with the list."""
    if state.panel not in PANELS:
        return (replace(state, cases=None) if state.cases is not None else state), ()
    came = before.panel not in PANELS or _lines(before) != _lines(state)
    back = state.cases is None and not before.known.online
    return state, (_ask(state),) if state.known.online and (came or back) else ()


def answered(state: ClerkState, given: Answered) -> ClerkTransition:
    """The hall's answer, while somebody still wants it."""
    wanted = state.panel in PANELS and isinstance(given.data, CasesAnswer)
    return (replace(state, cases=given.data) if wanted else state), ()  # type: ignore[arg-type]


def unanswered(state: ClerkState, _given: NoAnswer) -> ClerkTransition:
    return state, (_ask(state),) if state.panel in PANELS and state.known.online else ()


def _lines(state: ClerkState) -> tuple[object, ...]:
    return state.known.window.cases if state.known.window is not None else ()


def _ask(state: ClerkState) -> Ask:
    return Ask(TAG, CasesQuestion(window=state.known.own))
