"""帮办: a member of staff signs in beside a citizen, and what is done at the kiosk is done in their name (S4 8.5.5).

This is the kiosk's whole flow: `practising.step` with 帮办 around it. Each request then says `by` whom it is made, and
the hall keeps that in its log (`staff.acted`). Citizens come and go meanwhile; the session of each is wiped as always.

It ends by 结束帮办 in the menu, after `REST_S` without a touch, and when the hall goes away: the hall alone knows who
has signed in, and may have forgotten it when it comes back.
"""

from __future__ import annotations

from dataclasses import replace

from domain.commands import StaffSignIn, StaffSignOut
from domain.flow import Ask, HallAway, HallReplaced, StartTimer, StopTimer, TimerFired
from domain.self_service import moves
from domain.self_service.effects import KioskEffect
from domain.self_service.moves import Transition
from domain.self_service.practice import practising
from domain.self_service.reading import asks_for
from domain.self_service.staff.business import StaffOpen
from domain.self_service.state import Assist, SelfService
from domain.self_service.step import KioskInput

REST_S = 10 * 60.0
END = "assist-end"


def step(state: SelfService, given: KioskInput, now_ms: int) -> Transition:
    """One input. Total, as the kiosk's own step."""
    assist = state.assist
    if isinstance(given, TimerFired) and given.name == END:
        return (state, ()) if assist is None else _rested(state, assist, now_ms)
    after, effects = practising.step(state, given, now_ms)
    menu = _menu(after)
    if assist is None:
        return _begun(after, effects, menu.staff, now_ms) if menu is not None and menu.assists else (after, effects)
    effects = tuple(_named(effect, assist) for effect in effects)
    if isinstance(given, HallAway | HallReplaced):
        return _ended(after, effects, assist, home=False)
    if menu is not None and menu.stops:
        return _ended(after, effects, assist, home=True)
    if (after.session, after.changed_at) != (state.session, state.changed_at):  # somebody is there
        after = replace(after, assist=replace(assist, until=now_ms + round(REST_S * 1000)))
    return after, effects


def _menu(state: SelfService) -> StaffOpen | None:
    top = state.top
    return top.state if top is not None and isinstance(top.state, StaffOpen) else None


def _named(effect: KioskEffect, assist: Assist) -> KioskEffect:
    if isinstance(effect, Ask) and not isinstance(effect.command, StaffSignIn | StaffSignOut):
        return replace(effect, by=assist.staff)
    return effect


def _begun(state: SelfService, effects: tuple[KioskEffect, ...], staff: str, now_ms: int) -> Transition:
    """Home, for the citizen, with whoever signed in still signed in."""
    state, more = moves.end(state)
    state = replace(state, assist=Assist(staff, now_ms + round(REST_S * 1000)), changed_at=now_ms)
    return state, (*effects, *more, asks_for(state), StartTimer(END, REST_S))


def _rested(state: SelfService, assist: Assist, now_ms: int) -> Transition:
    left_ms = assist.until - now_ms
    return (state, (StartTimer(END, left_ms / 1000),)) if left_ms > 0 else _ended(state, (), assist, home=False)


def _ended(state: SelfService, effects: tuple[KioskEffect, ...], assist: Assist, *, home: bool) -> Transition:
    """`home`: the page is left; else a citizen may be in the middle of something, and goes on without a helper."""
    state = replace(state, assist=None)
    menu = _menu(state)
    if home or menu is not None:
        state, more = moves.end(state)
        effects = (*effects, *more, asks_for(state))
    return state, (*effects, StopTimer(END), Ask("assist", StaffSignOut(staff=assist.staff)))
