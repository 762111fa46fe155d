"""A form on a page: what is asked, what it carries along, what can be chosen. Data alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField:
    """Something to fill in. `kind` is how a phone helps with it: tel, code (of a message), booking, address, words."""

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
    """`action`: the path it is sent to. `carried`: name and value of what goes along. `choices`: a heading, and what
    can be chosen under it, sent as `chosen`."""

    action: str
    carried: tuple[tuple[str, str], ...]
    submit: str
    fields: tuple[SheetField, ...] = ()
    choices: tuple[tuple[str, tuple[SheetChoice, ...]], ...] = ()
    chosen: str = ""  # the choice that stands marked
    quiet: bool = False  # not what most people come for


def once() -> str:
    """Marks one page: sent twice, it is one request."""
    return secrets.token_hex(16)
