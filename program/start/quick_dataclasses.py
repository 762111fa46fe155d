"""Dataclasses whose methods are made when they are first used.

The standard library writes and compiles some six functions for every dataclass when its module is imported: a quarter
of a millisecond each, and we have hundreds of classes, of which a start uses a few. `begin` replaces
`dataclasses.dataclass` by a decorator that delays this, only for our own classes. The classes behave the same: only the
time of a start depends on this module (tests/ground/test_quick_dataclasses.py). It must run before the classes are
made: `program/__init__.py` calls it, and each program's `__init__.py` imports `program` first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import MemberDescriptorType
from typing import Any

OURS = frozenset(
    {
        "domain",
        "program",
        "content",
        "metrics",
        "kiosk",
        "hall",
        "phone_page",
        "review_pad",
        "e_screen",
        "bench",
        "demo",
    }
)
"""The packages whose dataclasses are delayed."""

_KNOWN_OPTIONS = {"frozen", "slots", "kw_only", "eq"}
_WRITTEN = ("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__", "__setstate__")

_dataclass: Callable[..., Any] = dataclasses.dataclass


def begin() -> None:
    """From now on `dataclasses.dataclass` is `quick`. Calling it again does nothing."""
    dataclasses.dataclass = quick


def quick(cls: Any = None, /, **options: Any) -> Any:
    """Like `dataclasses.dataclass`, which it calls for classes with options or methods that it does not handle
    itself."""
    if cls is None:
        return lambda cls: quick(cls, **options)
    if cls.__module__.partition(".")[0] not in OURS or not _is_plain(cls, options):
        return _dataclass(cls, **options)
    frozen, eq = options.pop("frozen", False), options.pop("eq", True)
    if not cls.__doc__:
        cls.__doc__ = f"{cls.__name__}(…)"  # otherwise the standard library would compute the signature for it now
    made = _dataclass(cls, init=False, repr=False, eq=False, **options)
    later = {"__init__": True, "__repr__": True, "__eq__": eq, "__hash__": eq and frozen}
    for name, wanted in later.items():
        if wanted:
            setattr(made, name, _Later(made, name, frozen=frozen))
    if eq and not frozen:
        made.__hash__ = None
    if frozen:
        made.__setattr__, made.__delattr__ = _no_change, _no_removal
        if options.get("slots"):
            made.__getstate__, made.__setstate__ = _state, _set_state
    return made


def _is_plain(cls: Any, options: dict[str, Any]) -> bool:
    own = cls.__dict__
    return (
        options.keys() <= _KNOWN_OPTIONS
        and not any(name in own for name in _WRITTEN)
        and not any("InitVar" in str(kind) for kind in own.get("__annotations__", {}).values())
    )


class _Later:
    """The placeholder of a method, replaced by the real one at its first use."""

    def __init__(self, owner: Any, name: str, *, frozen: bool) -> None:
        self._owner, self._name, self._frozen = owner, name, frozen

    def __get__(self, instance: object | None, kind: type | None = None) -> Any:
        owner, name = self._owner, self._name
        if isinstance(owner.__dict__.get(name), _Later):
            make = _init if name == "__init__" else _of_twin
            setattr(owner, name, make(owner, name, frozen=self._frozen))
        return owner.__dict__[name].__get__(instance, kind)


class _Factory:
    """The placeholder for a `default_factory` in a signature."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()


def _init(owner: Any, name: str, *, frozen: bool) -> Any:
    """An `__init__` like the standard library's. Making it takes a tenth of the time, and it sets slots directly."""
    fields = dataclasses.fields(owner)
    if not all(field.init for field in fields):
        return _of_twin(owner, name, frozen=frozen)
    scope: dict[str, Any] = {"_factory": _FACTORY, "_object": object}
    first: list[str] = ["self"]
    named: list[str] = []
    body: list[str] = []
    for field in fields:
        given = one = field.name
        if field.default is not dataclasses.MISSING:
            given, scope[f"_of_{one}"] = f"{one}=_of_{one}", field.default
        elif field.default_factory is not dataclasses.MISSING:
            given, scope[f"_of_{one}"] = f"{one}=_factory", field.default_factory
            body.append(f"if {one} is _factory: {one} = _of_{one}()")
        (named if field.kw_only else first).append(given)
        slot = next((vars(base)[one] for base in owner.__mro__ if one in vars(base)), None)
        if not frozen:
            body.append(f"self.{one} = {one}")
        elif isinstance(slot, MemberDescriptorType):
            scope[f"_set_{one}"] = slot.__set__
            body.append(f"_set_{one}(self, {one})")
        else:
            body.append(f"_object.__setattr__(self, {one!r}, {one})")
    if hasattr(owner, "__post_init__"):
        body.append("self.__post_init__()")
    head = ", ".join([*first, *(["*", *named] if named else [])])
    exec(f"def __init__({head}):\n " + "\n ".join(body or ["pass"]), scope)  # noqa: S102 - only names of fields
    made = scope["__init__"]
    made.__qualname__, made.__module__ = f"{owner.__qualname__}.__init__", owner.__module__
    made.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return made


def _of_twin(owner: Any, name: str, *, frozen: bool) -> Any:
    """The method as the standard library writes it, for a twin class with the same fields."""
    namespace = {"__module__": owner.__module__, "__qualname__": owner.__qualname__, "__doc__": owner.__doc__}
    if hasattr(owner, "__post_init__"):
        namespace["__post_init__"] = None  # the call goes to the instance's own method
    twin = dataclasses.make_dataclass(
        owner.__name__,
        [(field.name, field.type, field) for field in dataclasses.fields(owner)],
        namespace=namespace,
        init=name == "__init__",
        repr=name == "__repr__",
        eq=name in {"__eq__", "__hash__"},
        frozen=frozen,
        slots="__slots__" in owner.__dict__,
    )
    return twin.__dict__[name]


def _no_change(self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_removal(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    """The state of a frozen dataclass with slots for pickle and copy, as in the standard library."""
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
