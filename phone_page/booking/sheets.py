"""A form on a page, as data: what is asked, what is carried along, what can be chosen."""

from __future__ import annotations

import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField:
    """A field to fill in. `kind` lets the phone help with it: tel, code (of a message), booking, address, words."""

    name: str
    label: str
    kind: str
    value: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChoice:
    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`action`: the path that the form is sent to. `carried`: names and values of hidden fields. `choices`: headings
    with the choices under each, sent as `chosen`."""

    action: str
    carried: tuple[tuple[str, str], ...]
    submit: str
    fields: tuple[SheetField, ...] = ()
    choices: tuple[tuple[str, tuple[SheetChoice, ...]], ...] = ()
    chosen: str = ""  # the choice that stands marked
    quiet: bool = False  # shown less prominently: few people need it


def once() -> str:
    """A random mark for one page: the form sent twice is one request."""
    return secrets.token_hex(16)
