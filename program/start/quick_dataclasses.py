"""Dataclasses whose methods and descriptions are made when they are first used.

The standard library writes and compiles some six functions for every dataclass when its module is imported, describes
its fields, and makes the class a second time if it has slots: a quarter of a millisecond each, and we have hundreds of
classes, of which a start uses a few. `begin` replaces
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
_NO_FIELDS = ("InitVar", "ClassVar", "KW_ONLY")

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
    own_annotations = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - `inspect` would take 3 ms to load
    description = _Description(options, own_annotations, {})
    own = _values(cls, description) | _methods(description)
    if not cls.__doc__:
        own["__doc__"] = f"{cls.__name__}(…)"
    if options.get("slots"):
        cls = _with_slots(cls, description.annotations, own)
    else:
        for name, value in own.items():
            setattr(cls, name, value)
    description.owner = cls
    return cls


def _values(cls: Any, description: _Description) -> dict[str, Any]:
    """Take the default values of the fields from the class into its description. Returns those that stay in it."""
    stay: dict[str, Any] = {}
    for name in description.annotations:
        if name not in cls.__dict__:
            continue
        value = description.values[name] = cls.__dict__[name]
        if type(value).__hash__ is None:
            raise ValueError(f"mutable default {type(value)} for field {name} is not allowed: use default_factory")
        if isinstance(value, dataclasses.Field) and not description.options.get("slots"):
            if value.default is dataclasses.MISSING:
                delattr(cls, name)
            else:
                stay[name] = value.default
    return stay


def _methods(description: _Description) -> dict[str, Any]:
    """What takes the place of the description and the methods until they are used."""
    frozen, eq = description.options.get("frozen", False), description.options.get("eq", True)
    wanted = ("__init__", "__repr__", *(("__eq__",) if eq else ()), *(("__hash__",) if eq and frozen else ()))
    own: dict[str, Any] = {name: _Described(description, name) for name in _DESCRIBED}
    own.update({name: _Later(description, name, frozen=frozen) for name in wanted})
    if eq and not frozen:
        own["__hash__"] = None
    if frozen:
        own.update(__setattr__=_no_change, __delattr__=_no_removal)
        if description.options.get("slots"):
            own.update(__getstate__=_state, __setstate__=_set_state)
    return own


def _is_plain(cls: Any, options: dict[str, Any]) -> bool:
    own = cls.__dict__
    return (
        type(cls) is type
        and options.keys() <= _KNOWN_OPTIONS
        and "__slots__" not in own
        and not any(name in own for name in _WRITTEN)
        and not any(word in str(kind) for kind in own.get("__annotations__", {}).values() for word in _NO_FIELDS)
    )


def _with_slots(cls: Any, annotations: dict[str, Any], own: dict[str, Any]) -> Any:
    """The class once more, with a slot for each field: slots can only be given to a class while it is made."""
    names = dict.fromkeys(annotations)
    taken: set[str] = set()
    for base in cls.__mro__[1:-1]:
        if dataclasses.is_dataclass(base):
            names = dict.fromkeys(field.name for field in dataclasses.fields(base)) | names
        slots = base.__dict__.get("__slots__", ())
        taken.update([slots] if isinstance(slots, str) else slots)
    left_out = {*annotations, "__dict__", "__weakref__"}
    namespace = {name: value for name, value in cls.__dict__.items() if name not in left_out} | own
    namespace["__slots__"] = tuple(name for name in names if name not in taken)
    made = type(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    return made


@dataclasses.dataclass
class _Description:
    """What a class was made from. The standard library's description of its fields is made from it when it is read."""

    options: dict[str, Any]
    annotations: dict[str, Any]
    values: dict[str, Any]
    owner: Any = None

    def describe(self) -> None:
        """Put into the class what the standard library keeps about it; made by the standard library itself, for a
        class that has only these fields."""
        owner = self.owner
        only = type(owner.__name__, (), {"__annotations__": self.annotations, "__doc__": "-", **self.values})
        only.__module__ = owner.__module__
        made = _dataclass(only, init=False, repr=False, **self.options | {"eq": False, "slots": False, "frozen": False})
        fields: dict[str, Any] = {}
        for base in reversed(owner.__mro__[1:]):
            fields.update(getattr(base, "__dataclass_fields__", {}))
        fields.update(made.__dataclass_fields__)
        params = made.__dataclass_params__
        params.init = params.repr = True
        params.eq, params.frozen = self.options.get("eq", True), self.options.get("frozen", False)
        owner.__dataclass_fields__ = fields
        owner.__dataclass_params__ = params
        given = tuple(one.name for one in fields.values() if one.init and not one.kw_only)
        owner.__match_args__ = given  # type: ignore[misc]


_DESCRIBED = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")


class _Described:
    """The placeholder of a description, replaced by the real one when it is first read."""

    def __init__(self, description: _Description, name: str) -> None:
        self._description, self._name = description, name

    def __get__(self, instance: object | None, kind: type | None = None) -> Any:
        owner = self._description.owner
        if isinstance(owner.__dict__[self._name], _Described):
            self._description.describe()
        return owner.__dict__[self._name]


class _Later:
    """The placeholder of a method, replaced by the real one at its first use."""

    def __init__(self, description: _Description, name: str, *, frozen: bool) -> None:
        self._description, self._name, self._frozen = description, name, frozen

    def __get__(self, instance: object | None, kind: type | None = None) -> Any:
        owner, name = self._description.owner, self._name
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
