"""Which content an e-screen shows, and when: between calls, before opening, at rest. A pure step around the board's.

A call always comes first: the step that hears it shows the board again, and content returns only after a quiet while.
While people wait, board and pages take turns; at rest one page follows the other. A page past its date is removed in
the minute in which its day ends, by the hall's time, which this screen keeps also while the hall is away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from domain.calendar.day import Days
from domain.content.dates import is_shown
from domain.flow import Arrived, HallReplaced, StartTimer, TimerFired
from domain.views.catalogue import Catalogue
from domain.views.public import ContentSnapshot, QueueStatus
from domain.views.ticket import TicketState
from domain.views.window import WindowState
from e_screen import board
from e_screen.board import EScreenEffect, EScreenInput, EScreenState
from e_screen.show_pages import ShowPage

SHOW_TIMER = "show"
REST_S = 2.0  # how long a film stands still at its end
_NUMBERS_GIVEN = frozenset({QueueStatus.OPEN, QueueStatus.EARLY, QueueStatus.PAUSED})


# ---- inputs and effects besides the board's


@dataclass(frozen=True, slots=True)
class SetOpened:
    """A content set is complete and in memory."""

    name: str


@dataclass(frozen=True, slots=True)
class PagesMade:
    """The pages of a set have been made for this screen."""

    name: str
    pages: tuple[ShowPage, ...]


@dataclass(frozen=True, slots=True)
class PictureRead:
    """A picture was read; None: it cannot be read now."""

    path: str
    picture: bytes | None


@dataclass(frozen=True, slots=True)
class FollowSet:
    """The hall announced this set: fetch it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MakePages:
    """Make the pages of this set, with these items in the lists."""

    name: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadPicture:
    path: str


ShowInput = SetOpened | PagesMade | PictureRead
ShowEffect = FollowSet | MakePages | ReadPicture
ScreenInput = EScreenInput | ShowInput
ScreenEffect = EScreenEffect | ShowEffect
ScreenTransition = tuple[EScreenState, tuple[ScreenEffect, ...]]


def step(state: EScreenState, given: ScreenInput, now_ms: int) -> ScreenTransition:
    """Take one input of the board or of the content."""
    effects: tuple[ScreenEffect, ...]
    match given:
        case SetOpened() | PagesMade() | PictureRead():
            after, effects = _heard(replace(state, now_ms=now_ms), given)
        case TimerFired(name) if name == SHOW_TIMER:
            after, effects = _turn(replace(state, now_ms=now_ms))
        case _:
            after, effects = board.step(state, given, now_ms)
            if isinstance(given, HallReplaced):
                after = replace(after, show=state.show)  # content is signed, so it stays valid with a new hall
            if isinstance(given, Arrived):
                after, more = _arrived(after, given)
                effects += more
    settled, more = _settled(state, after)
    return settled, effects + more


# ---- content that comes


def _arrived(state: EScreenState, given: Arrived) -> ScreenTransition:
    if isinstance(given.snapshot, ContentSnapshot) and given.snapshot.set:
        return state, (FollowSet(given.snapshot.set, given.snapshot.address),)
    if isinstance(given.snapshot, Catalogue):
        return _wanted(state)
    return state, ()


def _heard(state: EScreenState, given: ShowInput) -> ScreenTransition:
    show = state.show
    match given:
        case SetOpened(name):
            return _wanted(replace(state, show=replace(show, set=name, items=None)))
        case PagesMade(name, pages) if name == show.set:
            current = show.current if show.current in pages else None
            show = replace(show, pages=pages, current=current, picture=show.picture if current else None)
            return replace(state, show=show), () if show.started else (_timer(show.quiet_s),)
        case PictureRead(path, picture) if show.current is not None and show.current.picture == path:
            return replace(state, show=replace(show, picture=picture)), ()
    return state, ()


def _wanted(state: EScreenState) -> ScreenTransition:
    """Make the pages anew if the set or the listed items have changed."""
    items = _items(state)
    if not state.show.set or items is None or items == state.show.items:
        return state, ()
    return replace(state, show=replace(state.show, items=items)), (MakePages(state.show.set, items),)


def _items(state: EScreenState) -> tuple[str, ...] | None:
    """The items of the hall or of this window; None while they are not known."""
    catalogue = state.catalogue
    if catalogue is None:
        return None
    card = next((one for one in catalogue.windows if one.id == state.own), None)
    queues = [one for one in catalogue.queues if not state.own or (card is not None and one.id in card.queues)]
    return tuple(dict.fromkeys(item for queue in queues for item in queue.items))


# ---- when


def at_rest(state: EScreenState) -> bool:
    """Whether nobody is served or waits here: before opening, after closing, at a window without a clerk."""
    if state.own:
        return state.window is not None and state.window.state is WindowState.CLOSED
    if state.queues is None:
        return False
    gives = any(queue.status in _NUMBERS_GIVEN for queue in state.queues.queues)
    waits = any(queue.waiting for queue in state.queues.queues)
    busy = any(window.ticket is not None for window in state.windows.values())
    return not (gives or waits or busy)


def must_stand(state: EScreenState) -> bool:
    """Whether the board shows something that content must not cover."""
    if state.doubt or state.catalogue is None or not state.time.at(state.now_ms):
        return True
    rests = at_rest(state)
    if not (rests or state.show.between_calls):
        return True
    if state.own:
        window = state.window
        return window is None or window.ticket is not None or window.state is WindowState.PAUSED or _away(state)
    called = state.in_turn or state.turns or state.half_pulses or state.called or _newest_is_awaited(state)
    return bool(called) or state.calls is None or (_away(state) and not rests)


def _away(state: EScreenState) -> bool:
    return state.away_ms is not None


def _newest_is_awaited(state: EScreenState) -> bool:
    newest = state.newest
    if newest is None:
        return False
    tickets = [window.ticket for window in state.windows.values() if window.ticket is not None]
    return any(one.number == newest.number and one.state is TicketState.CALLED for one in tickets)


def _today(state: EScreenState) -> date:
    catalogue = state.catalogue
    assert catalogue is not None, "without it the board stands"
    minutes = catalogue.day_starts_minutes
    days = Days(catalogue.timezone, time(minutes // 60, minutes % 60))
    return date.fromisoformat(days.of(state.time.at(state.now_ms)))


# ---- which


def _settled(before: EScreenState, state: EScreenState) -> ScreenTransition:
    """After each step: return to the board at once if it must be shown, and remove a page that is past its date."""
    show = state.show
    if not show.started and show.pages:
        show = replace(show, started=True)
        state = replace(state, show=show)
    if not show.pages:
        return (replace(state, show=replace(show, current=None, picture=None)) if show.current else state), ()
    if must_stand(state):
        quiet = () if before.calls is state.calls and show.current is None else (_timer(show.quiet_s),)
        return replace(state, show=replace(show, current=None, picture=None)), quiet
    if show.current is not None and not _may_show(show.current, state):
        return _turn(state)
    return state, ()


def _may_show(page: ShowPage, state: EScreenState) -> bool:
    return is_shown(page, _today(state)) and (not page.at_rest or at_rest(state))


def _turn(state: EScreenState) -> ScreenTransition:
    """Show the next page or the board: the board follows each page while people wait, and all of them at rest."""
    show = state.show
    if not show.pages:
        return replace(state, show=replace(show, started=False)), ()
    if must_stand(state):
        return replace(state, show=replace(show, current=None, picture=None)), (_timer(show.quiet_s),)
    to_board = show.current is not None and (not at_rest(state) or show.at == len(show.pages) - 1)
    found = None if to_board else _next(state)
    if found is None:
        at = show.at if not at_rest(state) else -1
        return replace(state, show=replace(show, at=at, current=None, picture=None)), (_timer(show.board_s),)
    page = show.pages[found]
    reads = (ReadPicture(page.picture),) if page.picture else ()
    return replace(state, show=replace(show, at=found, current=page, picture=None)), (
        _timer(page.seconds + REST_S if page.seconds else show.page_s),
        *reads,
    )


def _next(state: EScreenState) -> int | None:
    """The index of the next page that may be shown, counted from the last one and again from the first."""
    show = state.show
    places = [(show.at + 1 + step) % len(show.pages) for step in range(len(show.pages))]
    return next((place for place in places if _may_show(show.pages[place], state)), None)


def _timer(seconds: float) -> StartTimer:
    return StartTimer(SHOW_TIMER, seconds)
