"""Who sits down at the pad proves it: the PIN after the name, or a card on the reader.

The pad knows nothing of PINs and cards but what is typed or shown this moment. It goes to the hall and is forgotten;
while the hall is away nobody sits down.
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
"""Without a key for so long, what was typed goes and the names are there again."""

OF_SIGNING_IN = frozenset({Code.STAFF_WAIT, Code.STAFF_WRONG_PIN, Code.STAFF_WRONG_CARD})


@dataclass(frozen=True, slots=True)
class StaffCardShown:
    """A card was laid on the pad's reader; `number` is what the reader says of it."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StaffCardGone:
    """The card was taken from the reader. A reader that types tells of none."""


CARD_AWAY_S = 3.0
"""A card that slips is back by then."""


def ways(state: ClerkState) -> tuple[ProofWay, ...]:
    """How a clerk proves who they are in this hall; none where names are believed."""
    return state.known.catalogue.sign_in if state.known.catalogue is not None else ()


def pin_asked(state: ClerkState) -> bool:
    return ProofWay.PIN in ways(state)


def named(state: ClerkState) -> tuple[ClerkState, c.DeviceCommand | None]:
    """The yes after a name was chosen: on to the PIN, or at once where names are believed."""
    if pin_asked(state):
        return replace(state, panel=ClerkPanel.PIN, draft=Draft(clerk=state.draft.clerk), notice=None), None
    return state, c.OpenWindow(window=state.known.own, clerk=state.draft.clerk)


def may_be_named(state: ClerkState) -> bool:
    """Whether a chosen name leads on: with cards alone, the card does."""
    return not ways(state) or pin_asked(state)


def typed(state: ClerkState) -> tuple[ClerkState, c.DeviceCommand]:
    """The yes after the PIN. What was typed leaves the screen with it."""
    asked = c.OpenWindow(window=state.known.own, clerk=state.draft.clerk, pin=state.draft.pin)
    return replace(state, draft=replace(state.draft, pin="")), asked


def complete(state: ClerkState) -> bool:
    """Whether the PIN can be sent: it is long enough, and no wait is left."""
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
    """What a card opens: a closed window, for whose card it is."""
    if not isinstance(shown, StaffCardShown) or ProofWay.CARD not in ways(state) or phase(state) is not Phase.CLOSED:
        return None
    return c.OpenWindow(window=state.known.own, card=shown.number)


def card_moved(state: ClerkState, *, on: bool) -> ClerkTransition:
    """It came, came back, or left. Any card counts as there: whose it is, the hall alone could say."""
    state = replace(state, card_on=on)
    if on:
        return state, (StopTimer(ClerkTimer.CARD),)
    return state, (StartTimer(ClerkTimer.CARD, CARD_AWAY_S),) if missed(state) else ()


def opened(state: ClerkState) -> ClerkState:
    """The request that was out is done: if it was a card's, the window is open by it."""
    asked = state.pending.ask.command if state.pending is not None else None
    by_card = isinstance(asked, c.OpenWindow) and asked.card is not None
    return replace(state, by_card=state.by_card or by_card)


def missed(state: ClerkState) -> bool:
    """Whether the hall wants a card to lie there that does not. A pad that has started again does not know of one."""
    stays = state.known.catalogue is not None and state.known.catalogue.card_stays
    return stays and state.by_card and not state.card_on


def leaves(state: ClerkState) -> c.DeviceCommand | None:
    """What a card that stays away comes to: the window closes, once nobody is in hand."""
    free = phase(state) in {Phase.IDLE, Phase.PAUSED}
    return c.CloseWindow(window=state.known.own) if missed(state) and free else None


def back(state: ClerkState) -> ClerkState:
    """From the PIN to the names."""
    return replace(state, panel=ClerkPanel.CLERKS, draft=Draft(clerk=state.draft.clerk), notice=None)


def refused(state: ClerkState, code: str, after_seconds: int, until_ms: int) -> Notice:
    """What the screen says of a wrong PIN or card: what is wrong, and how long to wait."""
    if not after_seconds:
        return Notice(code=code, until_ms=until_ms)
    ready_ms = state.now_ms + after_seconds * 1000
    return Notice(code=code, until_ms=ready_ms, ready_ms=ready_ms)


def timed(before: ClerkState, state: ClerkState) -> ClerkTransition:
    """Keep the timer of the PIN: it runs from the last key on."""
    if state.panel is not ClerkPanel.PIN:
        return state, (StopTimer(ClerkTimer.PIN),) if before.panel is ClerkPanel.PIN else ()
    same = before.panel is ClerkPanel.PIN and before.draft.pin == state.draft.pin
    return state, () if same else (StartTimer(ClerkTimer.PIN, PIN_S),)


def timed_out(state: ClerkState) -> ClerkTransition:
    """Nobody types any more. While the hall is asked, the time begins anew."""
    if state.panel is not ClerkPanel.PIN:
        return state, ()
    if state.pending is not None:
        return state, (StartTimer(ClerkTimer.PIN, PIN_S),)
    return back(state), ()
