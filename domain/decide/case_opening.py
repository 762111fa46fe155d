"""Deciding over what is brought before the hall: whether a case is opened, and under which code."""

from __future__ import annotations

from domain.booking.codes import codes
from domain.cases.commands import OpenCase
from domain.cases.events import CaseOpened
from domain.device_words import LANGUAGES
from domain.phone import normal_phone
from domain.pickup import queue_of
from domain.refusal import Code, Context, Decision, no
from domain.state.state import State

LONGEST_WORDS = 500
MINUTE_MS = 60_000


def open_case(state: State, asked: OpenCase, context: Context) -> Decision:
    """Nobody is asked who they are. How many may be opened is counted for the whole hall."""
    if asked.language not in LANGUAGES:
        return no(Code.REQUEST_INVALID, f"language is one of {', '.join(LANGUAGES)}")
    text = plain_words(asked.text)
    if not text or len(text) > LONGEST_WORDS:
        return no(Code.CASE_WORDS, f"from 1 to {LONGEST_WORDS} characters")
    if asked.phone is not None and normal_phone(asked.phone) is None:
        return no(Code.PHONE_INVALID)
    rules, cases = state.config.cases, state.cases
    if cases.since(context.now - MINUTE_MS, context.now) >= rules.per_minute:
        return no(Code.CASE_TOO_MANY, f"{rules.per_minute} a minute", after_seconds=60)
    if cases.of_day(state.day) >= rules.per_day:
        return no(Code.CASE_TOO_MANY, f"{rules.per_day} a day")
    return [
        CaseOpened(
            at=context.now,
            case=cases.next_id(state.day),
            code=_new_code(state, context.token),
            kind=asked.kind,
            text=text,
            device=context.device,
            language=asked.language,
            phone=normal_phone(asked.phone) if asked.phone is not None else None,
        )
    ]


def plain_words(text: str) -> str:
    """Without what cannot be seen: control characters become blanks, line feeds stay; no blanks around it."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text).strip()


def _new_code(state: State, token: str) -> str:
    """One that no case and no booking has and no document can have."""
    return next(
        code
        for code in codes(f"case {token}")
        if not state.cases.has_code(code)
        and not state.bookings.taken(code)
        and queue_of(state.pickup_codes, code) is None
    )
