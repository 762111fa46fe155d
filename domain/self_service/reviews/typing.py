"""What a person types from the paper where no scanner reads it: the number, then the review code."""

from __future__ import annotations

from dataclasses import replace

from domain.reviews.review_code import DIGITS
from domain.self_service.reviews import touches as t
from domain.self_service.reviews.state import ReviewAtKiosk, ReviewPage, go
from domain.self_service.writing import CODE_SIGNS, DIGIT_SIGNS, with_key

LONGEST_NUMBER = 12
"""Characters; hall.toml allows prefixes of four letters, and papers of the same number have a dash and a digit more."""

Typing = t.NumberTypedWanted | t.ReviewNumberKey | t.ReviewNumberTyped | t.ReviewCodeKey


def typed(state: ReviewAtKiosk, given: Typing) -> ReviewAtKiosk:
    """The state after a key, or on the next page."""
    page = state.page
    match given:
        case t.NumberTypedWanted() if page is ReviewPage.SCAN:
            return go(state, ReviewPage.NUMBER)
        case t.ReviewNumberKey(key) if page is ReviewPage.NUMBER:
            return replace(state, number=with_key(state.number, key, CODE_SIGNS, LONGEST_NUMBER))
        case t.ReviewNumberTyped() if page is ReviewPage.NUMBER and state.number:
            return go(state, ReviewPage.CODE)
        case t.ReviewCodeKey(key) if page is ReviewPage.CODE:
            return replace(state, digits=with_key(state.digits, key, DIGIT_SIGNS, DIGITS))
        case _:
            return state


def whole(state: ReviewAtKiosk) -> bool:
    """Whether the hall can be asked."""
    return bool(state.number) and len(state.digits) == DIGITS
