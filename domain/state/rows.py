"""Many objects of one dataclass as a table: the names of the fields once, then a row of values for each object.

A table is as small as bare rows, but every value belongs to a named field. So fields may be added anywhere, moved or
removed, and older tables are still read correctly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from operator import attrgetter
from sys import intern
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def by_name(cls: type[T], values: Mapping[str, Any]) -> T:
    """One object of a dataclass from its `asdict`, by the same rule as `Rows.read`."""
    names = {field.name for field in fields(cls)}  # type: ignore[arg-type]  # a dataclass
    return cls(**{name: value for name, value in values.items() if name in names})


class Rows(Generic[T]):
    """Writes and reads the tables of one dataclass, which has two fields or more.

        tickets = Rows(Ticket, state=TicketState, items=tuple)
        table = tickets.write(known)        # {"fields": ["id", …], "rows": [["20261121-A012", …], …]}
        again = list(tickets.read(table))

    `restore`: field → function that restores a value which JSON does not return in its type.
    """

    def __init__(self, cls: type[T], **restore: Callable[[Any], Any]) -> None:
        names = [field.name for field in fields(cls)]  # type: ignore[arg-type]  # a dataclass
        self._cls = cls
        self._names = names
        self._values = attrgetter(*names)
        self._restore = restore
        self._lists = [names.index(name) for name, make in restore.items() if make is tuple]

    def write(self, objects: Iterable[T]) -> dict[str, Any]:
        """A table of them, ready for JSON."""
        rows = [list(self._values(one)) for one in objects]
        for row in rows:
            for place in self._lists:
                row[place] = list(row[place])
        return {"fields": list(self._names), "rows": rows}

    def read(self, table: Mapping[str, Any]) -> Iterator[T]:
        """The objects again. A field that the class no longer has is left out, a new one takes its default.

        Raises `TypeError` if the table lacks a field without a default: then a migration is missing.
        """
        names = [intern(name) for name in table["fields"]]  # not interned, a call takes three times as long
        gone = [name for name in names if name not in self._names]
        restore = [(name, make) for name, make in self._restore.items() if name in names]
        for row in table["rows"]:
            values = dict(zip(names, row, strict=True))
            for name in gone:
                del values[name]
            for name, make in restore:
                values[name] = make(values[name])
            yield self._cls(**values)
