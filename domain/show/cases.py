"""Which cases a window sees, and what is answered about them."""

from __future__ import annotations

from collections.abc import Iterable

from domain.cases.kinds import CaseKind
from domain.cases.views import CasesAnswer, CasesQuestion, OpenedCase
from domain.config import WindowKind
from domain.refusal import Code, Refusal, no
from domain.state.cases import Case
from domain.state.state import State

MOST_SHOWN = 50


def windows_of(state: State, kind: CaseKind) -> tuple[str, ...]:
    """Where cases of this kind are seen: the window that hall.toml names, or those of the kind `unsolved`."""
    named: str | None = getattr(state.config.cases, kind.value)
    if named is not None:
        return (named,) if named in state.windows else ()
    return tuple(name for name, one in state.windows.items() if one.known and one.config.kind is WindowKind.UNSOLVED)


def of_window(state: State, window: str) -> Iterable[Case]:
    """Those that it sees, newest first."""
    kinds = {kind for kind in CaseKind if window in windows_of(state, kind)}
    return (case for case in state.cases.newest() if case.kind in kinds) if kinds else ()


def answer_cases(state: State, asked: CasesQuestion) -> CasesAnswer | Refusal:
    """Changes nothing. At a window somebody has to work: words of citizens are not shown to an empty chair."""
    if not asked.window:
        return _answer(list(state.cases.newest()))
    window = state.windows.get(asked.window)
    if window is None or not window.known:
        return no(Code.WINDOW_UNKNOWN, f"no window {asked.window!r}")
    if not window.works:
        return no(Code.WINDOW_NOT_OPEN, "nobody works there")
    return _answer(list(of_window(state, asked.window)))


def _answer(found: list[Case]) -> CasesAnswer:
    shown = tuple(
        OpenedCase(
            case=one.case,
            code=one.code,
            kind=one.kind,
            at=one.at,
            text=one.text,
            device=one.device,
            language=one.language,
            phone=one.phone,
        )
        for one in found[:MOST_SHOWN]
    )
    return CasesAnswer(cases=shown, more=max(0, len(found) - MOST_SHOWN))
