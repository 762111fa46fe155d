"""The code with which the citizen before the pad writes on their own phone (docs/adr/0012-review-by-phone.md).

Its key is asked of the hall when somebody wants to write, and goes with the review.
"""

from __future__ import annotations

from dataclasses import replace

from domain.addresses import has_keys
from domain.flow import Answered, Ask
from domain.pad_review import Citizen
from domain.views import ReviewKey, ReviewKeyQuestion

TAG = "review-key:"


def wanted(before: Citizen, after: Citizen) -> list[Ask]:
    """Ask when the page for words opens, of a hall that has such a page."""
    review, catalogue = after.review, after.known.catalogue
    if review is None or not review.writing or (before.review is not None and before.review.writing):
        return []
    if review.key or catalogue is None or not has_keys(catalogue) or not after.known.online:
        return []
    question = ReviewKeyQuestion(window=after.known.own, session=review.session, nonce=review.nonce)
    return [Ask(TAG + review.session, question)]


def hear(state: Citizen, given: Answered) -> Citizen:
    """The key of the review in hand; of another one, or none, changes nothing: there is no code then."""
    review, told = state.review, given.data
    if review is None or given.tag != TAG + review.session or not isinstance(told, ReviewKey):
        return state
    return replace(state, review=replace(review, ticket=told.ticket, key=told.key))
