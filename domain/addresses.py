"""The addresses in a hall's QR codes: templates from its configuration, whose placeholders are filled in here."""

from __future__ import annotations

from domain.views.catalogue import Catalogue


def follow_address(catalogue: Catalogue, ticket: str, key: str) -> str:
    """The address of the ticket's own page; "" if this hall has none. Without `key` the ticket can be followed there,
    not reviewed."""
    address = catalogue.follow_url.replace("{hall}", catalogue.hall).replace("{ticket}", ticket)
    return address.replace("{key}", key)


def has_keys(catalogue: Catalogue) -> bool:
    """Whether a ticket's holder can review on its page."""
    return "{key}" in catalogue.follow_url


def review_address(catalogue: Catalogue, window: str) -> str:
    """The address in the static review code of a window (静态评价二维码, S2 (二)1); "" if the hall has none."""
    return catalogue.review_url.replace("{hall}", catalogue.hall).replace("{window}", window)
