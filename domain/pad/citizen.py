"""The flow of the citizen's screen: it shows whose turn it is, and takes the review, which only a touch on this screen
can make.

Touches count only after the hall has invited this window's citizen to review, and no level is chosen beforehand. A
review that is not submitted lapses and has no level. After `SubmitTouched` the state only holds the thanks. A session
that has ended on this screen never opens again.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from domain.addresses import has_keys
from domain.commands import GiveRating
from domain.flow import (
    DOUBLE_TAP_MS,
    Answered,
    Arrived,
    Ask,
    CommonEffect,
    CommonInput,
    ContinueTouched,
    DiskChanged,
    DoneTouched,
    HallAway,
    HallOnline,
    HallReplaced,
    IdentityDoubted,
    LookChosen,
    NoAnswer,
    NotRecorded,
    Record,
    StartTimer,
    StopTimer,
    TimerFired,
)
from domain.pad.known import PictureCame, Recovered, learn
from domain.pad.review import (
    CitizenState,
    CitizenTouch,
    DeclineTouched,
    ReviewDraft,
    SubmitTouched,
    Thanks,
    chosen_level,
    drafted,
    held_after,
    page,
    person,
    serving_at,
)
from domain.views.queries import ReviewKey, ReviewKeyQuestion
from domain.views.window import RatingState, RatingView, WindowSnapshot

IDLE_S, ELDER_IDLE_S, QUESTION_S = 30.0, 60.0, 15
THANKS_S, MEND_THANKS_S = 8.0, 25.0
HELD_S = 30.0  # how long somebody whose number is on hold is told so
LOOK_S = 60.0  # how long a display mode stays that a passer-by has chosen
INVITATION_S = 15.0  # how long an untouched invitation stays, even if the clerk starts the next person at once
ENDED_KEPT = 16
REVIEW_KEY = "review-key:"


class CitizenTimer(StrEnum):
    """The timers of this flow."""

    INVITATION = "invitation"  # the invitation has stood for `INVITATION_S`
    LAPSE = "lapse"  # the session of a review without a face has ended
    IDLE = "idle"  # nothing was touched for a while: ask whether somebody is there
    QUESTION = "question"  # each second while that is asked
    THANKS = "thanks"
    HELD = "held"
    LOOK = "look"


CitizenInput = CommonInput | Recovered | PictureCame | CitizenTouch
CitizenTransition = tuple[CitizenState, tuple[CommonEffect, ...]]


def step(state: CitizenState, given: CitizenInput, now_ms: int) -> CitizenTransition:
    """One input. `now_ms` is the pad's monotonic clock. Every input has an answer in every state."""
    after, effects = _answer(state, given, now_ms)
    if person(state) and person(after) != person(state):
        after = replace(after, look=after.home)
    if page(after) is not page(state):
        after = replace(after, changed_ms=now_ms)
    return after, effects


def _answer(state: CitizenState, given: CitizenInput, now_ms: int) -> CitizenTransition:
    match given:
        case LookChosen(look):
            # Elder pages need all 130 mm of a pad, so there is no lower half to use: 长者模式 overrides 低位.
            state = replace(state, look=replace(look, low=look.low and not look.elder))
            return state, (StartTimer(CitizenTimer.LOOK, LOOK_S), *_still_there(state))
        case TimerFired(name):
            return _timer(state, name, now_ms)
        case Recovered():
            return replace(_end(state), thanks=None), _quiet()
        case Answered():
            return _key_heard(state, given), ()
        case NoAnswer():
            return state, ()
        case NotRecorded():
            if state.thanks is None:
                return state, ()
            thanks = replace(state.thanks, stored=False)
            return replace(state, thanks=thanks), (StartTimer(CitizenTimer.THANKS, MEND_THANKS_S),)
        case Arrived():
            known = learn(state.known, given, now_ms)
            held = held_after(state, known.window)
            timer = StartTimer(CitizenTimer.HELD, HELD_S) if held else StopTimer(CitizenTimer.HELD)
            after, effects = _hear(replace(state, known=known, held=held), now_ms)
            return after, (effects if held == state.held else (timer, *effects))
        case HallOnline() | HallAway() | HallReplaced() | IdentityDoubted() | DiskChanged() | PictureCame():
            known = learn(state.known, given, now_ms)
            return (state if known is state.known else replace(state, known=known)), ()
        case _:
            if state.changed_ms is not None and now_ms - state.changed_ms < DOUBLE_TAP_MS:
                return state, ()
            after, effects = _touch(state, given, now_ms)
            return after, (*effects, *_key_wanted(state, after))


# ---- the hall


def _hear(state: CitizenState, now_ms: int) -> CitizenTransition:
    """Open a new invitation, and end one that is over."""
    window = state.known.window
    if window is None:
        return state, ()
    review, rating, serving = state.review, window.rating, serving_at(window)
    if rating and _invites(state, rating) and serving in {"", rating.number}:
        return _invite(_end(state), rating, now_ms)
    if review and _over(review, window, now_ms):
        return _end(state), _quiet()
    if state.thanks and serving not in {"", state.thanks.number}:
        return replace(state, thanks=None), (StopTimer(CitizenTimer.THANKS),)
    return state, ()


def _invites(state: CitizenState, rating: RatingView) -> bool:
    in_hand = state.review is not None and state.review.session == rating.session
    return rating.state is RatingState.INVITED and not in_hand and rating.session not in state.ended


def _over(review: ReviewDraft, window: WindowSnapshot, now_ms: int) -> bool:
    """Whether the present review ends without a touch of the citizen.

    A review given by phone ends it always. A citizen who has touched a face may finish: nothing disappears while they
    write. An untouched invitation ends when its session has lapsed or is gone, or when the next person is being served.
    It stays at least `INVITATION_S`, so that a clerk cannot get rid of an unwelcome review by calling the next person.
    """
    rating = window.rating if window.rating and window.rating.session == review.session else None
    if rating is not None and rating.state is RatingState.GIVEN:
        return True
    if review.level is not None:
        return False
    lapsed = rating is None or rating.state is RatingState.LAPSED
    next_one_is_served = serving_at(window) not in {"", review.number}
    has_stood = now_ms - review.shown_ms >= INVITATION_S * 1000
    return lapsed or (next_one_is_served and has_stood)


def _invite(state: CitizenState, rating: RatingView, now_ms: int) -> CitizenTransition:
    review = ReviewDraft(session=rating.session, nonce=rating.nonce, number=rating.number, shown_ms=now_ms)
    whole_ms = max(1000, rating.expires_at - rating.invited_at)
    left_ms = min(max(1000, rating.expires_at - state.known.time.at(now_ms)), whole_ms)
    return replace(state, review=review, thanks=None), (
        *_quiet(),
        StartTimer(CitizenTimer.LAPSE, left_ms / 1000),
        StartTimer(CitizenTimer.INVITATION, INVITATION_S),
    )


def _end(state: CitizenState) -> CitizenState:
    """Forget the present review, and never open its session again."""
    if state.review is None:
        return state
    return replace(state, review=None, ended=(*state.ended, state.review.session)[-ENDED_KEPT:])


def _quiet() -> tuple[CommonEffect, ...]:
    timers = (CitizenTimer.LAPSE, CitizenTimer.IDLE, CitizenTimer.QUESTION, CitizenTimer.THANKS)
    return tuple(StopTimer(timer) for timer in timers)


# ---- time


def _timer(state: CitizenState, name: str, now_ms: int) -> CitizenTransition:
    review = state.review
    next_second = (StartTimer(CitizenTimer.QUESTION, 1.0),)
    match name:
        case CitizenTimer.INVITATION:
            return _hear(state, now_ms)
        case CitizenTimer.LAPSE if review and review.level is None:
            return _end(state), ()
        case CitizenTimer.IDLE if review and review.level is not None:
            return replace(state, review=replace(review, left_s=QUESTION_S)), next_second
        case CitizenTimer.QUESTION if review and review.left_s > 1:
            return replace(state, review=replace(review, left_s=review.left_s - 1)), next_second
        case CitizenTimer.QUESTION if review and review.left_s:
            return _end(state), ()
        case CitizenTimer.THANKS if state.thanks:
            return replace(state, thanks=None), ()
        case CitizenTimer.HELD if state.held:
            return replace(state, held=""), ()
        case CitizenTimer.LOOK if not person(state):
            return replace(state, look=state.home), ()
    return state, ()


def _still_there(state: CitizenState) -> tuple[CommonEffect, ...]:
    if state.review is None or state.review.level is None:
        return ()
    idle_s = ELDER_IDLE_S if state.look.elder else IDLE_S
    return StopTimer(CitizenTimer.QUESTION), StartTimer(CitizenTimer.IDLE, idle_s)


# ---- touches


def _touch(state: CitizenState, touch: CitizenTouch, now_ms: int) -> CitizenTransition:
    if state.thanks:
        done = isinstance(touch, DoneTouched)
        return (replace(state, thanks=None), (StopTimer(CitizenTimer.THANKS),)) if done else (state, ())
    review = state.review
    if review is None and state.held and isinstance(touch, DoneTouched):
        return replace(state, held=""), (StopTimer(CitizenTimer.HELD),)
    if review is None:
        return state, ()
    if isinstance(touch, DeclineTouched):
        return _end(state), _quiet()
    if review.left_s and not isinstance(touch, ContinueTouched):
        return state, ()  # 还需要时间吗 waits for 继续
    if isinstance(touch, SubmitTouched):
        return _submit(state, review)
    review = drafted(state, review, touch, now_ms)
    state = replace(state, review=review)
    if review.level is None:
        return state, (StopTimer(CitizenTimer.IDLE), StartTimer(CitizenTimer.LAPSE, ELDER_IDLE_S))
    return state, (StopTimer(CitizenTimer.LAPSE), *_still_there(state))


def _submit(state: CitizenState, review: ReviewDraft) -> CitizenTransition:
    """The citizen's own touch becomes a review. The pad signs the record on its way to the outbox."""
    level, comment = chosen_level(state), review.comment.strip()
    if level is None:
        return state, ()
    if level.bad and not review.tags and not comment:
        state = replace(state, review=replace(review, needs_reason=True, writing=False))
        return state, _still_there(state)
    review_given = GiveRating(
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
    return replace(_end(state), thanks=thanks), (
        Record(review_given),
        *_quiet(),
        StartTimer(CitizenTimer.THANKS, seconds),
    )


# ---- the code with which the citizen writes on their own phone (docs/adr/0012-review-by-phone.md)


def _key_wanted(before: CitizenState, after: CitizenState) -> tuple[Ask, ...]:
    """Ask for the key when the page for words opens, if the hall has a page for phones."""
    review, catalogue = after.review, after.known.catalogue
    if review is None or not review.writing or (before.review is not None and before.review.writing):
        return ()
    if review.key or catalogue is None or not has_keys(catalogue) or not after.known.online:
        return ()
    question = ReviewKeyQuestion(window=after.known.own, session=review.session, nonce=review.nonce)
    return (Ask(REVIEW_KEY + review.session, question),)


def _key_heard(state: CitizenState, given: Answered) -> CitizenState:
    """Take the key of the present review. Any other answer changes nothing, and no code is shown."""
    review, told = state.review, given.data
    if review is None or given.tag != REVIEW_KEY + review.session or not isinstance(told, ReviewKey):
        return state
    return replace(state, review=replace(review, ticket=told.ticket, key=told.key))
