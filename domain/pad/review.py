"""What the citizen's screen knows, what can be touched on it, and what a touch makes of the review in hand.

The flow is in `pad/citizen.py`. Everything that a person has touched is in `ReviewDraft` and is forgotten with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import assert_never

from domain.config import Level
from domain.flow import UNKNOWN_TIME, BackTouched, ContinueTouched, DoneTouched, HallTime, Look
from domain.pad.known import Known
from domain.pad.phrases import phrases
from domain.views.ticket import TicketState
from domain.views.window import WindowSnapshot, WindowState


class CitizenPage(StrEnum):
    STARTING = "starting"  # nothing heard of the window yet
    CLERK = "clerk"  # the clerk's card: nobody is served
    CALLED = "called"
    SERVING = "serving"
    FACES = "faces"
    REASONS = "reasons"
    WORDS = "words"
    THANKS = "thanks"
    HELD = "held"  # the number that was served is on hold: its person may fetch something
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDraft:
    """One rating session on this screen. `level` is None until a face was touched."""

    session: str
    nonce: str
    number: str
    shown_ms: int = 0  # when the invitation appeared, by the pad's monotonic clock
    level: int | None = None
    begun_at: int = 0  # hall time of the first touch on a face: it counts as the time of the review
    begun_ms: int = 0  # the same by the pad's monotonic clock
    tags: tuple[str, ...] = ()
    ticket: str = ""  # `ticket` and `key` are what a phone needs for a review; "" until the hall has sent them
    key: str = field(default="", repr=False)
    pieces: tuple[str, ...] = ()  # characters, words and whole phrases; each touch on 删除 removes the last one
    writing: bool = False
    needs_reason: bool = False  # 提交 was touched with a bad level and no reason: the page asks for a reason
    left_s: int = 0  # seconds until the draft is dropped, while 还需要时间吗 is asked; 0: not asked

    @property
    def comment(self) -> str:
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    number: str
    mend: bool  # a bad review: the page says how the hall follows it up
    stored: bool = True  # False: this pad could not write it to disk, so it will not reach the hall


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenState:
    known: Known
    home: Look = field(default_factory=Look)  # the look for the next person
    look: Look = field(default_factory=Look)
    review: ReviewDraft | None = None
    thanks: Thanks | None = None
    held: str = ""  # the number that was put on hold a moment ago
    ended: tuple[str, ...] = ()  # sessions that have ended on this screen, the last 16
    changed_ms: int | None = None  # when the page last changed


def begin(window: str, look: Look | None = None, time: HallTime = UNKNOWN_TIME) -> CitizenState:
    """The first state. `time`: this terminal's clock, used until the hall is heard."""
    look = look or Look()
    return CitizenState(known=Known(own=window, time=time), home=look, look=look)


def answered_before(state: CitizenState, sessions: Iterable[str]) -> CitizenState:
    """The state after a restart: reviews of `sessions` wait in the outbox, so nobody is asked for them again."""
    return replace(state, ended=(*state.ended, *sessions))


def page(state: CitizenState) -> CitizenPage:
    """Which page shows this state."""
    window = state.known.window
    if window is None or state.known.catalogue is None:
        return CitizenPage.STARTING
    if state.thanks:
        return CitizenPage.THANKS
    if state.review:
        if state.review.level is None:
            return CitizenPage.FACES
        return CitizenPage.WORDS if state.review.writing else CitizenPage.REASONS
    if state.held:
        return CitizenPage.HELD
    if window.ticket and window.ticket.state is TicketState.CALLED:
        return CitizenPage.CALLED
    if window.ticket and window.ticket.state is TicketState.SERVING:
        return CitizenPage.SERVING
    return {WindowState.PAUSED: CitizenPage.PAUSED, WindowState.CLOSED: CitizenPage.CLOSED}.get(
        window.state, CitizenPage.CLERK
    )


def person(state: CitizenState) -> str:
    """The number of the person whom this screen addresses now, or ""."""
    if state.thanks:
        return state.thanks.number
    if state.review:
        return state.review.number
    ticket = state.known.window.ticket if state.known.window else None
    return state.held or (ticket.number if ticket else "")


def serving_at(window: WindowSnapshot) -> str:
    """The number that is served there now, or ""."""
    return window.ticket.number if window.ticket and window.ticket.state is TicketState.SERVING else ""


def held_after(state: CitizenState, window: WindowSnapshot | None) -> str:
    """The number that the clerk has put on hold, while nobody else has come to the window; else ""."""
    before = state.known.window
    if window is None or before is None or window.ticket is not None:
        return ""
    served = serving_at(before)
    return served if served in {ticket.number for ticket in window.held} else state.held


def lamp(state: CitizenState) -> bool:
    """Whether the window's lamp is on: the window is open, or still has a ticket in hand."""
    window = state.known.window
    return window is not None and (window.state is WindowState.OPEN or window.ticket is not None)


def levels(state: CitizenState) -> tuple[Level, ...]:
    """The faces, most satisfied first."""
    found = state.known.catalogue.levels if state.known.catalogue else ()
    return tuple(sorted(found, key=lambda level: -level.value))


def chosen_level(state: CitizenState) -> Level | None:
    value = state.review.level if state.review else None
    return next((level for level in levels(state) if level.value == value), None)


def comment_limit(state: CitizenState) -> int:
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
class CharacterTouched:
    char: str


@dataclass(frozen=True, slots=True)
class WordTouched:
    """A touch on a word that pinyin or handwriting input offers."""

    word: str


@dataclass(frozen=True, slots=True)
class ComposingTouched:
    """The person is still writing a word by hand or in pinyin. The strokes and letters never reach the flow."""


@dataclass(frozen=True, slots=True)
class PhraseTouched:
    index: int


@dataclass(frozen=True, slots=True)
class EraseTouched:
    """删除: the last letter, word or phrase."""


@dataclass(frozen=True, slots=True)
class SubmitTouched:
    """提交: the only way to a review."""


@dataclass(frozen=True, slots=True)
class DeclineTouched:
    """不评价: a review is voluntary (GB/T 39734-2020)."""


ReasonTouch = TagTouched | WriteTouched
WritingTouch = CharacterTouched | WordTouched | PhraseTouched | EraseTouched
DraftTouch = FaceTouched | ReasonTouch | WritingTouch | ComposingTouched | BackTouched | ContinueTouched | DoneTouched
CitizenTouch = DraftTouch | SubmitTouched | DeclineTouched


# ---- what a touch makes of the draft


def drafted(state: CitizenState, review: ReviewDraft, touch: DraftTouch, now_ms: int) -> ReviewDraft:
    """The draft after the touch."""
    match touch:
        case ContinueTouched():
            return replace(review, left_s=0)
        case FaceTouched(level):
            return _with_level(state, review, level, now_ms)
        case BackTouched():
            return _one_step_back(review)
        case TagTouched() | WriteTouched():
            return review if review.writing else _with_mark(state, review, touch)
        case CharacterTouched() | WordTouched() | PhraseTouched() | EraseTouched():
            return _with_piece(state, review, touch) if review.writing else review
        case ComposingTouched() | DoneTouched():
            return review  # it only shows that the person is still there
        case _:
            assert_never(touch)


def _with_level(state: CitizenState, review: ReviewDraft, level: int, now_ms: int) -> ReviewDraft:
    """The draft after a touch on a face. Tags of another level are dropped; the written text stays.

    The first touch on a face counts as the time of the review: a person who then writes for a while is not too late.
    """
    if review.writing or level == review.level or level not in {known.value for known in levels(state)}:
        return review
    if not review.begun_ms:
        review = replace(review, begun_at=state.known.time.at(now_ms), begun_ms=now_ms)
    return replace(review, level=level, tags=(), needs_reason=False)


def _one_step_back(review: ReviewDraft) -> ReviewDraft:
    """From the words to the tags, from the tags to the faces."""
    if review.writing:
        return replace(review, writing=False)
    return replace(review, level=None, tags=(), needs_reason=False)


def _with_mark(state: CitizenState, review: ReviewDraft, touch: ReasonTouch) -> ReviewDraft:
    """The draft with a tag added or removed, or with the page for words open."""
    level = chosen_level(state)
    if level is None:
        return review
    match touch:
        case WriteTouched():
            return replace(review, writing=True)
        case TagTouched(code):
            if code not in {tag.code for tag in level.tags}:
                return review
            others = tuple(tag for tag in review.tags if tag != code)
            return replace(review, tags=others if code in review.tags else (*others, code), needs_reason=False)
        case _:
            assert_never(touch)


def _with_piece(state: CitizenState, review: ReviewDraft, touch: WritingTouch) -> ReviewDraft:
    """The draft with a piece of text added or removed. A piece that would exceed the hall's limit is left out as a
    whole."""
    match touch:
        case EraseTouched():
            return replace(review, pieces=review.pieces[:-1])
        case CharacterTouched(char):
            piece = char if len(char) == 1 else ""
        case WordTouched(word):
            piece = word
        case PhraseTouched(index):
            piece = _phrase(state, index)
        case _:
            assert_never(touch)
    if not piece.isprintable() or not piece or len(review.comment) + len(piece) > comment_limit(state):
        return review
    return replace(review, pieces=(*review.pieces, piece), needs_reason=False)


def _phrase(state: CitizenState, index: int) -> str:
    level = chosen_level(state)
    offered = phrases(bad=level.bad) if level else ()
    if not 0 <= index < len(offered):
        return ""
    return offered[index].en if state.look.language == "en" else offered[index].zh
