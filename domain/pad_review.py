"""What the citizen's screen knows, and what can be touched on it (the flow is in `pad_citizen.py`).

What a person touches lives in `Review` alone and goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.config import Level
from domain.flow import Look
from domain.pad import Known
from domain.views import TicketState, WindowState


class Screen(StrEnum):
    STARTING = "starting"  # nothing heard of the window yet
    CLERK = "clerk"  # the clerk's card: nobody is served
    CALLED = "called"
    SERVING = "serving"
    FACES = "faces"
    REASONS = "reasons"
    WORDS = "words"
    THANKS = "thanks"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One rating session on this screen. `level` is None until a face was touched."""

    session: str
    nonce: str
    number: str
    shown_ms: int = 0  # the pad's monotonic clock when it came up
    level: int | None = None
    begun_at: int = 0  # hall time of the first touch on a face: when this person gave their answer
    begun_ms: int = 0  # the same by the pad's monotonic clock
    tags: tuple[str, ...] = ()
    ticket: str = ""  # and its key: what a phone needs to review it, once the hall has told (`pad_phone.py`)
    key: str = field(default="", repr=False)
    pieces: tuple[str, ...] = ()  # letters, words and whole phrases: what one touch on 删除 takes away
    writing: bool = False
    needs_reason: bool = False  # a bad level was to be sent without one: say so kindly
    left_s: int = 0  # 还需要时间吗: seconds until what was touched is gone; 0: not asked

    @property
    def comment(self) -> str:
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    number: str
    mend: bool  # a bad review: say what happens next
    kept: bool = True  # False: this pad could not keep it, so it will not reach the hall


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    known: Known
    home: Look = field(default_factory=Look)  # what the look goes back to after each person
    look: Look = field(default_factory=Look)
    review: Review | None = None
    thanks: Thanks | None = None
    ended: tuple[str, ...] = ()  # sessions that this screen has done with
    changed_ms: int | None = None  # when another screen came up


def begin(window: str, look: Look | None = None) -> Citizen:
    look = look or Look()
    return Citizen(known=Known(own=window), home=look, look=look)


def answered_before(state: Citizen, sessions: Iterable[str]) -> Citizen:
    """This screen has started anew, and reviews of these sessions are still on their way to the hall: to whoever gave
    them they are given, and nobody is asked again."""
    return replace(state, ended=(*state.ended, *sessions))


def screen(state: Citizen) -> Screen:
    """Which screen shows this state."""
    window = state.known.window
    if window is None or state.known.catalogue is None:
        return Screen.STARTING
    if state.thanks:
        return Screen.THANKS
    if state.review:
        if state.review.level is None:
            return Screen.FACES
        return Screen.WORDS if state.review.writing else Screen.REASONS
    if window.ticket and window.ticket.state is TicketState.CALLED:
        return Screen.CALLED
    if window.ticket and window.ticket.state is TicketState.SERVING:
        return Screen.SERVING
    return {WindowState.PAUSED: Screen.PAUSED, WindowState.CLOSED: Screen.CLOSED}.get(window.state, Screen.CLERK)


def person(state: Citizen) -> str:
    """The number of whoever this screen is for now, or empty."""
    if state.thanks:
        return state.thanks.number
    if state.review:
        return state.review.number
    ticket = state.known.window.ticket if state.known.window else None
    return ticket.number if ticket else ""


def lamp(state: Citizen) -> bool:
    """Whether the window's lamp is on: it is open, or somebody is at it still."""
    window = state.known.window
    return window is not None and (window.state is WindowState.OPEN or window.ticket is not None)


def levels(state: Citizen) -> tuple[Level, ...]:
    """The faces, most satisfied first."""
    found = state.known.catalogue.levels if state.known.catalogue else ()
    return tuple(sorted(found, key=lambda level: -level.value))


def chosen_level(state: Citizen) -> Level | None:
    value = state.review.level if state.review else None
    return next((level for level in levels(state) if level.value == value), None)


def comment_limit(state: Citizen) -> int:
    return state.known.catalogue.comment_limit if state.known.catalogue else 0


# ---- what can be touched


@dataclass(frozen=True, slots=True)
class FaceTouched:
    level: int


@dataclass(frozen=True, slots=True)
class TagTouched:
    code: str


@dataclass(frozen=True, slots=True)
class WriteTouched:
    """写几句."""


@dataclass(frozen=True, slots=True)
class KeyTouched:
    char: str


@dataclass(frozen=True, slots=True)
class WordTouched:
    """One of the words that pinyin or handwriting offered."""

    word: str


@dataclass(frozen=True, slots=True)
class ComposingTouched:
    """A stroke or a letter of a word that is not chosen yet: who writes is there. What it is stays on the screen."""


@dataclass(frozen=True, slots=True)
class PhraseTouched:
    index: int


@dataclass(frozen=True, slots=True)
class EraseTouched:
    """删除: the last letter, word or phrase."""


@dataclass(frozen=True, slots=True)
class BackTouched:
    """From the words to the tags, from the tags to the faces."""


@dataclass(frozen=True, slots=True)
class SubmitTouched:
    """提交: the only way to a review."""


@dataclass(frozen=True, slots=True)
class DeclineTouched:
    """不评价: a review is voluntary (GB/T 39734-2020)."""


@dataclass(frozen=True, slots=True)
class ContinueTouched:
    """继续, to 还需要时间吗."""


@dataclass(frozen=True, slots=True)
class DoneTouched:
    """好的, after the thanks."""


Touch = (
    FaceTouched
    | TagTouched
    | WriteTouched
    | KeyTouched
    | WordTouched
    | ComposingTouched
    | PhraseTouched
    | EraseTouched
    | BackTouched
    | SubmitTouched
    | DeclineTouched
    | ContinueTouched
    | DoneTouched
)
