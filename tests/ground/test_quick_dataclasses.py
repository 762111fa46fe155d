"""A dataclass whose methods are made at first use is the same as one of the standard library's."""

from __future__ import annotations

import copy
import dataclasses
import inspect
from typing import Any

import pytest

from domain import statuses
from program.start.quick_dataclasses import _dataclass, quick

EACH = [{}, {"frozen": True}, {"slots": True}, {"frozen": True, "slots": True}, {"eq": False}, {"kw_only": True}]
EACH += [{"frozen": True, "slots": True, "kw_only": True}, {"slots": True, "eq": False}, {"order": True}]


def one(maker: Any, options: dict[str, Any], *, later: bool = False) -> Any:
    """A class with all that a dataclass of the house has. `later`: and with a field that is not given to it."""

    @maker(**options)
    class One:
        name: str
        numbers: tuple[int, ...] = (1, 2)
        hidden: str = dataclasses.field(default="h", repr=False, compare=False)
        made: list[int] = dataclasses.field(default_factory=list)
        if later:
            total: int = dataclasses.field(default=0, init=False)

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("a name is needed")

    return One


@pytest.fixture(params=[(options, later) for options in EACH for later in (False, True)], ids=str)
def both(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    options, later = request.param
    return one(_dataclass, options, later=later), one(_ours, options, later=later)


def _ours(**options: Any) -> Any:
    def maker(cls: Any) -> Any:
        cls.__module__ = statuses.__name__  # a module of the house
        return quick(cls, **options)

    return maker


def test_it_is_made_shown_and_compared_alike(both: tuple[Any, Any]) -> None:
    theirs, ours = both
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert ours.__match_args__ == theirs.__match_args__
    assert [field.name for field in dataclasses.fields(ours)] == [field.name for field in dataclasses.fields(theirs)]
    a, b, c = ours(name="a"), ours(name="a", hidden="x"), ours(name="c")
    x, y, z = theirs(name="a"), theirs(name="a", hidden="x"), theirs(name="c")
    assert repr(a) == repr(x)
    assert (a == b, a == c, a == "a") == (x == y, x == z, x == "a")
    assert a.made is not b.made
    assert dataclasses.asdict(a) == dataclasses.asdict(x)
    assert repr(dataclasses.replace(c, name="d")) == repr(dataclasses.replace(z, name="d"))


def test_it_is_hashed_and_guarded_alike(both: tuple[Any, Any]) -> None:
    for use in (
        lambda cls: hash(cls(name="a", numbers=())),
        lambda cls: setattr(cls(name="a"), "name", "b"),
        lambda cls: delattr(cls(name="a"), "name"),
        lambda cls: cls(),
        lambda cls: cls(name=""),
        lambda cls: cls(name="a", other=1),
        lambda cls: cls(name="a") < cls(name="b"),
    ):
        first, second = (_outcome(use, cls) for cls in both)
        assert first == second


def _outcome(use: Any, cls: Any) -> Any:
    try:
        use(cls)
    except Exception as error:
        return type(error), str(error)
    return "done"


def test_it_is_copied_and_pickled() -> None:
    """The methods that pickle calls; by name it finds no class that stands in a function."""
    first = one(_ours, {"frozen": True, "slots": True})("a", (1,))
    assert copy.deepcopy(first) == first == copy.copy(first)
    again = type(first).__new__(type(first))
    again.__setstate__(first.__getstate__())
    assert again == first


def test_methods_are_made_when_one_is_used() -> None:
    cls = _ours(frozen=True)(type("Unused", (), {"__annotations__": {"name": "str"}}))
    assert not inspect.isfunction(vars(cls)["__init__"])
    one = cls("a")
    assert inspect.isfunction(vars(cls)["__init__"])
    assert not inspect.isfunction(vars(cls)["__eq__"])
    assert one == cls("a")
    assert inspect.isfunction(vars(cls)["__eq__"])


@pytest.mark.parametrize("options", [{}, {"slots": True}, {"frozen": True, "slots": True, "kw_only": True}], ids=str)
def test_a_class_made_of_another_one_has_the_fields_of_both(options: dict[str, Any]) -> None:
    def two(maker: Any) -> Any:
        base = one(maker, options)

        @maker(**options)
        class Two(base):  # type: ignore[misc, valid-type]
            hidden: str = "shown"
            last: int = 3

        return Two

    theirs, ours = two(_dataclass), two(_ours)
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    for mine, other in zip(dataclasses.fields(ours), dataclasses.fields(theirs), strict=True):
        assert (mine.name, mine.type, mine.default, mine.repr, mine.kw_only) == (
            (other.name, other.type, other.default, other.repr, other.kw_only)
        )
    assert ours.__match_args__ == theirs.__match_args__
    assert repr(ours(name="a")) == repr(theirs(name="a"))
    assert hasattr(ours(name="a"), "__dict__") == hasattr(theirs(name="a"), "__dict__")
    assert [name for name in ("hidden", "numbers", "made") if isinstance(getattr(ours, name, None), str | tuple)] == [
        name for name in ("hidden", "numbers", "made") if isinstance(getattr(theirs, name, None), str | tuple)
    ]


def test_what_is_kept_about_a_class_is_made_when_it_is_read() -> None:
    unused: Any = type("Unused", (), {"__annotations__": {"name": "str"}})
    cls = _ours(slots=True)(unused)
    assert cls.__slots__ == ("name",)
    assert not isinstance(vars(cls)["__dataclass_fields__"], dict)
    assert dataclasses.is_dataclass(cls)
    assert [field.name for field in dataclasses.fields(cls)] == ["name"]
    assert isinstance(vars(cls)["__dataclass_fields__"], dict)


def test_a_default_that_all_would_share_is_refused_alike() -> None:
    for maker in (_dataclass, _ours):
        with pytest.raises(ValueError, match="mutable default <class 'list'> for field names is not allowed"):
            maker()(type("Shared", (), {"__annotations__": {"names": "list[str]"}, "names": []}))
