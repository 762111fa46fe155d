"""A clerk signs in at the pad: with name and PIN, or with a card on the reader.

The pad knows a PIN or card only while it is typed or shown. It sends it to the hall and forgets it. While the hall is
away nobody can sign in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from domain import commands as c
from domain.flow import StartTimer, StopTimer
from domain.pad.clerk_state import ClerkPanel, ClerkState, ClerkTimer, ClerkTransition, Draft, Notice, Phase, phase
from domain.refusal import Code
from domain.staff.people import LONGEST_PIN, SHORTEST_PIN
from domain.staff.ways import ProofWay

PIN_S = 30.0
"""After this time without a key, the typed digits are dropped and the names appear again."""

OF_SIGNING_IN = frozenset({Code.STAFF_WAIT, Code.STAFF_WRONG_PIN, Code.STAFF_WRONG_CARD})


@dataclass(frozen=True, slots=True)
class StaffCardShown:
    """A card was laid on the pad's reader; `number`: as the reader reports it."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StaffCardGone:
    """The card was taken from the reader. A reader that works as a keyboard never reports this."""


CARD_AWAY_S = 3.0
"""How long a card may be away: one that only slipped is back by then."""


def ways(state: ClerkState) -> tuple[ProofWay, ...]:
    """The ways to prove who one is in this hall; none where names are believed."""
    return state.known.catalogue.sign_in if state.known.catalogue is not None else ()


def pin_asked(state: ClerkState) -> bool:
    return ProofWay.PIN in ways(state)


def named(state: ClerkState) -> tuple[ClerkState, c.DeviceCommand | None]:
    """A chosen name is confirmed: go on to the PIN, or, where names are believed, open the window at once."""
    if pin_asked(state):
        return replace(state, panel=ClerkPanel.PIN, draft=Draft(clerk=state.draft.clerk), notice=None), None
    return state, c.OpenWindow(window=state.known.own, clerk=state.draft.clerk)


def may_be_named(state: ClerkState) -> bool:
    """Whether a chosen name leads on. It does not in a hall with cards alone."""
    return not ways(state) or pin_asked(state)


def typed(state: ClerkState) -> tuple[ClerkState, c.DeviceCommand]:
    """The PIN is confirmed: it goes to the hall, and the screen forgets it."""
    asked = c.OpenWindow(window=state.known.own, clerk=state.draft.clerk, pin=state.draft.pin)
    return replace(state, draft=replace(state.draft, pin="")), asked


def complete(state: ClerkState) -> bool:
    """Whether the PIN can be sent: it is long enough, and no waiting time is left."""
    notice = state.notice
    waits = notice is not None and notice.ready_ms is not None and notice.code in OF_SIGNING_IN
    return len(state.draft.pin) >= SHORTEST_PIN and not waits


def key(draft: Draft, pressed: str) -> Draft:
    """A key of the PIN pad."""
    if pressed == "clear":
        return replace(draft, pin="")
    if pressed == "delete":
        return replace(draft, pin=draft.pin[:-1])
    if len(pressed) != 1 or pressed not in "0123456789":
        return draft
    return replace(draft, pin=(draft.pin + pressed)[:LONGEST_PIN])


def carded(state: ClerkState, shown: StaffCardShown | StaffCardGone) -> c.DeviceCommand | None:
    """The command of a card at a closed window: open it for the holder of the card. Else None."""
    if not isinstance(shown, StaffCardShown) or ProofWay.CARD not in ways(state) or phase(state) is not Phase.CLOSED:
        return None
    return c.OpenWindow(window=state.known.own, card=shown.number)


def card_moved(state: ClerkState, *, on: bool) -> ClerkTransition:
    """A card came, came back, or left. Any card counts, because only the hall knows whose card it is."""
    state = replace(state, card_on=on)
    if on:
        return state, (StopTimer(ClerkTimer.CARD),)
    return state, (StartTimer(ClerkTimer.CARD, CARD_AWAY_S),) if missed(state) else ()


def opened(state: ClerkState) -> ClerkState:
    """The request is done. If it opened the window with a card, remember that."""
    asked = state.pending.ask.command if state.pending is not None else None
    by_card = isinstance(asked, c.OpenWindow) and asked.card is not None
    return replace(state, by_card=state.by_card or by_card)


def missed(state: ClerkState) -> bool:
    """Whether the card that opened the window must stay on the reader (`card_stays`) and is not there. A restarted pad
    knows of no card."""
    stays = state.known.catalogue is not None and state.known.catalogue.card_stays
    return stays and state.by_card and not state.card_on


def leaves(state: ClerkState) -> c.DeviceCommand | None:
    """The command when a card stays away: close the window, once no ticket is in hand."""
    free = phase(state) in {Phase.IDLE, Phase.PAUSED}
    return c.CloseWindow(window=state.known.own) if missed(state) and free else None


def back(state: ClerkState) -> ClerkState:
    """From the PIN to the names."""
    return replace(state, panel=ClerkPanel.CLERKS, draft=Draft(clerk=state.draft.clerk), notice=None)


def refused(state: ClerkState, code: str, after_seconds: int, until_ms: int) -> Notice:
    """The notice about a wrong PIN or card: what is wrong, and how long to wait."""
    if not after_seconds:
        return Notice(code=code, until_ms=until_ms)
    ready_ms = state.now_ms + after_seconds * 1000
    return Notice(code=code, until_ms=ready_ms, ready_ms=ready_ms)


def timed(before: ClerkState, state: ClerkState) -> ClerkTransition:
    """Start, restart or stop the timer of the PIN, which runs from the last key."""
    if state.panel is not ClerkPanel.PIN:
        return state, (StopTimer(ClerkTimer.PIN),) if before.panel is ClerkPanel.PIN else ()
    same = before.panel is ClerkPanel.PIN and before.draft.pin == state.draft.pin
    return state, () if same else (StartTimer(ClerkTimer.PIN, PIN_S),)


def timed_out(state: ClerkState) -> ClerkTransition:
    """Nobody has typed for `PIN_S`: back to the names. While the hall is asked, the timer starts anew."""
    if state.panel is not ClerkPanel.PIN:
        return state, ()
    if state.pending is not None:
        return state, (StartTimer(ClerkTimer.PIN, PIN_S),)
    return back(state), ()
