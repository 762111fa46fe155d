"""Proving that a phone is the asker's: a code is sent to it, and the asker enters the code.

Without that a stranger could learn from a number that its holder has a booking or is barred, or could miss bookings in
their name. The supervisor needs no code: they speak with the person. A code is computed from random digits and the
hall's secret, so neither the log nor the state holds it. Wrong tries are events, so a restart forgets none.
"""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest

from domain.commands import ProvePhone, SendPhoneCode
from domain.device_words import LANGUAGES
from domain.events import PhoneCodeSent, PhoneCodeTried
from domain.phone import normal_phone
from domain.refusal import Code, Context, Decision, Refusal, no
from domain.state.phone_codes import PhoneCode
from domain.state.state import State

CODE_DIGITS = 6
CODE_MS = 10 * 60_000
"""How long a code may be entered after it was sent."""

PROOF_MS = 30 * 60_000
"""How long a phone stays proved, counted from the right code."""

AGAIN_MS = 60_000
"""The shortest time between two codes to one phone."""

MOST_WRONG = 5
MINUTE_MS = 60_000


def send_code(state: State, asked: SendPhoneCode, context: Context) -> Decision:
    """The asker learns nothing about the phone: every number that messages can be sent to gets a code."""
    if asked.language not in LANGUAGES:
        return no(Code.REQUEST_INVALID, f"language is one of {', '.join(LANGUAGES)}")
    phone = normal_phone(asked.phone)
    if phone is None:
        return no(Code.PHONE_INVALID)
    key = phone_key(state, phone)
    if state.config.notices is None or key is None:
        return no(Code.PHONE_NO_MESSAGES, "this hall sends no messages")
    refusal = _too_many(state, key, context.now)
    if refusal is not None:
        return refusal
    return [
        PhoneCodeSent(at=context.now, token=context.token[:32], phone_key=key, phone=phone, language=asked.language)
    ]


def prove(state: State, asked: ProvePhone, context: Context) -> Decision:
    """A wrong code is an event and no refusal, because it is counted."""
    key = phone_key(state, normal_phone(asked.phone))
    sent = state.phone_codes.of(key) if key is not None else None
    if sent is None or not 0 <= context.now - sent.sent_at <= CODE_MS or sent.wrong >= MOST_WRONG:
        return no(Code.PHONE_CODE_OVER, "no code can be said back: another one has to be sent")
    right = compare_digest(code_words(state, sent.token).encode(), _digits(asked.code).encode())
    return [PhoneCodeTried(at=context.now, token=sent.token, right=right)]


def tries_left(code: PhoneCode) -> int:
    return max(0, MOST_WRONG - code.wrong)


def good_until(code: PhoneCode) -> int:
    return code.sent_at + CODE_MS


def code_words(state: State, token: str) -> str:
    """The code in the message: six digits."""
    number = int.from_bytes(sha256(_keyed(state, f"phone code {token}").encode()).digest())
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def proof(state: State, code: PhoneCode) -> str:
    """The text that shows, for `PROOF_MS`, that the phone was proved."""
    return _keyed(state, f"phone proof {code.token}")


def proved_key(state: State, phone: str | None, shown: str | None, now: int) -> str | None:
    """The keyed hash of `phone` if `shown` is its valid proof, else None."""
    key = phone_key(state, normal_phone(phone or ""))
    code = state.phone_codes.of(key) if key is not None else None
    if code is None or code.proved_at is None or not 0 <= now - code.proved_at <= PROOF_MS:
        return None
    said = (shown or "").encode("utf-8", "surrogatepass")
    return key if compare_digest(proof(state, code).encode(), said) else None


def phone_key(state: State, phone: str | None) -> str | None:
    """The keyed hash by which the bookings of a phone are counted; the phone itself is erased with the booking."""
    return None if phone is None or state.ticket_key is None else state.ticket_key(f"phone {phone}")


def _too_many(state: State, key: str, now: int) -> Refusal | None:
    """Limits on messages: the phone may be a stranger's, and each message costs the hall something."""
    rules, last = state.config.booking, state.phone_codes.of(key)
    if last is not None and 0 <= now - last.sent_at < AGAIN_MS:
        return no(Code.PHONE_CODE_WAIT, "one was sent just now", after_seconds=_seconds(last.sent_at + AGAIN_MS - now))
    if last is not None and last.count >= rules.codes_per_phone_and_day:
        return no(Code.PHONE_LIMIT, f"{rules.codes_per_phone_and_day} codes a day")
    if state.phone_codes.since(now - MINUTE_MS, now) >= rules.codes_per_minute:
        return no(Code.PHONE_CODES_MANY, "the hall sends no more in this minute")
    return None


def _seconds(ms: int) -> int:
    return -(-ms // 1000)


def _digits(said: str) -> str:
    """The decimal digits of what was typed: without blanks, half-width."""
    return "".join(str(int(char)) for char in said[:40] if char.isdecimal())


def _keyed(state: State, words: str) -> str:
    assert state.ticket_key is not None, "no code without it"
    return state.ticket_key(words)
