"""Delays an import until the module is used, for modules that a library imports and we rarely need."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


def late(name: str) -> None:
    """Make `import name` lazy: the module is loaded when an attribute of it is first used.

    Does nothing if it is loaded already. Safe on any thread.
    """
    if name in sys.modules:
        return
    package, _, own_name = name.rpartition(".")
    parent = import_module(package) if package else None
    stand_in = ModuleType(name, f"Stands for {name} until it is used.")

    def load(wanted: str) -> Any:
        if wanted.startswith("__"):  # code that inspects all modules does not use this one
            raise AttributeError(wanted)
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
        loaded = import_module(name)
        if parent is not None:
            setattr(parent, own_name, loaded)
        return getattr(loaded, wanted)

    stand_in.__getattr__ = load  # type: ignore[method-assign]  # PEP 562
    sys.modules[name] = stand_in
    if parent is not None:
        setattr(parent, own_name, stand_in)


def no_plugins_of_pydantic() -> None:
    """Keep pydantic from searching all installed packages for plug-ins. We have none, and the search loads modules for
    e-mail and archives, which takes a tenth of a start."""
    stand_in = ModuleType("pydantic.plugin._loader", "Stands for what finds plug-ins.")
    stand_in.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(stand_in.__name__, stand_in)
