"""The addresses in a hall's QR codes: templates from its configuration, whose placeholders are filled in here."""

from __future__ import annotations

import re

from domain.normal_form import unframed
from domain.views.catalogue import Catalogue

TICKET_FORM = "[0-9]{8}-[0-9A-Z-]{1,24}"


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


def holder_of(catalogue: Catalogue, text: str) -> tuple[str, str]:
    """Ticket and key of the ticket's own address, letter for letter as a scanner read it; twice "" if it is none.

    A scanner that turns small and large letters over makes a key that is none: then the hall says so.
    """
    parts = {"{hall}": re.escape(catalogue.hall), "{ticket}": f"({TICKET_FORM})", "{key}": r"([\w=-]+)"}
    pieces = re.split(r"(\{[a-z]+\})", catalogue.follow_url)
    found = re.fullmatch("".join(parts.get(piece, re.escape(piece)) for piece in pieces), unframed(text))
    return (found[1], found[2]) if found and found.re.groups == 2 else ("", "")
