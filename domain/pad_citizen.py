"""The flow of the citizen's screen: whose turn it is, and the review that only a touch on this screen can make.

Nothing is touchable unless the hall has invited this window's citizen to review, and nothing is chosen beforehand.
A review that is not sent lapses, which is no level at all. After `SubmitTouched` the state knows only that somebody is
being thanked; a session that this screen has done with never opens again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain import pad_phone
from domain.commands import GiveRating
from domain.flow import (
    Answered,
    Arrived,
    CommonEffect,
    LookChosen,
    NotRecorded,
    Record,
    StartTimer,
    StopTimer,
    TimerFired,
)
from domain.pad import Recovered, learn
from domain.pad_review import (
    BackTouched,
    Citizen,
    ContinueTouched,
    DeclineTouched,
    DoneTouched,
    EraseTouched,
    FaceTouched,
    KeyTouched,
    PhraseTouched,
    Review,
    SubmitTouched,
    TagTouched,
    Thanks,
    Touch,
    WordTouched,
    WriteTouched,
    chosen_level,
    comment_limit,
    levels,
    person,
    screen,
)
from domain.pad_words import phrases
from domain.views import RatingState, RatingView, TicketState, WindowSnapshot

DEAF_MS = 400  # a touch this soon after the screen changed was meant for the screen before (an old hand's double tap)
IDLE_S, ELDER_IDLE_S, QUESTION_S = 30.0, 60.0, 15
THANKS_S, MEND_THANKS_S = 8.0, 25.0
LOOK_S = 60.0  # a display mode that a passer-by has chosen
KEPT_S = 15.0  # an invitation stands so long at least, or until the next one: starting the next person is too early
ENDED_KEPT = 16

Effects = list[CommonEffect]


def step(state: Citizen, given: object, now_ms: int) -> tuple[Citizen, Iterable[CommonEffect]]:
    """One input. Total: whatever comes, in whatever order, there is an answer, and it is never an exception."""
    after, effects = _answer(state, given, now_ms)
    if person(state) and person(after) != person(state):
        after = replace(after, look=after.home)
    if screen(after) is not screen(state):
        after = replace(after, changed_ms=now_ms)
    return after, effects


def _answer(state: Citizen, given: object, now_ms: int) -> tuple[Citizen, Effects]:
    match given:
        case LookChosen(look):
            # Elder pages take all of a pad's 130 mm: there is no lower half to keep to. Elder wins.
            state = replace(state, look=replace(look, low=look.low and not look.elder))
            return state, [StartTimer("look", LOOK_S), *_still_there(state)]
        case TimerFired("kept"):
            return _hear(state, now_ms)
        case TimerFired(name):
            return _timer(state, name)
        case Recovered():
            return replace(_end(state), thanks=None), _quiet()
        case Answered():
            return pad_phone.hear(state, given), []
        case NotRecorded() if state.thanks:
            return replace(state, thanks=replace(state.thanks, kept=False)), [StartTimer("thanks", MEND_THANKS_S)]
        case Arrived():
            return _hear(replace(state, known=learn(state.known, given, now_ms)), now_ms)
        case _ if isinstance(given, Touch):
            deaf = state.changed_ms is not None and now_ms - state.changed_ms < DEAF_MS
            if deaf:
                return state, []
            after, effects = _touch(state, given, now_ms)
            return after, [*effects, *pad_phone.wanted(state, after)]
    known = learn(state.known, given, now_ms)
    return (state if known is state.known else replace(state, known=known)), []


# ---- the hall


def _hear(state: Citizen, now_ms: int) -> tuple[Citizen, Effects]:
    """Take up an invitation, and let go of one that is over."""
    window = state.known.window
    if window is None:
        return state, []
    review, rating, serving = state.review, window.rating, _serving(window)
    if rating and _invites(state, rating) and serving in {"", rating.number}:
        return _invite(_end(state), rating, now_ms)
    if review and _over(review, window, now_ms):
        return _end(state), _quiet()
    if state.thanks and serving not in {"", state.thanks.number}:
        return replace(state, thanks=None), [StopTimer("thanks")]
    return state, []


def _serving(window: WindowSnapshot) -> str:
    return window.ticket.number if window.ticket and window.ticket.state is TicketState.SERVING else ""


def _invites(state: Citizen, rating: RatingView) -> bool:
    fresh = rating.session not in state.ended and (state.review is None or state.review.session != rating.session)
    return fresh and rating.state is RatingState.INVITED


def _over(review: Review, window: WindowSnapshot, now_ms: int) -> bool:
    """An untouched invitation ends with its session, or when the next person sits down, after a moment to answer it
    (else a clerk could call a review away). Whoever has touched a face may finish: nothing vanishes under their hands.
    """
    rating = window.rating if window.rating and window.rating.session == review.session else None
    if rating and rating.state is RatingState.GIVEN:
        return True
    if review.level is not None:
        return False
    if rating is None or rating.state is RatingState.LAPSED:
        return True
    return _serving(window) not in {"", review.number} and now_ms - review.shown_ms >= KEPT_S * 1000


def _invite(state: Citizen, rating: RatingView, now_ms: int) -> tuple[Citizen, Effects]:
    review = Review(session=rating.session, nonce=rating.nonce, number=rating.number, shown_ms=now_ms)
    whole_ms = max(1000, rating.expires_at - rating.invited_at)
    left_ms = min(max(1000, rating.expires_at - state.known.time.at(now_ms)), whole_ms)
    return replace(state, review=review, thanks=None), [
        *_quiet(),
        StartTimer("lapse", left_ms / 1000),
        StartTimer("kept", KEPT_S),
    ]


def _end(state: Citizen) -> Citizen:
    """Forget the review in hand, and never open its session again."""
    if state.review is None:
        return state
    return replace(state, review=None, ended=(*state.ended, state.review.session)[-ENDED_KEPT:])


def _quiet() -> Effects:
    return [StopTimer("lapse"), StopTimer("idle"), StopTimer("question"), StopTimer("thanks")]


# ---- time


def _timer(state: Citizen, name: str) -> tuple[Citizen, Effects]:
    review = state.review
    match name:
        case "lapse" if review and review.level is None:
            return _end(state), []
        case "idle" if review and review.level is not None:
            return replace(state, review=replace(review, left_s=QUESTION_S)), [StartTimer("question", 1.0)]
        case "question" if review and review.left_s > 1:
            return replace(state, review=replace(review, left_s=review.left_s - 1)), [StartTimer("question", 1.0)]
        case "question" if review and review.left_s:
            return _end(state), []
        case "thanks" if state.thanks:
            return replace(state, thanks=None), []
        case "look" if not person(state):
            return replace(state, look=state.home), []
    return state, []


def _still_there(state: Citizen) -> Effects:
    if state.review is None or state.review.level is None:
        return []
    return [StopTimer("question"), StartTimer("idle", ELDER_IDLE_S if state.look.elder else IDLE_S)]


# ---- touches


def _touch(state: Citizen, touch: Touch, now_ms: int) -> tuple[Citizen, Effects]:
    if state.thanks:
        return (replace(state, thanks=None), [StopTimer("thanks")]) if isinstance(touch, DoneTouched) else (state, [])
    if state.review is None:
        return state, []
    match touch:
        case DeclineTouched():
            return _end(state), _quiet()
        case ContinueTouched():
            review = replace(state.review, left_s=0)
        case _ if state.review.left_s:
            return state, []
        case FaceTouched(level):
            review = _choose(state, state.review, level, now_ms)
        case BackTouched():
            review = _back(state.review)
        case SubmitTouched():
            return _submit(state, state.review)
        case _:
            review = _write(state, state.review, touch) if state.review.writing else _mark(state, state.review, touch)
    state = replace(state, review=review)
    if review.level is None:
        return state, [StopTimer("idle"), StartTimer("lapse", ELDER_IDLE_S)]
    return state, [StopTimer("lapse"), *_still_there(state)]


def _choose(state: Citizen, review: Review, level: int, now_ms: int) -> Review:
    """A face. The tags belong to the level; the words stay.

    The first one is the moment of the review: whoever answers in time and then writes for a while is not too late.
    """
    if review.writing or level == review.level or level not in {known.value for known in levels(state)}:
        return review
    if not review.begun_ms:
        review = replace(review, begun_at=state.known.time.at(now_ms), begun_ms=now_ms)
    return replace(review, level=level, tags=(), needs_reason=False)


def _back(review: Review) -> Review:
    if review.writing:
        return replace(review, writing=False)
    return replace(review, level=None, tags=(), needs_reason=False)


def _mark(state: Citizen, review: Review, touch: Touch) -> Review:
    level = chosen_level(state)
    match touch:
        case TagTouched(code) if level and code in {tag.code for tag in level.tags}:
            kept = tuple(tag for tag in review.tags if tag != code)
            return replace(review, tags=kept if code in review.tags else (*kept, code), needs_reason=False)
        case WriteTouched() if level:
            return replace(review, writing=True)
    return review


def _write(state: Citizen, review: Review, touch: Touch) -> Review:
    piece, level = "", chosen_level(state)
    match touch:
        case EraseTouched():
            return replace(review, pieces=review.pieces[:-1])
        case KeyTouched(char) if len(char) == 1 and char.isprintable():
            piece = char
        case WordTouched(word) if word.isprintable():
            piece = word
        case PhraseTouched(index) if level and 0 <= index < len(phrases(bad=level.bad)):
            phrase = phrases(bad=level.bad)[index]
            piece = phrase.en if state.look.language == "en" else phrase.zh
    if not piece or len(review.comment) + len(piece) > comment_limit(state):
        return review
    return replace(review, pieces=(*review.pieces, piece), needs_reason=False)


def _submit(state: Citizen, review: Review) -> tuple[Citizen, Effects]:
    """The citizen's own touch becomes a review. The pad signs the record on its way to the outbox."""
    level, comment = chosen_level(state), review.comment.strip()
    if level is None:
        return state, []
    if level.bad and not review.tags and not comment:
        state = replace(state, review=replace(review, needs_reason=True, writing=False))
        return state, _still_there(state)
    given = GiveRating(
        session=review.session,
        nonce=review.nonce,
        level=level.value,
        tags=review.tags,
        comment=comment,
        given_at=review.begun_at,
        monotonic_ms=review.begun_ms,
    )
    thanks = Thanks(number=review.number, mend=level.bad)
    seconds = MEND_THANKS_S if level.bad else THANKS_S
    return replace(_end(state), thanks=thanks), [Record(given), *_quiet(), StartTimer("thanks", seconds)]
