"""Steps that all parts of the frame share: into a business, out of it, home, to the end of a session."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.flow import Ask, StartTimer, StopTimer, request_id
from domain.number_machine.effects import WipeSession
from domain.number_machine.moves import end as machine_end
from domain.number_machine.state import Page
from domain.self_service import ticket
from domain.self_service.business import Effects
from domain.self_service.businesses import BUSINESSES, offered
from domain.self_service.effects import (
    ANYTHING,
    About,
    BusinessEffect,
    CheckParts,
    CheckStaff,
    CloseBusiness,
    EndSession,
    KioskEffect,
    OpenBusiness,
    PrintSlip,
    ReadContent,
)
from domain.self_service.moment import KioskMoment
from domain.self_service.state import Opened, SelfService, Session
from domain.self_service.time_out import stop_asking, watch
from domain.views.business_names import BusinessName

Transition = tuple[SelfService, tuple[KioskEffect, ...]]

DEEPEST = 8
"""How many businesses may be open over one another; a further one replaces the uppermost."""
MARK = "|"
"""Separates the key of a business from its own tag or timer name."""


def moment_of(state: SelfService, now_ms: int) -> KioskMoment:
    """The moment that businesses and screens get now."""
    machine = state.machine
    bare = KioskMoment(
        machine=machine,
        now_ms=now_ms,
        content=state.content,
        who=state.session.who,
        helper=state.assist.staff if state.assist is not None else "",
        fresh_id=request_id(machine.hall_now(now_ms), machine.seed, machine.serial),
    )
    return replace(bare, offered=offered(state.businesses, bare))


# ---- in


def enter(state: SelfService, name: BusinessName, now_ms: int, about: About = ANYTHING) -> Transition:
    """Open a business over the present page. What was typed in it before is there again."""
    moment, business, stack = moment_of(state, now_ms), BUSINESSES[name], state.session.stack
    if stack and stack[-1].name is name and name is BusinessName.HELP:
        return state, ()
    effects: tuple[KioskEffect, ...] = ()
    if len(stack) >= DEEPEST:
        state, effects = _drop_top(state)
        stack = state.session.stack
    kept = dict(state.session.kept)
    own: Effects = ()
    if name in kept and about == ANYTHING:
        made = kept.pop(name)
    else:
        made, own = business.begin(moment, about)
    opened = Opened(name, f"{name}-{state.opened}", made)
    session = replace(state.session, stack=(*stack, opened), kept=kept)
    state = replace(state, session=session, opened=state.opened + 1)
    if name is BusinessName.TICKET:
        state, more = _enter_ticket(state, about, now_ms)
        effects = (*effects, *more)
    state, more = carry_out(state, opened, own, now_ms)
    return state, (*effects, *more)


def _enter_ticket(state: SelfService, about: About, now_ms: int) -> Transition:
    machine = ticket.entered(state.machine, state.session.who, about.items, now_ms)
    if not about.queue:
        return replace(state, machine=machine), ()
    stepped = ticket.with_queue(machine, about.queue, now_ms)
    return replace(state, machine=stepped.machine), stepped.effects


# ---- effects of a business


def carry_out(state: SelfService, opened: Opened, effects: Effects, now_ms: int) -> Transition:
    """Carry out the frame's own effects. All others get the business's key, so that their results find it again."""
    out: tuple[KioskEffect, ...] = ()
    for effect in effects:
        if isinstance(effect, EndSession):
            state, more = end(state)
        elif isinstance(effect, CloseBusiness):
            state, more = close(state, opened.key)
        elif isinstance(effect, OpenBusiness):
            state, more = enter(state, effect.business, now_ms, effect.about)
        else:
            more = (_keyed(opened.key, effect),)
            if isinstance(effect, Ask):
                state = replace(state, machine=replace(state.machine, serial=state.machine.serial + 1))
        out = (*out, *more)
    return state, out


def _keyed(key: str, effect: BusinessEffect) -> KioskEffect:
    if isinstance(effect, Ask | ReadContent | PrintSlip | CheckParts | CheckStaff):
        return replace(effect, tag=key + MARK + effect.tag)
    if isinstance(effect, StartTimer | StopTimer):
        return replace(effect, name=key + MARK + effect.name)
    assert not isinstance(effect, OpenBusiness | CloseBusiness | EndSession)
    return effect


def put(state: SelfService, key: str, made: Any) -> SelfService:
    """Store the new state of the business with this key."""
    stack = tuple(replace(one, state=made) if one.key == key else one for one in state.session.stack)
    return replace(state, session=replace(state.session, stack=stack))


# ---- out


def close(state: SelfService, key: str) -> Transition:
    """Close a business and those over it."""
    effects: tuple[KioskEffect, ...] = ()
    while any(one.key == key for one in state.session.stack):
        state, more = _drop_top(state)
        effects = (*effects, *more)
    return state, effects


def leave(state: SelfService) -> Transition:
    """返回 from the first page of a business: leave it, and keep what was typed there."""
    top = state.top
    if top is None:
        return state, ()
    losing = top.name is not BusinessName.TICKET and BUSINESSES[top.name].loses(top.state)
    state, effects = _drop_top(state)
    if losing:
        kept = {**state.session.kept, top.name: top.state}
        state = replace(state, session=replace(state.session, kept=kept))
    return state, effects


def _drop_top(state: SelfService) -> Transition:
    top = state.session.stack[-1]
    state = replace(state, session=replace(state.session, stack=state.session.stack[:-1]))
    if top.name is not BusinessName.TICKET:
        return state, tuple(_keyed(top.key, effect) for effect in BUSINESSES[top.name].left(top.state))
    stepped = ticket.gone(state.machine)
    return replace(state, machine=stepped.machine), stepped.effects


def would_lose(state: SelfService) -> bool:
    """Whether 首页 would lose typed text."""
    session = state.session
    if session.kept:
        return True
    if any(BUSINESSES[one.name].loses(one.state) for one in session.stack):
        return True
    return any(one.name is BusinessName.TICKET for one in session.stack) and ticket.would_lose(state.machine)


def home(state: SelfService) -> Transition:
    """首页: close everything; the person and the look stay."""
    effects: tuple[KioskEffect, ...] = ()
    while state.session.stack:
        state, more = _drop_top(state)
        effects = (*effects, *more)
    return replace(state, session=Session(who=state.session.who), leaving=False), effects


def end(state: SelfService) -> Transition:
    """End the session: forget the person, typed text, the look, everything about them."""
    state, effects = home(state)
    machine, more = machine_end(replace(state.machine, asking=False), Page.HOME)
    kept = tuple(effect for effect in more if not isinstance(effect, StartTimer | StopTimer | WipeSession))
    state = stop_asking(replace(state, machine=machine, session=Session(), leaving=False))
    if state.newest is not None:
        state = replace(state, content=state.newest, newest=None)
    return state, (*effects, *kept, *_machine_timers(more), *watch(state), WipeSession())


def _machine_timers(effects: tuple[object, ...]) -> tuple[KioskEffect, ...]:
    """Stop the machine's own timers of this visit; time-outs belong to the frame."""
    frames = ticket.is_the_frames
    return tuple(one for one in effects if isinstance(one, StartTimer | StopTimer) and not frames(one))
