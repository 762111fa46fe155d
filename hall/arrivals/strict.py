"""Reads requests with pydantic: those that the fast reader does not accept. Most of them are wrong, and pydantic says
why.

Loading pydantic takes a tenth of a second and 12 MB. It is not loaded while all requests are in order.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, make_dataclass
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config

from domain.staff.people import PERSON_ID
from hall.requests import ID_PATTERN, LONGEST_STORE, LONGEST_TEXT
from program.mistakes.form import key_path


class WrongRequestError(ValueError):
    """Its text is the first reason: where and what. The request's content may be personal and is not repeated."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request of a known type. `data`: a command or a query. `by`: id of a person, or empty."""

    id: str
    data: Any
    store: str
    by: str


class StrictReader:
    """Reads one type of request strictly, in one pass."""

    def __init__(self, name: str, cls: type, *, by: bool) -> None:
        """`by`: whether a request of this type may name a person."""
        self._adapter: TypeAdapter[Any] = TypeAdapter(_envelope(name, cls, by=by))

    def read(self, payload: bytes) -> Envelope:
        """Raises `WrongRequestError`."""
        try:
            found = self._adapter.validate_json(payload)
        except ValidationError as error:
            raise WrongRequestError(_why(error)) from None
        return Envelope(found.id, found.data, found.store, getattr(found, "by", None) or "")


def _envelope(name: str, cls: type, *, by: bool) -> type:
    """The class of `{"id": …, "type": name, "data": {…}}`."""
    needed = any(
        field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        for field in dataclasses.fields(cls)
    )
    data: Any = ("data", cls) if needed else ("data", cls, dataclasses.field(default_factory=cls))
    head: list[Any] = [("id", Annotated[str, Field(pattern=ID_PATTERN)]), ("type", Literal[name])]
    store = Annotated[str, Field(max_length=LONGEST_STORE)]
    more: list[Any] = [("store", store, dataclasses.field(default=""))]
    if by:
        person = Annotated[str, Field(pattern=PERSON_ID)]
        more.append(("by", person | None, dataclasses.field(default=None)))
    made = make_dataclass(f"Request_{name}", [*head, data, *more], frozen=True, slots=True)
    return with_config(ConfigDict(extra="forbid", strict=True, str_max_length=LONGEST_TEXT))(made)


def _why(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    known = [part for part in first["loc"] if isinstance(part, int | str)]
    if first["type"] == "unexpected_keyword_argument":
        return f"{key_path(known[:-1]) or 'request'}: unknown key"
    return f"{key_path(known) or 'request'}: {first['type']}"
