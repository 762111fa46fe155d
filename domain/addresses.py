"""Where the QR codes of a hall lead: the forms stand in its configuration, and only what is in them is filled in."""

from __future__ import annotations

from domain.views.catalogue import Catalogue


def follow_address(catalogue: Catalogue, ticket: str, key: str) -> str:
    """The ticket's own page, or "" if this hall has no such page. Without a key it leads to following alone."""
    address = catalogue.follow_url.replace("{hall}", catalogue.hall).replace("{ticket}", ticket)
    return address.replace("{key}", key)


def has_keys(catalogue: Catalogue) -> bool:
    """Whether the ticket's own page is one where its holder reviews."""
    return "{key}" in catalogue.follow_url


def review_address(catalogue: Catalogue, window: str) -> str:
    """The static code of a window (静态评价二维码, S2 (二)1), or "" if there is none."""
    return catalogue.review_url.replace("{hall}", catalogue.hall).replace("{window}", window)
