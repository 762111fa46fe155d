"""The pages of 我要评价, its messages, and its state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.commands import RateByPhone, RateHall
from domain.views.queries import FollowView


class ReviewPage(StrEnum):
    SCAN = "scan"  # hold the ticket's code under the scanner
    NUMBER = "number"  # or type the number that is printed on it
    CODE = "code"  # and its review code
    WHICH = "which"  # this service, or the hall
    LEVEL = "level"
    REASONS = "reasons"
    WORDS = "words"  # one's own, if the person likes
    SAID = "said"


class ReviewSaid(StrEnum):
    """A message in place of the wanted page."""

    ASKING = "asking"
    THANKS = "thanks"
    AWAY = "away"
    UNSURE = "unsure"  # the answer was lost
    NOT_OURS = "not_ours"  # not the code of a ticket of this hall, or of another day
    WRONG = "wrong"  # no ticket of today has this number and this code
    WAIT = "wait"  # too many wrong ones
    GIVEN = "given"  # it was reviewed before
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ReviewAtKiosk:
    """`number` and `digits`: what is typed from the paper. `ticket` and `key`: from the scanned code, or from the hall
    for what was typed. `followed`: the state of the ticket. `hall`: the review is about the
    hall as a whole."""

    page: ReviewPage = ReviewPage.SCAN
    trail: tuple[ReviewPage, ...] = ()
    number: str = field(default="", repr=False)
    digits: str = field(default="", repr=False)
    ticket: str = ""
    key: str = field(default="", repr=False)
    followed: FollowView | None = None
    hall: bool = False
    level: int = 0
    tags: tuple[str, ...] = ()
    pieces: tuple[str, ...] = field(default=(), repr=False)  # of the person's own words
    needs_reason: bool = False  # a bad level was submitted without a reason
    request: RateByPhone | RateHall | None = field(default=None, repr=False)
    wait_s: int = 0  # with `ReviewSaid.WAIT`
    asked: str = ""  # id of the request without an answer yet
    again: str = ""  # id of a request whose answer was lost
    said: ReviewSaid = ReviewSaid.ASKING

    @property
    def comment(self) -> str:
        return "".join(self.pieces)


def go(state: ReviewAtKiosk, page: ReviewPage) -> ReviewAtKiosk:
    return replace(state, page=page, trail=(*state.trail, state.page))


def behind(state: ReviewAtKiosk) -> ReviewAtKiosk:
    if not state.trail:
        return state
    *trail, page = state.trail
    return replace(state, page=page, trail=tuple(trail), asked="")


def say(state: ReviewAtKiosk, said: ReviewSaid) -> ReviewAtKiosk:
    return replace(state if state.page is ReviewPage.SAID else go(state, ReviewPage.SAID), said=said)
